"""A run that clients control: its credentials, its commands, its listeners.

All engine work happens on the event loop, in turns that are too short for other sessions to
notice: see `travel` and `player`.
"""

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
from backstep.sessions.run.edited import EditedRun
from backstep.sessions.run.scheduler import Scheduler
from backstep.sessions.run.sets import NO_SETS, Found
from backstep.sessions.state import State
from backstep.sessions.travel import Travel
from backstep.settings import Settings


class Session:
    """One run with its clients.

    All sessions of a process share a `scheduler`; without one, a session has its own. `sets` are
    the uploaded data sets. `credentials` and `epoch` are given for a restored session.
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
    ) -> None:
        self.credentials = credentials or Credentials.new()
        self.settings, self.sets = settings, sets
        self.scheduler = scheduler or Scheduler(settings.slice_seconds)
        self.listeners = Listeners()
        self.races = Races(settings.races)
        self.keep: Callable[[], Awaitable[None]] = nothing
        self._edited = EditedRun(spec, settings, edits, sets, epoch)
        steps = settings.caps.steps_ahead
        self._travel = Travel(self._edited, self.races, self.listeners, self.scheduler, steps)
        # Held while the run changes, and by code that needs it unchanged.
        self.still = self._travel.still
        self.player = Player(self._travel, self.listeners, settings.play_share)
        self._classroom: Classroom | None = None

    @property
    def id(self) -> str:
        return self.credentials.id

    @property
    def state(self) -> State:
        return self.player.state

    @property
    def version(self) -> int:
        """The number of changes to what a frame shows."""
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
    def classroom(self) -> Classroom:
        """The class that follows the run; created on first use."""
        if self._classroom is None:
            self._classroom = Classroom(self)
        return self._classroom

    async def move(self, *, by: Granularity, count: int, back: bool) -> None:
        """Move `count` units forward or back. Raises EngineError if that is too far."""
        await self._travel.move(by=by, count=count, back=back)

    async def seek(self, target: Position) -> None:
        """Move to a position. Raises EngineError if it does not exist or is too far."""
        await self._travel.seek(target)

    async def come_back(self, target: Position) -> None:
        """Move to a position that the run had before it was restored, without a limit."""
        await self._travel.come_back(target)

    def interrupt(self) -> None:
        """Interrupt the current move, if there is one, at its present position."""
        self._travel.interrupt()

    async def edit(self, changes: Any) -> tuple[bool, dict[str, Any] | None]:
        """Change the spec; return (restarted, log entry or None). Raises SpecError."""
        async with self._changing():
            return await self._edited.edit(changes)

    async def set_parameter(self, tensor: str, index: list[int], value: float) -> dict[str, Any]:
        """Set one weight or bias, and return the log entry. Raises EngineError."""
        async with self._changing():
            return self._edited.set_parameter(tensor, index, value)

    async def undo(self) -> None:
        """Undo the newest edit since the run began. Raises EngineError if there is none."""
        async with self._changing():
            self._edited.undo()

    async def reset(self) -> None:
        """Restart with the same initial weights and the settings at the position."""
        async with self._changing():
            await self._edited.reset()
            self.player.pause()  # it reports; earlier, a frame would wait for `still`

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        """Lock the run for an edit; after a success, notify listeners and save the session."""
        async with self._travel.lock, self.still:
            yield
            self.listeners.changed()
        await self.keep()

    def close(self, reason: End = ENDED) -> None:
        """Stop for good; all connections end with that reason."""
        self.player.end(reason)
        self.listeners.changed()
        if self._classroom is not None:
            self._classroom.dismiss(reason)
        # These refer back to the session.
        self.keep, self._classroom = nothing, None


async def nothing() -> None:
    """Save nothing: the session exists only in memory."""
