"""A training run on a server: assembled from a spec, edited, scheduled."""
