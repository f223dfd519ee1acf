"""The registries beside PyTorch: `rows.json` holds its numbers, so that it need not be there."""
