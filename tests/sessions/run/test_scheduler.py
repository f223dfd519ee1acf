"""The scheduler: one turn at a time, sockets in between, answers first, nobody starves."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from backstep.sessions.run.scheduler import Scheduler
from tests.waiting import go


class Takers:
    """Tasks that take turns, and the order of their turns."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self.scheduler = Scheduler()
        self.seen: list[str] = []

    def add(self, name: str, *, urgent: bool = False, times: int = 1) -> None:
        async def take() -> None:
            for _ in range(times):
                await self.scheduler.ask(urgent=urgent)
                self.seen.append(name)

        self._group.create_task(take())


def order(start: Callable[[Takers], Awaitable[None]]) -> list[str]:
    """Return the order of the turns of the tasks that `start` adds."""
    seen: list[str] = []

    async def check() -> None:
        async with asyncio.TaskGroup() as group:
            takers = Takers(group)
            await start(takers)
        seen.extend(takers.seen)

    go(check)
    return seen


def test_those_who_wait_alike_are_served_in_order() -> None:
    async def start(takers: Takers) -> None:
        for name in "abc":
            takers.add(name, times=2)

    assert order(start) == list("abcabc")


def test_between_two_turns_the_loop_looks_at_everything_else() -> None:
    async def start(takers: Takers) -> None:
        for _ in range(3):
            takers.add("turn")
        while len(takers.seen) < 6:
            await asyncio.sleep(0)
            takers.seen.append("look")

    seen = order(start)
    assert seen.count("turn") == 3
    assert ("turn", "turn") not in list(pairwise(seen))


def test_what_is_urgent_goes_first_but_not_for_ever() -> None:
    async def start(takers: Takers) -> None:
        takers.add("later", times=2)
        for _ in range(3):
            takers.add("urgent", urgent=True, times=4)

    assert order(start) == [*["urgent"] * 4, "later", *["urgent"] * 4, "later", *["urgent"] * 4]


def test_a_turn_that_is_hurried_comes_once_and_first() -> None:
    async def start(takers: Takers) -> None:
        takers.add("first")
        takers.add("second")
        await asyncio.sleep(0)
        late = takers.scheduler.ask()
        late.add_done_callback(lambda turn: takers.seen.append("hurried"))
        takers.scheduler.prioritize(late)

    assert order(start) == ["hurried", "first", "second"]


def test_who_has_given_up_takes_no_turn() -> None:
    async def check() -> None:
        scheduler = Scheduler()
        first, second = scheduler.ask(), scheduler.ask()
        first.cancel()
        await second

    go(check)


def test_slices_are_shorter_where_many_wait() -> None:
    async def check() -> None:
        scheduler = Scheduler(0.002, 0.1)
        assert scheduler.seconds == 0.002
        asked = [scheduler.ask() for _ in range(149)]
        assert scheduler.seconds == pytest.approx(2 * 0.1 / 150)
        asked += [scheduler.ask() for _ in range(9850)]
        assert 0 < scheduler.seconds < 0.002
        await asyncio.gather(*asked)
        assert scheduler.seconds == 0.002

    go(check)


def test_turns_outlive_a_loop() -> None:
    scheduler = Scheduler()

    async def give_up() -> None:
        scheduler.ask()

    async def check() -> None:
        await scheduler.ask()

    asyncio.run(give_up())
    go(check)


def test_a_crowd_goes_alike_however_dear_a_step_is() -> None:
    async def check() -> None:
        scheduler = Scheduler(0.002, 0.1)
        alone = scheduler.steps
        asked = [scheduler.ask() for _ in range(199)]
        crowded = scheduler.steps
        assert crowded < alone
        # A player with 30 µs per step gets as far as one with 10.
        assert crowded * 30e-6 < scheduler.seconds
        await asyncio.gather(*asked)
        assert scheduler.steps == alone

    go(check)
