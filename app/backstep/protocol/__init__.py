"""What client and server exchange: the spec, frames, messages, the catalogue."""
