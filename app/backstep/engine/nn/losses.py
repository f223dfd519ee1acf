"""Losses: the error of a prediction, and its derivative.

Programs over arrays of shape (outputs, examples), or (outputs, batches, examples). `value` fills
`e` with each entry's loss, computed from the pre-activations if that is the stable form; `slope`
fills `g` with its derivative by the activation. Both are per entry; the network applies the divisor
of the mean. With the output
activation named in `fused`, the derivative by z is `a − y` (Bishop, *Pattern Recognition and
Machine Learning*, 2006, section 4.3.6), which is exact even if the two factors are 0 · ∞.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.program import Array, Program, call
from backstep.engine.registry import Registry

Classes = npt.NDArray[np.int64]
Value = Callable[[Array, Array, Array, Array], Program]
OfClasses = Callable[[Array, Classes], Array]
Slope = Callable[[Array, Array, Array], Program]


@dataclass(frozen=True)
class Loss:
    """One loss.

    `outputs` are the output activations that it is defined for. `code` is numpy of a and y, or of z
    and y if the loss is `fused`, because that stays finite. `code_slope` is numpy of a and y: the
    derivative by a, or by z if the loss is `fused`.
    `of_classes` is a faster way to each example's loss, if its target is one of several classes. It
    takes a (batches, outputs, examples) and the classes (batches, examples), and returns (batches,
    examples), inf where only `value` is exact.
    """

    name: str
    formula: str | None
    task: Literal["classification", "regression", "any"]
    outputs: tuple[str, ...]
    value: Value
    slope: Slope | None
    code: str
    code_slope: str
    fused: str | None = None
    mean_over_outputs: bool = True
    kinks: tuple[float, ...] = ()
    of_classes: OfClasses | None = None

    def divisor(self, outputs: int, examples: int) -> int:
        """Return the divisor of the sum over all entries."""
        return examples * (outputs if self.mean_over_outputs else 1)


def _mse(z: Array, a: Array, y: Array, e: Array) -> Program:
    return [call(np.subtract, a, y, e), call(np.square, e, e)]


def _mse_slope(a: Array, y: Array, g: Array) -> Program:
    return [call(np.subtract, a, y, g), call(np.multiply, g, 2.0, g)]


def _mae(z: Array, a: Array, y: Array, e: Array) -> Program:
    return [call(np.subtract, a, y, e), call(np.absolute, e, e)]


def _mae_slope(a: Array, y: Array, g: Array) -> Program:
    return [call(np.subtract, a, y, g), call(np.sign, g, g)]


def _huber(z: Array, a: Array, y: Array, e: Array) -> Program:
    # With d = |a − y| and m = min(d, 1): m (d − m/2) is d²/2 inside and d − ½ outside.
    inner, half = np.empty_like(a), np.empty_like(a)
    return [
        call(np.subtract, a, y, e),
        call(np.absolute, e, e),
        call(np.minimum, e, 1.0, out=inner),
        call(np.multiply, inner, 0.5, half),
        call(np.subtract, e, half, e),
        call(np.multiply, inner, e, e),
    ]


def _huber_slope(a: Array, y: Array, g: Array) -> Program:
    return [
        call(np.subtract, a, y, g),
        call(np.minimum, g, 1.0, out=g),
        call(np.maximum, g, -1.0, out=g),
    ]


def _bce(z: Array, a: Array, y: Array, e: Array) -> Program:
    # −y ln σ(z) − (1 − y) ln(1 − σ(z)) = ln(1 + e^−|z|) + ([z > 0] − y) z: neither term is
    # negative, so a small loss keeps its digits. numpy's logaddexp takes five times as long.
    wrong = np.empty_like(z)
    return [
        call(np.absolute, z, e),
        call(np.negative, e, e),
        call(np.exp, e, e),
        call(np.log1p, e, e),
        call(np.heaviside, z, 0.0, wrong),
        call(np.subtract, wrong, y, wrong),
        call(np.multiply, wrong, z, wrong),
        call(np.add, e, wrong, e),
    ]


def _cross_entropy(z: Array, a: Array, y: Array, e: Array) -> Program:
    # −yₖ ln aₖ with ln aₖ = (zₖ − max z) − ln Σ e^(z − max z)
    column, exponential = np.empty(z.shape[1:]), np.empty_like(z)
    return [
        call(np.maximum.reduce, z, 0, None, column),
        call(np.subtract, z, column, e),
        call(np.exp, e, exponential),
        call(np.add.reduce, exponential, 0, None, column),
        call(np.log, column, column),
        call(np.subtract, column, e, e),
        call(np.multiply, y, e, e),
    ]


def _cross_entropy_of_classes(a: Array, classes: Classes) -> Array:
    # −ln of the true class's aₖ, which has too few digits below the smallest normal number
    batches, examples = np.ogrid[: len(a), : a.shape[2]]
    true = a[batches, classes, examples]
    return np.where(true < np.finfo(true.dtype).tiny, np.inf, -np.log(true))


_ANY_OUTPUT = tuple(name for name, row in ACTIVATIONS.items() if row.output)

LOSSES: Registry[Loss] = Registry(
    "loss",
    Loss(
        "mse",
        "(ŷ − y)²",
        "any",
        _ANY_OUTPUT,
        _mse,
        _mse_slope,
        "(a - y) ** 2",
        "2 * (a - y)",
    ),
    Loss(
        "mae",
        "|ŷ − y|",
        "any",
        _ANY_OUTPUT,
        _mae,
        _mae_slope,
        "np.abs(a - y)",
        "np.sign(a - y)",
        kinks=(0.0,),
    ),
    Loss(
        "huber",
        None,
        "any",
        _ANY_OUTPUT,
        _huber,
        _huber_slope,
        "np.where(np.abs(a - y) <= 1, (a - y) ** 2 / 2, np.abs(a - y) - 0.5)",
        "np.clip(a - y, -1, 1)",
    ),
    Loss(
        "bce",
        "−y ln ŷ − (1 − y) ln(1 − ŷ)",
        "classification",
        ("sigmoid",),
        _bce,
        None,
        "np.logaddexp(0, -np.abs(z)) + ((z > 0) - y) * z",
        "a - y",
        fused="sigmoid",
    ),
    Loss(
        "cross_entropy",
        "−Σ y ln ŷ",
        "classification",
        ("softmax",),
        _cross_entropy,
        None,
        "y * (np.log(np.exp(d := z - z.max(axis=-1, keepdims=True))"
        ".sum(axis=-1, keepdims=True)) - d)",
        "a - y",
        fused="softmax",
        mean_over_outputs=False,
        of_classes=_cross_entropy_of_classes,
    ),
)
