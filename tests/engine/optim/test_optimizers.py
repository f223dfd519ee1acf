"""Each optimizer, compared with its definition, parameter by parameter.

The definitions follow the pseudocode of PyTorch's documentation (torch.optim), not the engine.
"""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from backstep.engine.optim.optimizers import OPTIMIZERS
from tests.engine.helpers import make_trainer
from tests.pytorch.rows import MISSING

Rule = Callable[[float, list[float], dict[str, float], bool], float]


def sgd(p: float, slopes: list[float], h: dict[str, float], is_weight: bool) -> float:
    for g in slopes:
        p -= h["learning_rate"] * g
    return p


def momentum(p: float, slopes: list[float], h: dict[str, float], is_weight: bool) -> float:
    buffer = None
    for g in slopes:
        buffer = g if buffer is None else h["momentum"] * buffer + g
        p -= h["learning_rate"] * buffer
    return p


def nesterov(p: float, slopes: list[float], h: dict[str, float], is_weight: bool) -> float:
    buffer = None
    for g in slopes:
        buffer = g if buffer is None else h["momentum"] * buffer + g
        p -= h["learning_rate"] * (g + h["momentum"] * buffer)
    return p


def adagrad(p: float, slopes: list[float], h: dict[str, float], is_weight: bool) -> float:
    total = 0.0
    for g in slopes:
        total += g * g
        p -= h["learning_rate"] * g / (sqrt(total) + h["eps"])
    return p


def rmsprop(p: float, slopes: list[float], h: dict[str, float], is_weight: bool) -> float:
    average = 0.0
    for g in slopes:
        average = h["alpha"] * average + (1 - h["alpha"]) * g * g
        p -= h["learning_rate"] * g / (sqrt(average) + h["eps"])
    return p


def adam(p: float, slopes: list[float], h: dict[str, float], is_weight: bool) -> float:
    first = second = 0.0
    for t, g in enumerate(slopes, start=1):
        if is_weight:
            p -= h["learning_rate"] * h.get("weight_decay", 0.0) * p
        first = h["beta1"] * first + (1 - h["beta1"]) * g
        second = h["beta2"] * second + (1 - h["beta2"]) * g * g
        unbiased = first / (1 - h["beta1"] ** t), second / (1 - h["beta2"] ** t)
        p -= h["learning_rate"] * unbiased[0] / (sqrt(unbiased[1]) + h["eps"])
    return p


RULES: dict[str, Rule] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adam,
}
OTHER = {
    "learning_rate": 0.07,
    "momentum": 0.6,
    "alpha": 0.8,
    "beta1": 0.7,
    "beta2": 0.95,
    "eps": 1e-3,
    "weight_decay": 0.3,
}


def test_every_row_has_a_rule() -> None:
    assert list(RULES) == list(OPTIMIZERS)


@pytest.mark.parametrize("given", ["defaults", "others"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_parameters_follow_the_definition(name: str, given: str) -> None:
    hyper = OPTIMIZERS[name].defaults()
    if given == "others":
        hyper = {key: OTHER[key] for key in hyper}
    changes: dict[str, Any] = {**hyper}
    trainer, _ = make_trainer(optimizer=name, **changes)
    start, slopes = trainer.parameters.copy(), []
    for _ in range(40):
        assert trainer.advance(1)
        slopes.append(trainer.gradients.copy())
    weight = trainer.architecture.layout.is_weight().astype(bool)
    expected = [
        RULES[name](float(p), column.tolist(), hyper, bool(is_weight))
        for p, column, is_weight in zip(start, np.array(slopes).T, weight, strict=True)
    ]
    np.testing.assert_allclose(trainer.parameters, expected, rtol=1e-11, atol=1e-13)
    assert np.abs(trainer.parameters - start).min() > 1e-6


def test_defaults_are_those_of_pytorch() -> None:
    """Except for the learning rates, which are chosen for small networks."""
    defaults = {name: row.defaults() for name, row in OPTIMIZERS.items() if name not in MISSING}
    for each in defaults.values():
        del each["learning_rate"]
    assert defaults == {
        "sgd": {},
        "momentum": {"momentum": 0.9},
        "nesterov": {"momentum": 0.9},
        "adagrad": {"eps": 1e-10},
        "rmsprop": {"alpha": 0.99, "eps": 1e-8},
        "adam": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
        "adamw": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01},
    }


def test_a_change_of_rate_keeps_the_memory_and_a_change_of_optimizer_does_not() -> None:
    trainer, _ = make_trainer(optimizer="adam")
    trainer.advance(5)
    mean = trainer.slots["mean"].copy()
    other, _ = make_trainer(optimizer="adam", learning_rate=0.5, batch_size=3, l2=0.1)
    trainer.configure(other.settings)
    assert (trainer.slots["mean"] == mean).all()
    assert trainer.count == 5
    other, _ = make_trainer(optimizer="adamw")
    trainer.configure(other.settings)
    assert not trainer.slots["mean"].any()
    assert trainer.count == 0


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_learning_rate_of_0_moves_nothing(name: str) -> None:
    trainer, _ = make_trainer(optimizer=name, learning_rate=0.0)
    start = trainer.parameters.copy()
    assert trainer.advance(5)
    np.testing.assert_array_equal(trainer.parameters, start)
