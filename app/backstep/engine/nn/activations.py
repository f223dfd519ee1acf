"""Activation functions: the value and the local slope side by side.

Each row writes programs over arrays of shape (units, examples). `value` fills `a` from `z`;
`slope` fills `d` with f′(z), and may read `a`. Softmax mixes a column's entries, so it has a
`pullback` of its own instead of a slope.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backstep.engine.nn import softmax
from backstep.engine.nn.special import normal_cdf, normal_pdf
from backstep.engine.program import Array, Program, call
from backstep.engine.registry import Registry

Value = Callable[[Array, Array], Program]
Slope = Callable[[Array, Array, Array], Program]


@dataclass(frozen=True)
class Activation:
    """One activation.

    `code` and `code_derivative` are numpy of z and a (softmax's derivative the Jacobian of one
    example), `bounds` the least and greatest value where both exist, `kinks` the z at which the
    slope jumps, so that a central difference across them may disagree.
    """

    name: str
    label: str
    help: str
    formula: str
    derivative: str
    value: Value
    slope: Slope | None
    code: str
    code_derivative: str
    hidden: bool = True
    output: bool = False
    bounds: tuple[float, float] | None = None
    kinks: tuple[float, ...] = ()

    def pullback(self, z: Array, a: Array, upstream: Array, delta: Array) -> Program:
        """∂loss/∂z into `delta` from ∂loss/∂a in `upstream`; `delta` may be `upstream`."""
        if self.slope is None:
            return softmax.pullback(a, upstream, delta)
        slope = np.empty_like(z)
        return [*self.slope(z, a, slope), call(np.multiply, upstream, slope, delta)]


def _linear(z: Array, a: Array) -> Program:
    return [call(np.copyto, a, z)]


def _linear_slope(z: Array, a: Array, d: Array) -> Program:
    return [call(np.copyto, d, 1.0)]


def _sigmoid(z: Array, a: Array) -> Program:
    # exp may overflow to infinity for z < −709; its reciprocal is then the right 0.
    return [
        call(np.negative, z, a),
        call(np.exp, a, a),
        call(np.add, a, 1.0, a),
        call(np.reciprocal, a, a),
    ]


def _sigmoid_slope(z: Array, a: Array, d: Array) -> Program:
    return [call(np.subtract, 1.0, a, d), call(np.multiply, a, d, d)]


def _tanh(z: Array, a: Array) -> Program:
    return [call(np.tanh, z, a)]


def _tanh_slope(z: Array, a: Array, d: Array) -> Program:
    return [call(np.square, a, d), call(np.subtract, 1.0, d, d)]


def _relu(z: Array, a: Array) -> Program:
    return [call(np.maximum, z, 0.0, out=a)]


def _relu_slope(z: Array, a: Array, d: Array) -> Program:
    return [call(np.sign, a, d)]


LEAK = 0.01


def _leaky_relu(z: Array, a: Array) -> Program:
    return [call(np.multiply, z, LEAK, a), call(np.maximum, z, a, out=a)]


def _leaky_relu_slope(z: Array, a: Array, d: Array) -> Program:
    return [call(np.sign, z, d), call(np.maximum, d, LEAK, out=d)]


def _elu(z: Array, a: Array) -> Program:
    # eᶻ − 1 ≥ z, so the larger of the two is eᶻ − 1 below zero and z above it.
    return [
        call(np.minimum, z, 0.0, out=a),
        call(np.expm1, a, a),
        call(np.maximum, z, a, out=a),
    ]


def _elu_slope(z: Array, a: Array, d: Array) -> Program:
    # Not a + 1, which loses the digits of a small eᶻ.
    return [call(np.minimum, z, 0.0, out=d), call(np.exp, d, d)]


def _gelu(z: Array, a: Array) -> Program:
    density = np.empty_like(z)
    return [
        call(normal_pdf, z, density),
        call(normal_cdf, z, density, a),
        call(np.multiply, z, a, a),
    ]


def _gelu_slope(z: Array, a: Array, d: Array) -> Program:
    density = np.empty_like(z)
    return [
        call(normal_pdf, z, density),
        call(normal_cdf, z, density, d),
        call(np.multiply, z, density, density),
        call(np.add, d, density, d),
    ]


def _gate(z: Array, sigma: Array) -> Program:
    """σ(z) = e^min(z, 0) / (1 + e^−|z|), which does not overflow before z times it is 0."""
    lower = np.empty_like(z)
    return [
        call(np.absolute, z, sigma),
        call(np.negative, sigma, sigma),
        call(np.exp, sigma, sigma),
        call(np.add, sigma, 1.0, sigma),
        call(np.minimum, z, 0.0, out=lower),
        call(np.exp, lower, lower),
        call(np.divide, lower, sigma, sigma),
    ]


def _silu(z: Array, a: Array) -> Program:
    return [*_gate(z, a), call(np.multiply, z, a, a)]


def _silu_slope(z: Array, a: Array, d: Array) -> Program:
    # σ + zσ(1 − σ) = σ(1 + z(1 − σ))
    sigma = np.empty_like(z)
    return [
        *_gate(z, sigma),
        call(np.subtract, 1.0, sigma, d),
        call(np.multiply, z, d, d),
        call(np.add, d, 1.0, d),
        call(np.multiply, d, sigma, d),
    ]


def _softplus(z: Array, a: Array) -> Program:
    return [call(np.logaddexp, z, 0.0, a)]


def _softplus_slope(z: Array, a: Array, d: Array) -> Program:
    return _sigmoid(z, d)


def _step(z: Array, a: Array) -> Program:
    return [call(np.heaviside, z, 1.0, a)]


def _step_slope(z: Array, a: Array, d: Array) -> Program:
    return [call(np.copyto, d, 0.0)]


ACTIVATIONS: Registry[Activation] = Registry(
    "activation",
    Activation(
        "linear",
        "Linear",
        "Passes the sum on unchanged. A stack of linear layers is still one straight line.",
        "z",
        "1",
        _linear,
        _linear_slope,
        "z",
        "np.ones_like(z)",
        output=True,
    ),
    Activation(
        "sigmoid",
        "Sigmoid",
        "Squeezes any number into 0…1. Far from zero its slope vanishes: it saturates.",
        "1 / (1 + e⁻ᶻ)",
        "a (1 − a)",
        _sigmoid,
        _sigmoid_slope,
        "1 / (1 + np.exp(-z))",
        "a * (1 - a)",
        output=True,
        bounds=(0.0, 1.0),
    ),
    Activation(
        "tanh",
        "Tanh",
        "Squeezes any number into −1…1, centred on zero, so that signals keep their sign.",
        "tanh z",
        "1 − a²",
        _tanh,
        _tanh_slope,
        "np.tanh(z)",
        "1 - a**2",
        output=True,
        bounds=(-1.0, 1.0),
    ),
    Activation(
        "relu",
        "ReLU",
        "Keeps what is positive, drops the rest. Cheap, and does not saturate above zero.",
        "max(0, z)",
        "1 if z > 0, else 0",
        _relu,
        _relu_slope,
        "np.maximum(z, 0)",
        "np.where(z > 0, 1.0, 0.0)",
        kinks=(0.0,),
    ),
    Activation(
        "leaky_relu",
        "Leaky ReLU",
        "ReLU that lets a hundredth through below zero, so that no neuron dies.",
        "max(0.01 z, z)",
        "1 if z > 0, else 0.01",
        _leaky_relu,
        _leaky_relu_slope,
        "np.maximum(0.01 * z, z)",
        "np.where(z > 0, 1.0, 0.01)",
        kinks=(0.0,),
    ),
    Activation(
        "elu",
        "ELU",
        "Linear above zero, levels off smoothly at −1 below it.",
        "z if z > 0, else eᶻ − 1",
        "1 if z > 0, else eᶻ",
        _elu,
        _elu_slope,
        "np.maximum(z, np.expm1(np.minimum(z, 0)))",
        "np.exp(np.minimum(z, 0))",
    ),
    Activation(
        "gelu",
        "GELU",
        "z times the chance that a standard normal number is below z; used in transformers.",
        "z Φ(z)",
        "Φ(z) + z φ(z)",
        _gelu,
        _gelu_slope,
        "z * np.vectorize(math.erfc)(-z / np.sqrt(2)) / 2",
        "np.vectorize(math.erfc)(-z / np.sqrt(2)) / 2"
        " + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)",
    ),
    Activation(
        "silu",
        "SiLU (swish)",
        "z times its own sigmoid: a smooth ReLU that dips a little below zero.",
        "z σ(z)",
        "σ(z) + z σ(z) (1 − σ(z))",
        _silu,
        _silu_slope,
        "z * np.exp(-np.logaddexp(0, -z))",
        "(s := np.exp(-np.logaddexp(0, -z))) * (1 + z * (1 - s))",
    ),
    Activation(
        "softplus",
        "Softplus",
        "A ReLU with its corner rounded; its slope is the sigmoid.",
        "ln(1 + eᶻ)",
        "σ(z)",
        _softplus,
        _softplus_slope,
        "np.logaddexp(0, z)",
        "1 / (1 + np.exp(-z))",
    ),
    Activation(
        "step",
        "Step",
        "1 from zero on, 0 before. Its slope is 0 everywhere, so nothing before it can learn.",
        "1 if z ≥ 0, else 0",
        "0",
        _step,
        _step_slope,
        "np.where(z >= 0, 1.0, 0.0)",
        "np.zeros_like(z)",
        bounds=(0.0, 1.0),
        kinks=(0.0,),
    ),
    Activation(
        "softmax",
        "Softmax",
        "Turns scores into shares that sum to 1: one probability per class.",
        "eᶻ / Σ eᶻ",
        "aᵢ (1 − aᵢ) for its own z, −aᵢ aⱼ for another's",
        softmax.value,
        None,
        "(e := np.exp(z - z.max(axis=-1, keepdims=True))) / e.sum(axis=-1, keepdims=True)",
        "np.diag(a) - np.outer(a, a)",
        hidden=False,
        output=True,
        bounds=(0.0, 1.0),
    ),
)
