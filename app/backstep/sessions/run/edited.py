"""A run with its edits, which can be undone."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Edit, Entry, ParameterEdit
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec, merge
from backstep.protocol.stream.frames import FrameBuilder
from backstep.sessions.run.assemble import Assembly, assemble
from backstep.sessions.run.log import (
    TrainingEdit,
    edits_since,
    entries,
    goes_on,
    logged_entry,
    settled,
    training_edit,
)
from backstep.sessions.run.sets import Found
from backstep.settings import Settings

_MAX_UNDO = 100  # edits that can be undone


class EditedRun:
    """A run of a spec with a log of edits; some edits restart it, which begins the next `epoch`.

    `sets` are the uploaded data sets. Raises SpecError for what cannot be trained.
    """

    def __init__(
        self, spec: Spec, settings: Settings, edits: Sequence[EditSpec], sets: Found, epoch: int
    ) -> None:
        self._settings, self._sets = settings, sets
        self.epoch = epoch - 1  # it grows with each restart
        self._begin(self._assembled(spec))
        self.run.adopt(entries(self.assembly, edits, settings.caps))

    def _assembled(self, spec: Spec) -> Assembly:
        return assemble(spec, memory=self._settings.run_memory, sets=self._sets)

    def _begin(self, assembly: Assembly) -> None:
        self.assembly, self.run = assembly, assembly.run
        self.frames = FrameBuilder(assembly.run, assembly.data)
        self.epoch += 1
        # The edits and the position before each edit that can be undone, newest last.
        self._before: deque[tuple[list[Entry], Position]] = deque(maxlen=_MAX_UNDO)

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

    async def edit(self, changes: Any) -> tuple[bool, dict[str, Any] | None]:
        """Change the spec; return whether the run restarted, and the log entry. Raises SpecError.

        Training settings apply from the position on. Any other change restarts the run, and so does
        a loss that needs another output activation.
        """
        spec = merge(self.spec, changes, self._settings.caps)
        if not goes_on(self.assembly, self.spec, spec):
            await self._begin_with(spec)
            return True, None
        if spec == self.spec:
            return False, None
        return False, self._log(training_edit(self.assembly, spec))

    def set_parameter(self, tensor: str, index: list[int], value: float) -> dict[str, Any]:
        """Set one weight or bias, and return the log entry. Raises EngineError."""
        parameter = self.run.trainer.architecture.layout.find(tensor, index)
        return self._log(ParameterEdit(parameter, value))

    def _log(self, edit: Edit) -> dict[str, Any]:
        before = self.run.log, self.run.position
        entry = self.run.edit(edit)
        self._before.append(before)
        return logged_entry(entry)

    def undo(self) -> None:
        """Undo the newest edit since the run began, and return to its position.

        Raises EngineError if there is none.
        """
        if not self._before:
            raise EngineError("no edit can be taken back", field="undo")
        self.run.take_back(*self._before.pop())

    async def reset(self) -> None:
        """Restart with the same initial weights and the settings at the position."""
        await self._begin_with(self.spec)

    async def _begin_with(self, spec: Spec) -> None:
        # In a thread, because large data take long to make.
        self._begin(await asyncio.to_thread(self._assembled, spec))
