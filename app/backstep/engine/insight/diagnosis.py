"""Diagnoses a network that does not learn, from the measurements of a step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from backstep.engine.insight.measures import LayerMeasures, Mask, Step
from backstep.engine.insight.thresholds import (
    ALIKE,
    DEEP,
    EXPLODING,
    NOTABLE,
    OF_START,
    RECENT,
    RISEN,
    RISEN_EPOCH,
    SATURATED,
    VANISHING,
)
from backstep.engine.nn.parameters import ParameterLayout
from backstep.engine.program import Array

Kind = Literal["vanishing", "exploding", "dead", "saturated", "symmetric", "step_too_large"]


@dataclass(frozen=True)
class Ailment:
    """A symptom: `value` exceeds `threshold`.

    `neuron` (layer, unit), or `parameter` (an index into the flat vector), shows it best.
    """

    kind: Kind
    layer: int | None
    value: float
    threshold: float
    units: list[int] | None = None
    neuron: tuple[int, int] | None = None
    parameter: int | None = None


@dataclass(frozen=True)
class EpochLosses:
    """The losses of about one epoch.

    `mean` is over all batches of about an epoch, up to the last update; the others are the training
    losses of the curve before them, since the last edit, at least one.
    """

    mean: float
    before: Sequence[float]


@dataclass(frozen=True)
class Findings:
    """The input of a diagnosis.

    `losses` are the training losses of the curve since the last edit, the current one last; `epoch`
    is the last epoch. `slopeless` returns for a layer whether each unit's derivative is 0 on all
    training examples; it is called only if that is so for the batch.
    """

    step: Step
    layers: Sequence[LayerMeasures]
    losses: Sequence[float]
    epoch: EpochLosses | None
    slopeless: Callable[[int], Mask]


def diagnose(findings: Findings) -> Iterator[Ailment]:
    """Yield every symptom; those that need numbers that are not computed yet are left out."""
    yield from _vanishing(findings)
    yield from _exploding(findings)
    for layer in findings.layers[:-1]:
        yield from _dead(findings, layer)
        yield from _saturated(layer)
        yield from _symmetric(findings, layer)
    yield from _step_too_large(findings)


def _steepest(step: Step, layer: int) -> int:
    """Return the index of a layer's parameter with the largest gradient."""
    start, stop = step.architecture.layout.offsets[layer - 1 : layer + 1]
    return start + int(np.abs(step.gradients[start:stop]).argmax())


def _saturates(layer: LayerMeasures) -> bool:
    return layer.saturated is not None and float(layer.saturated.mean()) > SATURATED


def _vanishing(findings: Findings) -> Iterator[Ailment]:
    """Check the first layer's gradient; one of exactly 0 has not vanished but is blocked."""
    learning = _learning(findings)
    lowest, first, last = learning[0].layer, learning[0].gradient_size, learning[-1].gradient_size
    prone = len(learning) >= DEEP or any(map(_saturates, findings.layers[:-1]))
    if prone and first and last and first < VANISHING * last:
        shown = _steepest(findings.step, lowest)
        yield Ailment("vanishing", lowest, first / last, VANISHING, parameter=shown)


def _learning(findings: Findings) -> list[LayerMeasures]:
    """Return the layers with parameters."""
    layers = zip(findings.step.architecture.layers, findings.layers, strict=True)
    return [measured for layer, measured in layers if layer.size]


def _exploding(findings: Findings) -> Iterator[Ailment]:
    learning = _learning(findings)
    sizes = [layer.gradient_size for layer in learning]
    for layer, size, above in zip(learning, sizes, [*sizes[1:], None], strict=True):
        norm = layer.gradient_norm
        if norm is None or size is None:
            continue
        ratio = size / above if above and norm > NOTABLE else 0.0
        if max(norm, ratio) > EXPLODING:
            shown = _steepest(findings.step, layer.layer)
            yield Ailment("exploding", layer.layer, max(norm, ratio), EXPLODING, parameter=shown)


def _dead(findings: Findings, layer: LayerMeasures) -> Iterator[Ailment]:
    if layer.slopeless is None or not layer.slopeless.any():
        return
    units = np.flatnonzero(findings.slopeless(layer.layer)).tolist()
    if units:
        share = len(units) / len(layer.slopeless)
        yield Ailment("dead", layer.layer, share, 0.0, units, neuron=(layer.layer, units[0]))


def _saturated(layer: LayerMeasures) -> Iterator[Ailment]:
    """Report saturation, unless no unit has a derivative at all, which is reported instead."""
    if layer.saturated is None or layer.slopeless is None or layer.slopeless.all():
        return
    if _saturates(layer):
        units = np.flatnonzero(layer.saturated > SATURATED).tolist()
        most, share = int(layer.saturated.argmax()), float(layer.saturated.mean())
        yield Ailment("saturated", layer.layer, share, SATURATED, units, neuron=(layer.layer, most))


def _symmetric(findings: Findings, layer: LayerMeasures) -> Iterator[Ailment]:
    step = findings.step
    units = alike(step.architecture.layout, step.parameters, layer.layer)
    if units:
        shown = (layer.layer, units[0])
        yield Ailment("symmetric", layer.layer, float(len(units)), 2.0, units, neuron=shown)


def _step_too_large(findings: Findings) -> Iterator[Ailment]:
    epoch, step = findings.epoch, findings.step
    times, limit = risen(findings.losses), RISEN
    if times is None and epoch is not None:
        times, limit = _times(epoch.mean, epoch.before, RISEN_EPOCH), RISEN_EPOCH
    if times is not None:
        moved = None if step.before is None else int(np.abs(step.parameters - step.before).argmax())
        yield Ailment("step_too_large", None, times, limit, parameter=moved)


def alike(layout: ParameterLayout, parameters: Array, layer: int) -> list[int]:
    """Return the units of hidden layer `layer` that are duplicates of another.

    Duplicates have the same incoming weights, bias and outgoing weights. They are found as
    neighbors in the order of a random projection.
    """
    blocks, (own, above) = layout.blocks(parameters), layout.layers[layer - 1 : layer + 1]
    both = np.hstack(
        [
            own.jacobian(blocks[layer - 1], np.zeros(own.width)),
            own.added(blocks[layer - 1])[:, None],
            above.jacobian(blocks[layer], np.zeros(above.width)).T,
        ]
    )
    order = np.argsort(both @ np.cos(np.arange(both.shape[1])), kind="stable")
    one, other = both[order[:-1]], both[order[1:]]
    size = np.maximum(np.abs(one), np.abs(other))
    pairs = np.flatnonzero((np.abs(one - other) <= ALIKE * size).all(axis=1))
    return sorted({int(unit) for pair in pairs for unit in order[pair : pair + 2]})


def risen(losses: Sequence[float]) -> float | None:
    """Return the ratio of the recent losses' median to the lowest loss before them.

    Returns None if it is not too large. `losses` are those of the curve since the last edit, the
    current one last.
    """
    if len(losses) <= RECENT:
        return None
    return _times(float(np.median(losses[-RECENT:])), losses[:-RECENT], RISEN)


def _times(now: float, before: Sequence[float], limit: float) -> float | None:
    """How many times the lowest loss before the loss now is, if that is more than `limit`."""
    lowest = min(before)
    if not np.isfinite(now):
        return now
    if now <= limit * lowest or now - lowest <= OF_START * before[0]:
        return None
    return now / lowest if lowest else float("inf")
