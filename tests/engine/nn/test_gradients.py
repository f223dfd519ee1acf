"""Every activation function, loss and output, compared with central differences."""

import numpy as np
import pytest

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator

HIDDEN = [name for name, row in ACTIVATIONS.items() if row.hidden]
PAIRS = [(loss.name, output) for loss in LOSSES.values() for output in loss.outputs]


def _targets(loss: str, rng: np.random.Generator, n: int, k: int) -> Array:
    if loss == "cross_entropy":
        return np.eye(k)[rng.integers(k, size=n)]
    return rng.integers(2, size=(n, k)).astype(float) + (0 if loss == "bce" else 0.3)


def _differences(evaluator: Evaluator, parameters: Array, h: float = 1e-6) -> Array:
    slopes = np.empty_like(parameters)
    for i in range(parameters.size):
        moved = parameters.copy()
        moved[i] += h
        above = evaluator.loss(moved)
        moved[i] -= 2 * h
        slopes[i] = (above - evaluator.loss(moved)) / (2 * h)
    return slopes


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_backward_pass_equals_central_differences(hidden: str, loss: str, output: str) -> None:
    rng = np.random.default_rng(7)
    architecture = Architecture.dense(
        (3, 4, 3, 2), (hidden, hidden, output), loss, l1=0.01, l2=0.02
    )
    parameters = rng.normal(size=architecture.layout.size)
    inputs = rng.normal(size=(6, 3))
    evaluator = Evaluator(architecture, inputs, _targets(loss, rng, 6, 2), classify=loss != "mse")
    computed = evaluator.gradient(parameters)
    expected = _differences(evaluator, parameters)
    assert np.abs(computed).max() > 1e-3
    np.testing.assert_allclose(computed, expected, rtol=1e-6, atol=1e-7)


def test_step_lets_nothing_through() -> None:
    rng = np.random.default_rng(3)
    architecture = Architecture.dense((2, 3, 1), ("step", "sigmoid"), "bce")
    evaluator = Evaluator(architecture, rng.normal(size=(5, 2)), np.ones((5, 1)), classify=True)
    gradient = evaluator.gradient(rng.normal(size=architecture.layout.size))
    assert not architecture.layout.matrices(gradient)[0].any()
    assert architecture.layout.matrices(gradient)[1].any()
