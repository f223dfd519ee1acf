"""Moves a run to a position, in slices that are too short for other sessions to notice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Granularity, Position
from backstep.engine.training.run import Run
from backstep.sessions.listeners import Listeners
from backstep.sessions.racing.races import Races
from backstep.sessions.run.edited import EditedRun
from backstep.sessions.run.scheduler import Scheduler
from backstep.texts.message import Message


class Travel:
    """Moves one run; each slice of engine work has a turn of its own.

    `lock` is held while the run is moved or edited. `still` is held while its numbers change, and
    by code that reads them for longer than a turn. `limit` is how many steps ahead one move may go.
    """

    def __init__(
        self,
        edited: EditedRun,
        races: Races,
        listeners: Listeners,
        scheduler: Scheduler,
        limit: int,
    ) -> None:
        self.lock, self.still = asyncio.Lock(), asyncio.Lock()
        self.scheduler, self.races = scheduler, races
        self._edited, self._listeners, self._limit = edited, listeners, limit
        self._interrupted = False

    @property
    def run(self) -> Run:
        return self._edited.run

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[None]:
        """Lock the run for a move, which `interrupt` can end early."""
        async with self.lock:
            self._interrupted = False
            yield

    def interrupt(self) -> None:
        """Interrupt the current move, if there is one, at its present position."""
        self._interrupted = True

    async def move(self, *, by: Granularity, count: int, back: bool) -> None:
        """Move `count` units forward or back. Raises EngineError if that is too far."""
        run, epochs = self.run, by == "epoch"
        if not back:
            target = run.next(by, count).step - run.position.step
            self._check_ahead(count * run.trainer.batches.per_epoch if epochs else target, "count")
        leaps, each = (count, 1) if epochs else (1, count)
        async with self.begun():
            for leap in range(leaps):
                await self.scheduler.ask(urgent=not leap)
                await self.go(self.run.previous(by, each) if back else self.run.next(by, each))
                if self._interrupted or self.run.failure or self.run.position == (0, 0):
                    break
            self._listeners.changed()

    async def seek(self, target: Position) -> None:
        """Move to a position. Raises EngineError if it does not exist or is too far."""
        self._check_ahead(target.step - self.run.head.step, "step")
        async with self.begun():
            await self.scheduler.ask(urgent=True)
            await self.go(target)
            self._listeners.changed()

    async def restore(self, target: Position) -> None:
        """Move to a position that the run had before it was brought back.

        The caller holds the run and `still`, so nobody sees the way; an interruption ends it early.
        """
        while not (self._interrupted or self.run.toward(target, self.scheduler.seconds)):
            await self.scheduler.ask()

    async def come_back(self, target: Position) -> None:
        """Move to a position that the run had before it was restored, without a limit."""
        async with self.begun():
            await self.scheduler.ask()
            await self.go(target)

    def _check_ahead(self, steps: int, field: str) -> None:
        if steps > self._limit:
            raise EngineError(
                Message("refusals.ahead", found=steps, limit=self._limit), field=field
            )

    async def go(self, target: Position, *, lockstep: bool = False) -> None:
        """Move to `target` in slices, the first in the current turn.

        Other sessions run between slices, and `interrupt` takes effect there.
        """
        while not await self.slice(target, lockstep=lockstep):
            self._listeners.changed()
            await self.scheduler.ask()
            if self._interrupted:
                break

    async def slice(self, target: Position, *, lockstep: bool = False) -> bool:
        """Do one slice of the move to `target`; return whether the run is there or has failed.

        In `lockstep`, racers that are level move as far before clients see either.
        """
        async with self.still:
            races = list(self.races) if lockstep and self.races.level else []
            seconds = self.scheduler.seconds
            deadline = monotonic() + seconds
            reached = self.run.toward(target, seconds / 2 if races else seconds)
            for race in races:
                await race.keep_up(deadline)
            return reached
