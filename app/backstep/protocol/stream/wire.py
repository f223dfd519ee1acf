"""The base of all models of what the server sends."""

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from backstep.engine.training.operations import Granularity as Granularity

OperationKind = Literal[
    "input", "linear", "activation", "pool", "loss", "delta", "gradient", "update"
]
Part = Literal["train", "test"]
Over = Literal["train", "batch"]
Pair = tuple[float, float]


def _read_null(value: Any) -> Any:
    return math.nan if value is None else value


# A computed number: training may overflow, and JSON has null for what is not finite.
Number = Annotated[float, BeforeValidator(_read_null)]


class Wire(BaseModel):
    """An object with exactly these fields."""

    model_config = ConfigDict(extra="forbid")


def absent(description: str | None = None) -> Any:
    """Return the default of a field that is left out if there is no value; it is never null."""
    return Field(default=None, description=description)


class Position(Wire):
    """Operation `op` of training step `step` has just been done."""

    step: int
    op: int
