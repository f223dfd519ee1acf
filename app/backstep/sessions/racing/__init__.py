"""Races: other optimizers from a run's start."""
