"""One conversation: what is said is heard, and carried out, while what is owed is sent."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from backstep.sessions.tasks import until_one_ends

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]

_MOST_WAITING = 64  # commands that are read before those before them are carried out


class Listener(Protocol):
    """Who is at the other end of a stream: a `Client` of a run, a `Follower` of a class, or either
    in another process."""

    def close(self) -> None: ...

    def slowed(self, seconds: float) -> None: ...

    def at_once(self, text: str) -> bool: ...

    async def receive(self, text: str) -> None: ...

    async def run(self) -> None: ...


async def converse(
    listener: Listener, hello: Work[str], read: Work[str], *besides: Work[None]
) -> None:
    """Hear and send side by side, first what `hello` reads, and do what is to be done `besides`,
    until one of them raises: that is raised."""
    # Read on while a command is carried out: the next may be to stop it.
    waiting: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING)

    async def hear() -> None:
        await listener.receive(await hello())
        while True:
            text = await read()
            if not listener.at_once(text):
                await waiting.put(text)

    async def work() -> None:
        while True:
            await listener.receive(await waiting.get())

    await until_one_ends(hear, work, listener.run, *besides)
