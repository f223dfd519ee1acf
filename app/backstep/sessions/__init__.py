"""Runs that clients hold: playback, pacing, limits, stores."""
