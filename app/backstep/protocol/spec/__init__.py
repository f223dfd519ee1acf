"""The spec: what to train, its presets, its edits, and its form in an address."""
