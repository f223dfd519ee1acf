"""Runs that clients control: playback, pacing, limits, stores."""
