"""Activation functions for many grid points: in place, in float32 or float64.

A kernel may compute a cheaper relative h of its activation function f: f(z) = scale · h(pre · z) +
shift. The three numbers are folded into the layers below and above (`layers.py`), so that a sigmoid
costs no more than a hyperbolic tangent, which numpy has in vector instructions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.activations import ACTIVATIONS, LEAK
from backstep.engine.program import execute

Floats = npt.NDArray[Any]  # float32 or float64
Dtype = type[np.floating]
Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Kernel:
    """h of f(z) = scale · h(pre · z) + shift, which overwrites its argument.

    `single`: whether float32 is exact enough; `tangent`: whether h is the hyperbolic tangent.
    """

    apply: Callable[[Floats], object]
    pre: float = 1.0
    scale: float = 1.0
    shift: float = 0.0
    single: bool = True
    tangent: bool = False


def _linear(z: Floats) -> None:
    pass


def _tanh(z: Floats) -> None:
    np.tanh(z, z)


def _relu(z: Floats) -> None:
    np.maximum(z, 0, out=z)


def _leaky_relu(z: Floats) -> None:
    np.maximum(z, z * LEAK, out=z)


def _elu(z: Floats) -> None:
    below = np.minimum(z, 0)
    np.expm1(below, below)
    np.maximum(z, below, out=z)


def _silu(z: Floats) -> None:
    # With h = z/2: z σ(z) = h (1 + tanh h)
    gate = np.tanh(z)
    gate += 1
    z *= gate


def _softplus(z: Floats) -> None:
    # ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|), which never overflows
    tail = np.abs(z)
    np.negative(tail, tail)
    np.exp(tail, tail)
    np.log1p(tail, tail)
    np.maximum(z, 0, out=z)
    z += tail


_KERNELS = {
    "linear": Kernel(_linear),
    "tanh": Kernel(_tanh, tangent=True),
    "sigmoid": Kernel(_tanh, pre=0.5, scale=0.5, shift=0.5, tangent=True),
    "relu": Kernel(_relu),
    "leaky_relu": Kernel(_leaky_relu),
    "elu": Kernel(_elu),
    "silu": Kernel(_silu, pre=0.5),
    "softplus": Kernel(_softplus),
}


def kernel(name: str) -> Kernel:
    """Return the activation function's kernel, or its row of the registry in float64.

    A step has no kernel on purpose: next to its jump, float32 would choose another side.
    """
    return _KERNELS.get(name) or Kernel(lambda z: _row(name, z), single=False)


def has_kernel(name: str) -> bool:
    """Whether the activation function is computed in place, entry by entry."""
    return name in _KERNELS


def _row(name: str, z: Floats) -> None:
    a = np.empty_like(z)
    execute(ACTIVATIONS[name].value(z, a))
    z[...] = a
