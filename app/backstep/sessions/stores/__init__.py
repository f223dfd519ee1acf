"""Stores for sessions: SQLite, Redis, or memory only."""
