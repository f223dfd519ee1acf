"""A surface's points are the losses that a whole forward pass gives."""

import numpy as np
import pytest

from app.engine.activations import ACTIVATIONS
from app.engine.evaluation import Evaluator
from app.engine.losses import LOSSES
from app.engine.network import Architecture
from app.engine.parameters import Parameter
from app.engine.surface import Axis, losses

PAIRS = [
    (Parameter(0, 1, 0), Parameter(0, 1, 1)),  # into one neuron
    (Parameter(0, 0, 1), Parameter(0, 2, None)),  # into two of one layer
    (Parameter(0, 0, 0), Parameter(1, 1, 0)),  # one above the other
    (Parameter(2, 1, 2), Parameter(0, 2, 1)),  # the far one first
    (Parameter(2, 0, None), Parameter(2, 1, 0)),  # at the output
]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("examples", [1, 7])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_two_parameters(loss: str, examples: int, pair: tuple[Parameter, Parameter]) -> None:
    rng = np.random.default_rng(4)
    hidden = [name for name, row in ACTIVATIONS.items() if row.hidden]
    for first, second in zip(hidden, hidden[1:] + hidden[:1], strict=True):
        output = LOSSES[loss].fused or "tanh"
        architecture = Architecture((2, 3, 3, 2), (first, second, output), loss, l1=0.1, l2=0.2)
        parameters = rng.normal(size=architecture.layout.size)
        inputs = rng.normal(size=(examples, 2))
        targets = np.eye(2)[rng.integers(2, size=examples)]
        axes = [Axis(each, rng.normal(size=size)) for each, size in zip(pair, (4, 3), strict=True)]
        grid = losses(architecture, parameters, inputs, targets, axes)
        assert grid.shape == (3, 4)
        evaluator = Evaluator(architecture, inputs, targets, classify=False)
        for j, y in enumerate(axes[1].values):
            for i, x in enumerate(axes[0].values):
                moved = parameters.copy()
                moved[architecture.layout.index(pair[0])] = x
                moved[architecture.layout.index(pair[1])] = y
                assert grid[j, i] == pytest.approx(evaluator.loss(moved), rel=1e-12)


def test_blocks_join_seamlessly() -> None:
    rng = np.random.default_rng(5)
    architecture = Architecture((2, 40, 1), ("tanh", "sigmoid"), "bce")
    parameters = rng.normal(size=architecture.layout.size)
    inputs, targets = rng.normal(size=(200, 2)), rng.integers(2, size=(200, 1)).astype(float)
    axis = Axis(Parameter(0, 7, 1), np.linspace(-3, 3, 41))
    line = losses(architecture, parameters, inputs, targets, [axis])
    for value, found in zip(axis.values, line, strict=True):
        alone = Axis(axis.parameter, np.array([value]))
        assert found == pytest.approx(
            float(losses(architecture, parameters, inputs, targets, [alone])[0]), rel=1e-13
        )
