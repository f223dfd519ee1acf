"""The health of gradients: docs/protocol.md, *Health*."""

from typing import Any

from backstep.engine.insight.diagnosis import Ailment, EpochLosses, Findings, diagnose
from backstep.engine.insight.measures import LayerMeasures, Mask, Step, measure, slopeless
from backstep.engine.insight.thresholds import RECENT
from backstep.engine.training.evaluation import Evaluator, Scores
from backstep.protocol.facts.run_view import RunView
from backstep.protocol.facts.selection import neuron_key

Fields = dict[str, Any]


def health_fields(view: RunView, train: Evaluator, loss: float) -> Fields:
    """Return the measurements of each layer, and the warnings.

    `train` evaluates the training set, whose loss is `loss` now.
    """
    trainer, layers = view.trainer, range(1, view.architecture.depth + 1)
    step = Step(
        view.architecture,
        trainer.parameters,
        trainer.gradients,
        trainer.network,
        [view.done("activation", layer) for layer in layers],
        [view.done("gradient", layer) for layer in layers],
        trainer.previous if view.at_update else None,
    )
    measures = measure(step)

    def everywhere(layer: int) -> Mask:
        network = train.forward(view.parameters)
        row = view.architecture.activation_rows[layer - 1]
        found = slopeless(row, network.preactivations[layer], network.activations[layer])
        assert found is not None, "softmax is for the output"
        return found

    curve = _curve(view)
    losses = [*(scores.total for _, scores in curve), loss]
    findings = Findings(step, measures, losses, _epoch(view, curve), everywhere)
    return {
        "layers": [_layer(each) for each in measures],
        "warnings": [_warning(view, each) for each in diagnose(findings)],
    }


def _since(view: RunView) -> int:
    """Return the updates at the last edit."""
    run = view.run
    return max((entry.at.step + 1 for entry in run.log if entry.at <= run.position), default=0)


def _curve(view: RunView) -> list[tuple[int, Scores]]:
    """Return the points of the curve, from the last edit to the position."""
    since, updates = _since(view), view.trainer.updates
    return [(at, scores) for at, scores in view.run.curve.items() if since <= at < updates]


def _epoch(view: RunView, curve: list[tuple[int, Scores]]) -> EpochLosses | None:
    """Return the losses of the last epoch's batches; None if there is nothing before them."""
    recent = view.run.recent_loss(max(view.trainer.batches.per_epoch, RECENT))
    if recent is None or recent[1] < _since(view):
        return None
    mean, first = recent
    before = [scores.train.loss for at, scores in curve if at <= first]
    return EpochLosses(mean, before) if before else None


def _layer(layer: LayerMeasures) -> Fields:
    return {
        "layer": layer.layer,
        "gradient_norm": layer.gradient_norm,
        "weight_norm": layer.weight_norm,
        "update_ratio": layer.update_ratio,
        "saturated": None if layer.saturated is None else float(layer.saturated.mean()),
        "dead": None if layer.slopeless is None else float(layer.slopeless.mean()),
    }


def _warning(view: RunView, warning: Ailment) -> Fields:
    target = None
    if warning.neuron is not None:
        target = neuron_key(*warning.neuron)
    elif warning.parameter is not None:
        target = str(view.architecture.layout.at(warning.parameter))
    return {
        "kind": warning.kind,
        "layer": warning.layer,
        "value": warning.value,
        "threshold": warning.threshold,
        "units": warning.units,
        "target": target,
    }
