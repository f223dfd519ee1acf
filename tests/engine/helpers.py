"""Small trainers and runs for tests."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from backstep.engine.nn.network import Architecture
from backstep.engine.nn.parameters import Parameter, ParameterLayout
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.program import Array
from backstep.engine.training.batches import Batches
from backstep.engine.training.evaluation import Scorer
from backstep.engine.training.run import Run
from backstep.engine.training.trainer import Trainer, TrainingSettings

VECTORS = sorted((Path(__file__).parent.parent / "vectors").glob("*.json"))


def weight(layer: int, unit: int, source: int) -> Parameter:
    """Return a dense layer's weight."""
    return Parameter(layer, "weight", (unit, source))


def bias(layer: int, unit: int) -> Parameter:
    """Return a unit's bias."""
    return Parameter(layer, "bias", (unit,))


def dense_layout(*sizes: int) -> ParameterLayout:
    """Return the layout of the parameters of dense layers."""
    return Architecture.dense(sizes, ["linear"] * (len(sizes) - 1), "mse").layout


def settings(**changes: Any) -> TrainingSettings:
    """Return settings with the optimizer's defaults, except for those given."""
    name = changes.pop("optimizer", "sgd")
    hyper = OPTIMIZERS[name].defaults()
    hyper |= {key: changes.pop(key) for key in list(changes) if key in hyper}
    known = {"loss": "bce", "batch_size": 10, "shuffle": True, **changes}
    return TrainingSettings(optimizer=name, hyperparameters=tuple(hyper.items()), **known)


def flat(architecture: Architecture, layers: list[dict[str, Any]]) -> Array:
    """Return the flat vector of explicit parameters."""
    vector = np.empty(architecture.layout.size)
    for matrix, layer in zip(architecture.layout.matrices(vector), layers, strict=True):
        matrix[:, :-1] = layer["weight"]
        matrix[:, -1] = layer["bias"]
    return vector


def load(path: Path) -> tuple[dict[str, Any], Trainer]:
    """A golden vector and the trainer it describes."""
    case = json.loads(path.read_text())
    architecture = Architecture.dense(
        tuple(case["sizes"]), tuple(case["activations"]), case["loss"]
    )
    given = dict(case["optimizer"])
    betas = given.pop("betas", None)
    given.pop("nesterov", None)
    if betas:
        given["beta1"], given["beta2"] = betas
    given["optimizer"] = given.pop("name")
    x, y = np.array(case["x"]), np.array(case["y"])
    chosen = settings(
        loss=case["loss"], batch_size=len(x), shuffle=False, l1=case["l1"], l2=case["l2"], **given
    )
    batches = Batches(x, y, np.random.default_rng(0), batch_size=len(x), shuffle=False)
    return case, Trainer(architecture, batches, chosen, flat(architecture, case["parameters"]))


def make_trainer(
    *,
    sizes: tuple[int, ...] = (2, 4, 2, 1),
    activation: str = "tanh",
    examples: int = 23,
    seed: int = 5,
    scale: float = 1.0,
    **changes: Any,
) -> tuple[Trainer, Scorer]:
    """Return a trainer on seeded points, labeled by distance from the origin, and its scorer."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(examples, sizes[0]))
    y = (np.square(x).sum(axis=1, keepdims=True) > 1).astype(float).repeat(sizes[-1], axis=1)
    chosen = settings(**changes)
    output = {"bce": "sigmoid", "cross_entropy": "softmax"}.get(chosen.loss, "linear")
    architecture = Architecture.dense(
        sizes, (*[activation] * (len(sizes) - 2), output), chosen.loss
    )
    start = rng.normal(size=architecture.layout.size) * scale
    batches = Batches(x, y, rng, batch_size=chosen.batch_size, shuffle=chosen.shuffle)
    trainer = Trainer(architecture, batches, chosen, start)
    return trainer, Scorer((x, y), (x[:5], y[:5]), classify=True)


def make_run(*, memory: int = 2**20, **given: Any) -> Run:
    """Return a run of `make_trainer`'s trainer."""
    return Run(*make_trainer(**given), memory=memory)
