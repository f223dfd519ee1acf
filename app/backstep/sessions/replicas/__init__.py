"""Several processes that share a store: who is here talks to a run that goes on there."""
