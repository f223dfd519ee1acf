"""Initializers of the weights; biases start at zero.

Glorot & Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural Networks*, 2010
(Xavier); He et al., *Delving Deep into Rectifiers*, 2015.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from backstep.engine.nn.layers.layer import Shape
from backstep.engine.program import Array
from backstep.engine.registry import Registry


@dataclass(frozen=True)
class Initializer:
    """An initializer; `draw(rng, fan_in, fan_out, shape)` returns the weights of a tensor."""

    name: str
    draw: Callable[[np.random.Generator, int, int, Shape], Array]


def _uniform(rng: np.random.Generator, bound: float, shape: Shape) -> Array:
    return rng.uniform(-bound, bound, shape)


def _normal(rng: np.random.Generator, deviation: float, shape: Shape) -> Array:
    return rng.normal(0.0, deviation, shape)


INITIALIZERS: Registry[Initializer] = Registry(
    "initializer",
    Initializer(
        "xavier_uniform",
        lambda rng, i, o, shape: _uniform(rng, sqrt(6 / (i + o)), shape),
    ),
    Initializer(
        "xavier_normal",
        lambda rng, i, o, shape: _normal(rng, sqrt(2 / (i + o)), shape),
    ),
    Initializer(
        "he_uniform",
        lambda rng, i, o, shape: _uniform(rng, sqrt(6 / i), shape),
    ),
    Initializer(
        "he_normal",
        lambda rng, i, o, shape: _normal(rng, sqrt(2 / i), shape),
    ),
    Initializer(
        "uniform",
        lambda rng, i, o, shape: _uniform(rng, 0.5, shape),
    ),
    Initializer(
        "normal",
        lambda rng, i, o, shape: _normal(rng, 1.0, shape),
    ),
    Initializer(
        "constant",
        lambda rng, i, o, shape: np.full(shape, 0.5),
    ),
    Initializer(
        "zeros",
        lambda rng, i, o, shape: np.zeros(shape),
    ),
)
