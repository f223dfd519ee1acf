"""The layout of the flat parameter vector.

The vector holds one block per layer, which the layer arranges. Names are PyTorch's:
`layers.0.weight`, `layers.0.bias`, counted from 0 over all layers, also those without parameters.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from backstep.engine.errors import InvalidValue
from backstep.engine.nn.layers.layer import Layer, Use
from backstep.engine.program import Array

_NAME = re.compile(r"layers\.(\d{1,3})\.([a-z_]{1,16})((?:\.\d{1,4})*)")


@dataclass(frozen=True, order=True)
class Parameter:
    """One number: the entry `index` of a tensor of layer `layer` (from 0)."""

    layer: int
    tensor: str
    index: tuple[int, ...]

    @property
    def name(self) -> str:
        """The tensor's full name."""
        return f"layers.{self.layer}.{self.tensor}"

    def __str__(self) -> str:
        return ".".join([self.name, *map(str, self.index)])


@dataclass(frozen=True)
class ParameterLayout:
    """The flat vector of a network with these `layers`."""

    layers: tuple[Layer, ...]

    @cached_property
    def offsets(self) -> list[int]:
        """The start of each layer's block, and the end of the last one."""
        return [0, *np.cumsum([layer.size for layer in self.layers]).tolist()]

    @property
    def size(self) -> int:
        return self.offsets[-1]

    def blocks(self, flat: Array) -> list[Array]:
        """Return views (…, size) of `flat` (…, parameters), one per layer."""
        return [flat[..., start:stop] for start, stop in pairwise(self.offsets)]

    def tensors(self, flat: Array) -> list[dict[str, Array]]:
        """Return every layer's tensors by name, as views of `flat` (…, parameters)."""
        blocks = zip(self.layers, self.blocks(flat), strict=True)
        return [layer.views(block) for layer, block in blocks]

    def named(self, flat: Array) -> Iterator[tuple[str, Array]]:
        """Yield `layers.0.weight` (…, out, in), `layers.0.bias` (…, out), … as views."""
        for layer, tensors in enumerate(self.tensors(flat)):
            for name, view in tensors.items():
                yield f"layers.{layer}.{name}", view

    @property
    def all_to_all(self) -> bool:
        """Whether every block is a matrix [W | b]."""
        return all(layer.all_to_all for layer in self.layers)

    def decaying(self, flat: Array) -> list[list[Array]]:
        """Return, per layer, views of the tensors that penalties and weight decay act on."""
        blocks = zip(self.layers, self.blocks(flat), strict=True)
        return [layer.decaying_views(block) for layer, block in blocks]

    def weights(self, flat: Array) -> list[Array]:
        """Return the same views in one list."""
        return [view for views in self.decaying(flat) for view in views]

    def matrices(self, flat: Array) -> list[Array]:
        """Return views [W | b], (out, in + 1), one per layer, if all are `all_to_all`."""
        return [
            block.reshape(layer.units, layer.width + 1)
            for layer, block in zip(self.layers, self.blocks(flat), strict=True)
        ]

    def is_weight(self) -> Array:
        """Return a flat mask: 1 where penalties and weight decay act, else 0."""
        mask = np.zeros(self.size)
        for weight in self.weights(mask):
            weight[...] = 1
        return mask

    def decays(self, parameter: Parameter) -> bool:
        """Whether penalties and weight decay act on the parameter."""
        return parameter.tensor in self.layers[parameter.layer].decaying

    def index(self, parameter: Parameter) -> int:
        """Return the index of a parameter in the flat vector."""
        layer = self.layers[parameter.layer]
        return self.offsets[parameter.layer] + layer.place(parameter.tensor, parameter.index)

    def at(self, index: int) -> Parameter:
        """Return the parameter at an index of the flat vector."""
        # Of layers with the same start, all but the last are empty.
        layer = bisect_right(self.offsets, index, hi=len(self.layers)) - 1
        return Parameter(layer, *self.layers[layer].entry(index - self.offsets[layer]))

    def uses(self, parameter: Parameter) -> list[Use]:
        """Return the uses of a parameter in its layer."""
        layer = self.layers[parameter.layer]
        return layer.uses(layer.place(parameter.tensor, parameter.index))

    def link(self, layer: int, unit: int, source: int) -> Parameter | None:
        """Return the parameter of a link into a unit of layer `layer` (from 0), or None."""
        place = int(self.layers[layer].places[unit, source])
        return Parameter(layer, *self.layers[layer].entry(place)) if place >= 0 else None

    def find(self, tensor: str, index: Sequence[int] = (), *, field: str = "tensor") -> Parameter:
        """Return the parameter of a tensor and an index, or of a full name.

        `layers.{l}.weight` has the index (j, i), `layers.{l}.bias` (j,); a full name is
        `layers.{l}.weight.{j}.{i}`. Raises InvalidValue for `field` if there is none.
        """
        match = _NAME.fullmatch(tensor)
        known = dict.fromkeys(name for layer in self.layers for name in layer.tensors)
        if match is None or match[2] not in known:
            allowed = ", ".join(f"layers.L.{name}" for name in known)
            raise InvalidValue(f"{tensor!r} is not a tensor; allowed: {allowed}", field=field)
        layer, name = int(match[1]), match[2]
        place = tuple(int(part) for part in match[3].split(".")[1:]) or tuple(index)
        if layer >= len(self.layers):
            raise InvalidValue(
                f"there is no layers.{layer}; the last is layers.{len(self.layers) - 1}",
                field=field,
            )
        shape = self.layers[layer].tensors.get(name)
        if shape is None:
            raise InvalidValue(f"layers.{layer} has no {name}", field=field)
        if len(place) != len(shape) or not all(
            0 <= at < limit for at, limit in zip(place, shape, strict=True)
        ):
            raise InvalidValue(
                f"layers.{layer}.{name} has shape {shape}; no entry {place}", field=field
            )
        return Parameter(layer, name, place)
