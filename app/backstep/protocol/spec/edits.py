"""A run's edits in requests, responses and addresses.

An edit is at a step's start (op 0) or after its last operation. In an address, edits are joined by
`~`: `edits=120.14:layers.0.weight.1.1=2.5~200.0:optimizer=adam,learning_rate=0.01`.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from backstep.protocol.spec.model import Model
from backstep.protocol.spec.query import TRAINING, put, text_of, value_of
from backstep.protocol.spec.schema import Spec, SpecError, problems

MOST = 500


class At(Model):
    """The position of an edit, between two operations."""

    step: int = Field(ge=0)
    op: int = Field(ge=0)


class EditSpec(Model):
    """Either a `parameter` set to a `value`, or changes of the spec's `training`."""

    at: At
    parameter: str | None = Field(None, max_length=64)
    value: float | None = Field(None, ge=-1e6, le=1e6)
    training: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "EditSpec":
        sets = self.parameter is not None and self.value is not None
        if sets == (self.training is not None):
            raise ValueError("is either a parameter with its value, or changes of training")
        return self


_EDITS = TypeAdapter(list[EditSpec])


def parse_edits(given: Any) -> list[EditSpec]:
    """Parse edits from JSON, ordered by position. Raises SpecError."""
    try:
        edits = _EDITS.validate_python(given)
    except ValidationError as error:
        found = problems(error)
        raise SpecError([(f"edits.{field}", message) for field, message in found]) from None
    if len(edits) > MOST:
        raise SpecError([("edits", f"{len(edits)} edits; at most {MOST}")])
    places = [(edit.at.step, edit.at.op) for edit in edits]
    if places != sorted(places):
        raise SpecError([("edits", "are not in the order of their positions")])
    return edits


def write_json(edits: list[EditSpec]) -> str:
    """Return JSON for `read_json`."""
    return _EDITS.dump_json(edits, exclude_none=True).decode()


def read_json(text: str) -> list[EditSpec]:
    """Parse JSON that `write_json` wrote; the number of edits is not limited."""
    return _EDITS.validate_json(text)


def read_edits(text: str) -> list[EditSpec]:
    """Parse edits from an address. Raises SpecError."""
    return parse_edits([_read(each) for each in text.split("~")]) if text else []


def _read(text: str) -> dict[str, Any]:
    place, _, what = text.partition(":")
    step, _, op = place.partition(".")
    fields = [each.partition("=") for each in what.split(",")]
    if not all(name and mark and value for name, mark, value in fields):
        raise SpecError([("edits", f"{text!r} is not as in 120.14:layers.0.bias.1=0.5")])
    edit: dict[str, Any] = {"at": {"step": value_of(step), "op": value_of(op)}}
    name, _, value = fields[0]
    if name.startswith("layers."):
        return edit | {"parameter": name, "value": value_of(value)}
    training: dict[str, Any] = {}
    for name, _, value in fields:
        if name not in TRAINING:
            raise SpecError([("edits", f"there is no training setting {name!r}")])
        put(training, TRAINING[name], value_of(value))
    return edit | {"training": training}


def write_edits(edits: Sequence[EditSpec]) -> str:
    """Return the edits for an address; `read_edits` parses them."""
    return quote("~".join(_write(edit) for edit in edits), safe=":=,~.-")


def _write(edit: EditSpec) -> str:
    place = f"{edit.at.step}.{edit.at.op}:"
    if edit.training is None:
        return f"{place}{edit.parameter}={text_of(edit.value)}"
    fields = []
    for name, path in TRAINING.items():
        found: Any = edit.training
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if found is not None:
            fields.append(f"{name}={text_of(found)}")
    return place + ",".join(fields)


def training_changes(before: Spec, after: Spec) -> dict[str, Any]:
    """Return what differs in `training`; a new optimizer is given with all hyperparameters."""
    old, new = before.training.model_dump(), after.training.model_dump()
    changes = {key: value for key, value in new.items() if value != old[key]}
    if "optimizer" in changes and old["optimizer"]["name"] == new["optimizer"]["name"]:
        kept = old["optimizer"]
        changes["optimizer"] = {k: v for k, v in new["optimizer"].items() if v != kept[k]}
    return changes
