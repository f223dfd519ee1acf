"""Waiting for events; only a failing wait ends by the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic, sleep

PATIENCE = 60.0  # seconds


def until(met: Callable[[], object]) -> None:
    """Wait until the condition is met."""
    deadline = monotonic() + PATIENCE
    while not met():
        assert monotonic() < deadline, "it did not come to that"
        sleep(0.02)


def go(work: Callable[[], Awaitable[None]]) -> None:
    """Run a test's coroutine to its end."""

    async def within_reason() -> None:
        async with asyncio.timeout(PATIENCE):
            await work()

    asyncio.run(within_reason())
