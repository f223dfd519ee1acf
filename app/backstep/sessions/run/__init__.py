"""A training run in a server: assembled from a spec, logged, scheduled."""
