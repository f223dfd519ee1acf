"""Texts that people read: files in static/text, a folder per language."""
