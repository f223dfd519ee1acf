"""Compares central differences with the backward pass, and explains disagreements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from backstep.engine.nn.network import Network
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator

STEP = 1e-5
_TOLERANCE = 1e-6  # relative to the larger of the two derivatives, or to 1
Reason = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """A central difference, `value` = (L(w + h) − L(w − h)) / 2h, and the `gradient`.

    `reason` says what lies between w − h and w + h if the two disagree; see docs/protocol.md.
    """

    value: float
    gradient: float
    difference: float
    agrees: bool
    h: float
    reason: Reason | None

    def fields(self) -> dict[str, Any]:
        return dict(vars(self))


def check(
    evaluator: Evaluator,
    parameters: Array,
    at: int,
    gradient: float,
    rows: Sequence[int],
    h: float = STEP,
) -> Check:
    """Check the parameter at index `at` of the flat vector.

    `rows` are the training-set indices of the evaluator's examples.
    """
    moved = parameters.copy()
    moved[at] = parameters[at] + h
    above = evaluator.loss(moved)
    moved[at] = parameters[at] - h
    value = (above - evaluator.loss(moved)) / (2 * h)
    difference = abs(value - gradient)
    agrees = difference <= _TOLERANCE * max(1.0, abs(gradient), abs(value))
    reason = None if agrees else _reason(evaluator, parameters, at, rows, h)
    return Check(value, gradient, difference, agrees, h, reason)


def _reason(
    evaluator: Evaluator, parameters: Array, at: int, rows: Sequence[int], h: float
) -> Reason:
    """Return what is crossed between w − h and w + h, the earliest in the forward pass first."""
    architecture, moved = evaluator.architecture, parameters.copy()
    moved[at] = parameters[at] - h
    below = _quantities(evaluator.forward(moved))
    moved[at] = parameters[at] + h
    above = _quantities(evaluator.forward(moved))
    for (low, kinks, tell), (high, _, _) in zip(below, above, strict=True):
        found = _crossing(low, high, kinks)
        if found is not None:
            unit, column = found
            between = {"below": float(low[found]), "above": float(high[found])}
            return tell(unit) | {"row": rows[column]} | between
    left, right = float(parameters[at] - h), float(parameters[at] + h)
    decays = architecture.layout.decays(architecture.layout.at(at))
    if architecture.l1 and decays and left <= 0 <= right:
        return {"kind": "penalty_kink", "below": left, "above": right}
    return {"kind": "rounding"}


class _Quantity(NamedTuple):
    """A quantity that may cross a kink: `values` (units, examples), and where the kinks are.

    `tell` returns the reason for a unit.
    """

    values: Array
    kinks: tuple[float, ...]
    tell: Callable[[int], Reason]


def _quantities(network: Network) -> list[_Quantity]:
    """Return the quantities in the order of the forward pass."""
    architecture = network.architecture
    layers = enumerate(architecture.activation_rows, start=1)
    loss, error = architecture.loss_row, network.activations[-1] - network.targets
    return [
        *(
            _Quantity(network.preactivations[l].copy(), row.kinks, partial(_neuron, row.name, l))
            for l, row in layers
            if row is not None
        ),
        _Quantity(error, loss.kinks, partial(_output, loss.name)),
    ]


def _neuron(activation: str, layer: int, unit: int) -> Reason:
    kind = "step" if activation == "step" else "kink"
    return {"kind": kind, "neuron": f"neurons.{layer}.{unit}", "activation": activation}


def _output(loss: str, unit: int) -> Reason:
    return {"kind": "loss_kink", "loss": loss, "output": unit}


def _crossing(low: Array, high: Array, kinks: tuple[float, ...]) -> tuple[int, int] | None:
    """Return unit and example of the value that moved furthest across a kink, or None."""
    crossed = np.zeros(low.shape, bool)
    for kink in kinks:
        crossed |= (np.minimum(low, high) <= kink) & (kink <= np.maximum(low, high)) & (low != high)
    if not crossed.any():
        return None
    unit, column = np.unravel_index(np.argmax(crossed * np.abs(high - low)), low.shape)
    return int(unit), int(column)
