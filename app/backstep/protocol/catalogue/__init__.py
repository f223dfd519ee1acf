"""The catalogue: every choice there is, from the registries."""
