"""A run and its edits. Every act that changes it can be undone, and redone."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Literal

from backstep.engine.training.run import Edit, ParameterEdit
from backstep.protocol.spec.edits import EditSpec, edits_to_json
from backstep.protocol.spec.schema import Spec, merge, parse_spec
from backstep.protocol.stream.acts import Act, act_between
from backstep.protocol.stream.frames import FrameBuilder
from backstep.sessions.run.assemble import Assembly, assemble
from backstep.sessions.run.log import (
    TrainingEdit,
    edits_since,
    entries,
    goes_on,
    logged_entry,
    read_log,
    settled,
    training_edit,
)
from backstep.sessions.run.sets import Found
from backstep.sessions.run.undo import SavedRun, UndoHistory, UndoLimits, UndoStep
from backstep.settings import Settings

Direction = Literal["undo", "redo"]


class EditedRun:
    """A run of a spec with a log of edits; some edits restart it, which begins the next `epoch`.

    `sets` are the data sets that were uploaded, `history` is what can be undone and redone. Raises
    SpecError for what cannot be trained.
    """

    def __init__(
        self,
        spec: Spec,
        settings: Settings,
        edits: Sequence[EditSpec],
        sets: Found,
        epoch: int,
        history: UndoHistory,
    ) -> None:
        self._settings, self._sets = settings, sets
        self._limits = UndoLimits(settings.undo_acts, settings.undo_bytes)
        self.epoch = epoch - 1  # it grows with each restart
        self._history = history
        # The run that the act of this number left: it need not be trained again to come back.
        self._left: tuple[int, Assembly] | None = None
        self._begin(self._assembled(spec))
        self.run.adopt(entries(self.assembly, edits, settings.caps))

    def _assembled(self, spec: Spec) -> Assembly:
        return assemble(spec, memory=self._settings.run_memory, sets=self._sets)

    def _begin(self, assembly: Assembly) -> None:
        self.assembly, self.run = assembly, assembly.run
        self.frames = FrameBuilder(assembly.run, assembly.data)
        self.epoch += 1

    @property
    def history(self) -> UndoHistory:
        """What can be undone and redone."""
        return self._history

    @property
    def start(self) -> Spec:
        """The spec at the start, with the settings chosen before the first operation."""
        chosen = [entry.edit for entry in self.run.log[: settled(self.run.log)]]
        last = chosen[-1] if chosen else None
        return last.spec if isinstance(last, TrainingEdit) else self.assembly.spec

    @property
    def edits(self) -> list[EditSpec]:
        """The edits of the run since `start`, including those ahead of the position."""
        return edits_since(self.start, self.run.log[settled(self.run.log) :])

    @property
    def spec(self) -> Spec:
        """The spec with the training settings in force at the position."""
        edit = self.run.settings_edit
        return edit.spec if isinstance(edit, TrainingEdit) else self.assembly.spec

    @property
    def saved(self) -> SavedRun:
        """The run as it can be brought back."""
        edits = edits_to_json(edits_since(self.assembly.spec, self.run.log))
        return SavedRun(self.assembly.text, edits, self.run.position, self.run.head)

    async def edit(self, changes: Any) -> tuple[bool, dict[str, Any] | None]:
        """Change the spec; return whether the run restarted, and the log entry. Raises SpecError.

        Training settings apply from the position on. Any other change restarts the run, and so does
        a loss that needs another output activation.
        """
        here = self.spec
        spec = merge(here, changes, self._settings.caps)
        if not goes_on(self.assembly, here, spec):
            await self._begin_with(spec)
            return True, None
        if spec == here:
            return False, None
        act = act_between(self._history.count + 1, here, spec, restarts=False)
        return False, self._log(act, training_edit(self.assembly, spec))

    def set_parameter(self, tensor: str, index: list[int], value: float) -> dict[str, Any]:
        """Set one weight or bias, and return the log entry. Raises EngineError."""
        parameter = self.run.trainer.architecture.layout.find(tensor, index)
        act = Act(
            number=self._history.count + 1,
            kind="parameter",
            fields=[str(parameter)],
            restarts=False,
        )
        return self._log(act, ParameterEdit(parameter, value))

    def _log(self, act: Act, edit: Edit) -> dict[str, Any]:
        before = self.saved
        entry = self.run.edit(edit)
        self._history = self._history.after(act, before, self._limits)
        return logged_entry(entry)

    async def reset(self) -> None:
        """Restart with the same initial weights and the settings at the position."""
        await self._begin_with(self.spec)

    async def _begin_with(self, spec: Spec) -> None:
        act = act_between(self._history.count + 1, self.spec, spec, restarts=True)
        before, left = self.saved, self.assembly
        # In a thread, because large data take long to make.
        self._begin(await asyncio.to_thread(self._assembled, spec))
        self._left = act.number, left
        self._history = self._history.after(act, before, self._limits)

    def next_step(self, direction: Direction) -> UndoStep:
        """What undoing or redoing brings back. Raises EngineError if there is nothing."""
        return self._moved(direction)[0]

    def _moved(self, direction: Direction) -> tuple[UndoStep, UndoHistory]:
        history = self._history
        move = history.undone if direction == "undo" else history.redone
        return move(self.saved, self._limits)

    async def bring_back(self, direction: Direction) -> SavedRun:
        """Bring back the start and edits of the run before the newest act, or after the undone one.

        The caller moves the run to its head and its position. Raises EngineError if there is none,
        and SpecError if its data are gone.
        """
        step, history = self._moved(direction)
        act, saved = step.act, step.run
        if not act.restarts:
            log = read_log(self.assembly, saved.edits, self._settings.caps)
            self.run.adopt(log, saved.head)
        elif self._left and self._left[0] == act.number:
            _, assembly = self._left
            self._left = act.number, self.assembly
            self._begin(assembly)
        else:
            assembly = await asyncio.to_thread(self._rebuilt, saved)
            self._left = act.number, self.assembly
            self._begin(assembly)
        self._history = history
        return saved

    def _rebuilt(self, saved: SavedRun) -> Assembly:
        """The run that was saved, at its start."""
        caps = self._settings.caps
        assembly = self._assembled(parse_spec(json.loads(saved.spec), caps))
        assembly.run.adopt(read_log(assembly, saved.edits, caps))
        return assembly
