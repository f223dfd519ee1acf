"""The log of a run's edits: from requests, and to events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Entry, ParameterEdit, SettingsEdit
from backstep.protocol.spec.edits import At, EditSpec, edits_from_json, training_changes
from backstep.protocol.spec.schema import Spec, SpecError, merge
from backstep.sessions.run.assemble import Assembly, resolve, training
from backstep.settings import Caps
from backstep.texts.message import Message

_ANY_STEP = 2**62


@dataclass(frozen=True)
class TrainingEdit(SettingsEdit):
    """New training settings, with the spec that they come from."""

    spec: Spec


def training_edit(assembly: Assembly, spec: Spec) -> TrainingEdit:
    """Return the edit that applies the training settings of `spec`."""
    _, loss = resolve(spec, assembly.data)
    return TrainingEdit(training(spec, loss), spec)


def goes_on(assembly: Assembly, here: Spec, spec: Spec) -> bool:
    """Whether a run trained by `here` can continue with `spec`. Raises SpecError."""
    if (spec.data, spec.network, spec.seed) != (here.data, here.network, here.seed):
        return False
    output, _ = resolve(spec, assembly.data)
    return output == assembly.run.trainer.architecture.output.name


def entries(assembly: Assembly, edits: Sequence[EditSpec], caps: Caps) -> Iterator[Entry]:
    """Yield the log entries of `edits` to a run of the assembly's spec. Raises SpecError."""
    spec, run = assembly.spec, assembly.run
    for number, edit in enumerate(edits):
        field, at = f"edits.{number}", Position(edit.at.step, edit.at.op)
        if at.step > caps.steps_ahead:
            raise SpecError(
                [
                    (
                        f"{field}.at.step",
                        Message("refusals.edits.step", value=at.step, limit=caps.steps_ahead),
                    )
                ]
            )
        if at.op not in (0, run.operations.update):
            raise SpecError(
                [
                    (
                        f"{field}.at.op",
                        Message("refusals.edits.op", value=at.op, last=run.operations.update),
                    )
                ]
            )
        if edit.training is None:
            layout = run.trainer.architecture.layout
            try:
                parameter = layout.find(edit.parameter or "")
            except EngineError as error:
                raise SpecError([(f"{field}.parameter", error.message)]) from None
            value = 0.0 if edit.value is None else edit.value
            yield Entry(at, ParameterEdit(parameter, value))
            continue
        changed = merge(spec, {"training": edit.training}, caps)
        if not goes_on(assembly, spec, changed):
            message = Message("refusals.edits.output")
            raise SpecError([(f"{field}.training", message)])
        spec = changed
        yield Entry(at, training_edit(assembly, spec))


def read_log(assembly: Assembly, edits: str, caps: Caps) -> list[Entry]:
    """The log of a run of the assembly's spec, from its edits as JSON. Raises SpecError.

    The run has been at these positions, so they may lie any number of steps ahead.
    """
    far = caps.model_copy(update={"steps_ahead": _ANY_STEP})
    return list(entries(assembly, edits_from_json(edits), far))


def settled(log: Sequence[Entry]) -> int:
    """Return how many edits of the log only chose settings before the first operation."""
    first = (
        i
        for i, entry in enumerate(log)
        if entry.at > (0, 0) or not isinstance(entry.edit, TrainingEdit)
    )
    return next(first, len(log))


def edits_since(spec: Spec, log: Iterable[Entry]) -> list[EditSpec]:
    """Return the edits of a log as specs, relative to a run that starts with `spec`."""
    payload = []
    for entry in log:
        at = At(step=entry.at.step, op=entry.at.op)
        match entry.edit:
            case TrainingEdit(spec=after):
                # Two edits at one position may cancel each other.
                if changes := training_changes(spec, after):
                    payload.append(EditSpec(at=at, training=changes))
                spec = after
            case ParameterEdit(parameter, value):
                payload.append(EditSpec(at=at, parameter=str(parameter), value=value))
    return payload


def logged_entry(entry: Entry) -> dict[str, Any]:
    """Return a log entry as it appears in events."""
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
