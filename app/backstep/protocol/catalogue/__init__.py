"""The catalogue of all choices, from the registries."""
