"""Everything about the gradient of one parameter or neuron: docs/protocol.md, *Inspection*."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

from backstep.engine.insight.differences import check
from backstep.engine.insight.paths import Chain, largest
from backstep.engine.nn.parameters import Parameter
from backstep.engine.nn.steps import Quantity
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.program import Array
from backstep.protocol.facts import updating
from backstep.protocol.facts.scene import MOST_EXAMPLES, Scene, contributions
from backstep.protocol.facts.selection import Selection, neuron
from backstep.protocol.facts.unfolding import terms, unfold

Fields = dict[str, Any]
MOST_UNFOLDED = 64
MOST_PATHS = 24
_COMPUTED = (
    "preactivation",
    "signal",
    "delta",
    "example_gradient",
    "penalty_gradient",
    "batch_gradient",
    "contributions",
    "incoming",
    "paths",
    "numeric",
    "optimizer",
)


@dataclass(frozen=True)
class Question:
    """What to inspect.

    `target` is inspected, the neurons in `unfold` are unfolded too, and up to `paths` paths are
    listed. `everything` includes what the step has not computed yet.
    """

    target: Selection
    unfold: tuple[Selection, ...] = ()
    paths: int = 6
    everything: bool = False


def inspect(scene: Scene, question: Question) -> Fields:
    """Return the inspection; the scene's numbers must be those of one example."""
    target, rows = question.target, scene.trainer.batches.rows
    parameter, layer = target.parameter, target.layer
    quantity: Quantity = "gradient" if parameter else "delta"
    made_by = scene.run.operations.made(quantity, layer)
    computed = layer > 0 and scene.done(quantity, layer)
    kind = "neuron" if parameter is None else "bias" if target.source is None else "weight"
    told = _neuron(scene, question) if parameter is None else _parameter(scene, question, parameter)
    return {
        "target": str(target),
        "kind": kind,
        "layer": layer,
        "unit": target.unit,
        "source": target.source,
        "example": scene.row,
        "position": rows.index(scene.row) if scene.row in rows else None,
        "size": len(rows),
        "computed": computed,
        "computed_at": made_by,
        **dict.fromkeys(_COMPUTED),
        **told,
        "unfolded": list(_unfolded(scene, question)),
    }


def _unfolded(scene: Scene, question: Question) -> Iterable[Fields]:
    """Unfold the target's neuron, then the others, each once; inputs have no δ."""
    chosen = (question.target, *question.unfold)
    for layer, unit in dict.fromkeys((each.layer, each.unit) for each in chosen):
        if layer:
            yield unfold(scene, layer, unit, everything=question.everything)


def _neuron(scene: Scene, question: Question) -> Fields:
    layer, unit = question.target.layer, question.target.unit
    numbers, everything = scene.numbers, question.everything
    found: Fields = {"value": None}
    if everything or scene.done("activation", layer):
        found["value"] = float(numbers.signal(layer)[unit])
    if layer and (everything or scene.done(scene.summed(layer), layer)):
        sources = scene.layer(layer).sources(unit)
        weight, value = scene.weights(layer)[unit, sources], numbers.signal(layer - 1)[sources]
        bias = float(scene.bias(layer)[unit])
        if scene.summed(layer) == "preactivation":
            found["preactivation"] = float(numbers.preactivations[layer - 1][unit])
        found["incoming"] = {
            **terms(weight * value, "from", sources, weight=weight, value=value), "bias": bias,
        }  # fmt: skip
    if layer and (everything or scene.done("delta", layer)):
        found["delta"] = float(numbers.deltas[layer - 1][unit])
        found["paths"] = _paths(scene, question, 1.0, None)
    return found


def _parameter(scene: Scene, question: Question, parameter: Parameter) -> Fields:
    layer, everything = question.target.layer, question.everything
    at = scene.architecture.layout.index(parameter)
    found: Fields = {"value": float(scene.trainer.parameters[at])}
    unit, source = question.target.unit, question.target.source
    delta, signal = float(scene.numbers.deltas[layer - 1][unit]), scene.signal(layer, source)
    if everything or source is None or scene.done("activation", layer - 1):
        found["signal"] = signal
    if everything or scene.done("delta", layer):
        found["delta"] = delta
    if not (everything or scene.done("gradient", layer)):
        return found | {"optimizer": _optimizer(scene, parameter, at, None)}
    network, gradients = scene.backward(layer)
    gradient, values = float(gradients[at]), contributions(network, parameter)
    own = scene.gradient(parameter)
    below = None if source is None else neuron(layer - 1, source)
    return found | {
        "example_gradient": own,
        "penalty_gradient": scene.penalty_gradient(parameter),
        "batch_gradient": gradient,
        "contributions": {
            "count": len(values),
            "rows": scene.trainer.batches.rows[:MOST_EXAMPLES],
            "values": values[:MOST_EXAMPLES].tolist(),
        },
        "paths": _paths(scene, question, signal, below),
        "numeric": _numeric(scene, at, own, gradient),
        "optimizer": _optimizer(scene, parameter, at, gradient),
    }


def _numeric(scene: Scene, at: int, own: float, gradient: float) -> Fields:
    """Return the central differences of the example's own loss and of the batch's."""
    assert scene.row is not None, "an example is inspected, not the mean"
    example = check(scene.single(), scene.parameters, at, own, [scene.row])
    return {"example": example.fields(), "batch": scene.check_batch(at, gradient).fields()}


def _chain(scene: Scene, first: int) -> Chain:
    """Return the chain of local gradients from the loss to layer `first`."""
    depth = scene.architecture.depth
    below: list[Array] = []
    for layer in range(first, depth):
        slope = scene.slopes(layer)
        assert slope is not None, "softmax is for the output"
        below.append(slope)
    above = range(first + 1, depth + 1)
    links = [None if scene.layer(l).all_to_all else scene.layer(l).linked for l in above]
    return Chain(below, [scene.weights(l) for l in above], scene.numbers.deltas[-1], links)


def _paths(scene: Scene, question: Question, signal: float, source: str | None) -> Fields:
    """Return the gradient, or δ, as a sum over paths."""
    layer, unit = question.target.layer, question.target.unit
    chain = _chain(scene, layer)
    ways = largest(chain, unit, question.paths)
    shown = [_path(scene, layer, units, signal, source, chain) for units in ways]
    total, count = signal * float(chain.totals[0][unit]), chain.count(unit)
    left = count - len(shown)
    rest = total - sum(path["product"] for path in shown) if left else 0.0
    return {"count": count, "shown": shown, "rest": {"count": left, "sum": rest}, "total": total}


def _path(
    scene: Scene,
    layer: int,
    units: tuple[int, ...],
    signal: float,
    source: str | None,
    chain: Chain,
) -> Fields:
    """Return the factors of one path from `layer`, with their names, and their product."""
    values = [signal, *chain.factors(units)]
    names = [("signal", source), *_names(scene, layer, units)]
    factors = [
        {"kind": kind, "of": of, "value": value}
        for (kind, of), value in zip(names, values, strict=True)
    ]
    return {"units": list(units), "factors": factors, "product": prod(values)}


def _names(scene: Scene, layer: int, units: tuple[int, ...]) -> list[tuple[str, str | None]]:
    """Return kind and name of each factor of a path, except the signal.

    A factor that is not a parameter has no name.
    """
    names: list[tuple[str, str | None]] = []
    for l, (here, there) in enumerate(pairwise(units), start=layer):
        link = scene.architecture.layout.link(l, there, here)
        names += [("slope", neuron(l, here)), ("weight", None if link is None else str(link))]
    return [*names, ("delta", neuron(layer + len(units) - 1, units[-1]))]


def _optimizer(scene: Scene, parameter: Parameter, at: int, gradient: float | None) -> Fields:
    """Return the parameter's next or latest update; without a gradient, without lines."""
    old, row = float(scene.parameters[at]), OPTIMIZERS[scene.trainer.settings.optimizer]
    lines = [] if gradient is None else updating.lines(scene, parameter, gradient)
    new = lines[-1].result if lines else None
    return {
        "name": row.name,
        "label": row.label,
        "count": updating.count(scene),
        "state": updating.state(scene, at),
        "lines": [dict(vars(line)) for line in lines],
        "old": old,
        "new": new,
        "change": None if new is None else new - old,
    }
