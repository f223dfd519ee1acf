"""Where each weight and bias lies in the flat parameter vector.

Layer by layer the vector holds the rows of `[W | b]`, shape (out, in + 1): neuron j's weights,
then its bias. Names are PyTorch's: `layers.0.weight`, `layers.0.bias`, l from 0.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from backstep.engine.errors import InvalidValue
from backstep.engine.program import Array

_NAME = re.compile(r"layers\.(\d{1,3})\.(weight|bias)((?:\.\d{1,4})*)")


@dataclass(frozen=True, order=True)
class Parameter:
    """One number: the weight from neuron `source` to neuron `unit` of layer `layer` (from 0),
    or the unit's bias where `source` is None."""

    layer: int
    unit: int
    source: int | None

    def __str__(self) -> str:
        tail = f"bias.{self.unit}" if self.source is None else f"weight.{self.unit}.{self.source}"
        return f"layers.{self.layer}.{tail}"


@dataclass(frozen=True)
class ParameterLayout:
    """The flat vector of a dense network with `sizes` units per layer, inputs first."""

    sizes: tuple[int, ...]

    @cached_property
    def shapes(self) -> list[tuple[int, int]]:
        """Shape (out, in + 1) of each layer's [W | b]."""
        return [(out, fan_in + 1) for fan_in, out in pairwise(self.sizes)]

    @cached_property
    def offsets(self) -> list[int]:
        return [0, *np.cumsum([rows * columns for rows, columns in self.shapes]).tolist()]

    @property
    def size(self) -> int:
        return self.offsets[-1]

    def matrices(self, flat: Array) -> list[Array]:
        """Views (out, in + 1) into `flat`, one a layer."""
        return [
            flat[start:stop].reshape(shape)
            for (start, stop), shape in zip(pairwise(self.offsets), self.shapes, strict=True)
        ]

    def weights(self, flat: Array) -> list[Array]:
        """Views (out, in) into `flat`, one a layer."""
        return [matrix[:, :-1] for matrix in self.matrices(flat)]

    def biases(self, flat: Array) -> list[Array]:
        """Views (out,) into `flat`, one a layer."""
        return [matrix[:, -1] for matrix in self.matrices(flat)]

    def named(self, flat: Array) -> Iterator[tuple[str, Array]]:
        """`layers.0.weight` (out, in), `layers.0.bias` (out,), … as views."""
        for layer, matrix in enumerate(self.matrices(flat)):
            yield f"layers.{layer}.weight", matrix[:, :-1]
            yield f"layers.{layer}.bias", matrix[:, -1]

    def is_weight(self) -> Array:
        """1 where the vector holds a weight, 0 where it holds a bias."""
        mask = np.ones(self.size)
        for bias in self.biases(mask):
            bias[:] = 0
        return mask

    def index(self, parameter: Parameter) -> int:
        """Place of a parameter in the flat vector."""
        _, columns = self.shapes[parameter.layer]
        column = columns - 1 if parameter.source is None else parameter.source
        return self.offsets[parameter.layer] + parameter.unit * columns + column

    def at(self, index: int) -> Parameter:
        """The parameter at a place in the flat vector."""
        layer = int(np.searchsorted(self.offsets, index, side="right")) - 1
        unit, column = divmod(index - self.offsets[layer], self.shapes[layer][1])
        return Parameter(layer, unit, None if column == self.shapes[layer][1] - 1 else column)

    def find(self, tensor: str, index: Sequence[int] = (), *, field: str = "tensor") -> Parameter:
        """The parameter called `layers.{l}.weight` with index (j, i), `layers.{l}.bias` with
        index (j,), or with the index written out as `layers.{l}.weight.{j}.{i}`.

        Raises InvalidValue naming `field` when there is none.
        """
        match = _NAME.fullmatch(tensor)
        if match is None:
            raise InvalidValue(
                f"{tensor!r} is not a tensor; allowed: layers.L.weight, layers.L.bias", field=field
            )
        layer, kind = int(match[1]), match[2]
        place = [int(part) for part in match[3].split(".")[1:]] or list(index)
        if layer >= len(self.shapes):
            raise InvalidValue(
                f"there is no layers.{layer}; the last is layers.{len(self.shapes) - 1}",
                field=field,
            )
        rows, columns = self.shapes[layer]
        limits = [rows, columns - 1] if kind == "weight" else [rows]
        if len(place) != len(limits) or not all(
            0 <= at < limit for at, limit in zip(place, limits, strict=True)
        ):
            raise InvalidValue(
                f"layers.{layer}.{kind} has shape {tuple(limits)}; no entry {tuple(place)}",
                field=field,
            )
        return Parameter(layer, place[0], place[1] if kind == "weight" else None)
