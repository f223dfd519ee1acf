"""A training run that moves forward and back, exactly.

The state at a position depends only on the start, the log of edits and the position: checkpoints at
even spacing, and a deterministic replay from the nearest one, give the same bits on every way to a
position.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from time import perf_counter

import numpy as np

from backstep.engine.errors import InvalidPosition
from backstep.engine.nn.parameters import Parameter
from backstep.engine.program import Array
from backstep.engine.training import failures
from backstep.engine.training.band import Band, Bins, Known
from backstep.engine.training.evaluation import Scorer, Scores
from backstep.engine.training.history import Scattered
from backstep.engine.training.operations import Granularity, Operations, Position
from backstep.engine.training.trainer import Checkpoint, Trainer, TrainingSettings
from backstep.texts.message import Message

MAX_CHECKPOINTS = 512
CURVE_POINTS = 256
_FEWEST_CURVE_POINTS = 128
_SLICE = 1e-3  # seconds of full-speed training between two checks of the clock
_CHECKS = 16  # least number of times an epoch that a goal over whole data sets is checked


def updates_between_checks(batches: int) -> int:
    """Return the updates between two checks of a goal over whole data sets, of `batches` in all."""
    return max(1, batches // _CHECKS)


@dataclass(frozen=True)
class SettingsEdit:
    """New training settings from a position on."""

    settings: TrainingSettings


@dataclass(frozen=True)
class ParameterEdit:
    """One parameter set by hand at a position."""

    parameter: Parameter
    value: float


Edit = SettingsEdit | ParameterEdit


@dataclass(frozen=True)
class Entry:
    """An edit and its position: before a step's first operation, or after its last."""

    at: Position
    edit: Edit

    def replaced_by(self, other: "Entry") -> bool:
        """Whether `other` sets the same thing again at the same position."""
        match self.edit, other.edit:
            case ParameterEdit(mine), ParameterEdit(its):
                return mine == its and self.at == other.at
            case SettingsEdit(), SettingsEdit():
                return self.at == other.at
        return False


@dataclass(frozen=True)
class Past:
    """Enough of a run's history to resume without replaying it.

    It has the last checkpoints up to the position and up to the head, the curve, and the losses of
    the batches, with the strides of all three.
    """

    checkpoints: list[Checkpoint]
    stride: int
    curve: list[tuple[int, Scores]]
    curve_stride: int
    losses: Known


@dataclass(frozen=True)
class Stop:
    """What ends a move: scores that `meets` accepts, or a batch loss below `batch_loss`.

    A batch loss is checked after every update, scores at least 16 times an epoch.
    """

    meets: Callable[[Scores], bool] = lambda scores: False
    batch_loss: float | None = None


class Run:
    """A trainer with a past.

    `trainer` must be at its start. `scorer` computes the curve, which has at most `points` points.
    `memory` limits the bytes of the checkpoints. `log` are the edits of another run with the same
    start, which are replayed.
    """

    def __init__(
        self,
        trainer: Trainer,
        scorer: Scorer,
        *,
        memory: int = 32 * 2**20,
        log: Sequence[Entry] = (),
        points: int = CURVE_POINTS,
    ) -> None:
        self.trainer = trainer
        self.scorer = scorer
        self.operations: Operations = trainer.operations
        self.log = list(log)
        self.failure: failures.Failure | None = None
        # Ends the current move one step after the `reached` updates that met it.
        self.goal: Stop | None = None
        self.reached: int | None = None
        share = memory // MAX_CHECKPOINTS  # least weight of a checkpoint, which limits their number
        self._checkpoints: Scattered[Checkpoint] = Scattered(
            memory, weigh=lambda checkpoint: max(checkpoint.nbytes, share)
        )
        # Scoring all data can cost as much as many updates; then the curve has fewer points.
        cost = scorer.examples * sum(trainer.architecture.sizes) // 20_000
        stride = 1 << cost.bit_length()
        limit = max(points // stride, _FEWEST_CURVE_POINTS)
        self.curve: Scattered[Scores] = Scattered(limit, stride=stride)
        self._band = Band()
        self.position = self.head = Position(0, 0)
        self._mark(0)
        self._walk(0, 0)

    @property
    def settings(self) -> TrainingSettings:
        """The settings that apply to the next operation."""
        edit = self.settings_edit
        return self._checkpoints.before(0).settings if edit is None else edit.settings

    @property
    def settings_edit(self) -> SettingsEdit | None:
        """The edit that the settings at the position come from; None for the start's."""
        for entry in reversed(self.log):
            if isinstance(entry.edit, SettingsEdit) and self._rules(entry):
                return entry.edit
        return None

    def _rules(self, entry: Entry) -> bool:
        """Whether an edit has taken effect at the position, or will in the next step."""
        step = self.position.step
        if not self._between_steps:
            return entry.at <= Position(step, 0)
        waits = isinstance(entry.edit, SettingsEdit) and entry.at == Position(step + 1, 0)
        return entry.at <= self.position or waits

    @property
    def _between_steps(self) -> bool:
        """Whether the current step is complete; a step that failed is not."""
        return self.position.op == self.operations.update and not self.failure

    @property
    def parameters(self) -> Array:
        """The flat parameter vector at the position, as a view."""
        return self.trainer.parameters

    @property
    def held(self) -> int:
        """Bytes of the stored checkpoints."""
        return sum(checkpoint.nbytes for _, checkpoint in self._checkpoints.items())

    def checkpoints(self) -> Iterator[tuple[int, Array]]:
        """Yield (updates, flat parameters) of the stored checkpoints."""
        size = self.trainer.parameters.size
        for updates, checkpoint in self._checkpoints.items():
            yield updates, checkpoint.numbers[:size]

    def past(self) -> Past:
        """Return the past for `resume`."""
        near = {at: self._checkpoints.before(at) for at in (self.position.step, self.head.step)}
        curve, losses = list(self.curve.items()), self._settled().known
        checkpoints = list(near.values())
        return Past(checkpoints, self._checkpoints.stride, curve, self.curve.stride, losses)

    def resume(self, past: Past) -> None:
        """Adopt the past of the same run; this one must have the same log, and be at its start."""
        checkpoints = [(each.updates, each) for each in past.checkpoints]
        self._checkpoints.extend(past.stride, checkpoints)
        self.curve.extend(past.curve_stride, past.curve)
        self._settled().resume(past.losses)

    def batch_losses(self) -> Bins:
        """Return the losses of all batches, as far as the run has come."""
        return self._settled().bins()

    def recent_loss(self, count: int) -> tuple[float, int] | None:
        """Return the mean loss of about the last `count` batches, and the updates before them.

        Returns None if there are fewer.
        """
        return self._settled().recent(self.trainer.updates, count)

    def _settled(self) -> Band:
        """Return the band, with the losses of all updates so far."""
        self._band.add(self.trainer.losses())
        return self._band

    def next(self, by: Granularity, count: int = 1) -> Position:
        """Return the `count`-th boundary after the position; for epochs always the first.

        Edits may change the length of later epochs.
        """
        if by != "epoch":
            return self.operations.next(self.position, by, count)
        batches = self.trainer.batches
        done = batches.at_epoch_end and self.position.op == self.operations.update
        return self.after_epochs(batches.epoch + 1 + done)

    def after_epochs(self, epochs: int) -> Position:
        """Return where this number of epochs, from the run's start, is complete.

        It is the end of the current step at the earliest.
        """
        batches, step = self.trainer.batches, self.position.step + 1
        done, left, size = batches.epoch, batches.count - batches.stop, batches.batch_size
        while done < epochs:
            step, size, changes = self._through(step, left, size)
            done, left = done + 1, batches.count
            if not changes:
                step += (epochs - done) * -(-left // size)
                break
        return Position(step - 1, self.operations.update)

    def _through(self, step: int, left: int, size: int) -> tuple[int, int, bool]:
        """Return the step after the next `left` examples, and the batch size there.

        Also returns whether edits may change the batch size later.
        """
        changes = [e for e in self.log if isinstance(e.edit, SettingsEdit) and e.at.step >= step]
        for entry in changes:
            before = entry.at.step - step
            if before * size >= left:
                return step + -(-left // size), size, True
            step, left = entry.at.step, left - before * size
            assert isinstance(entry.edit, SettingsEdit)
            size = entry.edit.settings.batch_size
        return step + -(-left // size), size, False

    def previous(self, by: Granularity, count: int = 1) -> Position:
        """Return the `count`-th boundary before the position; for epochs always the last."""
        if by != "epoch":
            return self.operations.previous(self.position, by, count)
        step = self.position.step - self.trainer.batches.batch - 1
        return Position(step, self.operations.update) if step >= 0 else Position(0, 0)

    def forward(self, by: Granularity = "operation", count: int = 1) -> Position:
        """Move forward by `count` boundaries; stop at a failure."""
        for _ in range(count):
            self.seek(self.next(by))
            if self.failure:
                break
        return self.position

    def back(self, by: Granularity = "operation", count: int = 1) -> Position:
        """Move back by `count` boundaries; stop at the start."""
        for _ in range(count):
            if self.position == (0, 0):
                break
            self.seek(self.previous(by))
        return self.position

    def seek(self, target: Position) -> Position:
        """Move to a position in the past or the future; stop at a failure before it."""
        self.toward(target)
        return self.position

    def toward(self, target: Position, seconds: float | None = None) -> bool:
        """Move to `target`, or as far as `seconds` allow.

        Returns whether the target or a failure is reached. Raises InvalidPosition if a step has no
        such operation.
        """
        if target.step < 0 or not 0 <= target.op < len(self.operations):
            raise InvalidPosition(
                Message(
                    "refusals.position",
                    step=target.step,
                    op=target.op,
                    last=len(self.operations) - 1,
                ),
                field="step" if target.step < 0 else "op",
            )
        if target == self.position or (self.failure and target > self.position):
            return True
        deadline = None if seconds is None else perf_counter() + seconds
        with np.errstate(all="ignore"):
            self._go(target, deadline)
        self.head = max(self.head, self.position)
        return self.failure is not None or self.position == target

    def _go(self, target: Position, deadline: float | None) -> None:
        step, op = self.position
        self.failure = None
        near = self._checkpoints.before(target.step)
        # A goal may be met on the way.
        skips = self.goal is None and near.updates > step + 1
        if target < self.position or skips:
            step, op = self._return(target.step), -1
        elif step < target.step:
            if op < self.operations.update and not self._walk(step, self.operations.update, op + 1):
                return
            step, op = step + 1, -1
        if op < 0 and step < target.step:
            step = self._run_to(step, target.step, deadline)
            if self.failure:
                return
        last = target.op if step == target.step else self.operations.update
        self._walk(step, last, op + 1)

    def _run_to(self, step: int, target: int, deadline: float | None) -> int:
        """Train at full speed from the start of `step` to that of `target`.

        Returns the step reached: an earlier one if the time is up.
        """
        chunk = 1
        while step < target and not self.failure and self.reached is None:
            began = perf_counter()
            if self.trainer.is_finite_safe:
                self._apply(Position(step, 0))
                stop = min(target, step + chunk, self._next_stop(step))
                if self.trainer.advance(stop - step):
                    self._apply(Position(stop - 1, self.operations.update))
                    self._mark(stop)
                else:
                    self._walk_to(step, stop)
            else:
                stop = step + 1
                self._walk(step, self.operations.update)
            now = perf_counter()
            left = _SLICE if deadline is None else min(_SLICE, deadline - now)
            chunk = max(1, min(4096, int(left * (stop - step) / max(now - began, 1e-7))))
            step = stop
            if left < 0:
                break
        return step

    def _walk_to(self, step: int, target: int) -> None:
        """Perform operations from a checkpoint at or before `step` to the start of `target`.

        Stops at the failure that the fast path was close to.
        """
        for each in range(self._return(step), target):
            if not self._walk(each, self.operations.update):
                break

    def _return(self, step: int) -> int:
        """Restore the last checkpoint at or before the start of `step`; return its updates."""
        band, near = self._settled(), self._checkpoints.before(step)
        self.trainer.restore(near)
        band.stand(near.updates)
        return near.updates

    def _next_stop(self, step: int) -> int:
        """Return the next start of a step at which something besides training must happen."""
        stop = min(self._checkpoints.next(step), self.curve.next(step))
        if self.goal is not None and self.goal.batch_loss is None:
            stop = min(stop, step + self._check_in())
        i = bisect_right(self.log, Position(step, 0), key=lambda entry: entry.at)
        if i < len(self.log):
            at = self.log[i].at
            stop = min(stop, at.step + (at.op > 0))
        return stop

    def _walk(self, step: int, last: int, first: int = 0) -> bool:
        """Perform operations `first`…`last` of `step`, checking each; return False at a failure."""
        for op in range(first, last + 1):
            if op == 0:
                self._apply(Position(step, 0))
            self.trainer.perform(op)
            self.position = Position(step, op)
            self.failure = failures.find_failure(self.trainer, self.position)
            if self.failure:
                return False
        if last == self.operations.update:
            self._apply(self.position)
            self._mark(step + 1)
        return True

    def _mark(self, updates: int) -> None:
        """Store what belongs to the past after this number of updates."""
        if self._checkpoints.wants(updates):
            self._checkpoints.add(updates, self.trainer.save())
        scores = None
        if self.curve.wants(updates):
            scores = self.score()
            self.curve.add(updates, scores)
        if self.goal is not None and self.reached is None:
            self.reached = self._check(self.goal, updates, scores)
        if self.trainer.has_losses:
            self._settled()

    @property
    def check_every(self) -> int:
        """Updates between two checks of a goal over whole data sets, at most."""
        return updates_between_checks(self.trainer.batches.per_epoch)

    def _check_in(self) -> int:
        """Return the updates until the next check; the last update of an epoch is one."""
        batches, every = self.trainer.batches, self.check_every
        left = -(-(batches.count - batches.stop) // batches.batch_size)
        return min(left, every - (batches.batch + 1) % every) if left else every

    def _check(self, goal: Stop, updates: int, scores: Scores | None) -> int | None:
        """Return the number of updates that met the goal, or None."""
        batches = self.trainer.batches
        if goal.batch_loss is not None:
            losses = self.trainer.losses()
            self._band.add(losses)
            met = np.flatnonzero(losses < goal.batch_loss)
            return updates - len(losses) + int(met[0]) + 1 if len(met) else None
        if not batches.at_epoch_end and (batches.batch + 1) % self.check_every:
            return None
        return updates if goal.meets(scores or self.score()) else None

    def score(self) -> Scores:
        """Return loss and accuracy on all data at the position."""
        return self.scorer.score(self.trainer.architecture, self.trainer.parameters)

    def adopt(self, log: Iterable[Entry], head: Position | None = None) -> None:
        """Replace the log by that of another run from the same start, which has been up to `head`.

        The run stays where it is, or goes back to the step where the two runs part.
        """
        before, self.log = self.log, sorted(log, key=lambda entry: entry.at)
        pairs = zip_longest(before, self.log)
        parted = next((pair for pair in pairs if pair[0] != pair[1]), ())
        steps = [entry.at.step for entry in parted if entry]
        if head is not None and head < self.head:
            steps.append(head.step)
        if not steps:
            return
        step = min(steps)
        self._forget_after(step, step)
        self.position = min(self.position, Position(step, 0))
        self.head = max(self.position, min(self.head, Position(step, 0)))
        self._replay()

    def edit(self, edit: Edit) -> Entry:
        """Log an edit at the position and drop what came after it.

        Within a step, it takes effect before the step's first operation, and the operations of the
        step are repeated. Settings that are changed after an update apply from the next step on.
        """
        step, between = self.position.step, self._between_steps
        if not self._settled().whole(step + between):
            self._replay()  # the edit ends a bin of losses, so all of it must be known
        if not between:
            entry = Entry(Position(step, 0), edit)
        elif isinstance(edit, SettingsEdit):
            entry = Entry(Position(step + 1, 0), edit)
        else:
            entry = Entry(self.position, edit)
        self._log(entry)
        if not between:
            self._replay()
        elif isinstance(edit, ParameterEdit):
            self._perform_edit(edit)
            self._mark(step + 1)
        self.head = self.position
        return entry

    def _log(self, entry: Entry) -> None:
        """Drop what came after the position and what `entry` replaces; then add `entry`."""
        kept = [each for each in self.log if self._rules(each) and not each.replaced_by(entry)]
        self.log = sorted([*kept, entry], key=lambda each: each.at)
        self._forget_after(entry.at.step, self.position.step + self._between_steps)

    def _forget_after(self, updates: int, batches: int) -> None:
        """Forget checkpoints and points after `updates`, and losses after `batches`."""
        self._checkpoints.drop_after(updates)
        self.curve.drop_after(updates)
        self._settled().drop_after(batches)

    def _replay(self) -> None:
        """Repeat the current step up to the position."""
        position = self.position
        near = self._return(position.step)
        if not self._band.whole(position.step):
            near = self._return(self._band.start(position.step))
        self.failure = None
        with np.errstate(all="ignore"):
            if near < position.step:
                self._run_to(near, position.step, None)
            if not self.failure:
                self._walk(position.step, position.op)

    def _entries(self, at: Position) -> list[Entry]:
        return [entry for entry in self.log if entry.at == at] if self.log else []

    def _apply(self, at: Position) -> None:
        for entry in self._entries(at):
            self._perform_edit(entry.edit)

    def _perform_edit(self, edit: Edit) -> None:
        match edit:
            case SettingsEdit(settings):
                self._settled()  # the losses that wait are of the old settings
                self.trainer.configure(settings)
            case ParameterEdit(parameter, value):
                layout = self.trainer.architecture.layout
                self.trainer.parameters[layout.index(parameter)] = value
