"""What a connection sees of a session."""
