"""A run that clients hold: its credentials, its commands, and whoever follows it.

All engine work happens on the event loop, in slices short enough that no other session notices,
each in a turn of its own: see `travel` and `player`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from backstep.engine.training.operations import Granularity, Position
from backstep.engine.training.run import Run
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec
from backstep.protocol.stream.frames import FrameBuilder
from backstep.sessions.classroom.classroom import Classroom
from backstep.sessions.connection import ENDED, End
from backstep.sessions.credentials import Credentials
from backstep.sessions.listeners import Listeners
from backstep.sessions.player import Player
from backstep.sessions.racing.races import Races
from backstep.sessions.run.assemble import Assembly
from backstep.sessions.run.edited import Direction, EditedRun
from backstep.sessions.run.scheduler import Scheduler
from backstep.sessions.run.sets import NO_SETS, Found
from backstep.sessions.run.undo import SavedRun, UndoHistory
from backstep.sessions.state import State
from backstep.sessions.travel import Travel
from backstep.settings import Settings


class Session:
    """One run with its clients.

    `scheduler` is shared by all sessions of a process; a session without one is alone. `sets` are
    the uploaded data sets. `credentials`, `epoch` and `history` are those of a session that is
    restored.
    """

    def __init__(
        self,
        spec: Spec,
        settings: Settings,
        edits: Sequence[EditSpec] = (),
        *,
        scheduler: Scheduler | None = None,
        sets: Found = NO_SETS,
        credentials: Credentials | None = None,
        epoch: int = 1,
        history: UndoHistory | None = None,
    ) -> None:
        self.credentials = credentials or Credentials.new()
        self.settings, self.sets = settings, sets
        self.scheduler = scheduler or Scheduler(settings.slice_seconds)
        self.listeners = Listeners()
        self.races = Races(settings.races)
        self.keep: Callable[[], Awaitable[None]] = nothing
        self.wake_set: Callable[[str], Awaitable[None]] = nothing
        self._edited = EditedRun(spec, settings, edits, sets, epoch, history or UndoHistory())
        steps = settings.caps.steps_ahead
        self._travel = Travel(self._edited, self.races, self.listeners, self.scheduler, steps)
        self.player = Player(self._travel, self.listeners, settings.play_share)
        self._classroom: Classroom | None = None

    # What it is.

    @property
    def id(self) -> str:
        return self.credentials.id

    @property
    def state(self) -> State:
        return self.player.state

    @property
    def version(self) -> int:
        """Counts everything that changes what a frame shows."""
        return self.listeners.version

    @property
    def run(self) -> Run:
        return self._edited.run

    @property
    def run_epoch(self) -> int:
        return self._edited.epoch

    @property
    def assembly(self) -> Assembly:
        return self._edited.assembly

    @property
    def frames(self) -> FrameBuilder:
        return self._edited.frames

    @property
    def start(self) -> Spec:
        """The spec that the run began with; see `EditedRun.start`."""
        return self._edited.start

    @property
    def edits(self) -> list[EditSpec]:
        """The edits of the run since `start`."""
        return self._edited.edits

    @property
    def spec(self) -> Spec:
        """The spec at the position."""
        return self._edited.spec

    @property
    def history(self) -> UndoHistory:
        """What can be undone and redone."""
        return self._edited.history

    @property
    def saved(self) -> SavedRun:
        """The run as it can be brought back."""
        return self._edited.saved

    @property
    def still(self) -> asyncio.Lock:
        """Held while the run is changed, and by whoever needs it to stay as it is."""
        return self._travel.still

    @property
    def classroom(self) -> Classroom:
        """Those who follow it, once somebody presents it or follows."""
        if self._classroom is None:
            self._classroom = Classroom(self)
        return self._classroom

    # Moving.

    async def move(self, *, by: Granularity, count: int, back: bool) -> None:
        """Go `count` units on, or back. Raises EngineError where that is too far."""
        await self._travel.move(by=by, count=count, back=back)

    async def seek(self, target: Position) -> None:
        """Go to a position. Raises EngineError where there is none, or it is too far."""
        await self._travel.seek(target)

    async def come_back(self, target: Position) -> None:
        """Go where the run has been before it was restored, however far that is."""
        await self._travel.come_back(target)

    def interrupt(self) -> None:
        """End the move under way, if there is one, where it is."""
        self._travel.interrupt()

    # Editing.

    async def edit(self, changes: Any) -> tuple[bool, dict[str, Any] | None]:
        """Change the spec; whether the run began anew, and what was logged. Raises SpecError."""
        async with self._changing():
            return await self._edited.edit(changes)

    async def set_parameter(self, tensor: str, index: list[int], value: float) -> dict[str, Any]:
        """Set one weight or bias; what was logged. Raises EngineError."""
        async with self._changing():
            return self._edited.set_parameter(tensor, index, value)

    async def undo(self) -> bool:
        """Bring back the run before the newest act, paused at its position; whether a new run
        begins. Raises EngineError if there is nothing, and SpecError if its data are gone."""
        return await self._bring_back("undo")

    async def redo(self) -> bool:
        """Bring back the run before the newest `undo`, as `undo` does."""
        return await self._bring_back("redo")

    async def _bring_back(self, direction: Direction) -> bool:
        # A client that disconnects meanwhile does not leave the run halfway.
        return await asyncio.shield(self._brought_back(direction))

    async def _brought_back(self, direction: Direction) -> bool:
        epoch = self.run_epoch
        async with self._changing():
            step = self._edited.next_step(direction)
            await self.wake_set(str(json.loads(step.run.spec)["data"]["name"]))
            saved = await self._edited.bring_back(direction)
            # The furthest first: the loss curve goes up to there.
            for place in (saved.head, saved.position):
                await self._travel.restore(place)
            if self.state.playing:
                self.player.pause()
        return self.run_epoch != epoch

    async def reset(self) -> None:
        """Begin anew with the same initial weights and the settings at the position."""
        async with self._changing():
            await self._edited.reset()
            self.player.pause()  # reports: only now, or a frame would wait for the run to be still

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        """Hold the run for an edit; if it succeeds, show it, and return once it is kept."""
        async with self._travel.begun(), self.still:
            yield
            self.listeners.changed()
        await self.keep()

    def close(self, reason: End = ENDED) -> None:
        """Stop for good; all connections end, for that reason."""
        self.player.end(reason)
        self.listeners.changed()
        if self._classroom is not None:
            self._classroom.dismiss(reason)
        # They hold the session.
        self.keep, self.wake_set, self._classroom = nothing, nothing, None


async def nothing(*_: str) -> None:
    """Keep nothing: the session is in memory only."""
