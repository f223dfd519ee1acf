"""Facts about a run at its position, computed from the engine's numbers."""
