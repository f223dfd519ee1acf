"""Layer kinds: what a layer computes, forwards and backwards. `dense` is the first of them."""
