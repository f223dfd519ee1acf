"""The operations of a formula: a value, and the local slope along each input, side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from backstep.engine.nn.activations import ACTIVATIONS, Activation
from backstep.engine.program import execute
from backstep.engine.registry import Registry

Scalar = np.float64
Function = Callable[..., Scalar]


@dataclass(frozen=True)
class Gate:
    """One operation on numbers.

    `slopes` has a function for each input, of all inputs: ∂value/∂input. `corner`, where there is
    one, is a quantity of the inputs whose change of sign is a kink or a jump of the value.
    """

    name: str
    label: str
    value: Function
    slopes: tuple[Function, ...]
    kind: Literal["operator", "function"] = "function"
    corner: Function | None = None

    @property
    def arity(self) -> int:
        return len(self.slopes)


def _operator(name: str, label: str, value: Function, *slopes: Function) -> Gate:
    return Gate(name, label, value, slopes, "operator")


def _larger(a: Scalar, b: Scalar) -> Scalar:
    """Whether a is the larger one; ½ at a tie, as in PyTorch: each of two equals moves the result
    half as far."""
    return np.float64((float(a > b) + float(a >= b)) / 2)


def _smaller(a: Scalar, b: Scalar) -> Scalar:
    return _larger(b, a)


def _difference(a: Scalar, b: Scalar) -> Scalar:
    return a - b


def _power_along_base(a: Scalar, b: Scalar) -> Scalar:
    # x⁰ is 1 everywhere, at 0 too, where 0 · 0⁻¹ would be no number.
    return np.float64(0) if b == 0 else b * np.power(a, b - 1)


def _power_along_exponent(a: Scalar, b: Scalar) -> Scalar:
    # 0ᵇ is 0 for every b > 0, so it does not change with b; ln 0 alone would say otherwise. At 0⁰,
    # where it jumps, PyTorch says 0 too.
    return np.float64(0) if a == 0 and b >= 0 else np.power(a, b) * np.log(a)


def _activated(row: Activation, x: Scalar) -> Scalar:
    z = np.full((1, 1), x)
    a = np.empty_like(z)
    execute(row.value(z, a))
    return np.float64(a[0, 0])


def _activation_slope(row: Activation, x: Scalar) -> Scalar:
    z = np.full((1, 1), x)
    a, slope = np.empty_like(z), np.empty_like(z)
    assert row.slope is not None
    execute([*row.value(z, a), *row.slope(z, a, slope)])
    return np.float64(slope[0, 0])


def _beyond(kink: float, x: Scalar) -> Scalar:
    return x - kink


def _activation(row: Activation) -> Gate:
    corner = partial(_beyond, row.kinks[0]) if row.kinks else None
    slopes = (partial(_activation_slope, row),)
    return Gate(row.name, row.name, partial(_activated, row), slopes, corner=corner)


OPERATORS: Registry[Gate] = Registry(
    "operator",
    _operator("+", "+", np.add, lambda a, b: np.float64(1), lambda a, b: np.float64(1)),
    _operator("-", "−", np.subtract, lambda a, b: np.float64(1), lambda a, b: np.float64(-1)),
    _operator("*", "×", np.multiply, lambda a, b: b, lambda a, b: a),
    _operator("/", "÷", np.divide, lambda a, b: 1 / b, lambda a, b: -(a / b) / b),
    _operator("**", "^", np.power, _power_along_base, _power_along_exponent),
    _operator("negative", "−", np.negative, lambda a: np.float64(-1)),
)

FUNCTIONS: Registry[Gate] = Registry(
    "function",
    *(_activation(row) for row in ACTIVATIONS.values() if row.slope),
    Gate("exp", "exp", np.exp, (np.exp,)),
    Gate("log", "log", np.log, (lambda x: 1 / x,)),
    Gate("sqrt", "√", np.sqrt, (lambda x: 1 / (2 * np.sqrt(x)),)),
    Gate("sin", "sin", np.sin, (np.cos,)),
    Gate("cos", "cos", np.cos, (lambda x: -np.sin(x),)),
    Gate("abs", "abs", np.abs, (np.sign,), corner=lambda x: x),
    Gate("max", "max", np.maximum, (_larger, _smaller), corner=_difference),
    Gate("min", "min", np.minimum, (_smaller, _larger), corner=_difference),
)
