"""Commands of a class: what the presenter shows and asks, and the followers' answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from backstep.protocol.stream.command import Command

# Panels that a class may see; surfaces and slices are large and stay on the projector.
SHOWN = (
    "network",
    "narration",
    "inspector",
    "health",
    "output",
    "confusion",
    "hardest",
    "words",
    "curve",
)
Example = Annotated[int, Field(ge=0)] | Literal["mean"] | None
Word = Annotated[str, Field(max_length=100)]
Choice = Annotated[int, Field(ge=0, le=5)]
Option = Word | bool | int | float | None | Annotated[list[Word], Field(max_length=64)]


class Present(Command):
    """What the class sees: panels as in `watch`, the example in focus, and options of the page.

    With `hold`, the class sees a step only after the presenter has.
    """

    type: Literal["present"]
    panels: dict[str, dict[str, Any]] = Field(max_length=16)
    focus: Example = None
    page: dict[Word, Option] = Field(default_factory=dict, max_length=24)
    hold: bool = False


class Show(Command):
    """Release the frame `seq` for the class: the presenter has seen it."""

    type: Literal["show"]
    seq: int


class Ask(Command):
    """Ask the class a question."""

    type: Literal["ask"]
    text: str = Field(min_length=1, max_length=400)
    choices: list[Word] = Field(min_length=2, max_length=6)


class Reveal(Command):
    """End the question; `right` is the correct choice, if the class may know it."""

    type: Literal["reveal"]
    right: Choice | None = None
    because: str = Field("", max_length=400)


class Answer(Command):
    """A follower's answer to the question `number`; a later one replaces it."""

    type: Literal["answer"]
    number: int
    choice: Choice
