"""The page's panels, one row each; those that the stream feeds have options."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backstep.protocol.facts.examples import MAX_LISTED
from backstep.protocol.facts.inspector import MAX_PATHS
from backstep.protocol.facts.wordplane import MAX_WORDS


@dataclass(frozen=True)
class Option:
    """A whole number that tunes a panel; `name` is its name in the stream.

    Without a maximum of its own it is limited by the cap on grids. The page offers `choices`, if
    there are any.
    """

    name: str
    min: int
    max: int | None = None
    choices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A panel; `stream` is the name under which it is watched, if the stream feeds it."""

    name: str
    stream: str | None = None
    options: tuple[Option, ...] = ()


def _panels(*rows: Panel) -> Mapping[str, Panel]:
    return MappingProxyType({row.name: row for row in rows})


def _resolution(*choices: int) -> tuple[Option, ...]:
    return (Option("resolution", 2, choices=choices),)


PANELS = _panels(
    Panel("network", "network", (Option("maps", 0),)),
    Panel("explanation", "narration"),
    Panel("inspector", "inspector", (Option("paths", 1, MAX_PATHS),)),
    Panel("output", "output", _resolution()),
    Panel("health", "health"),
    Panel("confusion", "confusion"),
    Panel("hardest", "hardest", (Option("count", 1, MAX_LISTED),)),
    Panel("encode"),
    Panel("words", "words", (Option("count", 1, MAX_WORDS),)),
    Panel("curve", "curve"),
    Panel("surface", "surface", _resolution(21, 41, 61, 101)),
    Panel("slice", "slice", _resolution()),
    Panel("race", "race"),
    Panel("ribbon"),
    Panel("transport"),
    Panel("controls"),
    Panel("legend"),
)
