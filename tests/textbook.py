"""Activation functions and losses as a textbook writes them, in Python's own mathematics."""

import math
from collections.abc import Callable, Mapping


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _normal(z: float) -> tuple[float, float]:
    return math.erfc(-z / math.sqrt(2)) / 2, math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


# The value and the derivative at z.
ACTIVATION: Mapping[str, Callable[[float], tuple[float, float]]] = {
    "linear": lambda z: (z, 1),
    "sigmoid": lambda z: (_sigmoid(z), _sigmoid(z) * _sigmoid(-z)),
    "tanh": lambda z: (math.tanh(z), 1 / math.cosh(z) ** 2),
    "relu": lambda z: (max(z, 0), float(z > 0)),
    "leaky_relu": lambda z: (max(z, z / 100), 1 if z > 0 else 0.01),
    "elu": lambda z: (z, 1) if z > 0 else (math.expm1(z), math.exp(z)),
    "gelu": lambda z: (z * _normal(z)[0], _normal(z)[0] + z * _normal(z)[1]),
    "silu": lambda z: (z * _sigmoid(z), _sigmoid(z) * (1 + z * _sigmoid(-z))),
    "softplus": lambda z: (math.log1p(math.exp(z)), _sigmoid(z)),
    "step": lambda z: (float(z >= 0), 0),
}

# The loss of one entry, given the prediction and the target.
LOSS: Mapping[str, Callable[[float, float], float]] = {
    "mse": lambda a, y: (a - y) ** 2,
    "mae": lambda a, y: abs(a - y),
    "huber": lambda a, y: (a - y) ** 2 / 2 if abs(a - y) <= 1 else abs(a - y) - 0.5,
    "bce": lambda a, y: -y * math.log(a) - (1 - y) * math.log(1 - a),
    "cross_entropy": lambda a, y: -y * math.log(a),
}
