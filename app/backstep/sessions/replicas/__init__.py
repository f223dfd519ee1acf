"""Several processes that share a store: a connection here may control a run in another process."""
