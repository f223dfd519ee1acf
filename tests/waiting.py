"""Waiting for events; by the clock only what has failed is given up."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic, sleep

PATIENCE = 300.0  # seconds; a test may take twice as long: phase_seconds in pyproject.toml
_APART = 0.01  # seconds between two looks


def until(met: Callable[[], object], rest: Callable[[float], object] = sleep) -> None:
    """Returns when the condition is met; `rest` passes the seconds between two looks."""
    deadline = monotonic() + PATIENCE
    while not met():
        assert monotonic() < deadline, "it did not come to that"
        rest(_APART)


async def reached(met: Callable[[], object]) -> None:
    """Returns when the condition is met; others work meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while not met():
            await apart()


async def apart() -> None:
    """Between two looks at what cannot tell that it has changed."""
    await asyncio.sleep(_APART)


def go(work: Callable[[], Awaitable[None]]) -> None:
    """Run a test's coroutine to its end."""

    async def within_reason() -> None:
        async with asyncio.timeout(PATIENCE):
            await work()

    asyncio.run(within_reason())
