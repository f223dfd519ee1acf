"""The mistake of updating each layer right after its own gradient.

The error then passes through weights that have already changed, so it is no longer the derivative
of the loss. It is computed on copies; the run does not change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backstep.engine.nn.network import Architecture, Network
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.program import Array, execute


@dataclass(frozen=True)
class Before:
    """The state before an update: flat `parameters`, the optimizer's `slots` and `count`."""

    architecture: Architecture
    parameters: Array
    slots: Mapping[str, Array]
    count: float
    optimizer: str
    hyperparameters: Mapping[str, float]


@dataclass(frozen=True)
class Mistake:
    """The flat `parameters` after the wrong update, and the deltas.

    `right` and `wrong` are δ of each layer, the first layer first, (units, examples).
    """

    parameters: Array
    right: list[Array]
    wrong: list[Array]


def update_layer_by_layer(
    before: Before, batch: tuple[Array, Array], shown: tuple[Array, Array]
) -> Mistake:
    """Update layer by layer on `batch`, and compute the δ of the examples `shown`.

    Both are inputs (n, in) and targets (n, out).
    """
    parameters = before.parameters.copy()
    gradients = np.zeros_like(parameters)
    training = _forward(before.architecture, parameters, gradients, batch)
    looking = _forward(before.architecture, parameters, np.empty_like(parameters), shown)
    execute(looking.backward)
    right = [delta.copy() for delta in looking.deltas[1:]]
    layers = before.architecture.layers
    for layer in range(len(layers), 0, -1):
        for kind in layers[layer - 1].steps.backward:
            execute(training.program(kind, layer))
        execute(looking.delta(layer))
        _update(before, layer, parameters, gradients)
    return Mistake(parameters, right, looking.deltas[1:])


def _forward(
    architecture: Architecture, parameters: Array, gradients: Array, data: tuple[Array, Array]
) -> Network:
    inputs, targets = data
    network = Network(architecture, parameters, gradients, len(inputs))
    network.batch[: inputs.shape[1]] = inputs.T
    network.targets[:] = targets.T
    execute(network.forward)
    return network


def _update(before: Before, layer: int, parameters: Array, gradients: Array) -> None:
    """Apply the optimizer's update to one layer, with its memory of that layer."""
    layout = before.architecture.layout
    part = slice(layout.offsets[layer - 1], layout.offsets[layer])
    memory = Memory(
        parameters[part],
        gradients[part],
        layout.is_weight()[part],
        {name: slot[part].copy() for name, slot in before.slots.items()},
        np.array(before.count),
    )
    execute(OPTIMIZERS[before.optimizer].update(memory, before.hyperparameters))
