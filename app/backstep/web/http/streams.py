"""The open streams of the process, and their end."""

import asyncio
from contextlib import suppress

COME_BACK = 2  # seconds after which a restarted server should be ready


class Streams:
    """Counts the open streams; `leave` asks all of them to close."""

    def __init__(self) -> None:
        self.count = 0
        self._leaving = asyncio.Event()
        self._empty = asyncio.Event()

    @property
    def leaving(self) -> bool:
        return self._leaving.is_set()

    async def until_leaving(self) -> None:
        """Wait until the server stops."""
        await self._leaving.wait()

    def enter(self) -> None:
        self.count += 1
        self._empty.clear()

    def exit(self) -> None:
        self.count -= 1
        if not self.count:
            self._empty.set()

    async def leave(self, seconds: float) -> None:
        """Ask all streams to close, and wait for them for at most `seconds`."""
        self._leaving.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.count:
                    await self._empty.wait()

    def __str__(self) -> str:
        return str(self.count)
