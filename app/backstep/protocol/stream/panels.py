"""The panels that a client may watch, each with its options."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backstep.protocol.facts.examples import MOST as MOST_LISTED
from backstep.protocol.facts.inspector import MOST_PATHS, MOST_UNFOLDED
from backstep.protocol.facts.wordplane import MOST as MOST_WORDS
from backstep.protocol.spec.schema import OptimizerSpec

MOST_RACERS = 4
Count = Annotated[int, Field(ge=0)]
Unfold = list[Annotated[str, Field(max_length=64)]]


class _Options(BaseModel):
    """The options of a panel; others are refused."""

    model_config = ConfigDict(extra="forbid")


class Network(_Options):
    """Options of the panel `network`."""

    maps: int = Field(32, ge=0)


class Narration(_Options):
    """Options of the panel `narration`."""

    select: str | None = Field(None, max_length=64)
    compare: bool = False


class Inspector(_Options):
    """Options of the panel `inspector`."""

    select: str | None = Field(None, max_length=64)
    unfold: Unfold = Field(default_factory=list, max_length=MOST_UNFOLDED)
    paths: int = Field(6, ge=1, le=MOST_PATHS)


class Health(_Options):
    """Options of the panel `health`: none."""


class Output(_Options):
    """Options of the panel `output`."""

    resolution: int = Field(48, ge=2)


class Confusion(_Options):
    """Options of the panel `confusion`; the examples of `cell`, [actual, predicted], are listed."""

    over: Literal["train", "test"] = "test"
    cell: tuple[Count, Count] | None = None


class Hardest(_Options):
    """Options of the panel `hardest`."""

    over: Literal["train", "test"] = "test"
    count: int = Field(12, ge=1, le=MOST_LISTED)


class Words(_Options):
    """Options of the panel `words`."""

    count: int = Field(60, ge=1, le=MOST_WORDS)


class Curve(_Options):
    """Options of the panel `curve`: none."""


class Surface(_Options):
    """Options of the panel `surface`."""

    plane: Literal["parameters", "random", "gradient", "pca"] = "parameters"
    x: str | None = Field(None, max_length=64)
    y: str | None = Field(None, max_length=64)
    over: Literal["train", "batch"] = "train"
    zoom: float = Field(1, ge=0.05, le=20)
    seed: int = Field(0, ge=0, lt=2**32)
    resolution: int = Field(41, ge=2)

    @model_validator(mode="after")
    def _named(self) -> "Surface":
        if self.plane == "parameters" and (self.x is None or self.y is None or self.x == self.y):
            raise ValueError("a plane of two parameters needs two different ones, x and y")
        return self


class Racer(_Options):
    """The optimizer of one racer; all else is as in the run."""

    optimizer: OptimizerSpec


class Race(_Options):
    """Options of the panel `race`; the racers leave the run after `start` updates."""

    racers: list[Racer] = Field(min_length=1, max_length=MOST_RACERS)
    start: int = Field(0, ge=0, le=1_000_000)


class Slice(_Options):
    """Options of the panel `slice`."""

    parameter: str = Field(max_length=64)
    over: Literal["train", "batch"] = "train"
    resolution: int = Field(81, ge=2)


PANELS: dict[str, type[BaseModel]] = {
    "network": Network,
    "narration": Narration,
    "inspector": Inspector,
    "health": Health,
    "output": Output,
    "confusion": Confusion,
    "hardest": Hardest,
    "words": Words,
    "curve": Curve,
    "surface": Surface,
    "slice": Slice,
    "race": Race,
}
