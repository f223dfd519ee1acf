"""Answers to questions about a run that change nothing."""

from typing import Any

import numpy as np
import numpy.typing as npt

from app.engine.errors import InvalidValue
from app.engine.evaluation import Evaluator
from app.engine.run import Run
from app.protocol.frames import Focus, FrameBuilder
from app.protocol.messages import Inspect, Nudge, Predict
from app.protocol.narration import central_difference


def inspect(frames: FrameBuilder, focus: Focus, command: Inspect) -> dict[str, Any]:
    """Value, gradients and the central difference of one parameter, on the batch at hand."""
    trainer = frames.run.trainer
    layout = trainer.architecture.layout
    parameter = layout.find(command.tensor, command.index)
    at = layout.index(parameter)
    parameters = frames.step_parameters
    numbers = frames.numbers(focus)
    delta = float(numbers.deltas[parameter.layer][parameter.unit])
    value = 1.0
    if parameter.source is not None:
        value = float(numbers.signal(parameter.layer)[parameter.source])
    batch = frames.batch_evaluator()
    gradient = float(batch.gradient(parameters)[at])
    numeric = central_difference(batch, parameters, at)
    return {
        "parameter": str(parameter),
        "value": float(trainer.parameters[at]),
        "delta": delta,
        "signal": value,
        "example_gradient": None if numbers.mean else delta * value,
        "batch_gradient": gradient,
        "numeric": numeric,
        "difference": abs(numeric - gradient),
        "optimizer": {name: float(slot[at]) for name, slot in trainer.slots.items()},
    }


def nudge(frames: FrameBuilder, command: Nudge) -> dict[str, Any]:
    """The true change of the batch's loss beside slope · ε."""
    layout = frames.run.trainer.architecture.layout
    parameter = layout.find(command.tensor, command.index)
    at = layout.index(parameter)
    batch, here = frames.batch_evaluator(), frames.step_parameters
    before = batch.loss(here)
    slope = float(batch.gradient(here)[at])
    moved = here.copy()
    moved[at] += command.delta
    after = batch.loss(moved)
    return {
        "parameter": str(parameter),
        "delta": command.delta,
        "before": before,
        "after": after,
        "change": after - before,
        "predicted": slope * command.delta,
    }


def predict(frames: FrameBuilder, command: Predict) -> dict[str, Any]:
    """What the network answers to one encoded example, layer by layer."""
    architecture = frames.run.trainer.architecture
    inputs, *_, outputs = architecture.sizes
    if len(command.input) != inputs:
        message = f"has {len(command.input)} numbers; the network has {inputs} inputs"
        raise InvalidValue(message, field="input")
    x = np.array([command.input])
    evaluator = Evaluator(architecture, x, np.zeros((1, outputs)), classify=False)
    layers = evaluator.layers(frames.run.trainer.parameters)
    return {
        "activations": [layer[:, 0].tolist() for layer in layers],
        "output": layers[-1][:, 0].tolist(),
    }


def curve_shape(run: Run) -> tuple[int, int]:
    """Changes whenever the curve's points do."""
    last = max((at for at, _ in run.curve.items()), default=0)
    return len(run.curve), last


def curve(run: Run) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The loss curve: metadata and tensors of a frame."""
    points = list(run.curve.items())
    nan = float("nan")
    return {"curve": {"points": len(points)}}, {
        "curve.steps": np.array([float(at) for at, _ in points]),
        "curve.train": np.array([point.train.loss for _, point in points]),
        "curve.test": np.array([point.test.loss if point.test else nan for _, point in points]),
    }
