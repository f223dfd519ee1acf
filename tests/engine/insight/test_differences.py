"""Why a central difference and the backward pass disagree: a network for each reason."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.insight.differences import STEP, DifferenceCheck, check_gradient
from backstep.engine.nn.network import Architecture
from backstep.engine.training.evaluation import Evaluator


def checked(
    activation: str,
    *,
    loss: str = "mse",
    weight: float = 1.0,
    bias: float = 0.0,
    target: float = 3.0,
    l1: float = 0.0,
    at: int = 0,
    x: tuple[float, ...] = (5.0, 1.0),
) -> DifferenceCheck:
    """Check parameter `at` of a 1-1-1 network: w x + b, f, then a weight of 1 and no bias."""
    architecture = Architecture.dense((1, 1, 1), (activation, "linear"), loss, l1=l1)
    inputs = np.array(x)[:, None]
    evaluator = Evaluator(architecture, inputs, np.full((len(x), 1), target), classify=False)
    parameters = np.array([weight, bias, 1.0, 0.0])
    gradient = float(evaluator.gradient(parameters)[at])
    return check_gradient(evaluator, parameters, at, gradient, [40 + i for i in range(len(x))])


def reason(found: DifferenceCheck) -> dict[str, Any]:
    assert not found.agrees
    assert found.reason is not None
    return found.reason


def test_where_nothing_is_crossed_they_agree() -> None:
    found = checked("tanh")
    assert (found.agrees, found.reason, found.h) == (True, None, STEP)
    assert found.difference == abs(found.value - found.gradient)
    assert found.fields()["gradient"] == found.gradient


@pytest.mark.parametrize(("activation", "kind"), [("relu", "kink"), ("leaky_relu", "kink"),
                                                  ("step", "step")])  # fmt: skip
def test_the_corner_of_an_activation_names_neuron_and_example(activation: str, kind: str) -> None:
    found = reason(checked(activation, weight=1.0, bias=-1.0))
    assert found == {
        "kind": kind,
        "neuron": "neurons.1.0",
        "activation": activation,
        "row": 41,
        "below": pytest.approx(-STEP),
        "above": pytest.approx(STEP),
    }


def test_a_corner_that_is_near_but_not_crossed_is_no_reason() -> None:
    assert checked("relu", weight=1.0, bias=-1.0 + 3 * STEP).agrees


def test_the_corner_of_a_loss_names_the_output() -> None:
    found = reason(checked("linear", loss="mae", target=5.0, weight=1 + STEP / 2))
    assert {key: found[key] for key in ("kind", "loss", "output", "row")} == {
        "kind": "loss_kink", "loss": "mae", "output": 0, "row": 40,
    }  # fmt: skip
    assert found["below"] == pytest.approx(-2.5 * STEP)
    assert found["above"] == pytest.approx(7.5 * STEP)


def test_the_corner_of_a_penalty_is_at_zero() -> None:
    found = reason(checked("tanh", weight=STEP / 2, l1=0.1))
    assert found == {
        "kind": "penalty_kink",
        "below": pytest.approx(-STEP / 2),
        "above": pytest.approx(3 * STEP / 2),
    }
    assert checked("tanh", weight=STEP / 2, l1=0.1, at=1).agrees


def test_what_is_too_large_to_be_told_apart_is_rounding() -> None:
    assert reason(checked("linear", target=1e9)) == {"kind": "rounding"}
