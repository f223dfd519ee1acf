"""What the server-rendered pages share."""
