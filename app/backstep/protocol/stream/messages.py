"""Commands of the stream, validated; answers are built as plain dicts."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from backstep.engine.training.operations import Granularity
from backstep.protocol.codec.reading import read_json
from backstep.protocol.facts.inspector import MAX_PATHS, MAX_UNFOLDED
from backstep.protocol.stream.command import Command
from backstep.protocol.stream.panels import Unfold
from backstep.protocol.stream.teaching import Answer, Ask, Present, Reveal, Show
from backstep.texts.languages import Texts
from backstep.texts.message import Message, sentence_in, translated

MAX_INPUTS = 4096
MAX_PIXELS = 64  # per side of a drawing
Ink = Annotated[float, Field(ge=0, le=1)]
ErrorCode = Literal[
    "bad_command", "bad_spec", "bad_value", "not_driver", "not_follower", "not_kept", "too_fast"
]


class Resume(BaseModel):
    """The last frame that the client has from an earlier connection."""

    epoch: int
    seq: int


class Hello(Command):
    """The first command. A follower's `key` identifies it, so that it counts once.

    `lang` is the language of error messages, such as `ru`.
    """

    type: Literal["hello"]
    token: str | None = Field(None, max_length=128)
    resume: Resume | None = None
    key: str | None = Field(None, max_length=64)
    lang: str | None = Field(None, max_length=35)


class Forward(Command):
    """Move forward by `count` units."""

    type: Literal["forward"]
    by: Granularity = "operation"
    count: int = Field(1, ge=1, le=1_000_000)


class Back(Command):
    """Move back by `count` units."""

    type: Literal["back"]
    by: Granularity = "operation"
    count: int = Field(1, ge=1, le=1_000_000)


class Seek(Command):
    """Move to a position."""

    type: Literal["seek"]
    step: int = Field(ge=0)
    op: int = Field(0, ge=0)


class Until(BaseModel):
    """When to stop playing: at the first limit that is met. `epoch` counts completed epochs.

    `over` says whose loss and accuracy count: a whole data set's or the batch's; a batch has a loss
    only.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    loss: float | None = Field(None, gt=0)
    accuracy: float | None = None
    epoch: int | None = Field(None, ge=1, le=10_000_000)
    over: Literal["train", "test", "batch"] = "train"

    @field_validator("accuracy")
    @classmethod
    def _share(cls, accuracy: float | None) -> float | None:
        if accuracy is not None and not 0 <= accuracy < 1:
            raise ValueError("is a share of the examples: from 0 up to, but not including, 1")
        return accuracy


class Play(Command):
    """Play; `rate` is boundaries per second, null for full speed."""

    type: Literal["play"]
    by: Granularity = "step"
    rate: float | None = Field(None, gt=0, le=1000)
    until: Until | None = None


class Pause(Command):
    """Stop playing."""

    type: Literal["pause"]


class Reset(Command):
    """Restart with the same initial weights."""

    type: Literal["reset"]


class EditCommand(Command):
    """Change the spec."""

    type: Literal["edit"]
    changes: dict[str, Any]


class SetParameter(Command):
    """Set one weight or bias."""

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
    """Follow one example, the batch's mean, or the batch's first example (null)."""

    type: Literal["focus"]
    example: Annotated[int, Field(ge=0)] | Literal["mean"] | None = None


class WatchCommand(Command):
    """Watch these panels, with their options."""

    type: Literal["watch"]
    panels: dict[str, dict[str, Any]] = Field(max_length=16)


class Inspect(Command):
    """Inspect a parameter by its tensor and index, or anything by its name in `select`."""

    type: Literal["inspect"]
    tensor: str | None = Field(None, max_length=64)
    index: list[int] = Field(default_factory=list, max_length=4)
    select: str | None = Field(None, max_length=64)
    unfold: Unfold = Field(default_factory=list, max_length=MAX_UNFOLDED)
    paths: int = Field(6, ge=1, le=MAX_PATHS)

    @model_validator(mode="after")
    def _one_target(self) -> "Inspect":
        if (self.tensor is None) == (self.select is None):
            raise ValueError(Message("refusals.command.target"))
        return self


class Nudge(Command):
    """Try a small change of one parameter, without changing the run."""

    type: Literal["nudge"]
    tensor: str = Field(max_length=64)
    index: list[int] = Field(default_factory=list, max_length=4)
    delta: float = Field(ge=-1e6, le=1e6)
    over: Literal["batch", "train"] = "batch"


class Predict(Command):
    """Compute the network's output for one example.

    `input` is an encoded example, as long as the network has inputs; `image` a drawing, rows of ink
    from 0 to 1; `text` a text.
    """

    type: Literal["predict"]
    input: list[float] | None = Field(None, min_length=1, max_length=MAX_INPUTS)
    image: list[list[Ink]] | None = Field(None, min_length=1, max_length=MAX_PIXELS)
    text: str | None = Field(None, max_length=1000)

    @field_validator("image")
    @classmethod
    def _rectangle(cls, rows: list[list[float]] | None) -> list[list[float]] | None:
        if rows is not None:
            if len({len(row) for row in rows}) > 1:
                raise ValueError(Message("refusals.rows"))
            if not 1 <= len(rows[0]) <= MAX_PIXELS:
                raise ValueError(Message("refusals.columns", found=len(rows[0]), limit=MAX_PIXELS))
        return rows

    @model_validator(mode="after")
    def _one_example(self) -> "Predict":
        if sum(each is not None for each in (self.input, self.image, self.text)) != 1:
            raise ValueError(Message("refusals.command.example"))
        return self


class Ack(Command):
    """The client has drawn the frames up to `seq`."""

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


def error_event(
    code: ErrorCode, message: str, field: str, identifier: str | None
) -> dict[str, Any]:
    """Return the event for a faulty command; `spoken` translates it."""
    return {"type": "error", "code": code, "message": message, "field": field, "id": identifier}


def spoken(event: dict[str, Any], texts: Texts) -> dict[str, Any]:
    """Return an event in the language of the client that it is sent to."""
    message = event.get("message")
    if event["type"] != "error" or not isinstance(message, Message):
        return event
    values = translated(message.values, texts)
    return event | {"message": sentence_in(message, texts), "key": message.key, "values": values}


def too_fast(seconds: float) -> dict[str, Any]:
    """Return the event for commands that arrive too fast: the next is read after `seconds`."""
    message = Message("refusals.command.too_fast", seconds=float(f"{seconds:.2g}"))
    return error_event("too_fast", message, "rate", None) | {"retry": seconds}


def id_of(text: str) -> str | None:
    """Return the id of an otherwise invalid command."""
    try:
        given = read_json(text)
    except ValueError:
        return None
    identifier = given.get("id") if isinstance(given, dict) else None
    return identifier if isinstance(identifier, str) else None


# Commands for the token's holder only: all that change the run, or what a class sees.
TEACHING = (Present, Show, Ask, Reveal)
EDITING = (Reset, EditCommand, SetParameter, Undo, Redo)
DRIVING = (Forward, Back, Seek, Play, Pause, *EDITING, *TEACHING)
