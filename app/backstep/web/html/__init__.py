"""What the pages written by the server share."""
