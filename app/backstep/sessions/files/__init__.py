"""Files that are made from a run, and read back."""
