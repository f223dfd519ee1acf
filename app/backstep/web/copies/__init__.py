"""Offline copies: a run as one HTML file."""
