"""Commands of the stream, validated; the answers are plain objects."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from backstep.engine.training.operations import Granularity
from backstep.protocol.codec.reading import read_json
from backstep.protocol.facts.examples import MOST as MOST_LISTED
from backstep.protocol.facts.inspector import MOST_PATHS, MOST_UNFOLDED
from backstep.protocol.facts.wordplane import MOST as MOST_WORDS
from backstep.protocol.spec.schema import OptimizerSpec
from backstep.protocol.stream.command import Command
from backstep.protocol.stream.teaching import Answer, Ask, Present, Reveal, Show

MOST_RACERS = 4
MOST_INPUTS = 4096
MOST_PIXELS = 64  # of a drawing's side
Count = Annotated[int, Field(ge=0)]
Ink = Annotated[float, Field(ge=0, le=1)]
Unfold = list[Annotated[str, Field(max_length=64)]]


class Resume(BaseModel):
    epoch: int
    seq: int


class Hello(Command):
    """`key` is a follower's: given by the server, so that it counts once when it comes again."""

    type: Literal["hello"]
    token: str | None = Field(None, max_length=128)
    resume: Resume | None = None
    key: str | None = Field(None, max_length=64)


class Forward(Command):
    type: Literal["forward"]
    by: Granularity = "operation"
    count: int = Field(1, ge=1, le=1_000_000)


class Back(Command):
    type: Literal["back"]
    by: Granularity = "operation"
    count: int = Field(1, ge=1, le=1_000_000)


class Seek(Command):
    type: Literal["seek"]
    step: int = Field(ge=0)
    op: int = Field(0, ge=0)


class Until(BaseModel):
    """When to stop playing: the first of these that is met. `epoch` counts epochs done."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    loss: float | None = Field(None, gt=0)
    accuracy: float | None = Field(None, ge=0, lt=1)
    epoch: int | None = Field(None, ge=1, le=10_000_000)
    over: Literal["train", "test"] = "train"


class Play(Command):
    """`rate` is boundaries a second; null as fast as it goes."""

    type: Literal["play"]
    by: Granularity = "step"
    rate: float | None = Field(None, gt=0, le=1000)
    until: Until | None = None


class Pause(Command):
    type: Literal["pause"]


class Reset(Command):
    type: Literal["reset"]


class EditCommand(Command):
    type: Literal["edit"]
    changes: dict[str, Any]


class SetParameter(Command):
    type: Literal["set_parameter"]
    tensor: str = Field(max_length=64)
    index: list[int] = Field(default_factory=list, max_length=4)
    value: float = Field(ge=-1e6, le=1e6)


class Undo(Command):
    """Undo the newest act."""

    type: Literal["undo"]


class Redo(Command):
    """Redo the act that was undone last."""

    type: Literal["redo"]


class FocusCommand(Command):
    type: Literal["focus"]
    example: Annotated[int, Field(ge=0)] | Literal["mean"] | None = None


class WatchCommand(Command):
    type: Literal["watch"]
    panels: dict[str, dict[str, Any]] = Field(max_length=16)


class Inspect(Command):
    """A parameter by its tensor and index, or anything by its name in `select`."""

    type: Literal["inspect"]
    tensor: str | None = Field(None, max_length=64)
    index: list[int] = Field(default_factory=list, max_length=4)
    select: str | None = Field(None, max_length=64)
    unfold: Unfold = Field(default_factory=list, max_length=MOST_UNFOLDED)
    paths: int = Field(6, ge=1, le=MOST_PATHS)

    @model_validator(mode="after")
    def _one_target(self) -> "Inspect":
        if (self.tensor is None) == (self.select is None):
            raise ValueError("needs either tensor and index, or select")
        return self


class Nudge(Command):
    type: Literal["nudge"]
    tensor: str = Field(max_length=64)
    index: list[int] = Field(default_factory=list, max_length=4)
    delta: float = Field(ge=-1e6, le=1e6)
    over: Literal["batch", "train"] = "batch"


class Predict(Command):
    """`input` is one encoded example, as long as the network has inputs; `image` a drawing, row by
    row, of ink from 0 to 1; `text` a text."""

    type: Literal["predict"]
    input: list[float] | None = Field(None, min_length=1, max_length=MOST_INPUTS)
    image: list[list[Ink]] | None = Field(None, min_length=1, max_length=MOST_PIXELS)
    text: str | None = Field(None, max_length=1000)

    @field_validator("image")
    @classmethod
    def _rectangle(cls, rows: list[list[float]] | None) -> list[list[float]] | None:
        if rows is not None:
            if len({len(row) for row in rows}) > 1:
                raise ValueError("has rows of different lengths")
            if not 1 <= len(rows[0]) <= MOST_PIXELS:
                raise ValueError(f"has {len(rows[0])} columns; allowed: 1 to {MOST_PIXELS}")
        return rows

    @model_validator(mode="after")
    def _one_example(self) -> "Predict":
        if sum(each is not None for each in (self.input, self.image, self.text)) != 1:
            raise ValueError("needs one of input, image and text")
        return self


class Ack(Command):
    type: Literal["ack"]
    seq: int


AnyCommand = Annotated[
    Hello
    | Forward
    | Back
    | Seek
    | Play
    | Pause
    | Reset
    | EditCommand
    | SetParameter
    | Undo
    | Redo
    | FocusCommand
    | WatchCommand
    | Inspect
    | Nudge
    | Predict
    | Ack
    | Present
    | Show
    | Ask
    | Reveal
    | Answer,
    Field(discriminator="type"),
]

commands: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


def error_event(code: str, message: str, field: str, identifier: str | None) -> dict[str, Any]:
    """What was wrong with a command."""
    return {"type": "error", "code": code, "message": message, "field": field, "id": identifier}


def too_fast(seconds: float) -> dict[str, Any]:
    """Commands come faster than they are taken: the next is read after so many seconds."""
    message = f"commands come too fast; the next is read in {seconds:.2g} s"
    return error_event("too_fast", message, "rate", None) | {"retry": seconds}


def id_of(text: str) -> str | None:
    """The id of a command that is otherwise wrong."""
    try:
        given = read_json(text)
    except ValueError:
        return None
    identifier = given.get("id") if isinstance(given, dict) else None
    return identifier if isinstance(identifier, str) else None


# What only the holder of the token may do: everything that changes the run, or what a class sees.
TEACHING = (Present, Show, Ask, Reveal)
EDITING = (Reset, EditCommand, SetParameter, Undo, Redo)
DRIVING = (Forward, Back, Seek, Play, Pause, *EDITING, *TEACHING)


class Network(BaseModel):
    """Options of the panel `network`."""

    model_config = ConfigDict(extra="forbid")
    maps: int = Field(32, ge=0)


class Narration(BaseModel):
    model_config = ConfigDict(extra="forbid")
    select: str | None = Field(None, max_length=64)
    compare: bool = False


class Inspector(BaseModel):
    model_config = ConfigDict(extra="forbid")
    select: str | None = Field(None, max_length=64)
    unfold: Unfold = Field(default_factory=list, max_length=MOST_UNFOLDED)
    paths: int = Field(6, ge=1, le=MOST_PATHS)


class Health(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    model_config = ConfigDict(extra="forbid")
    resolution: int = Field(48, ge=2)


class Confusion(BaseModel):
    """`cell` is [actual, predicted]: its examples are told."""

    model_config = ConfigDict(extra="forbid")
    over: Literal["train", "test"] = "test"
    cell: tuple[Count, Count] | None = None


class Hardest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    over: Literal["train", "test"] = "test"
    count: int = Field(12, ge=1, le=MOST_LISTED)


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    count: int = Field(60, ge=1, le=MOST_WORDS)


class Curve(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Surface(BaseModel):
    model_config = ConfigDict(extra="forbid")
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


class Racer(BaseModel):
    """One that races: as the run, but for the optimizer."""

    model_config = ConfigDict(extra="forbid")
    optimizer: OptimizerSpec


class Race(BaseModel):
    """`start` counts the updates after which the racers part from the run."""

    model_config = ConfigDict(extra="forbid")
    racers: list[Racer] = Field(min_length=1, max_length=MOST_RACERS)
    start: int = Field(0, ge=0, le=1_000_000)


class Slice(BaseModel):
    model_config = ConfigDict(extra="forbid")
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
