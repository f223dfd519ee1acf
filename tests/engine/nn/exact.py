"""Activations, losses and their derivatives to 60 digits, written from their definitions."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import mpmath
from mpmath import mp, mpf

PRECISION = 400  # bits


class Reference(NamedTuple):
    """A function and its derivative, of one number."""

    value: Callable[[mpf], mpf]
    slope: Callable[[mpf], mpf]
    least: float = -math.inf  # beyond these it is not finite
    most: float = math.inf


def _sigmoid(z: mpf) -> mpf:
    if abs(z) > 1e5:
        return mpf(int(z > 0))
    return 1 / (1 + mpmath.exp(-z)) if z >= 0 else mpmath.exp(z) / (1 + mpmath.exp(z))


def _normal(z: mpf) -> tuple[mpf, mpf]:
    """Φ(z) and φ(z); 0 for what is smaller than any number of two billion digits."""
    if abs(z) > 1e5:
        return mpf(int(z > 0)), mpf(0)
    if z < 0:
        below = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
    else:
        below = 1 - mpmath.erfc(z / mpmath.sqrt(2)) / 2
    return below, mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)


def _gelu_slope(z: mpf) -> mpf:
    below, density = _normal(z)
    return below + z * density


ACTIVATION: Mapping[str, Reference] = {
    "linear": Reference(lambda z: z, lambda z: mpf(1)),
    "sigmoid": Reference(_sigmoid, lambda z: _sigmoid(z) * _sigmoid(-z)),
    "tanh": Reference(mpmath.tanh, lambda z: mpmath.sech(z) ** 2),
    "relu": Reference(lambda z: max(z, mpf(0)), lambda z: mpf(int(z > 0))),
    "leaky_relu": Reference(
        lambda z: z if z > 0 else mpf(0.01) * z, lambda z: mpf(1) if z > 0 else mpf(0.01)
    ),
    "elu": Reference(
        lambda z: z if z > 0 else mpmath.expm1(z), lambda z: mpf(1) if z > 0 else mpmath.exp(z)
    ),
    "gelu": Reference(lambda z: z * _normal(z)[0], _gelu_slope),
    "silu": Reference(lambda z: z * _sigmoid(z), lambda z: _sigmoid(z) * (1 + z * _sigmoid(-z))),
    "softplus": Reference(lambda z: max(z, mpf(0)) + mpmath.log1p(mpmath.exp(-abs(z))), _sigmoid),
    "step": Reference(lambda z: mpf(int(z >= 0)), lambda z: mpf(0)),
}


# What the formula lab has beside them.
FUNCTION: Mapping[str, Reference] = {
    "exp": Reference(mpmath.exp, mpmath.exp, most=709),
    "log": Reference(mpmath.log, lambda x: 1 / x, least=6e-309),
    "sqrt": Reference(mpmath.sqrt, lambda x: 1 / (2 * mpmath.sqrt(x)), least=5e-324),
    "sin": Reference(mpmath.sin, mpmath.cos),
    "cos": Reference(mpmath.cos, lambda x: -mpmath.sin(x)),
    "abs": Reference(abs, mpmath.sign),
}


def softmax(z: list[mpf]) -> list[mpf]:
    shares = [mpmath.exp(each - max(z)) for each in z]
    return [each / sum(shares) for each in shares]


def softmax_jacobian(z: list[mpf]) -> list[list[mpf]]:
    a = softmax(z)
    return [[p * (mpf(int(i == j)) - q) for j, q in enumerate(a)] for i, p in enumerate(a)]


def _softplus(z: mpf) -> mpf:
    return ACTIVATION["softplus"].value(z)


def _huber(a: mpf, y: mpf) -> mpf:
    d = abs(a - y)
    return d * d / 2 if d <= 1 else d - mpf(1) / 2


# In a and y.
LOSS: Mapping[str, tuple[Callable[[mpf, mpf], mpf], Callable[[mpf, mpf], mpf]]] = {
    "mse": (lambda a, y: (a - y) ** 2, lambda a, y: 2 * (a - y)),
    "mae": (lambda a, y: abs(a - y), lambda a, y: mpmath.sign(a - y)),
    "huber": (_huber, lambda a, y: max(min(a - y, mpf(1)), mpf(-1))),
}


def bce(z: mpf, y: mpf) -> tuple[mpf, mpf]:
    """With its derivative in z; a is σ(z)."""
    return y * _softplus(-z) + (1 - y) * _softplus(z), _sigmoid(z) - y


def cross_entropy(z: list[mpf], y: list[mpf]) -> tuple[list[mpf], list[mpf]]:
    """Each entry with its derivative in z; a is the softmax of z."""
    top = max(z)
    total = top + mpmath.log(sum(mpmath.exp(each - top) for each in z))
    values = [weight * (total - each) for weight, each in zip(y, z, strict=True)]
    return values, [p - weight for p, weight in zip(softmax(z), y, strict=True)]


def digits() -> "mpmath.ctx_mp_python.PrecisionManager":
    """A context that computes to `PRECISION`."""
    return mp.workprec(PRECISION)
