"""The links of the network, in the layout event and in frames."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.layers.layer import Layer
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array

Layout = Mapping[str, Any]
Tensors = Mapping[str, npt.NDArray[Any]]


def network_layout(architecture: Architecture) -> dict[str, Any]:
    """Return the network's part of the layout; see docs/protocol.md."""
    return {
        "sizes": architecture.sizes,
        "activations": architecture.activations,
        "layers": [_layer(each) for each in architecture.layers],
    }


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "kind": layer.kind,
        "shape": layer.shape,
        "tensors": layer.tensors,
        "links": None if layer.all_to_all else _links(layer),
    }


def _links(layer: Layer) -> list[list[Any]]:
    """Return [unit, source, tensor, place in the flattened tensor] of each link.

    The last two are None for a link without a parameter.
    """
    found: list[list[Any]] = []
    for unit in range(layer.units):
        for source in layer.sources(unit):
            place = int(layer.places[unit, source])
            if place < 0:
                found.append([unit, source, None, None])
                continue
            name, index = layer.entry(place)
            at = int(np.ravel_multi_index(index, layer.tensors[name]))
            found.append([unit, source, name, at])
    return found


def links(layout: Layout, layer: int) -> list[int]:
    """Return the links into layer 1, 2, … as rising numbers unit · inputs + source."""
    below, units = layout["sizes"][layer - 1 : layer + 1]
    found = layout["layers"][layer - 1]["links"]
    if found is None:
        return list(range(below * units))
    return [unit * below + source for unit, source, *_ in found]


def link_numbers(layout: Layout, layer: int, tensors: Tensors, group: str) -> Array | None:
    """Return `parameters`, `gradients` or `previous` on each link into a layer, (units, inputs).

    The number is 0 without a link, and 1 on a link without a parameter. Returns None if the frame
    has none of the group.
    """
    told, name = layout["layers"][layer - 1], f"{group}.layers.{layer - 1}"
    if told["links"] is None:
        return tensors.get(f"{name}.weight")
    if not all(f"{name}.{tensor}" in tensors for tensor in told["tensors"]):
        return None
    below, units = layout["sizes"][layer - 1 : layer + 1]
    numbers = np.zeros((units, below))
    for unit, source, tensor, at in told["links"]:
        numbers[unit, source] = 1.0 if tensor is None else tensors[f"{name}.{tensor}"].flat[at]
    return numbers
