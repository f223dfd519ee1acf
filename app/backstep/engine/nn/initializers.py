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
    label: str
    help: str
    draw: Callable[[np.random.Generator, int, int, Shape], Array]


def _uniform(rng: np.random.Generator, bound: float, shape: Shape) -> Array:
    return rng.uniform(-bound, bound, shape)


def _normal(rng: np.random.Generator, deviation: float, shape: Shape) -> Array:
    return rng.normal(0.0, deviation, shape)


INITIALIZERS: Registry[Initializer] = Registry(
    "initializer",
    Initializer(
        "xavier_uniform",
        "Xavier, uniform",
        "Even between ±√(6 / (in + out)), so that tanh layers keep the signal's size"
        " (Glorot & Bengio, 2010).",
        lambda rng, i, o, shape: _uniform(rng, sqrt(6 / (i + o)), shape),
    ),
    Initializer(
        "xavier_normal",
        "Xavier, normal",
        "Normal with deviation √(2 / (in + out)) (Glorot & Bengio, 2010).",
        lambda rng, i, o, shape: _normal(rng, sqrt(2 / (i + o)), shape),
    ),
    Initializer(
        "he_uniform",
        "He, uniform",
        "Even between ±√(6 / in), made for ReLU, which drops half of the signal (He et al., 2015).",
        lambda rng, i, o, shape: _uniform(rng, sqrt(6 / i), shape),
    ),
    Initializer(
        "he_normal",
        "He, normal",
        "Normal with deviation √(2 / in) (He et al., 2015).",
        lambda rng, i, o, shape: _normal(rng, sqrt(2 / i), shape),
    ),
    Initializer(
        "uniform",
        "Uniform ±0.5",
        "Even between −0.5 and 0.5, whatever the layer's size.",
        lambda rng, i, o, shape: _uniform(rng, 0.5, shape),
    ),
    Initializer(
        "normal",
        "Normal, deviation 1",
        "Standard normal numbers, whatever the layer's size: wide layers saturate.",
        lambda rng, i, o, shape: _normal(rng, 1.0, shape),
    ),
    Initializer(
        "constant",
        "Constant 0.5",
        "Every weight 0.5: neurons of a layer start, and stay, the same.",
        lambda rng, i, o, shape: np.full(shape, 0.5),
    ),
    Initializer(
        "zeros",
        "Zeros",
        "Every weight 0: with tanh or ReLU nothing before the last layer can start to learn.",
        lambda rng, i, o, shape: np.zeros(shape),
    ),
)
