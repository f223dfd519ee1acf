"""What crosses the wire: the spec, frames, messages, the catalogue."""
