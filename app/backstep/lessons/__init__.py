"""Lessons, myths and failures; every number in their text comes from the engine."""
