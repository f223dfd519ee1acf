"""The open streams of the process, and their end."""

import asyncio
from contextlib import suppress

COME_BACK = 2  # seconds after which a server that restarts is expected to be there


class Streams:
    """How many there are; `leave` tells them all to go."""

    def __init__(self) -> None:
        self.count = 0
        self._leaving = asyncio.Event()
        self._empty = asyncio.Event()

    @property
    def leaving(self) -> bool:
        return self._leaving.is_set()

    async def until_leaving(self) -> None:
        """Returns when it is time to go."""
        await self._leaving.wait()

    def enter(self) -> None:
        self.count += 1
        self._empty.clear()

    def exit(self) -> None:
        self.count -= 1
        if not self.count:
            self._empty.set()

    async def leave(self, seconds: float) -> None:
        """Tell all to go, and wait until they have, at most so long."""
        self._leaving.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.count:
                    await self._empty.wait()

    def __str__(self) -> str:
        return str(self.count)
