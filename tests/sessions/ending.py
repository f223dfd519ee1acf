"""Tasks that wait, and their end."""

import asyncio
from typing import Any

Task = asyncio.Task[Any]


async def forever(*_: object) -> Any:
    await asyncio.Event().wait()


async def deaf(lost: int) -> None:
    """Lose `count` cancellations."""
    while True:
        try:
            await forever()
        except asyncio.CancelledError:
            lost -= 1
            if lost < 0:
                raise


async def waits() -> None:
    """Wait until every started task waits."""
    for _ in range(50):
        await asyncio.sleep(0)


async def all_end() -> None:
    """Wait until no other task is left."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others)
