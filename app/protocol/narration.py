"""What the operation at hand does, with the numbers of one neuron or parameter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.evaluation import Evaluator
from app.engine.network import Network
from app.engine.parameters import Parameter
from app.engine.program import Array, execute
from app.engine.run import Run

Fields = dict[str, Any]


@dataclass(frozen=True)
class Numbers:
    """The numbers on the neurons at a position: of one example, or means over the batch.

    `input` (in,); the rest lists with one (units,) per layer with weights, δ being that of the
    example's own loss.
    """

    mean: bool
    input: Array
    target: Array
    preactivations: list[Array]
    activations: list[Array]
    deltas: list[Array]
    loss: float | None

    def signal(self, layer: int) -> Array:
        """Activations of layer 0 (the inputs), 1, …"""
        return self.activations[layer - 1] if layer else self.input


@dataclass(frozen=True)
class Selection:
    """A neuron, or one of its parameters; layer counts from 1, 0 for the inputs."""

    layer: int
    unit: int
    parameter: Parameter | None


@dataclass(frozen=True)
class Scene:
    """What a narration is made from. `parameters` are those the step computes with."""

    run: Run
    numbers: Numbers
    features: tuple[str, ...]
    parameters: Array
    selection: Selection | None
    batch: Callable[[], Evaluator]


def narrate(scene: Scene) -> Fields:
    """The fields of docs/protocol.md, *Narration*."""
    run = scene.run
    kind, layer = run.operations[run.position.op]
    unit = 0
    if scene.selection and scene.selection.layer == layer:
        unit = scene.selection.unit
    units = run.trainer.architecture.sizes[layer]
    common = {
        "kind": kind,
        "layer": layer,
        "unit": unit,
        "units": units,
        "focus": "mean" if scene.numbers.mean else "example",
    }
    tell = {
        "input": _input,
        "linear": _linear,
        "activation": _activation,
        "loss": _loss,
        "delta": _delta,
        "gradient": _gradient,
        "update": _update,
    }[kind]
    return common | tell(scene, layer, unit)


def _input(scene: Scene, layer: int, unit: int) -> Fields:
    numbers = scene.numbers
    return {
        "size": len(scene.run.trainer.batches.rows),
        "x": numbers.input.tolist(),
        "y": numbers.target.tolist(),
        "features": list(scene.features),
    }


def _matrix(scene: Scene, layer: int) -> Array:
    return scene.run.trainer.architecture.layout.matrices(scene.parameters)[layer - 1]


def _linear(scene: Scene, layer: int, unit: int) -> Fields:
    row = _matrix(scene, layer)[unit]
    signal = scene.numbers.signal(layer - 1)
    terms = [
        {"from": i, "weight": float(w), "value": float(a), "product": float(w * a)}
        for i, (w, a) in enumerate(zip(row[:-1], signal, strict=True))
    ]
    return {
        "terms": terms,
        "bias": float(row[-1]),
        "result": float(scene.numbers.preactivations[layer - 1][unit]),
    }


def _activation(scene: Scene, layer: int, unit: int) -> Fields:
    z = scene.numbers.preactivations[layer - 1]
    name = scene.run.trainer.architecture.activations[layer - 1]
    fields: Fields = {
        "name": name,
        "value": float(z[unit]),
        "result": float(scene.numbers.activations[layer - 1][unit]),
    }
    if name == "softmax":
        exponentials = np.exp(z - z.max())
        fields["exponentials"] = exponentials.tolist()
        fields["sum"] = float(exponentials.sum())
    return fields


def _loss(scene: Scene, layer: int, unit: int) -> Fields:
    trainer = scene.run.trainer
    return {
        "name": trainer.architecture.loss,
        "prediction": scene.numbers.activations[-1].tolist(),
        "target": scene.numbers.target.tolist(),
        "example_loss": scene.numbers.loss,
        "batch_loss": trainer.batch_loss,
        "penalty": trainer.batch_penalty,
        "size": len(trainer.batches.rows),
    }


def _slopes(scene: Scene, layer: int) -> Array | None:
    """f′(z) of each unit; None for softmax, whose outputs hang together."""
    row = scene.run.trainer.architecture.activation_rows[layer - 1]
    if row.slope is None:
        return None
    z = scene.numbers.preactivations[layer - 1].copy()
    a, slope = np.empty_like(z), np.empty_like(z)
    execute([*row.value(z, a), *row.slope(z, a, slope)])
    return slope


def _delta(scene: Scene, layer: int, unit: int) -> Fields:
    architecture, numbers = scene.run.trainer.architecture, scene.numbers
    slopes = _slopes(scene, layer)
    result: Fields = {
        "activation": architecture.activations[layer - 1],
        "local_slope": None if slopes is None else float(slopes[unit]),
        "result": float(numbers.deltas[layer - 1][unit]),
    }
    if layer < architecture.depth:
        column, deltas = _matrix(scene, layer + 1)[:, unit], numbers.deltas[layer]
        terms = [
            {"to": j, "weight": float(w), "delta": float(d), "product": float(w * d)}
            for j, (w, d) in enumerate(zip(column, deltas, strict=True))
        ]
        return result | {
            "terms": terms,
            "sum": float(column @ deltas),
            "preactivation": float(numbers.preactivations[layer - 1][unit]),
        }
    loss = architecture.loss_row
    result |= {
        "name": loss.name,
        "fused": loss.slope is None,
        "outputs": loss.divisor(architecture.sizes[-1], 1),
        "prediction": float(numbers.activations[-1][unit]),
        "target": float(numbers.target[unit]),
        "loss_slope": None,
    }
    if loss.slope is not None:
        slope = np.empty_like(numbers.target)
        execute(loss.slope(numbers.activations[-1].copy(), numbers.target.copy(), slope))
        result["loss_slope"] = float(slope[unit])
        if slopes is None:
            result["mean_slope"] = float(numbers.activations[-1] @ slope)
    return result


def _selected_parameter(scene: Scene) -> Parameter | None:
    """The selected parameter, or the first of the selected neuron."""
    chosen = scene.selection
    if chosen is None or chosen.layer == 0:
        return None
    return chosen.parameter or Parameter(chosen.layer - 1, chosen.unit, 0)


def _gradient(scene: Scene, layer: int, unit: int) -> Fields:
    run, numbers = scene.run, scene.numbers
    trainer = run.trainer
    parameter = _selected_parameter(scene)
    if parameter is None or parameter.layer != layer - 1:
        parameter = Parameter(layer - 1, 0, 0)
    at = trainer.architecture.layout.index(parameter)
    delta = float(numbers.deltas[layer - 1][parameter.unit])
    value = 1.0
    if parameter.source is not None:
        value = float(numbers.signal(layer - 1)[parameter.source])
    architecture = trainer.architecture
    weight = float(scene.parameters[at]) if parameter.source is not None else 0.0
    check = central_difference(scene.batch(), scene.parameters, at)
    gradient = float(trainer.gradients[at])
    difference = abs(check - gradient)
    agrees = difference <= 1e-6 * max(1.0, abs(gradient), abs(check))
    return {
        "unit": parameter.unit,
        "parameter": str(parameter),
        "from": parameter.source,
        "delta": delta,
        "value": value,
        "product": None if numbers.mean else delta * value,
        "batch_gradient": gradient,
        "penalty_gradient": architecture.l1 * float(np.sign(weight)) + architecture.l2 * weight,
        "numeric": check,
        "difference": difference,
        "agrees": agrees,
        "kink": not agrees and _has_kinks(scene),
    }


def _has_kinks(scene: Scene) -> bool:
    architecture = scene.run.trainer.architecture
    kinks = [row.kinks for row in architecture.activation_rows]
    return bool(architecture.l1 or architecture.loss_row.kinks or any(kinks))


def central_difference(evaluator: Evaluator, parameters: Array, at: int, h: float = 1e-5) -> float:
    """(L(w + h) − L(w − h)) / 2h along one parameter."""
    moved = parameters.copy()
    moved[at] = parameters[at] + h
    above = evaluator.loss(moved)
    moved[at] = parameters[at] - h
    return (above - evaluator.loss(moved)) / (2 * h)


def _update(scene: Scene, layer: int, unit: int) -> Fields:
    trainer = scene.run.trainer
    layout = trainer.architecture.layout
    parameter = _selected_parameter(scene) or layout.at(0)
    at = layout.index(parameter)
    changes = trainer.parameters - trainer.previous
    largest = int(np.abs(changes).argmax())
    rate = dict(trainer.settings.hyperparameters)["learning_rate"]
    return {
        "layer": parameter.layer + 1,
        "unit": parameter.unit,
        "units": layout.sizes[parameter.layer + 1],
        "parameter": str(parameter),
        "optimizer": trainer.settings.optimizer,
        "learning_rate": rate,
        "old": float(trainer.previous[at]),
        "gradient": float(trainer.gradients[at]),
        "change": float(changes[at]),
        "new": float(trainer.parameters[at]),
        "plain": -rate * float(trainer.gradients[at]),
        "largest": {"parameter": str(layout.at(largest)), "change": float(changes[largest])},
        "count": int(np.count_nonzero(changes)),
    }


def numbers_of(network: Network, mean: bool, loss: float | None) -> Numbers:
    """The numbers in a network's buffers: of its only example, or means over its batch."""

    def shown(array: Array) -> Array:
        middle: Array = array.mean(axis=1)
        return middle

    depth = network.architecture.depth
    return Numbers(
        mean,
        shown(network.activations[0]),
        shown(network.targets),
        [shown(network.preactivations[layer]) for layer in range(1, depth + 1)],
        [shown(network.activations[layer]) for layer in range(1, depth + 1)],
        # The batch's δ carry the mean's 1/n, so their sum is the mean of the examples' own δ.
        [network.deltas[layer].sum(axis=1) for layer in range(1, depth + 1)],
        loss,
    )
