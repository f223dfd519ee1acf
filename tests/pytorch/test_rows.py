"""The engine's numbers beside PyTorch's: to 1e-12 of the number, or absolutely where PyTorch's own
formula subtracts numbers that are nearly equal (GELU's tail, derivatives from the value)."""

import json
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from backstep.engine.formula.graph import Graph
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.program import Array, execute
from tests.pytorch import rows

KNOWN: dict[str, Any] = json.loads(rows.ROWS.read_text(encoding="utf-8"))
COLUMNS = np.array(rows.SCORES).T.copy()


def assert_close(found: Array, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_the_rows_are_all_there() -> None:
    assert set(KNOWN["activations"]) == set(ACTIVATIONS) - rows.MISSING
    assert set(KNOWN["losses"]) == set(LOSSES) - rows.MISSING
    assert set(KNOWN["optimizers"]) == set(OPTIMIZERS) - rows.MISSING
    pinned = rows.ROWS.with_name("requirements.txt").read_text().split()[-1]
    assert pinned == f"torch=={KNOWN['torch']}"


@pytest.mark.parametrize("name", [name for name in KNOWN["activations"] if name != "softmax"])
def test_an_activation(name: str) -> None:
    row, z = ACTIVATIONS[name], np.array([rows.Z])
    a, slope = np.empty_like(z), np.empty_like(z)
    assert row.slope is not None
    with np.errstate(over="ignore"):
        execute([*row.value(z, a), *row.slope(z, a, slope)])
    assert_close(a[0], KNOWN["activations"][name]["value"])
    assert_close(slope[0], KNOWN["activations"][name]["slope"])


def test_softmax() -> None:
    row, a, delta = ACTIVATIONS["softmax"], np.empty_like(COLUMNS), np.empty_like(COLUMNS)
    weights = np.array([[1.0], [-2.0], [3.0]])
    upstream = np.broadcast_to(weights, COLUMNS.shape).copy()
    execute(row.value(COLUMNS, a))
    execute(row.pullback(COLUMNS, a, upstream, delta))
    assert_close((a * weights).T, KNOWN["activations"]["softmax"]["value"])
    assert_close(delta.T, KNOWN["activations"]["softmax"]["slope"])


@pytest.mark.parametrize("name", [name for name in KNOWN["losses"] if name != "cross_entropy"])
def test_a_loss(name: str) -> None:
    row = LOSSES[name]
    z, y = np.array([[z, y] for z in rows.Z for y in rows.TARGETS]).T[:, None]
    a, value, slope = np.empty_like(z), np.empty_like(z), np.empty_like(z)
    with np.errstate(over="ignore"):
        execute(ACTIVATIONS[row.fused or "linear"].value(z, a))
        execute(row.value(z, a, y, value))
    execute(row.slope(a, y, slope) if row.slope else [lambda: np.subtract(a, y, slope)])
    assert_close(value[0], KNOWN["losses"][name]["value"])
    assert_close(slope[0], KNOWN["losses"][name]["slope"])


def test_cross_entropy() -> None:
    row, a, value = LOSSES["cross_entropy"], np.empty_like(COLUMNS), np.empty_like(COLUMNS)
    y = np.eye(3)[np.arange(len(rows.SCORES)) % 3].T.copy()
    execute([*ACTIVATIONS["softmax"].value(COLUMNS, a), *row.value(COLUMNS, a, y, value)])
    assert_close(value.sum(axis=0), KNOWN["losses"]["cross_entropy"]["value"])
    assert_close((a - y).T, KNOWN["losses"]["cross_entropy"]["slope"])


@pytest.mark.parametrize("name", KNOWN["optimizers"])
def test_an_optimizer(name: str) -> None:
    row = OPTIMIZERS[name]
    parameters = np.array(rows.WEIGHTS + rows.BIASES)
    decays = np.array([1.0] * len(rows.WEIGHTS) + [0.0] * len(rows.BIASES))
    slots = {slot: np.zeros_like(parameters) for slot in row.slots}
    memory = Memory(parameters, np.empty_like(parameters), decays, slots, np.zeros(()))
    program = row.update(memory, rows.HYPER[name])
    for gradient, expected in zip(rows.GRADIENTS, KNOWN["optimizers"][name], strict=True):
        memory.gradients[:] = gradient
        execute(program)
        assert_close(parameters, expected)


@pytest.mark.parametrize("formula", rows.FORMULAS)
def test_a_formula_at_its_corner(formula: str) -> None:
    graph, point = Graph(formula), rows.FORMULAS[formula]
    numbers = graph.numbers(point)
    found = {name: numbers.gradients[at] for name, at in graph.variables.items()}
    assert found == KNOWN["formulas"][formula]


@pytest.mark.skipif(find_spec("torch") is None, reason="make test-torch installs PyTorch")
def test_the_rows_are_pytorchs() -> None:
    found = rows.compute()
    assert found.pop("torch") == KNOWN["torch"]
    for kind, each in found.items():
        np.testing.assert_allclose(numbers_in(each), numbers_in(KNOWN[kind]), rtol=1e-14, atol=0)


def numbers_in(value: Any) -> list[float]:
    """All numbers, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    return [n for part in value for n in numbers_in(part)] if isinstance(value, list) else [value]
