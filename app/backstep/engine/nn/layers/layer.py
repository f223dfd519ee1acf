"""The interface of a layer.

A layer has fixed input and output shapes and owns a block of the network's flat parameter vector.
It binds its three programs to arrays that never move: forward, back, and gradient. The rest of the
interface describes the links between units, from which explanations of gradients are derived.
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
FIXED = -2  # it does, with a fixed weight


@dataclass(frozen=True)
class Ports:
    """The arrays that a layer's programs read and write.

    `parameters` and `gradients` are the layer's blocks, flat. `below` (inputs + 1, n) is the input
    with a row of ones last. The forward program fills `out` (units, n): pre-activations, or
    activations if the layer has no activation function. `delta` (units, n) is ∂loss/∂out. `back`
    (inputs + 1, n) receives ∂loss/∂below, whose last row is ignored; None in the first layer.
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
    """A use of a parameter: it multiplies input `source` for `unit`, or is added to it (None)."""

    unit: int
    source: int | None


@dataclass(frozen=True)
class Layer(ABC):
    """One layer; `inputs` is the shape of its input, `activation` None if it has none.

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
        """The shape of the output: (units,), or (channels, rows, columns)."""

    @property
    @abstractmethod
    def tensors(self) -> Mapping[str, Shape]:
        """The shapes of the parameters by name, in the order of the block; may be empty."""

    @property
    def fans(self) -> Mapping[str, tuple[int, int]]:
        """(fan in, fan out) of the tensors that an initializer draws; the others start at zero."""
        return {}

    @abstractmethod
    def views(self, block: Array) -> dict[str, Array]:
        """Return the tensors as views of the layer's block (…, size), keeping its leading axes."""

    def decaying_views(self, block: Array) -> list[Array]:
        """Return views of the tensors that penalties and weight decay act on."""
        views = self.views(block)
        return [views[name] for name in self.decaying if name in views]

    @abstractmethod
    def bind(self, ports: Ports) -> Programs:
        """Return the layer's programs, bound to these arrays."""

    @cached_property
    @abstractmethod
    def places(self) -> Places:
        """The links of the units, (units, inputs + 1); the last column is for the bias.

        An entry is the index in the block of the link's parameter, NO_LINK or FIXED.
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
        """The number of inputs."""
        return prod(self.inputs)

    @cached_property
    def size(self) -> int:
        """The number of parameters."""
        return sum(map(prod, self.tensors.values()))

    @property
    def activation_row(self) -> Activation | None:
        return None if self.activation is None else ACTIVATIONS[self.activation]

    def jacobian(self, block: Array, signal: Array) -> Array:
        """Return ∂out/∂below (units, inputs) of one example, `signal` (inputs,)."""
        links = self.places[:, :-1]
        return np.where(links >= 0, block[links] if self.size else 0.0, 0.0)

    def added(self, block: Array) -> Array:
        """Return each unit's bias, or 0, (units,)."""
        last = self.places[:, -1]
        return np.where(last >= 0, block[last] if self.size else 0.0, 0.0)

    def uses(self, place: int) -> list[Use]:
        """Return the uses of the parameter at an index of the block."""
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
        """Return the inputs that a unit reads."""
        return np.flatnonzero(self.places[unit, :-1] != NO_LINK).tolist()

    def fed(self, source: int) -> list[int]:
        """Return the units that read an input."""
        return np.flatnonzero(self.places[:, source] != NO_LINK).tolist()

    def place(self, tensor: str, index: tuple[int, ...]) -> int:
        """Return the index in the block of an entry of a tensor."""
        return int(self._tensor_places[tensor][index])

    def entry(self, place: int) -> tuple[str, tuple[int, ...]]:
        """Return tensor and index at an index of the block."""
        names, flat = self._entries
        name = list(self.tensors)[names[place]]
        index = np.unravel_index(flat[place], self.tensors[name])
        return name, tuple(int(each) for each in index)

    @cached_property
    def _tensor_places(self) -> dict[str, Array]:
        return self.views(np.arange(self.size, dtype=np.float64))

    @cached_property
    def _entries(self) -> tuple[Places, Places]:
        """The tensor that each index of the block belongs to, and the flat index in that tensor."""
        names, flat = np.empty((2, self.size), np.int32)
        for number, name in enumerate(self.tensors):
            places = self._tensor_places[name].astype(np.int32).ravel()
            names[places], flat[places] = number, np.arange(len(places))
        return names, flat
