"""The base of all models of what the server sends."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backstep.engine.training.operations import Granularity as Granularity

OperationKind = Literal[
    "input", "linear", "activation", "pool", "loss", "delta", "gradient", "update"
]
Part = Literal["train", "test"]
Over = Literal["train", "batch"]
Pair = tuple[float, float]


class Wire(BaseModel):
    """An object with exactly these fields."""

    model_config = ConfigDict(extra="forbid")


def absent() -> Any:
    """Return the default of a field that is left out if there is no value; it is never null."""
    return Field(default=None)


class Position(Wire):
    """Operation `op` of training step `step` has just been done."""

    step: int
    op: int
