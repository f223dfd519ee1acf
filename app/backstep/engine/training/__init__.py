"""A training run: batches, single operations, positions in time, and the past."""
