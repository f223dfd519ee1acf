"""While a run plays its racers go in lockstep with it: nobody sees the one without the others."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from backstep.engine.training.operations import Position
from backstep.sessions.client.client import Client
from backstep.sessions.racing.race import Race
from backstep.sessions.session import Session
from tests.received import event_of, meta_of
from tests.sessions.racing.test_race import (
    BLOWN,
    FOUR,
    LAST,
    PLANE,
    SURFACE,
    options,
    same,
    session,
)
from tests.waiting import go, reached

RACE = {"race": options(FOUR)}


class Page:
    """A client that acknowledges what it is sent, and keeps the metadata."""

    def __init__(self, held: Session) -> None:
        self.frames: list[dict[str, Any]] = []
        self.client = Client(held, self._send)

    async def _send(self, data: str | bytes) -> None:
        if isinstance(data, str):
            event_of(data)
        else:
            self.frames.append(meta_of(data))
            await self.tell("ack", seq=self.frames[-1]["seq"])

    async def tell(self, kind: str, **fields: Any) -> None:
        await self.client.receive(json.dumps({"type": kind, **fields}))

    async def until(self, holds: Callable[[list[dict[str, Any]]], bool]) -> None:
        """Wait until what was sent is as said."""
        await reached(lambda: holds(self.frames))


@asynccontextmanager
async def opened(held: Session, panels: dict[str, Any]) -> AsyncIterator[Page]:
    page = Page(held)
    sending = asyncio.create_task(page.client.run())
    try:
        await page.tell("hello", token=held.credentials.token)
        await page.tell("watch", panels=panels)
        yield page
    finally:
        sending.cancel()
        page.client.close()


def raced(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [frame for frame in frames if frame.get("race", {}).get("racers")]


def equal(frame: dict[str, Any]) -> bool:
    """Whether all have done as many updates as the run, or failed."""
    racers = frame["race"]["racers"]
    return all(each["updates"] == frame["updates"] or each["failure"] for each in racers)


@pytest.mark.parametrize(("by", "rate"), [("step", None), ("operation", None), ("epoch", 50)])
def test_in_every_frame_of_a_run_that_plays_all_have_done_as_many_updates(
    by: str, rate: float | None
) -> None:
    held = session()

    async def work() -> None:
        async with opened(held, RACE) as page:
            await page.until(lambda frames: bool(raced(frames)))
            await page.tell("play", by=by, rate=rate)
            await page.until(lambda frames: len(raced(frames)) > 8)
            await page.tell("pause")
            (race,) = held.races
            async with held.still:  # a slice that was under way takes all along
                assert race.level
            position = held.run.position
            await race.look()
            updates = held.run.trainer.updates
            same(race, position if position.op == LAST else Position(updates - 1, LAST))
            assert all(equal(frame) for frame in raced(page.frames))
            assert len({frame["updates"] for frame in raced(page.frames)}) > 5

    go(work)


def test_the_paths_of_a_surface_end_after_as_many_updates_while_the_run_plays() -> None:
    held = session()
    ends: list[set[int]] = []

    async def work() -> None:
        async with opened(held, RACE | {"surface": SURFACE}) as page:
            await page.until(lambda frames: bool(raced(frames)))
            (race,) = held.races
            trails, moving = race.trails, held.run.trainer

            def noted() -> Any:
                ends.append({moving.updates, *(racer.updates for racer in race.racers)})
                return trails()

            race.trails = noted  # type: ignore[method-assign]
            await page.tell("play", by="step", rate=None)
            await reached(lambda: len(ends) >= 5)

    go(work)
    assert all(len(each) == 1 for each in ends)


def test_a_run_waits_for_racers_that_come_late_and_none_is_seen_to_move_before() -> None:
    held = session()

    async def work() -> None:
        async with opened(held, {}) as page:
            await page.tell("play", by="step", rate=None)
            await page.until(lambda frames: bool(frames) and frames[-1]["updates"] > 5000)
            await page.tell("watch", panels=RACE)
            await page.until(lambda frames: len([f for f in raced(frames) if equal(f)]) > 5)
            await page.tell("pause")
            frames = raced(page.frames)
            behind = [frame for frame in frames if not equal(frame)]
            assert frames[: len(behind)] == behind  # never again
            standing = {frame["updates"] for frame in behind[1:]}
            assert len(standing) <= 1

    go(work)


def test_a_racer_that_diverged_holds_nobody_up() -> None:
    held = session(PLANE)

    async def work() -> None:
        async with opened(held, {"race": options(BLOWN)}) as page:
            await page.until(lambda frames: bool(raced(frames)))
            await page.tell("play", by="step", rate=None)
            await page.until(lambda frames: frames[-1:] != [] and frames[-1]["updates"] > 3000)
            await page.until(lambda frames: len(raced(frames)) > 5)
            blown, calm = raced(page.frames)[-1]["race"]["racers"]
            assert blown["failure"]
            assert not calm["failure"]
            assert all(equal(frame) for frame in raced(page.frames))

    go(work)


@pytest.mark.parametrize("change", ["leaves", "another race", "new network", "new settings"])
def test_a_run_plays_on_whatever_becomes_of_its_race(change: str) -> None:
    held = session()

    async def work() -> None:
        async with opened(held, {}) as driver, opened(held, RACE) as guest:
            await guest.until(lambda frames: bool(raced(frames)))
            await driver.tell("play", by="step", rate=None)
            await guest.until(lambda frames: len(raced(frames)) > 2)
            match change:
                case "leaves":
                    guest.client.close()
                    assert not held.races
                case "another race":
                    await guest.tell("watch", panels={"race": options(FOUR[:2], start=7)})
                case "new network":
                    units = [{"units": 3, "activation": "tanh"}]
                    await driver.tell("edit", changes={"network": {"hidden": units}})
                case "new settings":
                    await driver.tell("edit", changes={"training": {"batch_size": 25}})
            before, seen = held.run.trainer.updates, len(guest.frames)
            await reached(lambda: held.run.trainer.updates >= before + 500)
            assert held.state.playing
            if change != "leaves":
                await guest.until(lambda frames: len(raced(frames[seen:])) > 3)
                await guest.until(lambda frames: equal(raced(frames)[-1]))
                await driver.tell("seek", step=40, op=3)
                await guest.until(lambda frames: len(raced(frames[seen:])) > 6)
                await guest.until(lambda frames: equal(raced(frames)[-1]))

    go(work)


def test_racers_of_a_run_that_stands_still_catch_up_by_themselves() -> None:
    held = session()

    async def work() -> None:
        async with opened(held, RACE) as page:
            await page.until(lambda frames: bool(raced(frames)))
            await page.tell("seek", step=3000, op=4)
            await page.until(lambda frames: raced(frames)[-1]["updates"] == 3000)
            await page.until(lambda frames: equal(raced(frames)[-1]))
            race: Race = next(iter(held.races))
            same(race, Position(2999, LAST))

    go(work)
