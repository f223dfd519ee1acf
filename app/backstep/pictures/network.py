"""The network: weights as curves, neurons as maps or numbers, gradients as dotted lines."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.pictures.geometry import (
    Geometry,
    Node,
    edge,
    place,
    place_words,
    room_for_words,
    strongest,
    thickness,
)
from backstep.pictures.moments import Layout, Moment
from backstep.pictures.neurons import neuron, style_of
from backstep.pictures.shapes import Box, Curve, Rect, Shape, Text
from backstep.pictures.themes import Theme
from backstep.pictures.wording import selected, weight_name
from backstep.protocol.facts.links import link_numbers, links
from backstep.shared.drawing import DRAWING
from backstep.shared.numbers import plain, signed

Numbers = npt.NDArray[np.float64]

_HEADS, _EDGES, _SLOPES = DRAWING.heads, DRAWING.edges, DRAWING.slopes
_HALO = 14.0
_BROAD = 460.0  # width with room for two texts at the foot


def network(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Draw the network within `box`."""
    layout = moment.layout
    geometry = place(layout["sizes"], box, layout["image"])
    if layout["input_kind"] == "words":
        spoken = _spoken(moment, room_for_words(geometry))
        geometry = place_words(geometry, spoken, layout["inputs"])
    for layer in range(len(geometry.layers)):
        yield from _head(moment, geometry, layer, theme)
    yield from _halo(moment, geometry, theme)
    for layer in range(1, len(geometry.layers)):
        yield from _edges(moment, geometry, layer, theme)
    for layer, nodes in enumerate(geometry.layers):
        if layer == 0 and geometry.active is not None:
            yield from _words(moment, geometry, theme)
            continue
        style = style_of(layout, layer)
        for node in nodes:
            yield from neuron(moment, node, geometry, style, theme)
    yield from _example(moment, geometry, theme)


def touches(moment: Moment, layer: int) -> bool:
    """Whether the operation reads or writes the weights into `layer`."""
    at = moment.meta["layer"]
    match moment.meta["kind"]:
        case "update":
            return True
        case "linear" | "pool" | "gradient":
            return bool(at == layer)
        case "delta":
            return bool(at < moment.depth and at + 1 == layer)
    return False


def _halo(moment: Moment, geometry: Geometry, theme: Theme) -> Iterator[Shape]:
    """Draw a halo around the selected weight, and the selection's number at the foot."""
    if moment.selected is None:
        return
    if moment.weight:
        layer, unit, source = moment.weight
        points = edge(geometry.layers[layer - 1][source], geometry.layers[layer][unit])
        yield Curve(points, theme.now, _HALO, 0.32)
    told = selected(moment.selected, moment.layout, moment.tensors)
    x, y = geometry.box.right - 14, geometry.box.bottom - 12
    yield Text(x, y, told, 13, theme.now, "end", bold=True)


def _edges(moment: Moment, geometry: Geometry, layer: int, theme: Theme) -> Iterator[Shape]:
    sources, targets = geometry.layers[layer - 1], geometry.layers[layer]
    layout, tensors, known = moment.layout, moment.tensors, links(moment.layout, layer)
    numbers = link_numbers(layout, layer, tensors, "parameters")
    assert numbers is not None, "a frame of the network has its parameters"
    weights = numbers.ravel()
    slopes = link_numbers(layout, layer, tensors, "gradients")
    before = link_numbers(layout, layer, tensors, "previous")
    shown = _shown(moment, geometry, layer, weights, known)
    crowd, busy = len(shown) > _EDGES.crowd, touches(moment, layer)
    side = min(sources[0].side, targets[0].side)
    pairs = {at: (sources[at % len(sources)], targets[at // len(sources)]) for at in shown}
    if before is not None and not crowd:
        for at, (start, end) in pairs.items():
            width = thickness(before.ravel()[at], side) + _EDGES.ghost
            yield Curve(edge(start, end), theme.third, width, 0.28)
    for at, (start, end) in pairs.items():
        weight = float(weights[at])
        told = f"{weight_name(layer, end.unit, start.unit)} = {signed(weight)}"
        if slopes is not None:
            told += f", slope {signed(float(slopes.ravel()[at]))}"
        opacity = 1.0 if busy else theme.faint
        width = thickness(weight, side)
        yield Curve(edge(start, end), theme.sign(weight), width, opacity, name=told)
    if slopes is not None:
        steep = {at: float(slopes.ravel()[at]) for at in shown}
        yield from _slopes(steep, pairs, _SLOPES.steep if crowd else 0.0, theme)
    yield from _weaker(geometry, layer, len(known) - len(shown), theme)


def _shown(
    moment: Moment, geometry: Geometry, layer: int, weights: Numbers, known: list[int]
) -> list[int]:
    """Return the indices of the edges to draw: the strongest, and the selected one."""
    width = len(geometry.layers[layer - 1])
    wanted = set[int]()
    if moment.weight and moment.weight[0] == layer:
        wanted = {moment.weight[1] * width + moment.weight[2]}
    if layer > 1 or geometry.active is None:
        among = known
    else:
        active = set(geometry.active)
        among = [at for at in known if at % width in active]
    return strongest(weights, _EDGES.most, wanted, among)


def _slopes(
    slopes: dict[int, float], pairs: dict[int, tuple[Node, Node]], least: float, theme: Theme
) -> Iterator[Shape]:
    """Draw the gradient beside each weight: the larger, the wider."""
    finite = [abs(slope) for slope in slopes.values() if np.isfinite(slope)]
    steepest = max([1e-12, *finite])
    for at, slope in slopes.items():
        share = abs(slope) / steepest
        if not share >= least:
            continue
        points = edge(*pairs[at], -_SLOPES.up)
        width = _SLOPES.width + _SLOPES.wider * min(share, 1.0)
        opacity = _SLOPES.opacity + _SLOPES.denser * min(share, 1.0)
        yield Curve(points, theme.slope(slope), width, opacity, dash=(2.5, 5.0))


def _weaker(geometry: Geometry, layer: int, left: int, theme: Theme) -> Iterator[Shape]:
    """Write how many edges are left out; inputs that are left out have a line of their own."""
    if left and not (layer == 1 and geometry.active is not None):
        text = f"+{left}" if geometry.column < _EDGES.told_from else f"+ {left} weaker"
        x = geometry.middle(layer - 0.5)
        yield Text(x, geometry.foot, text, 11, theme.label, "middle", halo=theme.card)


def _head(moment: Moment, geometry: Geometry, layer: int, theme: Theme) -> Iterator[Shape]:
    """Write the head of a layer: its name, its activation function, its gradient's norm."""
    x, y, column, top = geometry.middle(layer), geometry.box.y, geometry.column, moment.depth
    tiny, narrow = column < _HEADS.tiny_below, column < _HEADS.stacked_below
    short = geometry.tall < _HEADS.short_below
    how = "" if layer == 0 or tiny else _does(moment.layout, layer)
    if tiny or (narrow and short):
        what = {0: "x", top: "ŷ"}.get(layer, str(layer))
    else:
        what = {0: "INPUT", top: "OUTPUT"}.get(layer, f"HIDDEN {layer}")
    lines = [what] if not how else [what, how] if narrow and not short else []
    for at, line in enumerate(lines or [f"{what} · {how}"]):
        yield Text(x, y + _HEADS.name + _HEADS.activation * at, line, 11, theme.label, "middle")
    norm = None if layer == 0 else moment.meta["health"]["layers"][layer - 1]["gradient_norm"]
    if norm is not None and not short and not tiny:
        below = y + (_HEADS.norm_stacked if narrow else _HEADS.norm)
        yield Text(x, below, f"‖∇‖ {plain(norm, 2)}", 10.5, theme.third, "middle")


def _does(layout: Layout, layer: int) -> str:
    """Return the activation function for a sentence: sigmoid, but ReLU.

    Without one, return the kind of the layer.
    """
    name = layout["activations"][layer - 1]
    if name is None:
        return str(layout["layers"][layer - 1]["kind"])
    label = ACTIVATIONS[name].label
    return label if label[1:] != label[1:].lower() else label.lower()


def _spoken(moment: Moment, most: int) -> list[int]:
    """Return the nonzero inputs of a text, in its order; if too many, the largest."""
    values = moment.tensors["input"]
    known = sorted(np.flatnonzero(values).tolist(), key=lambda unit: -values[unit])[:most]
    text, words = moment.meta["focus"]["text"], moment.layout["words"]
    if not text or not words or words["positions"]:
        return sorted(known)
    return sorted(known, key=lambda unit: _first(text["indices"], unit))


def _first(indices: list[int], unit: int) -> int:
    return indices.index(unit) if unit in indices else -1


def _words(moment: Moment, geometry: Geometry, theme: Theme) -> Iterator[Shape]:
    assert geometry.active is not None
    inner = DRAWING.words.inner
    busy, names = moment.meta["kind"] == "input", moment.layout["inputs"]
    for unit in geometry.active:
        node, value = geometry.layers[0][unit], float(moment.tensors["input"][unit])
        box = Box(node.x - node.port, node.y - inner / 2, 2 * node.port, inner)
        stroke, width = (theme.now, 2.0) if busy else (theme.cell, 1.0)
        told = f"{names[unit]} = {signed(value)}"
        yield Rect(box, 6, theme.of_value(value), stroke, width, told)
        yield Text(node.x, node.y + 4, names[unit], 12, theme.ink, "middle", bold=True)
    others = len(geometry.layers[0]) - len(geometry.active)
    text = f"+{others}" if geometry.column < _EDGES.told_from else f"{others} other words: 0"
    yield Text(geometry.middle(0), geometry.foot - 6, text, 11, theme.label, "middle")


def _example(moment: Moment, geometry: Geometry, theme: Theme) -> Iterator[Shape]:
    """Write whose numbers are on the neurons."""
    focus = moment.meta["focus"]
    if focus["position"] is None or focus["size"] < 2 or geometry.box.height < 200:
        return
    if moment.selected is not None and geometry.box.width < _BROAD:
        return
    text = f"example {focus['position'] + 1} of {focus['size']} in this batch"
    yield Text(geometry.box.x + 14, geometry.box.bottom - 12, text, 11, theme.second)
