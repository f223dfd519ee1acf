"""Recordings that a page plays without a server."""
