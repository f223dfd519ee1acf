"""A run that clients hold: commands, playback, and who is told.

All engine work happens here, in slices short enough that no other session notices.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from app.engine.errors import EngineError
from app.engine.operations import Granularity, Position
from app.engine.run import Entry, ParameterEdit, SettingsEdit
from app.protocol.edits import At, EditSpec, training_changes
from app.protocol.frames import FrameBuilder
from app.protocol.spec import Spec, SpecError, merge
from app.sessions.assemble import assemble, resolve, training
from app.settings import Settings

Listener = Callable[[dict[str, Any] | None], None]


@dataclass(frozen=True)
class TrainingEdit(SettingsEdit):
    """New training settings, with the spec that they come from."""

    spec: Spec


class Session:
    """One run with its clients. `version` counts everything that changes what a frame shows."""

    def __init__(self, spec: Spec, settings: Settings, edits: Sequence[EditSpec] = ()) -> None:
        self.id = secrets.token_urlsafe(12)
        self.token = secrets.token_urlsafe(24)
        self.watch_code = secrets.token_hex(3).upper()
        self.settings = settings
        self.run_epoch = 0
        self.version = 0
        self.playing = False
        self.by: Granularity = "step"
        self.rate: float | None = None
        self.used = monotonic()
        self._listeners: set[Listener] = set()
        self._lock = asyncio.Lock()
        self._interrupted = False
        self._player: asyncio.Task[None] | None = None
        self._begin(spec)
        self.run.adopt(self._entries(edits))

    def _begin(self, spec: Spec) -> None:
        self.assembly = assemble(spec, memory=self.settings.run_memory)
        self.run = self.assembly.run
        self.frames = FrameBuilder(self.run, self.assembly.data)
        self.run_epoch += 1
        self.version += 1

    def _entries(self, edits: Sequence[EditSpec]) -> Iterator[Entry]:
        """The log of a run that was edited so; raises SpecError."""
        spec, caps, run = self.spec, self.settings.caps, self.run
        for number, edit in enumerate(edits):
            field, at = f"edits.{number}", Position(edit.at.step, edit.at.op)
            if at.step > caps.steps_ahead:
                raise SpecError([(f"{field}.at.step", f"is {at.step}; at most {caps.steps_ahead}")])
            if at.op not in (0, run.operations.update):
                allowed = f"0 or {run.operations.update}"
                raise SpecError([(f"{field}.at.op", f"is {at.op}; edits stand at op {allowed}")])
            if edit.training is None:
                layout = run.trainer.architecture.layout
                try:
                    parameter = layout.find(edit.parameter or "")
                except EngineError as error:
                    raise SpecError([(f"{field}.parameter", str(error))]) from None
                value = 0.0 if edit.value is None else edit.value
                yield Entry(at, ParameterEdit(parameter, value))
                continue
            spec = merge(spec, {"training": edit.training}, caps)
            if not self._goes_on(spec):
                message = "asks for another output activation: that begins a new run"
                raise SpecError([(f"{field}.training", message)])
            yield Entry(at, self._training_edit(spec))

    @property
    def start(self) -> Spec:
        """The spec that the run began with, and the settings chosen before its first operation."""
        settled = [entry.edit for entry in self.run.log[: self._settled]]
        last = settled[-1] if settled else None
        return last.spec if isinstance(last, TrainingEdit) else self.assembly.spec

    @property
    def _settled(self) -> int:
        """How many edits of the log only chose settings before anything was done."""
        log = self.run.log
        first = (
            i
            for i, entry in enumerate(log)
            if entry.at > (0, 0) or not isinstance(entry.edit, TrainingEdit)
        )
        return next(first, len(log))

    @property
    def edits(self) -> list[EditSpec]:
        """The edits of the run since `start`, those ahead of the position too."""
        return edits_since(self.start, self.run.log[self._settled :])

    @property
    def spec(self) -> Spec:
        """The spec at the position: the start's, with the training settings that rule there."""
        edit = self.run.settings_edit
        return edit.spec if isinstance(edit, TrainingEdit) else self.assembly.spec

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

    def announce(self, event: dict[str, Any], *, besides: Listener) -> None:
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
            for _ in range(leaps):
                await self._go(self.run.previous(by, each) if back else self.run.next(by, each))
                await asyncio.sleep(0)
                if self._interrupted or self.run.failure or self.run.position == (0, 0):
                    break
            self._tell()

    async def seek(self, target: Position) -> None:
        """Go to a position; raises EngineError where there is none."""
        self._check_ahead(target.step - self.run.head.step, "step")
        async with self._lock:
            self._interrupted = False
            await self._go(target)
            self._tell()

    def _check_ahead(self, steps: int, field: str) -> None:
        limit = self.settings.caps.steps_ahead
        if steps > limit:
            raise EngineError(f"is {steps} steps ahead; at most {limit}", field=field)

    async def _go(self, target: Position) -> None:
        """To `target` in slices; others, and an interruption, come in between."""
        while not self.run.toward(target, self.settings.slice_seconds):
            self._tell()
            await asyncio.sleep(0)
            if self._interrupted:
                break

    def play(self, by: Granularity, rate: float | None) -> None:
        """Start playing, or change how."""
        self.by, self.rate, self.playing = by, rate, True
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

    def _status(self) -> None:
        self._tell({"type": "status", "playing": self.playing, "by": self.by, "rate": self.rate})

    async def _play(self) -> None:
        due = monotonic()
        while self.playing and self.watched:
            began = monotonic()
            async with self._lock:
                if self.rate is None and self.by in ("step", "epoch"):
                    run = self.run
                    far = Position(run.position.step + 1_000_000, run.operations.update)
                    run.toward(far, self.settings.slice_seconds)
                else:
                    await self._go(self.run.next(self.by))
                if self.run.failure:
                    self.pause()
                self._tell()
            if self.rate is None:
                due = monotonic()
                await asyncio.sleep((due - began) * (1 / self.settings.play_share - 1))
            else:
                due = max(due + 1 / self.rate, monotonic() - 0.1)
                await asyncio.sleep(max(0.0, due - monotonic()))
        self.playing = False

    async def edit(self, changes: Any) -> tuple[bool, dict[str, Any] | None]:
        """Change the spec; whether the run began anew, and what was logged.

        Training settings act from here on; anything else begins anew, and so does a loss that
        asks for another output activation. Raises SpecError.
        """
        async with self._lock:
            spec = merge(self.spec, changes, self.settings.caps)
            restart, logged = not self._goes_on(spec), None
            if restart:
                self._begin(spec)
            elif spec != self.spec:
                logged = logged_entry(self.run.edit(self._training_edit(spec)))
            self._tell()
        return restart, logged

    def _goes_on(self, spec: Spec) -> bool:
        """Whether the run can go on under `spec`."""
        here = self.spec
        if (spec.data, spec.network, spec.seed) != (here.data, here.network, here.seed):
            return False
        output, _ = resolve(spec, self.assembly.data)
        return output == self.run.trainer.architecture.activations[-1]

    def _training_edit(self, spec: Spec) -> TrainingEdit:
        _, loss = resolve(spec, self.assembly.data)
        return TrainingEdit(training(spec, loss), spec)

    async def set_parameter(self, tensor: str, index: list[int], value: float) -> dict[str, Any]:
        """Set one weight or bias; what was logged. Raises EngineError."""
        async with self._lock:
            parameter = self.run.trainer.architecture.layout.find(tensor, index)
            entry = self.run.edit(ParameterEdit(parameter, value))
            self._tell()
        return logged_entry(entry)

    async def reset(self) -> None:
        """Begin anew with the same initial weights and the settings as they are now."""
        async with self._lock:
            self.playing = False
            self._begin(self.spec)
            self._tell()
            self._status()

    def close(self) -> None:
        """Stop playing for good."""
        self.playing = False
        self._interrupted = True
        if self._player is not None:
            self._player.cancel()


def edits_since(spec: Spec, log: Iterable[Entry]) -> list[EditSpec]:
    """The edits of a log, as told of a run that had the settings of `spec` before them."""
    told = []
    for entry in log:
        at = At(step=entry.at.step, op=entry.at.op)
        match entry.edit:
            case TrainingEdit(spec=after):
                # There and back again at one place comes to nothing.
                if changes := training_changes(spec, after):
                    told.append(EditSpec(at=at, training=changes))
                spec = after
            case ParameterEdit(parameter, value):
                told.append(EditSpec(at=at, parameter=str(parameter), value=value))
    return told


def logged_entry(entry: Entry) -> dict[str, Any]:
    """An entry of the run's log as it is told."""
    at = {"step": entry.at.step, "op": entry.at.op}
    match entry.edit:
        case ParameterEdit(parameter, value):
            return {"at": at, "parameter": str(parameter), "value": value}
        case SettingsEdit(settings):
            changed = dict(settings.hyperparameters) | {
                "optimizer": settings.optimizer,
                "loss": settings.loss,
                "batch_size": settings.batch_size,
                "shuffle": settings.shuffle,
                "l1": settings.l1,
                "l2": settings.l2,
            }
            return {"at": at, "settings": changed}
