"""Files made of a run, and read back."""
