"""The registry of layer kinds: what a spec may contain, and its form in an address.

Code that reads specs calls `layer_kinds()`. It returns `BUILT_IN`, unless `offering` adds kinds
within a `with` block, in this context and those that it starts.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from backstep.engine.nn.layers.code import Line, Lines
from backstep.engine.nn.layers.dense import Dense
from backstep.engine.nn.layers.layer import Layer, Shape
from backstep.engine.nn.steps import Steps
from backstep.engine.registry import Registry

Settings = Mapping[str, int]
Make = Callable[[Shape, Settings, str | None], Layer]


@dataclass(frozen=True)
class Setting:
    """An integer that a spec may set; `default` may name the setting whose value it follows.

    In an address it follows `letter`, and is left out if it is the default, unless `always` is set.
    If `max` is None, the caps limit it.
    """

    name: str
    label: str
    help: str
    default: int | str
    min: int = 1
    max: int | None = None
    letter: str = ""
    always: bool = True


@dataclass(frozen=True)
class LayerKind:
    """A kind of layer.

    `make` builds a layer from the shape of its input, the settings and the activation function; it
    raises InvalidValue that names the setting that does not fit. `word` begins the kind's form in
    an address. `counts`: whether the caps count it as a layer; `activated`: whether a spec chooses
    its activation function.
    """

    name: str
    label: str
    help: str
    make: Make
    steps: Steps
    lines: Lines
    settings: tuple[Setting, ...] = ()
    word: str = ""
    activated: bool = True
    counts: bool = True

    def fill(self, given: Settings) -> dict[str, int]:
        """Return all settings, completed with defaults."""
        filled: dict[str, int] = {}
        for each in self.settings:
            default = filled[each.default] if isinstance(each.default, str) else each.default
            filled[each.name] = given.get(each.name, default)
        return filled

    def write(self, settings: Settings) -> str:
        """Return the layer's form in an address, such as `4` or `conv4x3`."""
        text, given = self.word, dict[str, int]()
        for each in self.settings:
            value = settings[each.name]
            if each.always or value != self.fill(given)[each.name]:
                text += f"{each.letter}{value}"
            given[each.name] = value
        return text

    def read(self, text: str) -> dict[str, int] | None:
        """Return the settings in a text that `write` returned; None if it is another kind's."""
        found = self._pattern.fullmatch(text)
        if found is None:
            return None
        return {name: int(value) for name, value in found.groupdict().items() if value is not None}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (
            f"(?:{re.escape(each.letter)}(?P<{each.name}>[0-9]{{1,5}})){'' if each.always else '?'}"
            for each in self.settings
        )
        return re.compile(re.escape(self.word) + "".join(parts))


def _dense(inputs: Shape, settings: Settings, activation: str | None) -> Layer:
    return Dense(inputs, activation, settings["units"])


BUILT_IN: Registry[LayerKind] = Registry(
    "layer kind",
    LayerKind(
        name="dense",
        label="Dense",
        help="Every neuron weighs every input.",
        make=_dense,
        steps=Dense.steps,
        lines=Lines(
            Line("Z{l} = {A} @ W{l}.T + b{l}", "(n, in) @ (in, out) + (out,) → (n, out)"),
            Line("D{l} @ W{l}", "(n, out) @ (out, in)"),
            Line(
                "dW{l} = D{l}.T @ {A}{penalty W}; db{l} = D{l}.sum(axis=0)",
                "(out, n) @ (n, in) → (out, in), (out,)",
            ),
        ),
        settings=(Setting("units", "Neurons", "Neurons of the layer.", default=4),),
    ),
)

_offered: ContextVar[Registry[LayerKind]] = ContextVar("layer kinds", default=BUILT_IN)


def layer_kinds() -> Registry[LayerKind]:
    """Return the kinds that a spec may contain."""
    return _offered.get()


@contextmanager
def offering(*rows: LayerKind) -> Iterator[Registry[LayerKind]]:
    """Add kinds within the block."""
    known = layer_kinds()
    token = _offered.set(Registry(known.kind, *known.values(), *rows))
    try:
        yield layer_kinds()
    finally:
        _offered.reset(token)
