"""Every function of the registries against 60 digits, wherever a float64 may lie.

What is computed in three more places is held to the same: the lines of numpy in the catalogue, the
functions of an exported script, and those of the formula lab.

The error is at most 1e-12 of the exact number. Where a formula subtracts numbers that are nearly
equal, as PyTorch's does too, it is at most 1e-12 (`CANCELS` says where). Numbers below the
smallest normal float64 have fewer digits, and may be 0.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mpf

from backstep.engine.formula.gates import FUNCTIONS
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.program import Array, execute
from tests.engine.nn import exact

RELATIVE = 1e-12
SMALLEST = 2.3e-308  # normal numbers are not smaller

# The error that is allowed beside the relative one.
CANCELS: dict[tuple[str, str], float] = {
    ("sigmoid", "slope"): 1e-12,  # 1 − a, where a is nearly 1
    ("tanh", "slope"): 1e-12,  # 1 − a², where a is nearly ±1
    ("softmax", "slope"): 1e-12,  # 1 − a, where a is nearly 1
    ("cross_entropy", "value"): 1e-12,  # ln Σ eᶻ − z, where z is by far the largest
    ("bce", "slope"): 1e-12,  # a − y, where a is nearly y
    ("cross_entropy", "slope"): 1e-12,  # the same
    ("gelu", "slope"): 1e-15,  # Φ + zφ, at its zero near z = −0.75
    ("silu", "slope"): 1e-15,  # 1 + z(1 − σ), at its zero near z = −1.28
}

EDGES = [0.0, -0.0, 5e-324, -5e-324, 2.3e-308, -2.3e-308, 1e-16, -1e-16]
LARGE = (10.0, 12.0, 26.3, 38.0, 38.6, 40.0, 709.8, 745.2, 800.0, 1e4)
EDGES += [s * z for z in LARGE for s in (1, -1)]
HUGE = [s * z for z in (1e24, 1e153, 1e154, 1e300) for s in (1, -1)]

ANY = (
    st.sampled_from(EDGES + HUGE)
    | st.floats(-50, 50)
    | st.floats(-1e4, 1e4)
    | st.floats(-1e300, 1e300)
)
# Sums of them still differ by less than float64 can hold.
ENTRIES = st.sampled_from(EDGES) | st.floats(-50, 50) | st.floats(-1e4, 1e4)
TARGETS = st.sampled_from([0.0, 1.0]) | st.floats(0, 1)
SMOOTH = [name for name, row in ACTIVATIONS.items() if row.slope]


def assert_close(found: Any, wanted: Any, what: tuple[str, str]) -> None:
    """Every number of `found` beside the exact one."""
    pairs = zip(np.ravel(found).tolist(), np.ravel(np.array(wanted, object)), strict=True)
    for number, true in pairs:
        assert math.isfinite(number), (what, number, true)
        allowed = max(RELATIVE * abs(true), CANCELS.get(what, 0.0), SMALLEST)
        assert abs(mpf(number) - true) <= allowed, (what, number, float(true))


def run_code(code: str, **names: Any) -> Any:
    with np.errstate(over="ignore"):  # e⁸⁰⁰ is infinite, its reciprocal the right 0
        return eval(code, {"np": np, "math": math}, names)


def engine(name: str, z: Array) -> tuple[Array, Array]:
    """Value and derivative, with the programs of a network."""
    row, a, slope = ACTIVATIONS[name], np.empty_like(z), np.empty_like(z)
    assert row.slope is not None
    with np.errstate(all="ignore"):
        execute([*row.value(z, a), *row.slope(z, a, slope)])
    return a, slope


def catalogue(name: str, z: Array) -> tuple[Array, Array]:
    """Value and derivative, with the lines of numpy."""
    row = ACTIVATIONS[name]
    a = run_code(row.code, z=z)
    return a, run_code(row.code_derivative, z=z, a=a)


def formula(name: str, z: Array) -> tuple[Array, Array]:
    """Value and derivative, with the gate of the formula lab."""
    gate = FUNCTIONS[name]
    with np.errstate(all="ignore"):
        values = [gate.value(each) for each in z.ravel()]
        slopes = [gate.slopes[0](each) for each in z.ravel()]
    return np.array(values), np.array(slopes)


@pytest.mark.parametrize("compute", [engine, catalogue, formula])
@pytest.mark.parametrize("name", SMOOTH)
@given(numbers=st.lists(ANY, min_size=1, max_size=4))
@example(numbers=EDGES + HUGE)
def test_an_activation_and_its_derivative(
    name: str, compute: Callable[[str, Array], tuple[Array, Array]], numbers: list[float]
) -> None:
    value, slope = compute(name, np.array([numbers]))
    reference = exact.ACTIVATION[name]
    with exact.digits():
        assert_close(value, [reference.value(mpf(z)) for z in numbers], (name, "value"))
        assert_close(slope, [reference.slope(mpf(z)) for z in numbers], (name, "slope"))


@pytest.mark.parametrize("name", exact.FUNCTION)
@given(x=ENTRIES)
def test_a_function_of_the_formula_lab(name: str, x: float) -> None:
    reference = exact.FUNCTION[name]
    if x < reference.least or x > reference.most:
        return
    value, slope = formula(name, np.array([x]))
    with exact.digits():
        assert_close(value, [reference.value(mpf(x))], (name, "value"))
        assert_close(slope, [reference.slope(mpf(x))], (name, "slope"))


def column(numbers: Sequence[float]) -> Array:
    return np.array(numbers)[:, None]


@given(numbers=st.lists(ENTRIES, min_size=1, max_size=6))
@example(numbers=[1e4, 1e4 - 30, -1e4])
@example(numbers=EDGES)
def test_softmax_and_its_jacobian(numbers: list[float]) -> None:
    row, z = ACTIVATIONS["softmax"], column(numbers)
    a = np.empty_like(z)
    execute(row.value(z, a))
    by_line = run_code(row.code, z=z.T)
    jacobians = [run_code(row.code_derivative, z=z[:, 0], a=a[:, 0])]
    pulled = np.empty((len(z), len(z)))
    for place, upstream in enumerate(np.eye(len(z))):
        delta = np.empty_like(z)
        execute(row.pullback(z, a, column(upstream.tolist()), delta))
        pulled[:, place] = delta[:, 0]
    jacobians.append(pulled)
    with exact.digits():
        given = [mpf(each) for each in numbers]
        for found in (a, by_line):
            assert_close(found, exact.softmax(given), ("softmax", "value"))
        for jacobian in jacobians:
            assert_close(jacobian, exact.softmax_jacobian(given), ("softmax", "slope"))


@pytest.mark.parametrize("name", exact.LOSS)
@given(a=ENTRIES, y=ENTRIES | TARGETS)
@example(a=1e4, y=-1e4)
@example(a=5e-324, y=0.0)
def test_a_loss_of_the_difference(name: str, a: float, y: float) -> None:
    row = LOSSES[name]
    found, target = np.array([[a]]), np.array([[y]])
    value, slope = np.empty((1, 1)), np.empty((1, 1))
    assert row.slope is not None
    execute([*row.value(found, found, target, value), *row.slope(found, target, slope)])
    of_value, of_slope = exact.LOSS[name]
    with exact.digits():
        for each in (value, run_code(row.code, a=found, y=target)):
            assert_close(each, of_value(mpf(a), mpf(y)), (name, "value"))
        for each in (slope, run_code(row.code_slope, a=found, y=target)):
            assert_close(each, of_slope(mpf(a), mpf(y)), (name, "slope"))


@given(numbers=st.lists(st.tuples(ANY, TARGETS), min_size=1, max_size=6))
@example(numbers=[(z, y) for z in EDGES + HUGE for y in (0.0, 1.0, 0.25)])
def test_binary_cross_entropy(numbers: list[tuple[float, float]]) -> None:
    row, (z, y) = LOSSES["bce"], np.array(numbers).T[:, None]
    a, _ = engine("sigmoid", z)
    value = np.empty_like(z)
    execute(row.value(z, a, y, value))
    with exact.digits():
        pairs = [exact.bce(mpf(each), mpf(target)) for each, target in numbers]
        for found in (value, run_code(row.code, z=z, a=a, y=y)):
            assert_close(found, [each for each, _ in pairs], ("bce", "value"))
        slope = run_code(row.code_slope, z=z, a=a, y=y)
        assert_close(slope, [each for _, each in pairs], ("bce", "slope"))


@given(numbers=st.lists(ENTRIES, min_size=2, max_size=6), data=st.data())
@example(numbers=[1e4, 1e4 - 30, -1e4], data=None)
def test_cross_entropy(numbers: list[float], data: st.DataObject | None) -> None:
    row, z = LOSSES["cross_entropy"], column(numbers)
    right = data.draw(st.integers(0, len(numbers) - 1)) if data else 0
    y = column(np.eye(len(numbers))[right].tolist())
    a, value = np.empty_like(z), np.empty_like(z)
    execute([*ACTIVATIONS["softmax"].value(z, a), *row.value(z, a, y, value)])
    with exact.digits():
        values, slopes = exact.cross_entropy(
            [mpf(each) for each in numbers], [mpf(each) for each in y[:, 0].tolist()]
        )
        for found in (value, run_code(row.code, z=z.T, a=a.T, y=y.T)):
            assert_close(found, values, ("cross_entropy", "value"))
        slope = run_code(row.code_slope, z=z.T, a=a.T, y=y.T)
        assert_close(slope, slopes, ("cross_entropy", "slope"))


def test_every_row_has_a_reference() -> None:
    assert {*exact.ACTIVATION, *exact.FUNCTION, "max", "min"} == set(FUNCTIONS)
    assert {*exact.ACTIVATION, "softmax"} == set(ACTIVATIONS)
    assert {*exact.LOSS, "bce", "cross_entropy"} == set(LOSSES)
