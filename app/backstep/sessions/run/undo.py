"""The undo history of a run: an immutable value, with its form in the store."""

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.protocol.stream.acts import Act
from backstep.texts.message import Message

_VERSION = 1  # of the text in the store


@dataclass(frozen=True)
class SavedRun:
    """All that a run is: its start and its edits, both as JSON, and where it has been.

    The numbers are computed again from these, bit for bit.
    """

    spec: str
    edits: str
    position: Position
    head: Position


@dataclass(frozen=True)
class UndoStep:
    """An act, and the run that undoing (or redoing) it brings back."""

    act: Act
    run: SavedRun


@dataclass(frozen=True)
class UndoLimits:
    """How much of the past can be undone: acts, and bytes of what is stored for them."""

    acts: int
    size: int


@dataclass(frozen=True)
class UndoHistory:
    """The acts that can be undone and redone, the next one last.

    `count` is the number of the newest act.
    """

    undo: tuple[UndoStep, ...] = ()
    redo: tuple[UndoStep, ...] = ()
    count: int = 0

    def after(self, act: Act, before: SavedRun, limits: UndoLimits) -> "UndoHistory":
        """Return the history after an act that changed the run `before`."""
        steps = _within(limits, (*self.undo, UndoStep(act, before)))
        return UndoHistory(steps, (), act.number)

    def undone(self, present: SavedRun, limits: UndoLimits) -> tuple[UndoStep, "UndoHistory"]:
        """Return the step that is undone, and the history after it.

        Raises EngineError if there is none.
        """
        if not self.undo:
            raise EngineError(Message("refusals.undo"), field="undo")
        *rest, step = self.undo
        redo = _within(limits, (*self.redo, UndoStep(step.act, present)))
        return step, UndoHistory(tuple(rest), redo, self.count)

    def redone(self, present: SavedRun, limits: UndoLimits) -> tuple[UndoStep, "UndoHistory"]:
        """Return the step that is redone, and the history after it.

        Raises EngineError if there is none.
        """
        if not self.redo:
            raise EngineError(Message("refusals.redo"), field="redo")
        *rest, step = self.redo
        undo = _within(limits, (*self.undo, UndoStep(step.act, present)))
        return step, UndoHistory(undo, tuple(rest), self.count)

    @property
    def next_undo(self) -> Act | None:
        """The act that would be undone."""
        return self.undo[-1].act if self.undo else None

    @property
    def next_redo(self) -> Act | None:
        """The act that would be redone."""
        return self.redo[-1].act if self.redo else None

    @cached_property
    def text(self) -> str:
        """The history as `read` reads it.

        Runs with the same start share its text, and most edits are those of the run before, so
        only what differs is written.
        """
        specs: dict[str, int] = {}
        written: list[dict[str, Any]] = []
        before = ""
        for step in (*self.undo, *self.redo):
            run, same = step.run, _common(before, step.run.edits)
            written.append(
                {
                    "act": step.act.model_dump(),
                    "spec": specs.setdefault(run.spec, len(specs)),
                    "edits": [same, run.edits[same:]],
                    "places": [*run.position, *run.head],
                }
            )
            before = run.edits
        told = {"version": _VERSION, "count": self.count, "undo": len(self.undo)}
        return json.dumps({**told, "specs": list(specs), "steps": written})


def read(text: str) -> UndoHistory:
    """The history that was written as `text`; an empty one if a later version wrote it."""
    found: dict[str, Any] = json.loads(text)
    if found["version"] != _VERSION:
        return UndoHistory()
    steps: list[UndoStep] = []
    edits = ""
    for each in found["steps"]:
        same, rest = each["edits"]
        edits = edits[:same] + rest
        step, op, head_step, head_op = each["places"]
        places = Position(step, op), Position(head_step, head_op)
        run = SavedRun(found["specs"][each["spec"]], edits, *places)
        steps.append(UndoStep(Act.model_validate(each["act"]), run))
    count = found["undo"]
    return UndoHistory(tuple(steps[:count]), tuple(steps[count:]), found["count"])


def _within(limits: UndoLimits, steps: Sequence[UndoStep]) -> tuple[UndoStep, ...]:
    """The last of the steps, as many as the limits allow; at least one."""
    kept: list[UndoStep] = []
    size, spec = 0, ""
    for step in reversed(steps[-limits.acts :]):
        size += len(step.run.edits) + (len(step.run.spec) if step.run.spec != spec else 0)
        spec = step.run.spec
        if kept and size > limits.size:
            break
        kept.append(step)
    return tuple(reversed(kept))


def _common(one: str, other: str) -> int:
    """The length of the beginning that two texts share."""
    lengths = range(1, min(len(one), len(other)) + 1)
    return bisect_left(lengths, True, key=lambda length: not other.startswith(one[:length]))
