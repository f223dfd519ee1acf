"""Races: the run's training repeated with other optimizers."""
