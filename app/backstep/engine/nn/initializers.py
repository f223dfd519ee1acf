"""How the weights start; biases start at zero."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from backstep.engine.program import Array
from backstep.engine.registry import Registry


@dataclass(frozen=True)
class Initializer:
    """`draw(rng, fan_in, fan_out)` gives a weight matrix of shape (fan_out, fan_in)."""

    name: str
    label: str
    help: str
    draw: Callable[[np.random.Generator, int, int], Array]


def _uniform(rng: np.random.Generator, fan_in: int, fan_out: int, bound: float) -> Array:
    return rng.uniform(-bound, bound, (fan_out, fan_in))


def _normal(rng: np.random.Generator, fan_in: int, fan_out: int, deviation: float) -> Array:
    return rng.normal(0.0, deviation, (fan_out, fan_in))


INITIALIZERS: Registry[Initializer] = Registry(
    "initializer",
    Initializer(
        "xavier_uniform",
        "Xavier, uniform",
        "Even between ±√(6 / (in + out)), so that tanh layers keep the signal's size"
        " (Glorot & Bengio, 2010).",
        lambda rng, i, o: _uniform(rng, i, o, sqrt(6 / (i + o))),
    ),
    Initializer(
        "xavier_normal",
        "Xavier, normal",
        "Normal with deviation √(2 / (in + out)) (Glorot & Bengio, 2010).",
        lambda rng, i, o: _normal(rng, i, o, sqrt(2 / (i + o))),
    ),
    Initializer(
        "he_uniform",
        "He, uniform",
        "Even between ±√(6 / in), made for ReLU, which drops half of the signal (He et al., 2015).",
        lambda rng, i, o: _uniform(rng, i, o, sqrt(6 / i)),
    ),
    Initializer(
        "he_normal",
        "He, normal",
        "Normal with deviation √(2 / in) (He et al., 2015).",
        lambda rng, i, o: _normal(rng, i, o, sqrt(2 / i)),
    ),
    Initializer(
        "uniform",
        "Uniform ±0.5",
        "Even between −0.5 and 0.5, whatever the layer's size.",
        lambda rng, i, o: _uniform(rng, i, o, 0.5),
    ),
    Initializer(
        "normal",
        "Normal, deviation 1",
        "Standard normal numbers, whatever the layer's size: wide layers saturate.",
        lambda rng, i, o: _normal(rng, i, o, 1.0),
    ),
    Initializer(
        "constant",
        "Constant 0.5",
        "Every weight 0.5: neurons of a layer start, and stay, the same.",
        lambda rng, i, o: np.full((o, i), 0.5),
    ),
    Initializer(
        "zeros",
        "Zeros",
        "Every weight 0: with tanh or ReLU nothing before the last layer can start to learn.",
        lambda rng, i, o: np.zeros((o, i)),
    ),
)
