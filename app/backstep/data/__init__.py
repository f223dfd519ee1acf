"""Data sets: points, features, tables; numpy only."""
