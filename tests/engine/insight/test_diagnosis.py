"""Duplicate units and a risen loss: the basis of two warnings."""

import numpy as np
import pytest

from backstep.engine.insight.diagnosis import alike, risen
from backstep.engine.insight.measures import saturated, slopeless
from backstep.engine.nn.activations import ACTIVATIONS
from tests.engine.helpers import dense_layout

LAYOUT = dense_layout(2, 5, 3)


def test_units_with_the_same_weights_in_and_out_are_alike() -> None:
    parameters = np.random.default_rng(0).normal(size=LAYOUT.size)
    assert alike(LAYOUT, parameters, 1) == []
    first, second = LAYOUT.matrices(parameters)
    first[4] = first[1]
    assert alike(LAYOUT, parameters, 1) == []
    second[:, 4] = second[:, 1]
    assert alike(LAYOUT, parameters, 1) == [1, 4]
    first[1, 2] += 1e-6
    assert alike(LAYOUT, parameters, 1) == []


@pytest.mark.parametrize("constant", [0.0, 0.5, -3.0])
def test_with_constant_weights_all_are_alike(constant: float) -> None:
    assert alike(LAYOUT, np.full(LAYOUT.size, constant), 1) == [0, 1, 2, 3, 4]


def test_a_unit_alone_has_no_twin() -> None:
    layout = dense_layout(2, 1, 1)
    assert alike(layout, np.zeros(layout.size), 1) == []


def test_a_loss_that_rises_for_good_has_risen() -> None:
    falling = [1.0, 0.8, 0.6, 0.4]
    assert risen([*falling, 0.9, 1.2, 1.5, 1.9, 2.4]) == pytest.approx(1.5 / 0.4)
    assert risen([*falling, *[float("inf")] * 5]) == float("inf")


@pytest.mark.parametrize("losses", [
    [1.0],
    [1.0, 0.5, 9.0, 9.0, 9.0],
    [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
    [1.0, 0.5, 0.4, 5.0, 0.4, 5.0, 0.4, 0.4],
    [1.0, 0.001, 0.01, 0.01, 0.01, 0.01, 0.01],
    [1.0, 1.0, 1.2, 1.3, 1.1, 1.4, 1.2],
])  # fmt: skip
def test_noise_and_short_curves_are_no_rise(losses: list[float]) -> None:
    assert risen(losses) is None


def test_saturation_is_nearness_to_a_bound() -> None:
    a = np.array([[0.97, -0.97, 0.95, 0.0], [0.1, 0.2, 0.3, 0.4]])
    share = saturated(ACTIVATIONS["tanh"], a)
    assert share is not None
    assert share.tolist() == [0.5, 0.0]
    assert saturated(ACTIVATIONS["relu"], a) is None


def test_a_dead_unit_has_no_slope_on_any_example() -> None:
    z = np.array([[-1.0, -2.0], [-1.0, 2.0]])
    flat = slopeless(ACTIVATIONS["relu"], z, np.maximum(z, 0))
    assert flat is not None
    assert flat.tolist() == [True, False]
    assert slopeless(ACTIVATIONS["softmax"], z, z) is None
