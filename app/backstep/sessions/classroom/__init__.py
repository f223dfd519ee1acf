"""A class that follows a run."""
