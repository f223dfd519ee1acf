"""δ of one neuron as a sum and a product: docs/protocol.md, *Unfolded*."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from backstep.engine.program import Array, execute
from backstep.protocol.facts.scene import Scene
from backstep.protocol.facts.selection import neuron

Fields = dict[str, Any]
MOST_TERMS = 32
_LATER = ("delta", "local_slope", "terms", "rest", "sum", "loss")


def terms(product: Array, place: str, neurons: Sequence[int], **columns: Array) -> Fields:
    """Return the terms of a sum, one for each of `neurons`.

    If there are many, only the largest products are listed, in order, and the rest is summed.
    `place` is the key of a term's neuron.
    """
    kept = np.arange(len(product))
    if len(product) > MOST_TERMS:
        kept = np.sort(np.argpartition(-np.abs(product), MOST_TERMS)[:MOST_TERMS])
    lists = {name: column[kept].tolist() for name, column in columns.items()}
    lists["product"] = product[kept].tolist()
    rows = zip(*lists.values(), strict=True)
    left = np.delete(product, kept)
    return {
        "terms": [
            {place: neurons[k], **dict(zip(lists, row, strict=True))}
            for k, row in zip(kept.tolist(), rows, strict=True)
        ],
        "rest": {"count": len(left), "sum": float(left.sum())},
    }


def unfold(scene: Scene, layer: int, unit: int, *, everything: bool) -> Fields:
    """Return the entry of a neuron in layer 1, 2, …

    What is not computed at the position is None, unless `everything` is set.
    """
    architecture, numbers = scene.architecture, scene.numbers

    def known(done: bool, value: Any) -> Any:
        return float(value) if done or everything else None

    row = architecture.activation_rows[layer - 1]
    z, a = numbers.preactivations[layer - 1], numbers.activations[layer - 1]
    entry: Fields = {
        "neuron": neuron(layer, unit),
        "layer": layer,
        "unit": unit,
        "activation": architecture.activations[layer - 1],
        "preactivation": known(scene.done("preactivation", layer), z[unit]) if row else None,
        "value": known(scene.done("activation", layer), a[unit]),
        **dict.fromkeys(_LATER),
    }
    if not (everything or scene.done("delta", layer)):
        return entry
    form = _output if layer == architecture.depth else _hidden
    delta = float(numbers.deltas[layer - 1][unit])
    return entry | {"delta": delta} | form(scene, layer, unit)


def _hidden(scene: Scene, layer: int, unit: int) -> Fields:
    """Return Σ w δ over the neurons that this one feeds, times f′(z)."""
    fed = scene.layer(layer + 1).fed(unit)
    weight, delta = scene.weights(layer + 1)[fed, unit], scene.numbers.deltas[layer][fed]
    slope = scene.slopes(layer)
    assert slope is not None, "softmax is for the output"
    return {
        "local_slope": float(slope[unit]),
        **terms(weight * delta, "to", fed, weight=weight, delta=delta),
        "sum": float(weight @ delta),
    }


def _output(scene: Scene, layer: int, unit: int) -> Fields:
    """Return the derivative of the loss, times f′(z) unless the two are fused."""
    loss, numbers = scene.architecture.loss_row, scene.numbers
    a, y = numbers.activations[-1], numbers.target
    about: Fields = {
        "name": loss.name,
        "fused": loss.slope is None,
        "prediction": float(a[unit]),
        "target": float(y[unit]),
        "loss_slope": None,
        "outputs": loss.divisor(len(a), 1),
    }
    if loss.slope is None:
        return {"loss": about}
    steep = np.empty_like(a)
    execute(loss.slope(a.copy(), y.copy(), steep))
    about["loss_slope"] = float(steep[unit])
    local = scene.slopes(layer)
    if local is not None:
        return {"loss": about, "local_slope": float(local[unit])}
    return {"loss": about, **_softmax(a, steep, unit)}


def _softmax(a: Array, steep: Array, unit: int) -> Mapping[str, Any]:
    """Return the sum over all outputs: ∂a_k/∂z_j = a_k (1 if k = j, − a_j)."""
    slope = -a * a[unit]
    slope[unit] += a[unit]
    product = steep * slope
    found = terms(product, "to", range(len(a)), loss_slope=steep, slope=slope)
    return {**found, "sum": float(product.sum())}
