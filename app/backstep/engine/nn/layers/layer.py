"""What the engine needs to know of a layer.

A layer stands between known shapes and owns a block of the network's flat parameter vector. It
binds its three programs to arrays that never move: forward, back, and gradient. The rest of it says
how its units hang together, from which everything that explains a gradient is derived.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.activations import ACTIVATIONS, Activation
from backstep.engine.nn.layers.code import NumpyCode, TorchCode
from backstep.engine.nn.steps import Steps
from backstep.engine.program import Array, Program

Shape = tuple[int, ...]
Places = npt.NDArray[np.int32]

NO_LINK = -1  # the unit does not read that input
FIXED = -2  # it does, through a number that is no parameter


@dataclass(frozen=True)
class Ports:
    """The arrays that a layer's programs read and write.

    `parameters` and `gradients` are the layer's blocks, flat. `below` (inputs + 1, n) comes in, a
    row of ones last. `out` (units, n) is what the forward program fills: pre-activations, or
    activations where the layer has no activation function. `delta` (units, n) is ∂loss/∂out.
    `back` (inputs + 1, n) takes ∂loss/∂below, its last row is not read; None in the first layer.
    """

    parameters: Array
    gradients: Array
    below: Array
    out: Array
    delta: Array
    back: Array | None


class Programs(NamedTuple):
    """`forward` fills `out`, `back` fills `back` from `delta`, `gradient` fills `gradients`."""

    forward: Program
    back: Program
    gradient: Program


class Use(NamedTuple):
    """A place where a parameter is used: it multiplies input `source` on the way to `unit`, or is
    added to the unit where `source` is None."""

    unit: int
    source: int | None


@dataclass(frozen=True)
class Layer(ABC):
    """One layer: `inputs` is the shape of what it reads, `activation` None if it has none.

    Units and inputs are numbered in the order of the flattened shapes.
    """

    inputs: Shape
    activation: str | None

    kind: ClassVar[str]
    steps: ClassVar[Steps]
    # Tensors that penalties and weight decay act on.
    decaying: ClassVar[tuple[str, ...]] = ("weight",)
    # Whether the block is the matrix [W | b], (units, inputs + 1), of links from all to all.
    all_to_all: ClassVar[bool] = False

    @property
    @abstractmethod
    def shape(self) -> Shape:
        """What the layer gives: (units,), or (channels, rows, columns)."""

    @property
    @abstractmethod
    def tensors(self) -> Mapping[str, Shape]:
        """The parameters by name, in the order in which they are listed; may be empty."""

    @property
    def fans(self) -> Mapping[str, tuple[int, int]]:
        """(fan in, fan out) of the tensors that an initializer draws; the others start at zero."""
        return {}

    @abstractmethod
    def views(self, block: Array) -> dict[str, Array]:
        """The tensors as views into the layer's block (…, size), whose leading axes they keep."""

    def decaying_views(self, block: Array) -> list[Array]:
        """Views of the tensors that penalties and weight decay act on."""
        views = self.views(block)
        return [views[name] for name in self.decaying if name in views]

    @abstractmethod
    def bind(self, ports: Ports) -> Programs:
        """The layer's programs over these arrays."""

    @cached_property
    @abstractmethod
    def places(self) -> Places:
        """How the units are linked: (units, inputs + 1), the last column for what is added.

        An entry is the place in the block of the parameter on that link, NO_LINK or FIXED.
        """

    @property
    @abstractmethod
    def numpy(self) -> NumpyCode:
        """The layer as lines of numpy."""

    @property
    @abstractmethod
    def torch(self) -> TorchCode:
        """The layer as a PyTorch module."""

    @cached_property
    def units(self) -> int:
        return prod(self.shape)

    @cached_property
    def width(self) -> int:
        """How many numbers come in."""
        return prod(self.inputs)

    @cached_property
    def size(self) -> int:
        """How many parameters the layer has."""
        return sum(map(prod, self.tensors.values()))

    @property
    def activation_row(self) -> Activation | None:
        return None if self.activation is None else ACTIVATIONS[self.activation]

    def jacobian(self, block: Array, signal: Array) -> Array:
        """∂out/∂below (units, inputs) of one example, `signal` (inputs,)."""
        links = self.places[:, :-1]
        return np.where(links >= 0, block[links] if self.size else 0.0, 0.0)

    def added(self, block: Array) -> Array:
        """What is added to each unit's sum (units,): its bias, or 0."""
        last = self.places[:, -1]
        return np.where(last >= 0, block[last] if self.size else 0.0, 0.0)

    def uses(self, place: int) -> list[Use]:
        """Where the parameter at a place of the block is used."""
        units, sources = np.nonzero(self.places == place)
        return [
            Use(unit, source if source < self.width else None)
            for unit, source in zip(units.tolist(), sources.tolist(), strict=True)
        ]

    @property
    def linked(self) -> npt.NDArray[np.bool_]:
        """Whether each unit reads each input, (units, inputs)."""
        linked: npt.NDArray[np.bool_] = self.places[:, :-1] != NO_LINK
        return linked

    def sources(self, unit: int) -> list[int]:
        """The inputs that a unit reads."""
        return np.flatnonzero(self.places[unit, :-1] != NO_LINK).tolist()

    def fed(self, source: int) -> list[int]:
        """The units that read an input."""
        return np.flatnonzero(self.places[:, source] != NO_LINK).tolist()

    def place(self, tensor: str, index: tuple[int, ...]) -> int:
        """Place in the block of an entry of a tensor."""
        return int(self._tensor_places[tensor][index])

    def entry(self, place: int) -> tuple[str, tuple[int, ...]]:
        """The tensor and the index at a place of the block."""
        names, flat = self._entries
        name = list(self.tensors)[names[place]]
        index = np.unravel_index(flat[place], self.tensors[name])
        return name, tuple(int(each) for each in index)

    @cached_property
    def _tensor_places(self) -> dict[str, Array]:
        return self.views(np.arange(self.size, dtype=np.float64))

    @cached_property
    def _entries(self) -> tuple[Places, Places]:
        """For each place which tensor it belongs to, and where it lies in that, flattened."""
        names, flat = np.empty((2, self.size), np.int32)
        for number, name in enumerate(self.tensors):
            places = self._tensor_places[name].astype(np.int32).ravel()
            names[places], flat[places] = number, np.arange(len(places))
        return names, flat
