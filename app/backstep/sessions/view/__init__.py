"""What a connection is shown of a session."""
