"""Non-finite numbers: the operation that produced the first one is named."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array, execute
from backstep.engine.training.batches import Batches
from backstep.engine.training.evaluation import Scorer
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.engine.training.trainer import Trainer
from tests.engine.helpers import make_run, settings

BIG, HUGE = 1e150, 1e200


def single(
    x: float, layers: list[tuple[float, float]], *, hidden: str = "linear", **changes: Any
) -> Run:
    """A run of one example x with target 0 through layers of one neuron each, (weight, bias)."""
    sizes = (1,) * (len(layers) + 1)
    architecture = Architecture.dense(sizes, (*[hidden] * (len(layers) - 1), "linear"), "mse")
    data = np.array([[x]]), np.array([[0.0]])
    chosen = settings(loss="mse", batch_size=1, **changes)
    batches = Batches(*data, np.random.default_rng(0), batch_size=1, shuffle=False)
    with np.errstate(all="ignore"):
        trainer = Trainer(architecture, batches, chosen, np.array(layers).ravel())
        return Run(trainer, Scorer(data, None, classify=False))


CASES: list[tuple[str, int, str, Run]] = [
    ("input", 0, "input", single(np.inf, [(1, 0)])),
    ("input", 0, "input", single(np.nan, [(1, 0)])),
    ("linear", 1, "preactivation", single(HUGE, [(HUGE, 0), (0, 0)])),
    ("linear", 2, "preactivation", single(HUGE, [(1, 0), (HUGE, 0)])),
    ("linear", 1, "preactivation", single(1, [(np.nan, 0), (0, 0)])),
    ("loss", 2, "loss", single(1, [(1, 0), (HUGE, 0)])),
    ("loss", 2, "loss", single(0, [(HUGE, 0), (0, 0)], l2=1.0)),
    ("delta", 1, "delta", single(0, [(1, 0), (HUGE, BIG)], hidden="tanh")),
    ("gradient", 2, "gradient", single(HUGE, [(1, 0), (0, BIG)])),
    ("gradient", 1, "gradient", single(HUGE, [(0, 0), (1, BIG)], hidden="tanh")),
    ("update", 1, "parameter", single(1e157, [(0, BIG)], learning_rate=100.0)),
    ("update", 1, "optimizer state", single(1e50, [(0, BIG)], optimizer="adam")),
    ("update", 1, "optimizer state", single(1e50, [(0, BIG)], optimizer="adagrad")),
]


@pytest.mark.parametrize(
    ("kind", "layer", "quantity", "run"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_the_operation_names_itself(kind: str, layer: int, quantity: str, run: Run) -> None:
    for target in (Position(0, run.operations.update), Position(0, 0), Position(9, 0)):
        run.seek(target)
        if target == (0, 0) and kind != "input":
            assert run.failure is None
            continue
        assert run.failure is not None
        assert (run.failure.kind, run.failure.layer) == (kind, layer)
        assert run.failure.quantity == quantity
        assert run.failure.position == run.position
        assert run.operations[run.position.op] == (kind, layer)
        assert run.position.step == 0
        assert f"({kind})" in run.failure.message
        assert (f"layer {layer}" in run.failure.message) == (kind not in ("input", "update"))
        assert run.failure.hint


EXTREMES = np.array(
    [[-np.finfo(float).max, -HUGE, -1e3, -0.0, 0.0, 1e3, HUGE, np.finfo(float).max]]
)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_activation_makes_infinity_of_a_finite_number(name: str) -> None:
    """Only the kind `activation` cannot fail first: an infinite result has an infinite input."""
    row, z = ACTIVATIONS[name], np.vstack([EXTREMES, EXTREMES[:, ::-1]])
    a, d = np.empty_like(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        execute(row.value(z, a))
        assert np.isfinite(a).all()
        if row.slope is not None:
            execute(row.slope(z, a, d))
            assert np.isfinite(d).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_nan_stays_nan(name: str) -> None:
    z, a = np.full((2, 3), np.nan), np.zeros((2, 3))
    with np.errstate(all="ignore"):
        execute(ACTIVATIONS[name].value(z, a))
    assert np.isnan(a).all()


def explosive() -> list[tuple[str, str, str, float]]:
    names = [name for name, row in ACTIVATIONS.items() if row.hidden and row.bounds is None]
    optimizers = ["sgd", "momentum", "adam"]
    losses = [name for name in LOSSES if name != "cross_entropy"]
    return [
        (loss, name, optimizer, rate)
        for loss in losses
        for name in names
        for optimizer, rate in zip(optimizers, (3.0, 30.0, 1e150), strict=True)
    ]


@pytest.mark.parametrize(("loss", "activation", "optimizer", "rate"), explosive())
def test_the_fast_path_overlooks_nothing(
    loss: str, activation: str, optimizer: str, rate: float
) -> None:
    given: dict[str, Any] = {
        "sizes": (2, 3, 3, 1),
        "loss": loss,
        "activation": activation,
        "optimizer": optimizer,
        "learning_rate": rate,
        "scale": 2.0,
    }
    fast, walked = make_run(**given), make_run(**given)
    fast.seek(Position(60, 0))
    while walked.position < (60, 0) and not walked.failure:
        walked.forward("operation")
    assert fast.failure == walked.failure
    assert fast.position == walked.position
    assert same_bits(fast.parameters, walked.parameters)


def same_bits(one: Array, other: Array) -> bool:
    return one.tobytes() == other.tobytes()
