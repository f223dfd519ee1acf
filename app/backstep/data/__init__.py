"""Data sets: points, features, images, texts, uploaded tables."""
