"""One client of a session."""
