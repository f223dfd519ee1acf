"""The golden vectors: computed independently in PyTorch, float64."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstep.engine.nn.network import Architecture, penalty
from backstep.engine.training.batches import Batches
from backstep.engine.training.trainer import Trainer
from tests.engine.helpers import VECTORS, flat, load, settings

NAMES = [path.stem for path in VECTORS]


def assert_close(actual: Any, expected: Any) -> None:
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-9)


def test_there_are_vectors() -> None:
    assert len(VECTORS) == 10


@pytest.mark.parametrize("path", VECTORS, ids=NAMES)
def test_first_step_layer_by_layer(path: Path) -> None:
    case, trainer = load(path)
    first = case["first_step"]
    start = trainer.parameters.copy()
    for op in range(trainer.operations.update):
        trainer.perform(op)
    network, layout = trainer.network, trainer.architecture.layout
    assert trainer.batch_loss is not None
    assert_close(trainer.batch_loss, first["data_loss"])
    assert_close(trainer.batch_loss + penalty(trainer.architecture, start), first["total_loss"])
    for number, layer in enumerate(first["layers"], start=1):
        assert_close(network.preactivations[number].T, layer["preactivation"])
        assert_close(network.activations[number].T, layer["activation"])
        assert_close(network.deltas[number].T, layer["delta"])
        weight = layout.weights(trainer.gradients)[number - 1]
        assert_close(weight, layer["weight_gradient"])
        bias = layout.matrices(trainer.gradients)[number - 1][:, -1]
        assert_close(bias, layer["bias_gradient"])


@pytest.mark.parametrize("path", VECTORS, ids=NAMES)
def test_parameters_after_updates(path: Path) -> None:
    case, trainer = load(path)
    done = 0
    for updates in (1, 2, 25):
        assert trainer.advance(updates - done)
        done = updates
        expected = flat(trainer.architecture, case[f"parameters_after_{updates}"])
        assert_close(trainer.parameters, expected)


@pytest.mark.parametrize("path", VECTORS, ids=NAMES)
def test_losses_of_25_steps(path: Path) -> None:
    case, trainer = load(path)
    losses = []
    for _ in case["losses"]:
        for op in range(len(trainer.operations)):
            trainer.perform(op)
        assert trainer.batch_loss is not None
        losses.append(trainer.batch_loss)
    assert_close(losses, case["losses"])


def test_mazur() -> None:
    """Matt Mazur's step-by-step example, published to nine digits."""
    architecture = Architecture.dense((2, 2, 2), ("sigmoid", "sigmoid"), "mse")
    start = flat(
        architecture,
        [
            {"weight": [[0.15, 0.20], [0.25, 0.30]], "bias": [0.35, 0.35]},
            {"weight": [[0.40, 0.45], [0.50, 0.55]], "bias": [0.60, 0.60]},
        ],
    )
    batches = Batches(
        np.array([[0.05, 0.10]]),
        np.array([[0.01, 0.99]]),
        np.random.default_rng(0),
        batch_size=1,
        shuffle=False,
    )
    chosen = settings(loss="mse", learning_rate=0.5, batch_size=1, shuffle=False)
    trainer = Trainer(architecture, batches, chosen, start)
    for op in range(len(trainer.operations)):
        trainer.perform(op)
    first, second = architecture.layout.weights(trainer.parameters)
    assert trainer.batch_loss == pytest.approx(0.298371109, abs=1e-9)
    np.testing.assert_allclose(
        second, [[0.35891648, 0.408666186], [0.511301270, 0.561370121]], atol=1e-9
    )
    np.testing.assert_allclose(
        first, [[0.149780716, 0.19956143], [0.24975114, 0.29950229]], atol=1e-8
    )
