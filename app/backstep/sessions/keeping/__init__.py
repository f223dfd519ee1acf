"""Sessions in memory, and how they outlive the process."""
