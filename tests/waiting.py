"""Waiting for events; by the clock only what has failed is given up."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE = 60.0  # seconds


def until(met: Callable[[], object]) -> None:
    """Returns when the condition is met."""
    deadline = monotonic() + PATIENCE
    while not met():
        assert monotonic() < deadline, "it did not come to that"
        sleep(0.02)
