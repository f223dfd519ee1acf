"""The lines of numpy that are shown beside each operation, against the programs that are run."""

import math
from typing import Any

import numpy as np
import pytest

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.nn.network import Architecture, Network
from backstep.engine.program import Array, execute

RNG = np.random.default_rng(11)
Z = RNG.normal(size=(40, 3)) * 3  # examples are rows, as on the page


def run_code(code: str, **names: Any) -> Array:
    found: Array = eval(code, {"np": np, "math": math}, names)
    return found


def activated(name: str, z: Array) -> Array:
    """The engine's activation of (examples, units)."""
    columns = np.ascontiguousarray(z.T)
    a = np.empty_like(columns)
    execute(ACTIVATIONS[name].value(columns, a))
    return a.T


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_code_of_an_activation_is_what_is_run(name: str) -> None:
    np.testing.assert_allclose(run_code(ACTIVATIONS[name].code, z=Z), activated(name, Z), 1e-12)


@pytest.mark.parametrize("name", [name for name, row in ACTIVATIONS.items() if row.slope])
def test_the_code_of_a_slope_is_what_is_run(name: str) -> None:
    row, a = ACTIVATIONS[name], activated(name, Z)
    assert row.slope is not None
    expected = np.empty_like(Z)
    execute(row.slope(Z, a, expected))
    np.testing.assert_allclose(run_code(row.code_derivative, z=Z, a=a), expected, 1e-10, 1e-14)


def test_the_code_of_softmax_is_its_jacobian() -> None:
    row, upstream = ACTIVATIONS["softmax"], RNG.normal(size=(3, 1))
    z = Z[:1].T.copy()
    a, delta = activated("softmax", Z[:1]).T.copy(), np.empty((3, 1))
    execute(row.pullback(z, a, upstream, delta))
    jacobian = run_code(row.code_derivative, z=z[:, 0], a=a[:, 0])
    np.testing.assert_allclose(jacobian @ upstream, delta, rtol=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_the_code_of_a_loss_is_what_is_run(name: str) -> None:
    row = LOSSES[name]
    output = row.fused or "linear"
    y = np.eye(3)[RNG.integers(3, size=40)]
    z = Z / 2
    a, expected = activated(output, z), np.empty_like(z.T)
    execute(row.value(z.T.copy(), a.T, y.T, expected))
    np.testing.assert_allclose(run_code(row.code, z=z, a=a, y=y), expected.T, 1e-10, 1e-14)


@pytest.mark.parametrize("name", LOSSES)
def test_the_code_of_a_losss_slope_is_what_is_run(name: str) -> None:
    row = LOSSES[name]
    architecture = Architecture.dense((3, 3), (row.fused or "linear",), name)
    parameters = np.zeros(architecture.layout.size)
    architecture.layout.weights(parameters)[0][:] = np.eye(3)
    network = Network(architecture, parameters, np.zeros_like(parameters), len(Z))
    network.batch[:3] = Z.T / 2
    network.targets[:] = np.eye(3)[RNG.integers(3, size=40)].T
    execute([*network.forward, *network.delta(1)])
    a, y = network.activations[1].T, network.targets.T
    found = run_code(row.code_slope, a=a, y=y) / network.divisor
    np.testing.assert_allclose(found, network.deltas[1].T, rtol=1e-12, atol=1e-15)
