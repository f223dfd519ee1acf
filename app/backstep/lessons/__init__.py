"""The story: lessons, myths and failures, with every number of their text from the engine."""
