"""Tasks that end in bounded time.

A cancellation can be lost: before Python 3.12, `asyncio.wait_for`, which redis-py uses to write,
ignores a cancellation that coincides with a result. A task group cancels only once and then waits
forever. So long-lived tasks are ended by `end`; their loops check `ending` if they use such a
client; and work that may hang runs `within` a limit.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

log = logging.getLogger("backstep")

Work = Callable[[], Coroutine[Any, Any, object]]

END_SECONDS = 3.0  # for cancelled tasks to end
_AGAIN_SECONDS = 0.1  # before tasks that continue are cancelled again


def ending() -> bool:
    """Whether the current task has been cancelled, even if the cancellation was lost."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def end(tasks: Iterable[asyncio.Task[Any]], seconds: float = END_SECONDS) -> bool:
    """Cancel tasks repeatedly until they end; return whether they did in time.

    Tasks that did not are logged by name. A cancellation of the caller takes effect afterwards.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    left = {task for task in tasks if not task.done()}
    cancelled: asyncio.CancelledError | None = None
    while left and loop.time() < deadline:
        _cancel(left)
        try:
            await asyncio.wait(left, timeout=_AGAIN_SECONDS)
        except asyncio.CancelledError as error:
            cancelled = error
        left = {task for task in left if not task.done()}
    if left:
        names = ", ".join(sorted(task.get_name() for task in left))
        log.error("did not end within %g s: %s", seconds, names)
    try:
        if cancelled is not None:
            raise cancelled  # the same object: anyio recognizes its own
    finally:
        del cancelled  # it refers to this frame
    return not left


def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()


async def within(seconds: float, name: str, work: Work) -> bool:
    """Do the work in at most `seconds`; return whether it was done. A failure is logged."""
    task = asyncio.create_task(work(), name=name)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            log.error("was not done within %g s: %s", seconds, name)
    finally:
        await end([task])
    if not task.done() or task.cancelled():
        return False
    error = task.exception()
    if error is not None:
        log.error("has failed: %s", name, exc_info=error)
    return error is None


async def until_one_ends(*works: Work) -> None:
    """Run all works concurrently until one of them ends; raise the first error, if any."""
    tasks = [asyncio.create_task(work(), name=_name(work)) for work in works]
    try:
        await _first_then_all(tasks)
    finally:
        error = _first_error(tasks)
        # The error refers to the frames that it passed through. If they referred to it afterwards,
        # the cycle would keep the client and its run until the next garbage collection.
        tasks.clear()
    try:
        if error is not None:
            raise error
    finally:
        del error


async def _first_then_all(tasks: list[asyncio.Task[Any]]) -> None:
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end(tasks)


def _first_error(tasks: Iterable[asyncio.Task[Any]]) -> BaseException | None:
    ended = [task for task in tasks if task.done() and not task.cancelled()]
    errors = [task.exception() for task in ended]
    return next((error for error in errors if error is not None), None)


def _name(work: Work) -> str:
    return getattr(work, "__qualname__", repr(work))
