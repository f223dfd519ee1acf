"""Initializers: bounds, spread and repeatability."""

import numpy as np
import pytest

from backstep.engine.nn.initializers import INITIALIZERS

FAN_IN, FAN_OUT = 300, 200
# Glorot & Bengio (2010), eq. 12 and 16; He et al. (2015), eq. 10.
UNIFORM = {
    "xavier_uniform": (6 / (FAN_IN + FAN_OUT)) ** 0.5,
    "he_uniform": (6 / FAN_IN) ** 0.5,
    "uniform": 0.5,
}
NORMAL = {
    "xavier_normal": (2 / (FAN_IN + FAN_OUT)) ** 0.5,
    "he_normal": (2 / FAN_IN) ** 0.5,
    "normal": 1.0,
}
FIXED = {"constant": 0.5, "zeros": 0.0}


def draw(name: str, seed: int = 3) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return INITIALIZERS[name].draw(np.random.default_rng(seed), FAN_IN, FAN_OUT, (FAN_OUT, FAN_IN))


def test_every_row_is_tested() -> None:
    assert {*UNIFORM, *NORMAL, *FIXED} == {*INITIALIZERS}


@pytest.mark.parametrize("name", INITIALIZERS)
def test_shape_is_that_of_the_matrix_and_the_seed_decides(name: str) -> None:
    weight = draw(name)
    assert weight.shape == (FAN_OUT, FAN_IN)
    assert weight.dtype == np.float64
    assert (weight == draw(name)).all()
    assert (weight == draw(name, seed=4)).all() == (name in FIXED)


@pytest.mark.parametrize("name", UNIFORM)
def test_uniform_fills_its_bounds_evenly(name: str) -> None:
    bound, weight = UNIFORM[name], draw(name)
    assert np.abs(weight).max() <= bound
    shares, _ = np.histogram(weight, bins=10, range=(-bound, bound))
    np.testing.assert_allclose(shares / weight.size, 0.1, atol=0.006)
    assert weight.var() == pytest.approx(bound**2 / 3, rel=0.02)


@pytest.mark.parametrize("name", NORMAL)
def test_normal_has_its_deviation(name: str) -> None:
    deviation, weight = NORMAL[name], draw(name)
    assert weight.mean() == pytest.approx(0.0, abs=0.02 * deviation)
    assert weight.std() == pytest.approx(deviation, rel=0.02)
    within = [(np.abs(weight) < k * deviation).mean() for k in (1, 2, 3)]
    assert within == pytest.approx([0.6827, 0.9545, 0.9973], abs=0.006)


@pytest.mark.parametrize("name", FIXED)
def test_fixed_is_the_same_everywhere(name: str) -> None:
    assert (draw(name) == FIXED[name]).all()
