"""The HTTP and WebSocket server; nothing else imports it."""
