"""Two made-up layer kinds: code must not assume what their rows do not say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from backstep.engine.errors import InvalidValue
from backstep.engine.nn.layers.code import CodeLine, CodeLines, NumpyCode, TorchCode
from backstep.engine.nn.layers.kinds import LayerKind, Setting, Settings
from backstep.engine.nn.layers.layer import (
    FIXED,
    NO_LINK,
    Layer,
    Places,
    Ports,
    Programs,
    Shape,
)
from backstep.engine.nn.steps import Steps
from backstep.engine.program import Array, call
from backstep.texts.languages import Languages, Texts
from tests.site import Folder, copied

_SCALE = NumpyCode(
    name="scale",
    shape=(),
    tensors=MappingProxyType({"scale": "[0]", "bias": "[1]"}),
    forward="x * layer[0] + layer[1]",
    back="delta * layer[0]",
    gradient=("slope[0] = (delta * x).sum(axis=0)", "slope[1] = delta.sum(axis=0)"),
)
_MODULE = """class Scale(torch.nn.Module):
    def __init__(self, units):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.ones(units))
        self.bias = torch.nn.Parameter(torch.zeros(units))

    def forward(self, a):
        return a * self.scale + self.bias"""


@dataclass(frozen=True)
class Scale(Layer):
    """One unit for each input: z = s ⊙ a + b. The block holds s, then b."""

    kind: ClassVar[str] = "scale"
    steps: ClassVar[Steps] = Steps(("linear", "activation"), ("delta", "gradient"))
    decaying: ClassVar[tuple[str, ...]] = ("scale",)

    @property
    def shape(self) -> Shape:
        return self.inputs

    @property
    def tensors(self) -> Mapping[str, Shape]:
        return {"scale": (self.units,), "bias": (self.units,)}

    @property
    def fans(self) -> Mapping[str, tuple[int, int]]:
        return {"scale": (1, 1)}

    def views(self, block: Array) -> dict[str, Array]:
        return {"scale": block[..., : self.units], "bias": block[..., self.units :]}

    def bind(self, ports: Ports) -> Programs:
        own, slope = self.views(ports.parameters), self.views(ports.gradients)
        below, product = ports.below[:-1], np.empty_like(ports.delta)
        scale, bias = own["scale"][:, None], own["bias"][:, None]
        back = [] if ports.back is None else [
            call(np.multiply, scale, ports.delta, ports.back[:-1])
        ]  # fmt: skip
        return Programs(
            [call(np.multiply, scale, below, ports.out), call(np.add, ports.out, bias, ports.out)],
            back,
            [
                call(np.multiply, ports.delta, below, product),
                call(np.add.reduce, product, 1, None, slope["scale"]),
                call(np.add.reduce, ports.delta, 1, None, slope["bias"]),
            ],
        )

    @cached_property
    def places(self) -> Places:
        found = np.full((self.units, self.width + 1), NO_LINK, np.int32)
        np.fill_diagonal(found, np.arange(self.units))
        found[:, -1] = self.units + np.arange(self.units)
        return found

    @property
    def numpy(self) -> NumpyCode:
        return replace(_SCALE, shape=(2, self.units))

    @property
    def torch(self) -> TorchCode:
        return TorchCode(f"Scale({self.units})", definition=_MODULE)


@dataclass(frozen=True)
class Mean(Layer):
    """The means of groups of neighbors: no parameters, no activation function."""

    size_of_window: int

    kind: ClassVar[str] = "mean"
    steps: ClassVar[Steps] = Steps(("pool",), ("delta",))

    @property
    def shape(self) -> Shape:
        return (self.width // self.size_of_window,)

    @property
    def tensors(self) -> Mapping[str, Shape]:
        return {}

    def views(self, block: Array) -> dict[str, Array]:
        return {}

    def bind(self, ports: Ports) -> Programs:
        window, covered = self.size_of_window, self.units * self.size_of_window
        below = ports.below[:covered].reshape(self.units, window, -1)
        back = []
        if ports.back is not None:
            wide = ports.back[:covered].reshape(self.units, window, -1)
            back = [
                call(ports.back.fill, 0),
                call(np.multiply, ports.delta[:, None], 1 / window, wide),
            ]
        return Programs([call(np.mean, below, 1, None, ports.out)], back, [])

    @cached_property
    def places(self) -> Places:
        found = np.full((self.units, self.width + 1), NO_LINK, np.int32)
        for unit in range(self.units):
            found[unit, unit * self.size_of_window : (unit + 1) * self.size_of_window] = FIXED
        return found

    def jacobian(self, block: Array, signal: Array) -> Array:
        return np.where(self.places[:, :-1] == FIXED, 1 / self.size_of_window, 0.0)

    @property
    def numpy(self) -> NumpyCode:
        window = self.size_of_window
        covered = self.units * window
        zeros = f"np.zeros((len(x), {self.width - covered}))"
        return NumpyCode(
            name=f"mean_{window}_of_{self.width}",
            shape=(0,),
            tensors={},
            forward=f"x[:, :{covered}].reshape(len(x), -1, {window}).mean(axis=2)",
            back=f"np.hstack([np.repeat(delta, {window}, axis=1) / {window}, {zeros}])",
            gradient=(),
        )

    @property
    def torch(self) -> TorchCode:
        window = self.size_of_window
        return TorchCode(f"torch.nn.AvgPool1d({window})", call="layer(a[:, None])[:, 0]")


def _scale(inputs: Shape, settings: Settings, activation: str | None) -> Layer:
    return Scale(inputs, activation)


def _mean(inputs: Shape, settings: Settings, activation: str | None) -> Layer:
    if settings["window"] > inputs[0]:
        raise InvalidValue(f"is {settings['window']}; {inputs[0]} come in", field="window")
    return Mean(inputs, None, settings["window"])


SCALE = LayerKind(
    name="scale",
    make=_scale,
    steps=Scale.steps,
    lines=CodeLines(
        CodeLine("Z{l} = {A} * s{l} + b{l}", "(n, in) * (out,) + (out,) → (n, out)"),
        CodeLine("D{l} * s{l}", "(n, out) * (out,)"),
        CodeLine(
            "ds{l} = (D{l} * {A}).sum(axis=0){penalty s}; db{l} = D{l}.sum(axis=0)",
            "(n, out) * (n, in) → (out,), (out,)",
        ),
    ),
    word="scale",
)
MEAN = LayerKind(
    name="mean",
    make=_mean,
    steps=Mean.steps,
    lines=CodeLines(
        CodeLine("A{l} = {A}.reshape(n, out, -1).mean(axis=2)", "(n, in) → (n, out)"),
        CodeLine("np.repeat(D{l}, window, axis=1) / window", "(n, out) → (n, in)"),
    ),
    settings=(Setting("window", default=2, max=9),),
    word="mean",
    activated=False,
    counts=False,
)

_ROWS = {
    "layers": {
        "scale": {"label": "Scale", "help": "Every neuron scales its own input."},
        "mean": {"label": "Mean", "help": "The means of neighbors."},
    },
    "controls": {"network.hidden.window": {"label": "Window", "help": "Neighbors in a mean."}},
}


def site(root: Path) -> Folder:
    """The package's files in a folder, with texts for the two kinds."""
    folder = copied(root)
    for code in Languages(folder("static") / "text"):
        path = folder("static") / "text" / code / "catalogue.json"
        texts = json.loads(path.read_text("utf-8"))
        texts |= {section: texts[section] | rows for section, rows in _ROWS.items()}
        path.write_text(json.dumps(texts), "utf-8")
    return folder


def texts(root: Path) -> Texts:
    """English, with texts for the two kinds."""
    return Languages(site(root)("static") / "text").default
