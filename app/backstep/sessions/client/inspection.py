"""Answers to questions about a run that do not change it."""

from typing import Any

import numpy as np

from backstep.data.build import Data
from backstep.data.digits import prepare
from backstep.data.errors import DataError
from backstep.engine.errors import InvalidValue
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
from backstep.protocol.facts.inspector import Question
from backstep.protocol.facts.scenes import Focus
from backstep.protocol.facts.selection import Selection, find, of_parameter
from backstep.protocol.facts.wordplane import told
from backstep.protocol.stream.frames import FrameBuilder
from backstep.protocol.stream.messages import Inspect, Nudge, Predict


def inspect(frames: FrameBuilder, focus: Focus, command: Inspect) -> dict[str, Any]:
    """Return all facts of one parameter or neuron, whether the step has computed them or not."""
    architecture = frames.run.trainer.architecture
    if command.tensor is not None:
        parameter = architecture.layout.find(command.tensor, command.index)
        target = of_parameter(architecture, parameter)
    else:
        target = _named(architecture, command.select or "", "select")
    unfold = tuple(_named(architecture, name, "unfold", neuron=True) for name in command.unfold)
    return frames.inspect(Question(target, unfold, command.paths, everything=True), focus)


def _named(architecture: Architecture, name: str, field: str, *, neuron: bool = False) -> Selection:
    """Return the part with that name. Raises InvalidValue for `field` if there is none."""
    found = find(architecture, name)
    if found is None or (neuron and found.parameter is not None):
        allowed = "neurons.1.0" if neuron else "layers.0.weight.2.1, layers.0.bias.2, neurons.1.0"
        raise InvalidValue(f"the network has no {name!r}; names are like {allowed}", field=field)
    return found


def nudge(frames: FrameBuilder, command: Nudge) -> dict[str, Any]:
    """Compare the change of the total loss with derivative · delta, over the batch or training set.

    It starts from the parameters at the position: after an update, from the new ones.
    """
    layout = frames.run.trainer.architecture.layout
    parameter = layout.find(command.tensor, command.index)
    at = layout.index(parameter)
    here = frames.run.trainer.parameters
    scenes = frames.scenes
    evaluator = scenes.batch() if command.over == "batch" else scenes.train()
    before = evaluator.loss(here)
    slope = float(evaluator.gradient(here)[at])
    moved = here.copy()
    moved[at] += command.delta
    after = evaluator.loss(moved)
    return {
        "parameter": str(parameter),
        "value": float(here[at]),
        "delta": command.delta,
        "before": before,
        "after": after,
        "change": after - before,
        "predicted": slope * command.delta,
        "over": command.over,
        "examples": evaluator.examples,
    }


def predict(frames: FrameBuilder, command: Predict) -> dict[str, Any]:
    """Return the network's response to one example, layer by layer, and the example's encoding."""
    architecture = frames.run.trainer.architecture
    numbers, text = _example(frames.data, command)
    inputs, *_, outputs = architecture.sizes
    if len(numbers) != inputs:
        message = f"has {len(numbers)} numbers; the network has {inputs} inputs"
        raise InvalidValue(message, field="input")
    evaluator = Evaluator(architecture, numbers[None], np.zeros((1, outputs)), classify=False)
    layers = evaluator.layers(frames.run.trainer.parameters)
    return {
        "input": numbers.tolist(),
        "text": text,
        "activations": [layer[:, 0].tolist() for layer in layers],
        "output": layers[-1][:, 0].tolist(),
    }


def _example(data: Data, command: Predict) -> tuple[Array, dict[str, Any] | None]:
    """Return the inputs of the example; for a text, also what the encoder read in it."""
    if command.image is not None:
        if data.image is None:
            raise InvalidValue("the network is not given images", field="image")
        try:
            return prepare(np.array(command.image)), None
        except DataError as error:
            raise InvalidValue(str(error), field=error.field) from None
    if command.text is not None:
        if data.texts is None:
            raise InvalidValue("the network is not given texts", field="text")
        reading = data.texts.encoder.read(command.text)
        return reading.inputs, told(reading)
    return np.array(command.input), None
