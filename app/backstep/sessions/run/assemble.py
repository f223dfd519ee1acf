"""Assembles a run from a spec."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backstep.data import build
from backstep.data.build import Data
from backstep.data.errors import DataError
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.layers.layer import Shape
from backstep.engine.nn.losses import LOSSES
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.training.batches import Batches
from backstep.engine.training.evaluation import Scorer
from backstep.engine.training.run import CURVE_POINTS, Entry, Run
from backstep.engine.training.trainer import Trainer, TrainingSettings
from backstep.protocol.spec.schema import NetworkSpec, Spec, SpecError, layers
from backstep.sessions.run.sets import NO_SETS, Found, find_set
from backstep.texts.message import Message


@dataclass(frozen=True)
class Assembly:
    """A run with its spec and data."""

    spec: Spec
    data: Data
    run: Run

    @cached_property
    def text(self) -> str:
        """The spec as JSON, as stores keep it."""
        return self.spec.model_dump_json(exclude_none=True)


def assemble(
    spec: Spec, *, memory: int, log: Sequence[Entry] = (), sets: Found = NO_SETS
) -> Assembly:
    """Build data, network and trainer.

    `log` holds the edits of another run of the spec; `sets` are the uploaded data sets. Three
    independent random streams derive from the spec's seed, for data, parameters and order, so that
    a change of one leaves the others as they were. Raises SpecError.
    """
    data = load(spec, np.random.default_rng(spec.seed).spawn(3)[0], sets)
    scorer = Scorer(
        (data.train_x, data.train_y),
        (data.test_x, data.test_y),
        classify=data.task == "classification",
    )
    return Assembly(spec, data, begin(spec, data, scorer, memory=memory, log=log))


def begin(
    spec: Spec,
    data: Data,
    scorer: Scorer,
    *,
    memory: int,
    log: Sequence[Entry] = (),
    points: int = CURVE_POINTS,
) -> Run:
    """Return a run of the spec at its start, with at most `points` points in its loss curve.

    Raises SpecError.
    """
    _, start_rng, order_rng = np.random.default_rng(spec.seed).spawn(3)
    output, loss = resolve(spec, data)
    shapes = (data.train_x.shape[1],), data.train_y.shape[1]
    architecture = Architecture(layers(spec, *shapes, output), loss)
    start = initial(architecture, spec.network, start_rng)
    settings = training(spec, loss)
    batches = Batches(
        data.train_x,
        data.train_y,
        order_rng,
        batch_size=settings.batch_size,
        shuffle=settings.shuffle,
    )
    trainer = Trainer(architecture, batches, settings, start)
    return Run(trainer, scorer, memory=memory, log=log, points=points)


def load(spec: Spec, rng: np.random.Generator, sets: Found = NO_SETS) -> Data:
    """Return the spec's data. Raises SpecError."""
    given = spec.data
    own = find_set(given.name, sets)
    if own is not None:
        return own.split(rng, given.test_share or 0.0)
    try:
        if given.name == "table":
            assert given.x is not None
            assert given.y is not None
            return build.table_data(
                given.x,
                given.y,
                test_share=given.test_share or 0.0,
                features=given.features or (),
            )
        if given.encoding is not None:
            return build.reviews_data(given.encoding, bool(given.negation))
        return build.generated_data(
            given.name,
            rng=rng,
            samples=given.samples or 0,
            noise=given.noise or 0.0,
            test_share=given.test_share or 0.0,
            features=given.features or [],
        )
    except DataError as error:
        raise SpecError([(error.field, error.message)]) from None


def resolve(spec: Spec, data: Data) -> tuple[str, str]:
    """Return output activation and loss; `auto` becomes what suits the data. Raises SpecError."""
    if data.task == "regression":
        output, loss = "linear", "mse"
    elif data.train_y.shape[1] == 1:
        output, loss = "sigmoid", "bce"
    else:
        output, loss = "softmax", "cross_entropy"
    chosen_loss = loss if spec.training.loss == "auto" else spec.training.loss
    allowed = LOSSES[chosen_loss].outputs
    if chosen_loss in ("bce", "cross_entropy") and not _probabilities(data.train_y):
        raise SpecError([("training.loss", Message("refusals.loss.targets", loss=chosen_loss))])
    wanted = spec.network.output_activation
    if wanted == "auto":
        return (output if output in allowed else allowed[0]), chosen_loss
    if wanted not in allowed:
        message = Message(
            "refusals.loss.output", loss=chosen_loss, allowed=list(allowed), value=wanted
        )
        raise SpecError([("training.loss", message)])
    return wanted, chosen_loss


def _probabilities(targets: Array) -> bool:
    return bool(((targets >= 0) & (targets <= 1)).all())


def initial(architecture: Architecture, network: NetworkSpec, rng: np.random.Generator) -> Array:
    """Return the initial parameters as a flat vector. Raises SpecError."""
    flat = np.zeros(architecture.layout.size)
    row, given = INITIALIZERS[network.initializer], network.parameters
    tensors = architecture.layout.tensors(flat)
    for number, (layer, views) in enumerate(zip(architecture.layers, tensors, strict=True)):
        if given is None:
            for name, fans in layer.fans.items():
                views[name][...] = row.draw(rng, *fans, views[name].shape)
            continue
        for name, view in views.items():
            view[...] = _given(given[number], name, view.shape, f"network.parameters.{number}")
    return flat


def _given(values: dict[str, Any] | None, name: str, shape: Shape, field: str) -> Array:
    """Return a tensor that the spec gives. Raises SpecError."""
    try:
        array = np.array((values or {})[name], dtype=np.float64)
    except ValueError:
        array = np.empty(())
    if array.shape != shape:
        raise SpecError(
            [
                (
                    f"{field}.{name}",
                    Message("refusals.shape", found=str(array.shape), needed=str(shape)),
                )
            ]
        )
    return array


def training(spec: Spec, loss: str) -> TrainingSettings:
    """Return the engine's settings for a spec."""
    chosen = spec.training
    return TrainingSettings(
        loss=loss,
        optimizer=chosen.optimizer.name,
        hyperparameters=tuple(chosen.optimizer.hyperparameters.items()),
        batch_size=chosen.batch_size,
        shuffle=chosen.shuffle,
        l1=chosen.l1,
        l2=chosen.l2,
    )
