"""Layer kinds: what a layer computes in the forward and backward pass."""
