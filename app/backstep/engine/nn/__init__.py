"""Networks: activations, losses, initializers, and the forward and backward pass."""
