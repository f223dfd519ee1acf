"""The numbers on the neurons at a position."""

from dataclasses import dataclass

import numpy as np

from backstep.engine.nn.activations import Activation
from backstep.engine.nn.network import Network
from backstep.engine.program import Array, execute


@dataclass(frozen=True)
class Numbers:
    """The numbers on the neurons at a position: of one example, or means over the batch.

    `input` is (in,). The other lists have one array (units,) per layer with weights; δ is that of
    the example's own loss.
    """

    mean: bool
    input: Array
    target: Array
    preactivations: list[Array]
    activations: list[Array]
    deltas: list[Array]
    loss: float | None

    def signal(self, layer: int) -> Array:
        """Return the activations of layer 0 (the inputs), 1, …"""
        return self.activations[layer - 1] if layer else self.input


def numbers_of(network: Network, mean: bool, loss: float | None) -> Numbers:
    """Return the numbers in a network's buffers: of its only example, or means over its batch."""

    def shown(array: Array) -> Array:
        if network.examples == 1:
            return array[:, 0].copy()
        middle: Array = array.mean(axis=1)
        return middle

    depth = network.architecture.depth
    return Numbers(
        mean,
        shown(network.activations[0]),
        shown(network.targets),
        [shown(network.preactivations[layer]) for layer in range(1, depth + 1)],
        [shown(network.activations[layer]) for layer in range(1, depth + 1)],
        # The batch's δ contain the mean's 1/n, so their sum is the mean of the examples' own δ.
        [network.deltas[layer].sum(axis=1) for layer in range(1, depth + 1)],
        loss,
    )


def slopes(row: Activation | None, preactivations: Array) -> Array | None:
    """Return f′(z) of each unit, 1 without an activation function.

    Returns None for softmax: its outputs are coupled (no elementwise derivative).
    """
    if row is None:
        return np.ones_like(preactivations)
    if row.slope is None:
        return None
    z = preactivations.copy()
    a, slope = np.empty_like(z), np.empty_like(z)
    execute([*row.value(z, a), *row.slope(z, a, slope)])
    return slope
