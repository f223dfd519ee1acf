"""The spec: what to train, its presets, its edits, and how an address writes it."""
