"""One neuron: its map over the input plane, an image, or a cell filled by its value."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from backstep.pictures.geometry import Geometry, Node
from backstep.pictures.moments import Layout, Moment
from backstep.pictures.shapes import Circle, Picture, Rect, Shape, Text
from backstep.pictures.themes import Theme
from backstep.pictures.wording import neuron_name
from backstep.protocol.facts.links import link_numbers
from backstep.shared.drawing import DRAWING
from backstep.shared.numbers import signed, sub, sup

_NEURON, _BIAS, _SPARK = DRAWING.neuron, DRAWING.bias, DRAWING.spark
_FINER = 3  # pixels per point of a map

Style = Literal["map", "pixel", "weights", "cell"]


def style_of(layout: Layout, layer: int) -> Style:
    """Return how a layer's neurons are drawn."""
    if layout["image"]:
        return "pixel" if layer == 0 else "weights" if layer == 1 else "cell"
    return "map" if layout["plane"] == 2 else "cell"


def neuron(
    moment: Moment, node: Node, geometry: Geometry, style: Style, theme: Theme
) -> Iterator[Shape]:
    """Draw the square, its content, the dot of its bias, and its numbers."""
    layer, unit, side = node.layer, node.unit, node.side
    values = "input" if layer == 0 else f"activations.{layer - 1}"
    value = moment.number(values, unit)
    picture = _picture(moment, node, style, value, theme)
    if picture:
        yield picture
    yield _square(moment, node, style, value, theme)
    if style == "weights" and side >= _NEURON.pictured_from:
        fill = theme.card if value is None else theme.of_value(value)
        box = node.box
        radius = max(_SPARK.least, side * _SPARK.share)
        yield Circle(box.right, box.bottom, radius, fill, theme.card, 1.2)
    yield from _texts(moment, node, geometry, style, value, theme)
    biases = moment.tensors.get(f"parameters.layers.{layer - 1}.bias") if layer else None
    if biases is not None and side >= _NEURON.pictured_from:
        bias = float(biases[unit])
        told = f"b{sup(layer)}{sub(unit + 1)} = {signed(bias)}"
        radius = max(_BIAS.least, min(_BIAS.most, side * _BIAS.share))
        chosen = _is_selected(moment, node, "bias")
        stroke, width = (theme.now, 2.5) if chosen else (theme.card, 1.5)
        yield Circle(node.box.x, node.box.y, radius, theme.sign(bias), stroke, width, told)


def _is_selected(moment: Moment, node: Node, what: Literal["neuron", "bias"]) -> bool:
    found = moment.selected
    if found is None or (found.layer, found.unit) != (node.layer, node.unit):
        return False
    if found.parameter is None:
        return what == "neuron"
    return what == "bias" and found.source is None


def _picture(
    moment: Moment, node: Node, style: Style, value: float | None, theme: Theme
) -> Picture | None:
    if node.side < _NEURON.pictured_from or style in ("cell", "pixel"):
        return None
    radius = min(_NEURON.radius, node.side / 3)
    if style == "weights":
        numbers = link_numbers(moment.layout, node.layer, moment.tensors, "parameters")
        assert numbers is not None, "a frame of the network has its parameters"
        weights = numbers[node.unit]
        most = max(1e-12, float(np.nanmax(np.abs(weights))))
        shares = np.nan_to_num(weights / most).reshape(moment.layout["image"])
        pixels = np.rint(128 + 127 * shares).astype(np.uint8)
        return Picture(node.box, theme.pixels(pixels), radius, smooth=False)
    name = "maps.input" if node.layer == 0 else f"maps.{node.layer - 1}"
    if name not in moment.tensors:
        return None
    # The map of a neuron without an activation yet is pale.
    opacity = 0.45 if value is None else 1.0
    pixels = theme.pixels(moment.tensors[name][node.unit], _FINER)
    return Picture(node.box, pixels, radius, opacity)


def _square(moment: Moment, node: Node, style: Style, value: float | None, theme: Theme) -> Rect:
    pictured = style in ("map", "weights") and node.side >= _NEURON.pictured_from
    fill = None if pictured else theme.card if value is None else theme.of_value(value)
    busy = moment.meta["kind"] != "update" and moment.meta["layer"] == node.layer
    stroke, width = (theme.now, 2.0) if busy else (theme.cell, 1.0)
    if style == "pixel":
        stroke, width = theme.cell, 0.5
    if _is_selected(moment, node, "neuron"):
        stroke, width = theme.now, 3.0
    told = f"{neuron_name(moment.layout, node.layer, node.unit)} = {signed(value)}"
    square = Rect(node.box, min(_NEURON.radius, node.side / 3), fill, stroke, width)
    return replace(square, radius=0.0 if style == "pixel" else square.radius, name=told)


def _texts(
    moment: Moment,
    node: Node,
    geometry: Geometry,
    style: Style,
    value: float | None,
    theme: Theme,
) -> Iterator[Shape]:
    """Write its number, with its name above if there is room, and its error."""
    layer, unit, box = node.layer, node.unit, node.box
    called, number = neuron_name(moment.layout, layer, unit), value
    if value is None and layer:
        # Between `linear` and `activation` there is only the preactivation.
        number = moment.number(f"preactivations.{layer - 1}", unit)
        if number is not None:
            called = f"z{sup(layer)}{sub(unit + 1)}"
    shown = signed(number, 3)
    inside = style == "cell" and node.side >= _NEURON.inside_from
    beside = node.port > node.side / 2 and style in ("cell", "map")
    if inside:
        size = min(12.0, 0.23 * node.side)
        yield Text(node.x, node.y + 4, shown, size, theme.ink, "middle", bold=True)
    if beside:
        yield Text(box.right + _NEURON.beside, node.y + 4, shown, 12, theme.label, halo=theme.card)
    elif node.lines:
        equals = " " if shown[0] in "<>" else " = "
        text = f"{called}{equals}{shown}"
        if inside or geometry.column < _NEURON.named_from:
            text = called if inside else shown
        y = box.bottom + _NEURON.label
        yield Text(node.x, y, text, 12, theme.label, "middle", halo=theme.card)
    error = moment.number(f"deltas.{layer - 1}", unit) if layer else None
    if error is not None and node.lines > 1:
        text = f"δ {signed(error, 3)}"
        y = box.bottom + _NEURON.error
        yield Text(node.x, y, text, 11, theme.third, "middle", halo=theme.card)
