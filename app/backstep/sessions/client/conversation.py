"""One conversation: what is said is heard, and carried out, while what is owed is sent."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

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

    await _until_one_ends(hear, work, listener.run, *besides)


async def _until_one_ends(*works: Work[None]) -> None:
    """Do all of it side by side until one ends; raises what it raised."""
    tasks = [asyncio.create_task(work()) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    errors = [task.exception() for task in tasks if not task.cancelled()]
    error = next(each for each in errors if each is not None)
    # It knows the frames that it went through. None of them may know it afterwards, or they would
    # keep the client, and its run, until somebody looks for garbage.
    tasks.clear()
    errors.clear()
    try:
        raise error
    finally:
        del error
