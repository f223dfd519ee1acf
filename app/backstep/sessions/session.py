"""A run that clients hold: commands, playback, and who is told.

All engine work happens here, in slices short enough that no other session notices, each in a turn
of its own.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, Any

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Granularity, Position
from backstep.engine.training.run import Edit, Entry, ParameterEdit
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec, merge
from backstep.protocol.stream.frames import FrameBuilder
from backstep.protocol.stream.messages import Until
from backstep.sessions.classroom import codes
from backstep.sessions.classroom.classroom import Classroom
from backstep.sessions.connection import ENDED, End
from backstep.sessions.run import goals
from backstep.sessions.run.assemble import Assembly, assemble
from backstep.sessions.run.goals import Goal
from backstep.sessions.run.log import (
    TrainingEdit,
    edits_since,
    entries,
    goes_on,
    logged_entry,
    settled,
    training_edit,
)
from backstep.sessions.run.sets import NO_SETS, Found
from backstep.sessions.run.turns import Turns
from backstep.settings import Settings

if TYPE_CHECKING:
    from backstep.sessions.racing.race import Race

_MOST_UNDONE = 100  # edits that can be taken back
Listener = Callable[[dict[str, Any] | None], None]


class Session:
    """One run with its clients. `version` counts everything that changes what a frame shows.

    `turns` are shared by all sessions of a process; one that has none given is alone. `sets` are
    the data sets that were uploaded. `still` is held while the run is changed, and by who needs it
    to stay as it is.
    """

    def __init__(
        self,
        spec: Spec,
        settings: Settings,
        edits: Sequence[EditSpec] = (),
        *,
        turns: Turns | None = None,
        sets: Found = NO_SETS,
    ) -> None:
        self.id = secrets.token_urlsafe(12)
        # 128 bits, known to who made the run; only the hash is kept.
        self.token = secrets.token_urlsafe(16)
        self.token_hash = digest(self.token)
        self.watch_code = codes.new()
        self.settings = settings
        self.sets = sets
        self.turns = turns or Turns(settings.slice_seconds)
        self.still = asyncio.Lock()
        self.run_epoch = 0
        self.version = 0
        self.playing = False
        self.by: Granularity = "step"
        self.rate: float | None = None
        self.until: Until | None = None
        self.stopped: dict[str, Any] | None = None  # why it stopped by itself
        self.used = monotonic()
        self.races: dict[str, Race] = {}  # those that are watched now, by their options
        self.keep: Callable[[], Awaitable[None]] = nothing
        # How it played when the server went down; it goes on when its driver is back.
        self.intended: dict[str, Any] | None = None
        self.trouble: dict[str, Any] | None = None  # told to all while it is in memory only
        self.over: End | None = None  # why nobody can be connected to it any more
        self._listeners: set[Listener] = set()
        self._lock = asyncio.Lock()
        self._interrupted = False
        # The player is at it: still so when somebody pauses while a slice waits for its turn.
        self._training = False
        self._player: asyncio.Task[None] | None = None
        self._classroom: Classroom | None = None
        self._begin(self._assembled(spec))
        self.run.adopt(entries(self.assembly, edits, settings.caps))

    def _assembled(self, spec: Spec) -> Assembly:
        return assemble(spec, memory=self.settings.run_memory, sets=self.sets)

    def _begin(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.run = self.assembly.run
        self.frames = FrameBuilder(self.run, self.assembly.data)
        self.run_epoch += 1
        self.version += 1
        # The edits and the place before each edit that can be taken back, the newest last.
        self._before: deque[tuple[list[Entry], Position]] = deque(maxlen=_MOST_UNDONE)

    @property
    def start(self) -> Spec:
        """The spec that the run began with, and the settings chosen before its first operation."""
        chosen = [entry.edit for entry in self.run.log[: settled(self.run.log)]]
        last = chosen[-1] if chosen else None
        return last.spec if isinstance(last, TrainingEdit) else self.assembly.spec

    @property
    def edits(self) -> list[EditSpec]:
        """The edits of the run since `start`, those ahead of the position too."""
        return edits_since(self.start, self.run.log[settled(self.run.log) :])

    @property
    def spec(self) -> Spec:
        """The spec at the position: the start's, with the training settings that rule there."""
        edit = self.run.settings_edit
        return edit.spec if isinstance(edit, TrainingEdit) else self.assembly.spec

    @property
    def classroom(self) -> Classroom:
        """Those who follow it, once somebody presents it or follows."""
        if self._classroom is None:
            self._classroom = Classroom(self)
        return self._classroom

    def holds(self, token: str) -> bool:
        """Whether `token` is the run's; takes as long whatever it is."""
        return secrets.compare_digest(digest(token), self.token_hash)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of changes (None) and events (objects) until the returned function is called."""
        self._listeners.add(listener)

        def stop() -> None:
            self._listeners.discard(listener)
            self.used = monotonic()

        return stop

    @property
    def watched(self) -> bool:
        return bool(self._listeners)

    def _tell(self, event: dict[str, Any] | None = None) -> None:
        self.used = monotonic()
        if event is None:
            self.version += 1
        for listener in list(self._listeners):
            listener(event)

    def announce(self, event: dict[str, Any], *, besides: Listener | None = None) -> None:
        """Tell every listener but one of an event."""
        for listener in list(self._listeners - {besides}):
            listener(event)

    async def move(self, *, by: Granularity, count: int, back: bool) -> None:
        """Go on, or back, by so many boundaries; raises EngineError where that is too far."""
        run, epochs = self.run, by == "epoch"
        if not back:
            target = run.next(by, count).step - run.position.step
            self._check_ahead(count * run.trainer.batches.per_epoch if epochs else target, "count")
        leaps, each = (count, 1) if epochs else (1, count)
        async with self._lock:
            self._interrupted = False
            for leap in range(leaps):
                await self.turns.ask(urgent=not leap)
                await self._go(self.run.previous(by, each) if back else self.run.next(by, each))
                if self._interrupted or self.run.failure or self.run.position == (0, 0):
                    break
            self._tell()

    async def seek(self, target: Position) -> None:
        """Go to a position; raises EngineError where there is none."""
        self._check_ahead(target.step - self.run.head.step, "step")
        async with self._lock:
            self._interrupted = False
            await self.turns.ask(urgent=True)
            await self._go(target)
            self._tell()

    async def come_back(self, target: Position) -> None:
        """Go where the run has been before it was restored, however far that is."""
        async with self._lock:
            await self.turns.ask()
            await self._go(target)

    def _check_ahead(self, steps: int, field: str) -> None:
        limit = self.settings.caps.steps_ahead
        if steps > limit:
            raise EngineError(f"is {steps} steps ahead; at most {limit}", field=field)

    async def _go(self, target: Position) -> None:
        """To `target` in slices, the first in the turn at hand; others, and an interruption, come
        in between."""
        while not await self._slice(target):
            self._tell()
            await self.turns.ask()
            if self._interrupted:
                break

    async def _slice(self, target: Position) -> bool:
        """One slice of the way to `target`; whether it is reached, or a failure is. While the run
        plays, whoever races it goes as far before anyone sees either."""
        async with self.still:
            races = list(self.races.values()) if self._training and self.abreast else []
            seconds = self.turns.seconds
            deadline = monotonic() + seconds
            reached = self.run.toward(target, seconds / 2 if races else seconds)
            for race in races:
                await race.keep_up(deadline)
            return reached

    @property
    def abreast(self) -> bool:
        """Whether all who race the run are where it is."""
        return all(race.level for race in self.races.values())

    def play(self, by: Granularity, rate: float | None, until: Until | None = None) -> None:
        """Start playing, or change how; raises EngineError for an end that cannot be told."""
        if until is not None:
            goals.check(until, self.run)
        self.by, self.rate, self.until, self.playing = by, rate, until, True
        self.stopped = None
        if self._player is None or self._player.done():
            self._player = asyncio.create_task(self._play())
        self._tell()
        self._status()

    def pause(self) -> None:
        """Stop playing, and any long way that is under way."""
        self.playing = False
        self._interrupted = True
        self._tell()
        self._status()

    def interrupt(self) -> None:
        """End the long way that is under way, if there is one, where it is."""
        self._interrupted = True

    def _status(self) -> None:
        self._tell(
            {
                "type": "status",
                "playing": self.playing,
                "by": self.by,
                "rate": self.rate,
                "until": self.until.model_dump(exclude_none=True) if self.until else None,
                "stopped": self.stopped,
            }
        )

    async def _play(self) -> None:
        due = monotonic()
        while self.playing and self.watched:
            # The turn first: nobody's command shall wait for a lock that waits for a turn.
            await self.turns.ask()
            if not self.abreast:
                # They came late, or began anew: the run waits, and can be commanded meanwhile.
                for race in self.races.values():
                    race.advance(self.turns.seconds / len(self.races))
                continue
            async with self._lock:
                began, self._training = monotonic(), True
                try:
                    await self._advance()
                finally:
                    self._training = False
                if self.run.failure or self.stopped:
                    self.pause()
                self._tell()
            if self.rate is None:
                due = monotonic()
                if not self.turns.waiting:
                    await asyncio.sleep((due - began) * (1 / self.settings.play_share - 1))
            else:
                due = max(due + 1 / self.rate, monotonic() - 0.1)
                await asyncio.sleep(max(0.0, due - monotonic()))
        self.playing = False

    async def _advance(self) -> None:
        """One slice at full speed, or to the next boundary; stops at the goal on the way."""
        if self.until is None:
            await self._toward(lambda far: far)
            return
        goal = Goal(self.until, self.run)
        with goal.watched():
            await self._toward(goal.bound)
        if goal.place is not None:
            await self._go(goal.place)
        self.stopped = goal.stopped()

    async def _toward(self, bound: Callable[[Position], Position]) -> None:
        if self.rate is None and self.by in ("step", "epoch"):
            step, update = self.run.position.step, self.run.operations.update
            await self._slice(bound(Position(step + self.turns.steps, update)))
        else:
            await self._go(bound(self.run.next(self.by)))

    async def edit(self, changes: Any) -> tuple[bool, dict[str, Any] | None]:
        """Change the spec; whether the run began anew, and what was logged.

        Training settings act from here on; anything else begins anew, and so does a loss that
        asks for another output activation. Raises SpecError.
        """
        async with self._lock, self.still:
            spec = merge(self.spec, changes, self.settings.caps)
            restart, logged = not goes_on(self.assembly, self.spec, spec), None
            if restart:
                # Much data takes long to make: in a thread, while the run is still.
                self._begin(await asyncio.to_thread(self._assembled, spec))
            elif spec != self.spec:
                logged = logged_entry(self._log(training_edit(self.assembly, spec)))
            self._tell()
        await self.keep()
        return restart, logged

    async def set_parameter(self, tensor: str, index: list[int], value: float) -> dict[str, Any]:
        """Set one weight or bias; what was logged. Raises EngineError."""
        async with self._lock, self.still:
            parameter = self.run.trainer.architecture.layout.find(tensor, index)
            entry = self._log(ParameterEdit(parameter, value))
            self._tell()
        await self.keep()
        return logged_entry(entry)

    def _log(self, edit: Edit) -> Entry:
        before = self.run.log, self.run.position
        entry = self.run.edit(edit)
        self._before.append(before)
        return entry

    async def undo(self) -> None:
        """Take back the newest edit since the run began; the run stands where it was made. Raises
        EngineError where there is none."""
        async with self._lock, self.still:
            if not self._before:
                raise EngineError("no edit can be taken back", field="undo")
            self.run.take_back(*self._before.pop())
            self._tell()
        await self.keep()

    async def reset(self) -> None:
        """Begin anew with the same initial weights and the settings as they are now."""
        async with self._lock, self.still:
            self.playing = False
            self._begin(await asyncio.to_thread(self._assembled, self.spec))
            self._tell()
            self._status()
        await self.keep()

    def rest(self) -> None:
        """Stop playing for now, untold: the run plays on when its driver is back."""
        if self.playing:
            self.intended = {"by": self.by, "rate": self.rate}
            self.playing = False
            self.version += 1

    def close(self, why: End = ENDED) -> None:
        """Stop playing for good; all connections end, for that reason."""
        self.over = why
        self._tell()
        self.playing = False
        self._interrupted = True
        if self._classroom is not None:
            self._classroom.dismiss(why)
        # They hold the session.
        self.keep, self._classroom = nothing, None
        if self._player is not None:
            self._player.cancel()
            self._player = None


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return sha256(token.encode(errors="replace")).digest()


async def nothing() -> None:
    """What keeps a session that is kept nowhere."""
