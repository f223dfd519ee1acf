"""The wrong update, compared with a plain numpy loop."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.insight.mistakes import Before, Mistake, update_layer_by_layer
from backstep.engine.nn.network import Architecture
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.program import Array, execute
from backstep.engine.training.evaluation import Evaluator

RATE = 0.5
X = np.random.default_rng(1).normal(size=(6, 3))
Y = np.random.default_rng(2).uniform(size=(6, 2))


def before(optimizer: str = "sgd", activations: tuple[str, ...] = ("tanh", "tanh", "linear"),
           **penalties: Any) -> Before:  # fmt: skip
    sizes = (3, *[4] * (len(activations) - 1), 2)
    architecture = Architecture.dense(sizes, activations, "mse", **penalties)
    rng, row = np.random.default_rng(3), OPTIMIZERS[optimizer]
    slots = {name: rng.uniform(size=architecture.layout.size) for name in row.slots}
    parameters = rng.normal(size=architecture.layout.size)
    return Before(architecture, parameters, slots, 7.0, optimizer,
                  row.defaults() | {"learning_rate": RATE})  # fmt: skip


def by_hand(state: Before) -> tuple[list[Array], list[Array], list[Array]]:
    """Update tanh, tanh, linear with mse and sgd layer by layer; return weights, biases and δ."""
    layout = state.architecture.layout
    weights = [each.copy() for each in layout.weights(state.parameters)]
    biases = [each[:, -1].copy() for each in layout.matrices(state.parameters)]
    signals = [X]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = signals[-1] @ w.T + b
        signals.append(z if layer == 2 else np.tanh(z))
    delta: Array = 2 * (signals[-1] - Y) / Y.size
    deltas: list[Array] = []
    for layer in (2, 1, 0):
        if layer < 2:
            delta = (delta @ weights[layer + 1]) * (1 - signals[layer + 1] ** 2)
        deltas.insert(0, delta)
        l2 = state.architecture.l2 * weights[layer]
        weights[layer] = weights[layer] - RATE * (delta.T @ signals[layer] + l2)
        biases[layer] = biases[layer] - RATE * delta.sum(axis=0)
    return weights, biases, deltas


def right_way(state: Before) -> Array:
    evaluator = Evaluator(state.architecture, X, Y, classify=False)
    parameters, gradients = state.parameters.copy(), evaluator.gradient(state.parameters)
    slots = {name: slot.copy() for name, slot in state.slots.items()}
    decays = state.architecture.layout.is_weight()
    memory = Memory(parameters, gradients, decays, slots, np.array(state.count))
    execute(OPTIMIZERS[state.optimizer].update(memory, state.hyperparameters))
    return parameters


def mistake(state: Before) -> Mistake:
    return update_layer_by_layer(state, (X, Y), (X, Y))


def test_it_equals_a_loop_of_plain_numpy() -> None:
    state = before(l2=0.1)
    found, (weights, biases, deltas) = mistake(state), by_hand(state)
    layout = state.architecture.layout
    for layer in range(3):
        np.testing.assert_allclose(layout.weights(found.parameters)[layer], weights[layer])
        np.testing.assert_allclose(layout.matrices(found.parameters)[layer][:, -1], biases[layer])
        np.testing.assert_allclose(found.wrong[layer].T, deltas[layer])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_last_layer_is_right_and_those_before_are_not(optimizer: str) -> None:
    state = before(optimizer)
    found, expected = mistake(state), right_way(state)
    layout = state.architecture.layout
    differences = [np.abs(each).max() for each in layout.matrices(found.parameters - expected)]
    assert differences[2] < 1e-14
    # Adam's first steps hardly depend on the size of a gradient.
    assert min(differences[:2]) > 1e-9
    np.testing.assert_array_equal(found.right[2], found.wrong[2])
    assert not np.allclose(found.right[1], found.wrong[1])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_with_one_layer_it_is_no_mistake(optimizer: str) -> None:
    state = before(optimizer, ("linear",))
    found = mistake(state)
    np.testing.assert_allclose(found.parameters, right_way(state), rtol=1e-12)
    np.testing.assert_array_equal(found.right[0], found.wrong[0])


def test_it_works_on_copies() -> None:
    state = before("adam")
    kept = [state.parameters.copy(), *(slot.copy() for slot in state.slots.values())]
    mistake(state)
    for now, then in zip([state.parameters, *state.slots.values()], kept, strict=True):
        np.testing.assert_array_equal(now, then)


def test_the_examples_shown_need_not_be_the_batchs() -> None:
    state = before()
    one = update_layer_by_layer(state, (X, Y), (X[2:3], Y[2:3]))
    np.testing.assert_array_equal(one.parameters, mistake(state).parameters)
    expected = mistake(state).wrong[0][:, 2:3] * len(X)
    np.testing.assert_allclose(one.wrong[0], expected, rtol=1e-9)
