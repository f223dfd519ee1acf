"""The health of gradients: docs/protocol.md, *Health*."""

from typing import Any

from backstep.engine.insight.diagnosis import Ailment, Findings, diagnose
from backstep.engine.insight.health import Layer, Mask, Step, measure, slopeless
from backstep.engine.training.evaluation import Evaluator
from backstep.protocol.facts.scene import Scene
from backstep.protocol.facts.selection import neuron

Fields = dict[str, Any]


def tell(scene: Scene, train: Evaluator, loss: float) -> Fields:
    """Return the measurements of each layer, and the warnings.

    `train` evaluates the training set, whose loss is `loss` now.
    """
    trainer, layers = scene.trainer, range(1, scene.architecture.depth + 1)
    step = Step(
        scene.architecture,
        trainer.parameters,
        trainer.gradients,
        trainer.network,
        [scene.done("activation", layer) for layer in layers],
        [scene.done("gradient", layer) for layer in layers],
        trainer.previous if scene.at_update else None,
    )
    measures = measure(step)

    def everywhere(layer: int) -> Mask:
        network = train.forward(scene.parameters)
        row = scene.architecture.activation_rows[layer - 1]
        found = slopeless(row, network.preactivations[layer], network.activations[layer])
        assert found is not None, "softmax is for the output"
        return found

    findings = Findings(step, measures, _losses(scene, loss), everywhere)
    return {
        "layers": [_layer(each) for each in measures],
        "warnings": [_warning(scene, each) for each in diagnose(findings)],
    }


def _losses(scene: Scene, now: float) -> list[float]:
    """Return the training losses of the curve, from the last edit to the position."""
    run, updates = scene.run, scene.trainer.updates
    since = max((entry.at.step + 1 for entry in run.log if entry.at <= run.position), default=0)
    known = [scores.total for at, scores in run.curve.items() if since <= at < updates]
    return [*known, now]


def _layer(layer: Layer) -> Fields:
    return {
        "layer": layer.layer,
        "gradient_norm": layer.gradient_norm,
        "weight_norm": layer.weight_norm,
        "update_ratio": layer.update_ratio,
        "saturated": None if layer.saturated is None else float(layer.saturated.mean()),
        "dead": None if layer.slopeless is None else float(layer.slopeless.mean()),
    }


def _warning(scene: Scene, warning: Ailment) -> Fields:
    target = None
    if warning.neuron is not None:
        target = neuron(*warning.neuron)
    elif warning.parameter is not None:
        target = str(scene.architecture.layout.at(warning.parameter))
    return {
        "kind": warning.kind,
        "layer": warning.layer,
        "value": warning.value,
        "threshold": warning.threshold,
        "units": warning.units,
        "target": target,
    }
