"""What can be said of a run at its position, computed from the engine's numbers."""
