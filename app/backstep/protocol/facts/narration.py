"""What the current operation does, with the numbers of one neuron or parameter."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from backstep.engine.insight.mistakes import Before, Mistake, update_layer_by_layer
from backstep.engine.program import execute
from backstep.protocol.facts import updating
from backstep.protocol.facts.scene import MOST_EXAMPLES, Scene, contributions
from backstep.protocol.facts.selection import Selection, of_parameter

Fields = dict[str, Any]


def narrate(scene: Scene, selection: Selection | None, *, compare: bool = False) -> Fields:
    """Return the fields of docs/protocol.md, *Narration*."""
    run = scene.run
    kind, layer = run.operations[run.position.op]
    unit = 0
    if selection and selection.layer == layer:
        unit = selection.unit
    units = run.trainer.architecture.sizes[layer]
    common = {
        "kind": kind,
        "layer": layer,
        "unit": unit,
        "units": units,
        "focus": "mean" if scene.numbers.mean else "example",
    }
    tellers: dict[str, Callable[[Scene, int, int], Fields]] = {
        "input": _input,
        "linear": _linear,
        "pool": _pool,
        "activation": _activation,
        "loss": _loss,
        "delta": _delta,
        "gradient": partial(_gradient, selection),
        "update": partial(_update, selection, compare),
    }
    return common | tellers[kind](scene, layer, unit)


def _input(scene: Scene, layer: int, unit: int) -> Fields:
    numbers = scene.numbers
    return {
        "size": len(scene.trainer.batches.rows),
        "x": numbers.input.tolist(),
        "y": numbers.target.tolist(),
        "features": list(scene.data.inputs),
    }


def _linear(scene: Scene, layer: int, unit: int) -> Fields:
    return {
        "terms": _terms(scene, layer, unit),
        "bias": float(scene.bias(layer)[unit]),
        "result": float(scene.numbers.preactivations[layer - 1][unit]),
    }


def _pool(scene: Scene, layer: int, unit: int) -> Fields:
    return {
        "terms": _terms(scene, layer, unit),
        "result": float(scene.numbers.activations[layer - 1][unit]),
    }


def _terms(scene: Scene, layer: int, unit: int) -> list[Fields]:
    """Return the inputs of a unit with their weights."""
    row, signal = scene.weights(layer)[unit], scene.numbers.signal(layer - 1)
    return [
        {"from": i, "weight": float(row[i]), "value": float(signal[i]),
         "product": float(row[i] * signal[i])}
        for i in scene.layer(layer).sources(unit)
    ]  # fmt: skip


def _activation(scene: Scene, layer: int, unit: int) -> Fields:
    z = scene.numbers.preactivations[layer - 1]
    name = scene.architecture.activations[layer - 1]
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
    trainer = scene.trainer
    return {
        "name": trainer.architecture.loss,
        "prediction": scene.numbers.activations[-1].tolist(),
        "target": scene.numbers.target.tolist(),
        "example_loss": scene.numbers.loss,
        "batch_loss": trainer.batch_loss,
        "penalty": trainer.batch_penalty,
        "size": len(trainer.batches.rows),
    }


def _delta(scene: Scene, layer: int, unit: int) -> Fields:
    architecture, numbers = scene.architecture, scene.numbers
    row = architecture.activation_rows[layer - 1]
    steep = scene.slopes(layer)
    result: Fields = {
        "activation": architecture.activations[layer - 1],
        "local_slope": None if steep is None else float(steep[unit]),
        "result": float(numbers.deltas[layer - 1][unit]),
    }
    if layer < architecture.depth:
        fed = scene.layer(layer + 1).fed(unit)
        column, deltas = scene.weights(layer + 1)[fed, unit], numbers.deltas[layer][fed]
        terms = [
            {"to": j, "weight": float(w), "delta": float(d), "product": float(w * d)}
            for j, w, d in zip(fed, column, deltas, strict=True)
        ]
        own = row is not None
        return result | {
            "terms": terms,
            "sum": float(column @ deltas),
            "preactivation": float(numbers.preactivations[layer - 1][unit]) if own else None,
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
        if steep is None:
            result["mean_slope"] = float(numbers.activations[-1] @ slope)
    return result


def _parameter(scene: Scene, selection: Selection | None) -> Selection | None:
    """Return the selected parameter, or the first of the selected neuron; None without one."""
    if selection is None or selection.layer == 0 or selection.parameter:
        return selection if selection and selection.parameter else None
    layer, unit = selection.layer, selection.unit
    own = scene.layer(layer).places[unit]
    if own.max() < 0:
        return None
    place = scene.architecture.layout.offsets[layer - 1] + int(own[own >= 0][0])
    return of_parameter(scene.architecture, scene.architecture.layout.at(place))


def _gradient(selection: Selection | None, scene: Scene, layer: int, unit: int) -> Fields:
    chosen = _parameter(scene, selection)
    if chosen is None or chosen.layer != layer:
        chosen = _parameter(scene, Selection(layer, 0, None))
    assert chosen is not None, "a layer with a gradient has parameters"
    assert chosen.parameter is not None
    parameter, at = chosen.parameter, scene.architecture.layout.index(chosen.parameter)
    delta = float(scene.numbers.deltas[layer - 1][chosen.unit])
    value = scene.signal(layer, chosen.source)
    network, gradients = scene.backward(layer)
    check = scene.check_batch(at, float(gradients[at]))
    return {
        "unit": chosen.unit,
        "parameter": str(parameter),
        "from": chosen.source,
        "delta": delta,
        "value": value,
        "product": None if scene.numbers.mean else scene.gradient(parameter),
        "batch_gradient": check.gradient,
        "penalty_gradient": scene.penalty_gradient(parameter),
        "contributions": contributions(network, parameter)[:MOST_EXAMPLES].tolist(),
        "numeric": check.value,
        "difference": check.difference,
        "agrees": check.agrees,
        "kink": check.reason is not None and check.reason["kind"] != "rounding",
        "reason": check.reason,
    }


def _update(
    selection: Selection | None, compare: bool, scene: Scene, layer: int, unit: int
) -> Fields:
    trainer = scene.trainer
    layout = trainer.architecture.layout
    changes = trainer.parameters - trainer.previous
    largest = int(np.abs(changes).argmax())
    # The first parameter may be the weight of a pixel that is always 0, and then never moves.
    shown = layout.at(0 if changes[0] else largest)
    chosen = _parameter(scene, selection) or of_parameter(scene.architecture, shown)
    assert chosen.parameter is not None
    at = layout.index(chosen.parameter)
    rate = dict(trainer.settings.hyperparameters)["learning_rate"]
    return {
        "layer": chosen.layer,
        "unit": chosen.unit,
        "units": scene.layer(chosen.layer).units,
        "parameter": str(chosen.parameter),
        "optimizer": trainer.settings.optimizer,
        "learning_rate": rate,
        "old": float(trainer.previous[at]),
        "gradient": float(trainer.gradients[at]),
        "change": float(changes[at]),
        "new": float(trainer.parameters[at]),
        "plain": -rate * float(trainer.gradients[at]),
        "lines": [
            dict(vars(line))
            for line in updating.lines(scene, chosen.parameter, float(trainer.gradients[at]))
        ],
        "largest": {"parameter": str(layout.at(largest)), "change": float(changes[largest])},
        "count": int(np.count_nonzero(changes)),
        "wrong": _wrong(scene, at) if compare else None,
    }


def _wrong(scene: Scene, at: int) -> Fields:
    """Return the effect of updating each layer during the backward pass, a common mistake."""
    trainer, data = scene.trainer, scene.data
    rows = trainer.batches.rows
    batch = data.train_x[rows], data.train_y[rows]
    before = Before(
        scene.architecture,
        trainer.previous,
        trainer.previous_slots,
        float(trainer.previous_count),
        trainer.settings.optimizer,
        dict(trainer.settings.hyperparameters),
    )
    mistake = update_layer_by_layer(
        before,
        batch,
        batch if scene.row is None else data.rows(scene.row),
    )
    largest = int(np.abs(mistake.parameters - trainer.parameters).argmax())

    def both(place: int) -> Fields:
        right, wrong = trainer.parameters[place], mistake.parameters[place]
        return {"right": float(right), "wrong": float(wrong)}

    return {
        "first": _first_wrong(mistake),
        "parameter": both(at),
        "largest": {"parameter": str(scene.architecture.layout.at(largest)), **both(largest)},
    }


def _first_wrong(mistake: Mistake) -> Fields | None:
    """Return the first δ that differs in the backward pass: of the example, or the batch's mean."""
    for layer in range(len(mistake.right), 0, -1):
        right, wrong = mistake.right[layer - 1].sum(axis=1), mistake.wrong[layer - 1].sum(axis=1)
        if (right != wrong).any():
            unit = int((right != wrong).argmax())
            told = {"right": float(right[unit]), "wrong": float(wrong[unit])}
            return {"quantity": "delta", "layer": layer, "unit": unit, **told}
    return None
