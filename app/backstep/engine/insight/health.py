"""Measures the gradients and activations of each layer."""

from dataclasses import dataclass
from functools import cached_property
from math import hypot

import numpy as np
import numpy.typing as npt

from backstep.engine.insight.thresholds import NEAR_BOUND
from backstep.engine.nn.activations import Activation
from backstep.engine.nn.network import Architecture, Network
from backstep.engine.program import Array, execute

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Layer:
    """The measurements of layer `layer`; None if a quantity does not exist (yet).

    A layer may have no parameters or no activation function. `saturated` and `slopeless` are
    (units,): the share of the batch's examples on which a unit is saturated, and whether its
    derivative is 0 on all of them.
    """

    layer: int
    gradient: Array | None
    weight_norm: float | None
    update_ratio: float | None
    saturated: Array | None
    slopeless: Mask | None

    @cached_property
    def gradient_norm(self) -> float | None:
        return None if self.gradient is None else float(np.linalg.norm(self.gradient))

    @property
    def gradient_size(self) -> float | None:
        """Root mean square of the gradient's entries."""
        norm = self.gradient_norm
        return None if norm is None or self.gradient is None else norm / self.gradient.size**0.5


@dataclass(frozen=True)
class Step:
    """The numbers of a step so far.

    `parameters` are the current ones, flat; `before` those before the update, once it is done.
    `activated` and `derived` say for each layer from 1 whether its activations and its gradient are
    computed.
    """

    architecture: Architecture
    parameters: Array
    gradients: Array
    network: Network
    activated: list[bool]
    derived: list[bool]
    before: Array | None = None


def measure(step: Step) -> list[Layer]:
    """Return the measurements of all layers, the first layer first."""
    layout = step.architecture.layout
    now, gradients = layout.blocks(step.parameters), layout.blocks(step.gradients)
    before = None if step.before is None else layout.blocks(step.before)
    found = []
    for at, layer in enumerate(step.architecture.layers):
        row = layer.activation_row
        z, a = step.network.preactivations[at + 1], step.network.activations[at + 1]
        known = step.activated[at]
        found.append(
            Layer(
                at + 1,
                gradients[at] if step.derived[at] and layer.size else None,
                _norm(layer.decaying_views(now[at])),
                None if before is None else _ratio(now[at] - before[at], before[at]),
                saturated(row, a) if known else None,
                slopeless(row, z, a) if known else None,
            )
        )
    return found


def _norm(weights: list[Array]) -> float | None:
    """Return the norm of tensors taken together; None if there are none."""
    norms = [float(np.linalg.norm(each)) for each in weights]
    return hypot(*norms) if norms else None


def _ratio(change: Array, before: Array) -> float | None:
    size = float(np.linalg.norm(before))
    return float(np.linalg.norm(change)) / size if size else None


def saturated(row: Activation | None, a: Array) -> Array | None:
    """Return the share of examples on which each unit is within 2 % of the activation's bounds.

    `a` is (units, examples). Returns None if the activation function does not have both bounds.
    """
    if row is None or row.bounds is None:
        return None
    low, high = row.bounds
    near = NEAR_BOUND * (high - low)
    share: Array = ((a < low + near) | (a > high - near)).mean(axis=1)
    return share


def slopeless(row: Activation | None, z: Array, a: Array) -> Mask | None:
    """Return whether each unit's derivative is 0 on all examples; None if not elementwise."""
    if row is None or row.slope is None:
        return None
    z, a = z.copy(), a.copy()
    slope = np.empty_like(z)
    execute(row.slope(z, a, slope))
    flat: Mask = np.logical_not(slope.any(axis=1))
    return flat
