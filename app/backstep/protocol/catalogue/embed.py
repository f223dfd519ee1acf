"""The query of an embedded scene, apart from the spec and the moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backstep.engine.training.operations import GRANULARITIES
from backstep.protocol.catalogue.panels import PANELS
from backstep.protocol.spec.presets import PRESETS

THEMES = ("auto", "light", "dark", "projector")
KEYS = ("deck", "sim", "none")
# Controls that `hide` removes; elements of the page have these names.
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
_FASTEST = 1000  # boundaries per second


@dataclass(frozen=True)
class Embed:
    """How a scene is shown; `by` and `rate` are those of playback (no rate: full speed)."""

    panels: tuple[str, ...]
    theme: str = "auto"
    controls: bool = True
    autoplay: bool = False
    rate: float | None = None
    by: str | None = None
    keys: str = "deck"
    hide: tuple[str, ...] = ()


class _Bad(ValueError):
    """The value of a field is not allowed; the message says what is."""


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise _Bad(f"{text!r} is not one of {', '.join(allowed)}")
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
        raise _Bad(f"{text!r} is not a number over 0 and up to {_FASTEST}, or max")
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
    """Return the scene that a query describes, and its problems as (field, message).

    A field with a problem has its default.
    """
    preset = PRESETS.get(query.get("preset", "circle"), PRESETS["circle"])
    found, problems = Embed(preset.panels), []
    for name, read in _FIELDS.items():
        if not query.get(name):
            continue
        try:
            found = replace(found, **{name: read(query[name])})
        except _Bad as error:
            problems.append((name, str(error)))
    return found, problems
