"""Everything about the gradient of one parameter or neuron: docs/protocol.md, *Inspection*."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

from backstep.engine.insight.differences import check_gradient
from backstep.engine.insight.gradient_paths import Chain, largest
from backstep.engine.nn.parameters import Parameter
from backstep.engine.nn.steps import Quantity
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.program import Array
from backstep.protocol.facts import updating
from backstep.protocol.facts.run_view import MAX_EXAMPLES, RunView, contributions
from backstep.protocol.facts.selection import Selection, neuron_key
from backstep.protocol.facts.unfolding import sum_terms, unfold
from backstep.texts.languages import languages

Fields = dict[str, Any]
MAX_UNFOLDED = 64
MAX_PATHS = 24
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
class InspectionRequest:
    """What to inspect.

    `target` is inspected, the neurons in `unfold` are unfolded too, and up to `paths` paths are
    listed. `everything` includes what the step has not computed yet.
    """

    target: Selection
    unfold: tuple[Selection, ...] = ()
    paths: int = 6
    everything: bool = False


def inspection_fields(view: RunView, request: InspectionRequest) -> Fields:
    """Return the inspection; the view's numbers must be those of one example."""
    target, rows = request.target, view.trainer.batches.rows
    parameter, layer = target.parameter, target.layer
    quantity: Quantity = "gradient" if parameter else "delta"
    made_by = view.run.operations.made(quantity, layer)
    computed = layer > 0 and view.done(quantity, layer)
    kind = "neuron" if parameter is None else "bias" if target.source is None else "weight"
    own = _neuron(view, request) if parameter is None else _parameter(view, request, parameter)
    return {
        "target": str(target),
        "kind": kind,
        "layer": layer,
        "unit": target.unit,
        "source": target.source,
        "example": view.row,
        "position": rows.index(view.row) if view.row in rows else None,
        "size": len(rows),
        "computed": computed,
        "computed_at": made_by,
        **dict.fromkeys(_COMPUTED),
        **own,
        "unfolded": list(_unfolded(view, request)),
    }


def _unfolded(view: RunView, request: InspectionRequest) -> Iterable[Fields]:
    """Unfold the target's neuron, then the others, each once; inputs have no δ."""
    chosen = (request.target, *request.unfold)
    for layer, unit in dict.fromkeys((each.layer, each.unit) for each in chosen):
        if layer:
            yield unfold(view, layer, unit, everything=request.everything)


def _neuron(view: RunView, request: InspectionRequest) -> Fields:
    layer, unit = request.target.layer, request.target.unit
    numbers, everything = view.numbers, request.everything
    found: Fields = {"value": None}
    if everything or view.done("activation", layer):
        found["value"] = float(numbers.signal(layer)[unit])
    if layer and (everything or view.done(view.summed(layer), layer)):
        sources = view.layer(layer).sources(unit)
        weight, value = view.weights(layer)[unit, sources], numbers.signal(layer - 1)[sources]
        bias = float(view.bias(layer)[unit])
        if view.summed(layer) == "preactivation":
            found["preactivation"] = float(numbers.preactivations[layer - 1][unit])
        found["incoming"] = {
            **sum_terms(weight * value, "from", sources, weight=weight, value=value), "bias": bias,
        }  # fmt: skip
    if layer and (everything or view.done("delta", layer)):
        found["delta"] = float(numbers.deltas[layer - 1][unit])
        found["paths"] = _paths(view, request, 1.0, None)
    return found


def _parameter(view: RunView, request: InspectionRequest, parameter: Parameter) -> Fields:
    layer, everything = request.target.layer, request.everything
    at = view.architecture.layout.index(parameter)
    found: Fields = {"value": float(view.trainer.parameters[at])}
    unit, source = request.target.unit, request.target.source
    delta, signal = float(view.numbers.deltas[layer - 1][unit]), view.signal(layer, source)
    if everything or source is None or view.done("activation", layer - 1):
        found["signal"] = signal
    if everything or view.done("delta", layer):
        found["delta"] = delta
    if not (everything or view.done("gradient", layer)):
        return found | {"optimizer": _optimizer(view, parameter, at, None)}
    network, gradients = view.backward(layer)
    gradient, values = float(gradients[at]), contributions(network, parameter)
    own = view.gradient(parameter)
    below = None if source is None else neuron_key(layer - 1, source)
    return found | {
        "example_gradient": own,
        "penalty_gradient": view.penalty_gradient(parameter),
        "batch_gradient": gradient,
        "contributions": {
            "count": len(values),
            "rows": view.trainer.batches.rows[:MAX_EXAMPLES],
            "values": values[:MAX_EXAMPLES].tolist(),
        },
        "paths": _paths(view, request, signal, below),
        "numeric": _numeric(view, at, own, gradient),
        "optimizer": _optimizer(view, parameter, at, gradient),
    }


def _numeric(view: RunView, at: int, own: float, gradient: float) -> Fields:
    """Return the central differences of the example's own loss and of the batch's."""
    assert view.row is not None, "an example is inspected, not the mean"
    example = check_gradient(view.single(), view.parameters, at, own, [view.row])
    return {"example": example.fields(), "batch": view.check_batch(at, gradient).fields()}


def _chain(view: RunView, first: int) -> Chain:
    """Return the chain of local gradients from the loss to layer `first`."""
    depth = view.architecture.depth
    below: list[Array] = []
    for layer in range(first, depth):
        slope = view.slopes(layer)
        assert slope is not None, "softmax is for the output"
        below.append(slope)
    above = range(first + 1, depth + 1)
    links = [None if view.layer(l).all_to_all else view.layer(l).linked for l in above]
    return Chain(below, [view.weights(l) for l in above], view.numbers.deltas[-1], links)


def _paths(view: RunView, request: InspectionRequest, signal: float, source: str | None) -> Fields:
    """Return the gradient, or δ, as a sum over paths."""
    layer, unit = request.target.layer, request.target.unit
    chain = _chain(view, layer)
    ways = largest(chain, unit, request.paths)
    shown = [_path(view, layer, units, signal, source, chain) for units in ways]
    total, count = signal * float(chain.totals[0][unit]), chain.count(unit)
    left = count - len(shown)
    rest = total - sum(path["product"] for path in shown) if left else 0.0
    return {"count": count, "shown": shown, "rest": {"count": left, "sum": rest}, "total": total}


def _path(
    view: RunView,
    layer: int,
    units: tuple[int, ...],
    signal: float,
    source: str | None,
    chain: Chain,
) -> Fields:
    """Return the factors of one path from `layer`, with their names, and their product."""
    values = [signal, *chain.factors(units)]
    names = [("signal", source), *_names(view, layer, units)]
    factors = [
        {"kind": kind, "of": of, "value": value}
        for (kind, of), value in zip(names, values, strict=True)
    ]
    return {"units": list(units), "factors": factors, "product": prod(values)}


def _names(view: RunView, layer: int, units: tuple[int, ...]) -> list[tuple[str, str | None]]:
    """Return kind and name of each factor of a path, except the signal.

    A factor that is not a parameter has no name.
    """
    names: list[tuple[str, str | None]] = []
    for l, (here, there) in enumerate(pairwise(units), start=layer):
        link = view.architecture.layout.link(l, there, here)
        names += [("slope", neuron_key(l, here)), ("weight", None if link is None else str(link))]
    return [*names, ("delta", neuron_key(layer + len(units) - 1, units[-1]))]


def _optimizer(view: RunView, parameter: Parameter, at: int, gradient: float | None) -> Fields:
    """Return the parameter's next or latest update; without a gradient, without lines."""
    old, row = float(view.parameters[at]), OPTIMIZERS[view.trainer.settings.optimizer]
    lines = [] if gradient is None else updating.update_lines(view, parameter, gradient)
    new = lines[-1].result if lines else None
    return {
        "name": row.name,
        "label": languages().default.say(f"catalogue.optimizers.{row.name}.label"),
        "count": updating.earlier_updates(view),
        "state": updating.optimizer_state(view, at),
        "lines": [dict(vars(line)) for line in lines],
        "old": old,
        "new": new,
        "change": None if new is None else new - old,
    }
