"""Still pictures of scenes: small SVG drawings with the run's own numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from backstep.engine.nn.network import Architecture
from backstep.engine.training.operations import Position
from backstep.lessons.facts import MEMORY
from backstep.lessons.mathml import formatted
from backstep.lessons.scenes import Scene, Still
from backstep.protocol.facts.links import link_numbers, links, network_layout
from backstep.protocol.facts.selection import find
from backstep.protocol.stream.frames import FrameBuilder, Watch
from backstep.sessions.run.assemble import Assembly, assemble
from backstep.settings import Caps
from backstep.shared.numbers import signed, sub, sup

WIDTH, HEIGHT = 640, 280
_MOST = 5  # neurons drawn per layer
_LABELLED = 12  # with more weights, their numbers are left out
_SIDE = 54
_POINTS = 81
_MARGIN = 40
Point = tuple[float, float]
Tensors = Mapping[str, npt.NDArray[Any]]


def drawing(scene: Scene, caps: Caps) -> str:
    """Run a scene and return the content of its picture."""
    assembly = assemble(scene.parsed(caps), memory=MEMORY)
    update = assembly.run.operations.update
    assembly.run.seek(Position(scene.step, update if scene.op is None else scene.op))
    return "".join(_DRAW[scene.still](scene, assembly))


def still(parts: str, label: str) -> Markup:
    """Return the picture; `label` describes it in words."""
    return Markup(
        f'<svg class="still" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{Markup.escape(label)}">{parts}</svg>'
    )


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _signed(value: float) -> str:
    return ("" if value < 0 else "+") + formatted(float(value))


def _tone(value: float) -> str:
    return "minus" if value < 0 else "plus"


def _network(scene: Scene, assembly: Assembly) -> Iterator[str]:
    run = assembly.run
    _, tensors = FrameBuilder(run, assembly.data).build(Watch({"network": {"maps": 0}}), None, None)
    sizes = run.trainer.architecture.sizes
    places = [_column(layer, min(size, _MOST), len(sizes)) for layer, size in enumerate(sizes)]
    yield from _edges(scene, run.trainer.architecture, tensors, places)
    for layer, column in enumerate(places):
        for unit, place in enumerate(column):
            yield from _neuron(tensors, layer, unit, place, len(column), layer == len(sizes) - 1)
        hidden = sizes[layer] - len(column)
        if hidden:
            yield _text("note", column[-1][0], HEIGHT - 6, f"+{hidden}")


def _column(layer: int, count: int, layers: int) -> list[Point]:
    x = 70 + (WIDTH - 140) * layer / (layers - 1)
    pitch = min(92.0, (HEIGHT - 34) / count)
    return [(x, HEIGHT / 2 - 6 + pitch * (unit - (count - 1) / 2)) for unit in range(count)]


def _edges(
    scene: Scene, architecture: Architecture, tensors: Tensors, places: list[list[Point]]
) -> Iterator[str]:
    count = sum(len(left) * len(right) for left, right in pairwise(places))
    layout, selected = network_layout(architecture), find(architecture, scene.select)
    link = None
    if selected and selected.source is not None:
        link = selected.layer, selected.unit, selected.source
    for layer, (left, right) in enumerate(pairwise(places)):
        weights = link_numbers(layout, layer + 1, tensors, "parameters")
        assert weights is not None, "a frame of the network has its parameters"
        gradients = link_numbers(layout, layer + 1, tensors, "gradients")
        known = set(links(layout, layer + 1))
        for (j, to), (i, start) in product(enumerate(right), enumerate(left)):
            if j * architecture.sizes[layer] + i not in known:
                continue
            weight = float(weights[j, i])
            width = min(7.0, 0.8 + 2.2 * abs(weight))
            chosen = (layer + 1, j, i) == link
            (x, y), (u, v) = start, to
            middle = (x + u) / 2
            path = f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}"
            if chosen:
                yield f'<path class="chosen" d="{path}"/>'
            yield f'<path class="edge {_tone(weight)}" d="{path}" stroke-width="{width:.1f}"/>'
            if count > _LABELLED:
                continue
            near = 0.3 if len(places) < 4 else 0.45
            share = near if i % 2 == j % 2 else 1 - near
            x, y = x + (u - x) * share, _bezier(y, v, share)
            yield _text(f"weight {_tone(weight)}", x, y - 5, _signed(weight))
            if gradients is not None:
                slope = float(gradients[j, i])
                yield _text(f"slope {_tone(slope)}", x, y + 13, f"∂ {_signed(slope)}")


def _bezier(start: float, end: float, share: float) -> float:
    return start + (end - start) * (3 * share**2 - 2 * share**3)


def _neuron(
    tensors: Tensors, layer: int, unit: int, place: Point, count: int, last: bool
) -> Iterator[str]:
    x, y = place
    crowded, tight = count > 3, count > 4
    signals = tensors.get(f"activations.{layer - 1}") if layer else tensors["input"]
    value = None if signals is None else float(signals[unit])
    tone = "" if value is None else f" {_tone(value)}"
    side = 42 if crowded else _SIDE
    yield (
        f'<rect class="neuron{tone}" x="{x - side / 2:.1f}" y="{y - side / 2:.1f}"'
        f' width="{side}" height="{side}" rx="9"/>'
    )
    name = f"a{sup(layer)}{sub(unit + 1)}"
    if not layer:
        name = f"x{sub(unit + 1)}"
    if last:
        name = "ŷ"
    if value is not None:
        yield _text("number", x, y + 4, _signed(value) if not crowded else signed(value, 2))
    if not tight:
        yield _text("note", x, y - side / 2 - 4, name)
    deltas = tensors.get(f"deltas.{layer - 1}") if layer else None
    if deltas is not None:
        delta = float(deltas[unit])
        told = f"δ {_signed(delta)}"
        if crowded:
            yield _text(f"slope {_tone(delta)}", x + side / 2 + 4, y + side / 2, told, "start")
        else:
            yield _text(f"slope {_tone(delta)}", x, y + side / 2 + 13, told)


class _Axes:
    """Maps numbers to points of the picture."""

    def __init__(self, x: npt.NDArray[Any], y: Sequence[npt.NDArray[Any]]) -> None:
        self.left, self.right = float(x.min()), float(x.max())
        self.low = min(float(each.min()) for each in y)
        self.high = max(float(each.max()) for each in y)

    def at(self, x: float, y: float) -> Point:
        across = (x - self.left) / (self.right - self.left or 1)
        up = (y - self.low) / (self.high - self.low or 1)
        return (
            _MARGIN + across * (WIDTH - 2 * _MARGIN),
            HEIGHT - 34 - up * (HEIGHT - 64),
        )

    def line(self, kind: str, xs: npt.NDArray[Any], ys: npt.NDArray[Any]) -> str:
        points = (self.at(float(x), float(y)) for x, y in zip(xs, ys, strict=True))
        return f'<path class="{kind}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>'

    def ticks(self, below: str, beside: str) -> Iterator[str]:
        base = HEIGHT - 28
        yield f'<path class="axis" d="M{_MARGIN} {base}H{WIDTH - _MARGIN}"/>'
        yield _text("note", _MARGIN, base + 18, formatted(self.left), "start")
        yield _text("note", WIDTH - _MARGIN, base + 18, formatted(self.right), "end")
        yield _text("note", WIDTH / 2, base + 18, below)
        yield _text("note", _MARGIN, 16, f"{beside} {formatted(self.high)}", "start")


def _slice(scene: Scene, assembly: Assembly) -> Iterator[str]:
    """Draw the training loss along the selected parameter, with the tangent and the next step."""
    run = assembly.run
    layout = run.trainer.architecture.layout
    at = layout.index(layout.find(scene.select or str(layout.at(0))))
    evaluator = run.scorer.evaluators(run.trainer.architecture)[0]
    here = run.trainer.parameters.copy()
    value, loss, slope = float(here[at]), evaluator.loss(here), float(evaluator.gradient(here)[at])
    low, high = scene.window or (value - 3, value + 3)
    xs = np.linspace(low, high, _POINTS)
    ys = np.array([evaluator.loss(_moved(here, at, float(x))) for x in xs])
    axes = _Axes(xs, [ys])
    yield from axes.ticks("w", "L")
    yield axes.line("loss", xs, ys)
    reach = (high - low) / 8
    ends = np.array([value - reach, value + reach])
    yield axes.line(f"tangent {_tone(slope)}", ends, loss + slope * (ends - value))
    x, y = axes.at(value, loss)
    yield f'<circle class="now" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    yield _text("number", x, y - 14, f"w = {formatted(value)}, L = {formatted(loss)}")


def _moved(parameters: npt.NDArray[Any], at: int, value: float) -> npt.NDArray[Any]:
    moved = parameters.copy()
    moved[at] = value
    return moved


def _curve(scene: Scene, assembly: Assembly) -> Iterator[str]:
    """Draw the loss after each of `steps` updates."""
    run = assembly.run
    run.seek(Position(max(scene.steps - 1, 0), run.operations.update))
    points = list(run.curve.items())
    steps = np.array([float(at) for at, _ in points])
    train = np.array([point.train.loss for _, point in points])
    test = np.array([point.test.loss if point.test else np.nan for _, point in points])
    known = [each for each in (train, test) if np.isfinite(each).all()]
    axes = _Axes(steps, [np.zeros(1), *known])
    yield from axes.ticks("", "L")
    for kind, ys in zip(("loss", "loss test"), known, strict=False):
        yield axes.line(kind, steps, ys)
    x, y = axes.at(float(steps[-1]), float(train[-1]))
    yield f'<circle class="now" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    yield _text("number", x, y - 12, f"L = {formatted(float(train[-1]))}", "end")


def _image(scene: Scene, assembly: Assembly) -> Iterator[str]:
    """Draw the batch's first image, with its pixels as numbers."""
    row = assembly.run.trainer.batches.rows[0]
    pixels = assembly.data.train_x[row]
    side = int(len(pixels) ** 0.5)
    cell = (HEIGHT - 20) / side
    for at, pixel in enumerate(pixels):
        i, j = divmod(at, side)
        x, y = 20 + j * cell, 10 + i * cell
        yield (
            f'<rect class="pixel" x="{x:.1f}" y="{y:.1f}" width="{cell:.1f}" height="{cell:.1f}"'
            f' fill-opacity="{pixel:.2f}"/>'
        )
        yield _text(
            "number",
            WIDTH - 20 - (side - j - 0.5) * cell * 1.05,
            y + cell * 0.62,
            f"{pixel:.2f}"[:4],
        )


_DRAW: Mapping[Still, Callable[[Scene, Assembly], Iterator[str]]] = {
    "network": _network,
    "slice": _slice,
    "curve": _curve,
    "image": _image,
}
