"""Tasks end in bounded time, even if a cancellation is lost."""

import asyncio
from contextlib import suppress

import pytest

from backstep.sessions.tasks import end, ending, until_one_ends, within
from tests.sessions.ending import Task, deaf, forever, waits
from tests.waiting import go


def test_a_cancellation_that_is_lost_is_given_again() -> None:
    async def check() -> None:
        task = asyncio.create_task(deaf(3))
        await waits()
        assert await end([task])
        assert task.cancelled()

    go(check)


def test_who_goes_on_is_named(caplog: pytest.LogCaptureFixture) -> None:
    async def check() -> None:
        task = asyncio.create_task(deaf(3), name="deaf on purpose")
        await waits()
        assert not await end([task], 0.01)
        assert await end([task])

    go(check)
    assert "did not end within 0.01 s: deaf on purpose" in caplog.text


def test_who_ends_others_ends_them_first_when_it_is_cancelled_itself() -> None:
    async def check() -> None:
        task = asyncio.create_task(deaf(2))
        await waits()
        ender = asyncio.create_task(end([task]))
        await asyncio.sleep(0)
        ender.cancel("by whom")
        with pytest.raises(asyncio.CancelledError, match="by whom"):
            await ender
        assert task.done()

    go(check)


def test_a_lost_cancellation_is_known() -> None:
    async def loop() -> None:
        while not ending():
            with suppress(asyncio.CancelledError):
                await forever()

    async def check() -> None:
        task = asyncio.create_task(loop())
        await waits()
        task.cancel()
        await task

    go(check)


def test_what_is_stuck_or_fails_is_named_and_left(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ValueError("of the disk")

    async def check() -> None:
        assert not await within(0.01, "waiting for nothing", forever)
        assert not await within(30, "writing it down", fails)
        assert await within(30, "a moment", lambda: asyncio.sleep(0))

    go(check)
    assert "was not done within 0.01 s: waiting for nothing" in caplog.text
    assert "has failed: writing it down" in caplog.text
    assert "a moment" not in caplog.text


def test_what_is_done_side_by_side_ends_together() -> None:
    others: list[Task] = []

    async def other() -> None:
        task = asyncio.current_task()
        assert task is not None
        others.append(task)
        await deaf(1)

    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("one of them")

    async def check() -> None:
        with pytest.raises(ValueError, match="one of them"):
            await until_one_ends(other, fails)
        assert all(task.done() for task in others)

    go(check)
