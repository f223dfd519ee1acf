"""What the address of an embedded scene says beside the spec and the moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backstep.engine.training.operations import GRANULARITIES
from backstep.protocol.catalogue.panels import PANELS
from backstep.protocol.spec.presets import PRESETS
from backstep.texts.message import Message, message_of, not_one_of

THEMES = ("auto", "light", "dark", "projector")
KEYS = ("deck", "sim", "none")
# Single controls that `hide` takes away; the page's elements carry these names.
CONTROLS = (
    "reset",
    "back",
    "play",
    "forward",
    "granularity",
    "counts",
    "speed",
    "focus",
    "tools",
    "keys",
    "link",
    "pictures",
)
_FASTEST = 1000  # boundaries a second


@dataclass(frozen=True)
class Embed:
    """How a scene is shown; `by` and `rate` are those of play, no rate is as fast as it goes."""

    panels: tuple[str, ...]
    theme: str = "auto"
    controls: bool = True
    autoplay: bool = False
    rate: float | None = None
    by: str | None = None
    keys: str = "deck"
    hide: tuple[str, ...] = ()


class _Bad(ValueError):
    """The value of a field is not allowed; says what is."""


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise _Bad(not_one_of(text, allowed))
        return text

    return read


def _list(*allowed: str) -> Callable[[str], tuple[str, ...]]:
    one = _choice(*allowed)

    def read(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one(each.strip()) for each in text.split(",") if each.strip()))

    return read


def _flag(text: str) -> bool:
    return _choice("0", "1")(text) == "1"


def _rate(text: str) -> float | None:
    if text == "max":
        return None
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= _FASTEST:
        raise _Bad(Message("refusals.rate", value=text, limit=_FASTEST))
    return rate


_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "panels": _list(*PANELS),
    "theme": _choice(*THEMES),
    "controls": _flag,
    "autoplay": _flag,
    "rate": _rate,
    "by": _choice(*GRANULARITIES),
    "keys": _choice(*KEYS),
    "hide": _list(*CONTROLS),
}


def read_embed(query: Mapping[str, str]) -> tuple[Embed, list[tuple[str, str]]]:
    """The scene that a query asks for, and what was wrong with it as (field, message): there the
    default holds."""
    preset = PRESETS.get(query.get("preset", "circle"), PRESETS["circle"])
    found, problems = Embed(preset.panels), []
    for name, read in _FIELDS.items():
        if not query.get(name):
            continue
        try:
            found = replace(found, **{name: read(query[name])})
        except _Bad as error:
            problems.append((name, message_of(error)))
    return found, problems
