"""One conversation: commands are read and carried out while events and frames are sent."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from backstep.sessions.tasks import until_one_ends

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]

_MOST_WAITING = 64  # commands that are read ahead of the one being carried out


class Listener(Protocol):
    """The server's end of a stream.

    A `Client` of a run, a `Follower` of a class, or the stand-in for either in another process.
    """

    def close(self) -> None:
        """Free what the connection uses."""

    def slowed(self, seconds: float) -> None:
        """Report that commands arrive faster than they are accepted."""

    def at_once(self, text: str) -> bool:
        """Handle a message that need not wait for earlier ones; return whether it is done."""

    async def receive(self, text: str) -> None:
        """Carry out one command. Raises Refused if the connection must end."""

    async def run(self) -> None:
        """Send events and frames until cancelled."""


async def converse(
    listener: Listener, hello: Work[str], read: Work[str], *besides: Work[None]
) -> None:
    """Serve `listener` until one of its tasks raises, and raise that error.

    `hello` reads the first message, `read` each later one; `besides` are further tasks.
    """
    # Read ahead while a command is carried out: the next one may be a pause.
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
