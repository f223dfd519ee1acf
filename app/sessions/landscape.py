"""Surfaces and slices of a run's loss, computed off the event loop from a copy of its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.data.build import Data
from app.engine.evaluation import Evaluator
from app.engine.network import Architecture
from app.engine.parameters import Parameter
from app.engine.program import Array
from app.engine.run import Run
from app.engine.surface import Axis, losses

Drawn = tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]


@dataclass(frozen=True)
class Moment:
    """What a surface is computed from; taken on the event loop, read in a thread."""

    architecture: Architecture
    parameters: Array
    updates: int
    learning_rate: float
    rows: list[int]
    past: list[tuple[Array, float]]  # flat parameters and training loss along the way


def moment(run: Run) -> Moment:
    """The run's numbers now."""
    trainer = run.trainer
    scores = {updates: point.train.loss for updates, point in run.curve.items()}
    past = [
        (parameters, scores[updates])
        for updates, parameters in run.checkpoints()
        if updates in scores and updates <= trainer.updates
    ]
    return Moment(
        trainer.architecture,
        trainer.parameters.copy(),
        trainer.updates,
        dict(run.settings.hyperparameters)["learning_rate"],
        trainer.batches.rows,
        past,
    )


def _range(values: list[float]) -> tuple[float, float]:
    """Room about the values, on a grid of halves so that it moves seldom."""
    low, high = min(values), max(values)
    margin = max(2.0, 0.35 * (high - low))
    return float(np.floor(2 * (low - margin)) / 2), float(np.ceil(2 * (high + margin)) / 2)


def _axis(now: Moment, parameter: Parameter, resolution: int) -> tuple[Axis, dict[str, Any]]:
    at = now.architecture.layout.index(parameter)
    here = float(now.parameters[at])
    low, high = _range([here, *(float(each[at]) for each, _ in now.past)])
    values = np.linspace(low, high, resolution)
    shown = {"parameter": str(parameter), "min": low, "max": high, "value": here}
    return Axis(parameter, values), shown


def surface(now: Moment, data: Data, options: Mapping[str, Any]) -> Drawn:
    """Loss over two parameters, with the path so far: metadata and tensors of a frame."""
    layout = now.architecture.layout
    x, shown_x = _axis(now, layout.find(options["x"]), options["resolution"])
    y, shown_y = _axis(now, layout.find(options["y"]), options["resolution"])
    z = losses(now.architecture, now.parameters, data.train_x, data.train_y, [x, y])
    here = _evaluator(now, data).loss(now.parameters)
    points = [*now.past, (now.parameters, here)]
    ix, iy = layout.index(x.parameter), layout.index(y.parameter)
    path = np.array([(each[ix], each[iy], loss) for each, loss in points])
    meta = {
        "x": shown_x,
        "y": shown_y,
        "loss": here,
        "updates": now.updates,
        "examples": len(data.train_x),
    }
    return {"surface": meta}, {"surface.z": z, "surface.path": path}


def slice_(now: Moment, data: Data, options: Mapping[str, Any]) -> Drawn:
    """Loss along one parameter: metadata and tensors of a frame."""
    rows = now.rows if options["over"] == "batch" else slice(None)
    x, y = data.train_x[rows], data.train_y[rows]
    parameter = now.architecture.layout.find(options["parameter"])
    axis, shown = _axis(now, parameter, options["resolution"])
    z = losses(now.architecture, now.parameters, x, y, [axis])
    evaluator = Evaluator(now.architecture, x, y, classify=False)
    slope = float(evaluator.gradient(now.parameters)[now.architecture.layout.index(parameter)])
    meta = shown | {
        "loss": evaluator.loss(now.parameters),
        "slope": slope,
        "landing": shown["value"] - now.learning_rate * slope,
        "over": options["over"],
        "examples": len(x),
        "updates": now.updates,
        "learning_rate": now.learning_rate,
    }
    return {"slice": meta}, {"slice.z": z}


def _evaluator(now: Moment, data: Data) -> Evaluator:
    return Evaluator(now.architecture, data.train_x, data.train_y, classify=False)


PANELS = {"surface": surface, "slice": slice_}
