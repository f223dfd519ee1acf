"""The panels that a client may watch, each with its options."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backstep.protocol.facts.examples import MAX_LISTED
from backstep.protocol.facts.inspector import MAX_PATHS, MAX_UNFOLDED
from backstep.protocol.facts.wordplane import MAX_WORDS
from backstep.protocol.spec.schema import OptimizerSpec
from backstep.texts.message import Message

MAX_RACERS = 4
Count = Annotated[int, Field(ge=0)]
Unfold = list[Annotated[str, Field(max_length=64)]]


class _Options(BaseModel):
    """The options of a panel; others are refused."""

    model_config = ConfigDict(extra="forbid")


class NetworkOptions(_Options):
    """Options of the panel `network`."""

    maps: int = Field(32, ge=0)


class NarrationOptions(_Options):
    """Options of the panel `narration`."""

    select: str | None = Field(None, max_length=64)
    compare: bool = False


class InspectorOptions(_Options):
    """Options of the panel `inspector`."""

    select: str | None = Field(None, max_length=64)
    unfold: Unfold = Field(default_factory=list, max_length=MAX_UNFOLDED)
    paths: int = Field(6, ge=1, le=MAX_PATHS)


class HealthOptions(_Options):
    """Options of the panel `health`: none."""


class OutputOptions(_Options):
    """Options of the panel `output`."""

    resolution: int = Field(48, ge=2)


class ConfusionOptions(_Options):
    """Options of the panel `confusion`; the examples of `cell`, [actual, predicted], are listed."""

    over: Literal["train", "test"] = "test"
    cell: tuple[Count, Count] | None = None


class HardestOptions(_Options):
    """Options of the panel `hardest`."""

    over: Literal["train", "test"] = "test"
    count: int = Field(12, ge=1, le=MAX_LISTED)


class WordsOptions(_Options):
    """Options of the panel `words`."""

    count: int = Field(60, ge=1, le=MAX_WORDS)


class CurveOptions(_Options):
    """Options of the panel `curve`: none."""


class SurfaceOptions(_Options):
    """Options of the panel `surface`."""

    plane: Literal["parameters", "random", "gradient", "pca"] = "parameters"
    x: str | None = Field(None, max_length=64)
    y: str | None = Field(None, max_length=64)
    over: Literal["train", "batch"] = "train"
    zoom: float = Field(1, ge=0.05, le=20)
    seed: int = Field(0, ge=0, lt=2**32)
    resolution: int = Field(41, ge=2)

    @model_validator(mode="after")
    def _named(self) -> "SurfaceOptions":
        if self.plane == "parameters" and (self.x is None or self.y is None or self.x == self.y):
            raise ValueError(Message("refusals.command.plane"))
        return self


class RacerOptions(_Options):
    """The optimizer of one racer; all else is as in the run."""

    optimizer: OptimizerSpec


class RaceOptions(_Options):
    """Options of the panel `race`; the racers leave the run after `start` updates."""

    racers: list[RacerOptions] = Field(min_length=1, max_length=MAX_RACERS)
    start: int = Field(0, ge=0, le=1_000_000)


class SliceOptions(_Options):
    """Options of the panel `slice`."""

    parameter: str = Field(max_length=64)
    over: Literal["train", "batch"] = "train"
    resolution: int = Field(81, ge=2)


PANELS: dict[str, type[BaseModel]] = {
    "network": NetworkOptions,
    "narration": NarrationOptions,
    "inspector": InspectorOptions,
    "health": HealthOptions,
    "output": OutputOptions,
    "confusion": ConfusionOptions,
    "hardest": HardestOptions,
    "words": WordsOptions,
    "curve": CurveOptions,
    "surface": SurfaceOptions,
    "slice": SliceOptions,
    "race": RaceOptions,
}
