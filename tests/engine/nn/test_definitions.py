"""Activation functions and losses, compared with textbook formulas, number by number."""

from math import exp

import numpy as np
import pytest

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.nn.network import Architecture
from backstep.engine.program import execute
from backstep.engine.training.evaluation import Evaluator
from tests.textbook import ACTIVATION, LOSS

# The derivative at zero, as in PyTorch.
AT_ZERO = {"relu": 0.0, "leaky_relu": 0.01, "elu": 1.0, "step": 0.0}
Z = np.concatenate([np.linspace(-8, 8, 65), [-30.0, 30.0, 1e-9, -1e-9]])


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_activation(name: str) -> None:
    a = np.empty_like(Z)
    execute(ACTIVATIONS[name].value(Z, a))
    expected = [ACTIVATION[name](float(z))[0] for z in Z]
    np.testing.assert_allclose(a, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", AT_ZERO)
@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_slope_at_the_kink(name: str, zero: float) -> None:
    row, z = ACTIVATIONS[name], np.full((1, 3), zero)
    a, d = np.empty_like(z), np.empty_like(z)
    assert row.slope is not None
    execute(row.value(z, a))
    execute(row.slope(z, a, d))
    assert (d == AT_ZERO[name]).all()


def test_softmax() -> None:
    z = np.random.default_rng(1).normal(size=(5, 7)) * 4
    a = np.empty_like(z)
    execute(ACTIVATIONS["softmax"].value(z, a))
    for column, given in zip(a.T, z.T, strict=True):
        total = sum(exp(each) for each in given)
        np.testing.assert_allclose(column, [exp(each) / total for each in given], rtol=1e-13)


def test_softmax_of_large_numbers() -> None:
    z = np.array([[1e4, -1e4], [0.0, 0.0], [1e4, -1e4]])
    a = np.empty_like(z)
    execute(ACTIVATIONS["softmax"].value(z, a))
    np.testing.assert_array_equal(a, [[0.5, 0], [0, 1], [0.5, 0]])


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("penalty", [0.0, 0.03])
def test_loss(name: str, penalty: float) -> None:
    rng = np.random.default_rng(2)
    output = LOSSES[name].fused or "tanh"
    architecture = Architecture.dense((3, 4, 2), ("tanh", output), name, l1=penalty, l2=2 * penalty)
    parameters = rng.normal(size=architecture.layout.size)
    inputs, targets = rng.normal(size=(6, 3)), np.eye(2)[rng.integers(2, size=6)]
    if not LOSSES[name].fused:
        targets = targets * 4 - 2
    evaluator = Evaluator(architecture, inputs, targets, classify=False)
    pairs = zip(evaluator.predictions(parameters).ravel(), targets.ravel(), strict=True)
    entries = [LOSS[name](float(a), float(y)) for a, y in pairs]
    mean = sum(entries) / LOSSES[name].divisor(2, 6)
    weights = [float(w) for each in architecture.layout.weights(parameters) for w in each.flat]
    penalties = penalty * sum(map(abs, weights)) + penalty * sum(w * w for w in weights)
    assert evaluator.loss(parameters) == pytest.approx(mean + penalties, rel=1e-13)


def test_losses_stay_finite_where_the_logarithm_of_the_prediction_does_not() -> None:
    for name, output in (("bce", "sigmoid"), ("cross_entropy", "softmax")):
        architecture = Architecture.dense((1, 2), (output,), name)
        parameters = np.array([1000.0, 0.0, -1000.0, 0.0])
        evaluator = Evaluator(architecture, np.ones((1, 1)), np.array([[0.0, 1.0]]), classify=False)
        assert evaluator.loss(parameters) == (1000 if name == "bce" else 2000)
