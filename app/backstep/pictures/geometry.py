"""The layout of a network's drawing, by the page's rules (static/js/panels/network)."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from backstep.pictures.shapes import Box, Point
from backstep.shared.drawing import DRAWING

_HEADS, _NEURON, _BESIDE = DRAWING.heads, DRAWING.neuron, DRAWING.beside
_IMAGE, _WORDS, _EDGES = DRAWING.image, DRAWING.words, DRAWING.edges

Cubic = tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Node:
    """A neuron's place.

    `side` is the side of its square, `lines` the lines of numbers that fit below, `port` the
    distance from the center to where its edges leave, `entry` the distance to where they arrive.
    """

    layer: int
    unit: int
    x: float
    y: float
    side: float
    lines: int = 0
    port: float = 0.0
    entry: float = 0.0

    @property
    def box(self) -> Box:
        return Box(self.x - self.side / 2, self.y - self.side / 2, self.side, self.side)


@dataclass(frozen=True)
class Geometry:
    """Nodes by layer, inputs first.

    `column` is the width of a layer's column, `tall` the height of the heads, `active` the inputs
    that are drawn (None: all).
    """

    box: Box
    layers: tuple[tuple[Node, ...], ...]
    column: float
    tall: float
    active: tuple[int, ...] | None = None

    @property
    def foot(self) -> float:
        """The baseline of the last line of the drawing."""
        return self.box.bottom - DRAWING.foot

    def middle(self, layer: float) -> float:
        """Return the middle of a layer's column."""
        return _middle(self.box, self.column, layer)


def place(sizes: Sequence[int], box: Box, image: tuple[int, int] | None = None) -> Geometry:
    """Place the neurons; `image` is (rows, columns) if the inputs are pixels."""
    column = (box.width - 2 * DRAWING.margin) / len(sizes)
    tall = _tall(box.height, column)
    room = box.height - tall - DRAWING.foot
    layers = []
    for layer, count in enumerate(sizes):
        x, y = _middle(box, column, layer), box.y + tall + room / 2
        if image and layer == 0:
            layers.append(_pixels(image, x, y, column, room))
        elif image and layer == 1:
            layers.append(_abreast(count, x, y - _NEURON.line / 2, column, room - _NEURON.line))
        else:
            layers.append(_column(layer, count, x, y, column, room, layer + 1 == len(sizes)))
    return Geometry(box, tuple(layers), column, tall)


def _tall(height: float, column: float) -> float:
    """Return the height of the heads."""
    if height < _HEADS.flat_below:
        return _HEADS.flat
    return _HEADS.stacked if column < _HEADS.stacked_below else _HEADS.wide


def _middle(box: Box, column: float, layer: float) -> float:
    return box.x + DRAWING.margin + column * (layer + 0.5)


def _column(
    layer: int, count: int, x: float, y: float, column: float, room: float, last: bool
) -> tuple[Node, ...]:
    share = room / count
    side, lines = _fit(share, column)
    roomy = share >= _BESIDE.pitch_from and column >= _BESIDE.column_from
    port = side / 2 + (_BESIDE.width if lines == 0 and roomy and not last else 0)
    block = side + lines * _NEURON.line
    pitch = min(share, block + _NEURON.loose)
    top = y - (count - 1) / 2 * pitch - (block - side) / 2
    return tuple(
        Node(layer, unit, x, top + unit * pitch, side, lines, port, side / 2)
        for unit in range(count)
    )


def _fit(share: float, column: float) -> tuple[float, int]:
    """Return side and lines of a neuron with this share of the height and this column."""
    widest = min(_NEURON.largest, column * _NEURON.across)

    def wanted(lines: int) -> float:
        return min(widest, share - _NEURON.gap - lines * _NEURON.line)

    if column >= _NEURON.lines_from:
        for lines, least in ((2, _NEURON.two_lines_from), (1, _NEURON.one_line_from)):
            if wanted(lines) >= least:
                return wanted(lines), lines
    return max(_NEURON.smallest, min(widest, share * _NEURON.crowded)), 0


def _pixels(
    image: tuple[int, int], x: float, y: float, column: float, room: float
) -> tuple[Node, ...]:
    """Place an image's pixels as they lie in it; their edges leave at its right side."""
    rows, columns = image
    fits = min(column * _IMAGE.across / columns, room * _IMAGE.down / rows)
    side = max(_IMAGE.least, min(_IMAGE.pixel, float(math.floor(fits))))
    return tuple(
        Node(
            0,
            unit,
            x + (unit % columns - (columns - 1) / 2) * side,
            y + (unit // columns - (rows - 1) / 2) * side,
            side,
            port=(columns - unit % columns - 0.5) * side,
            entry=side / 2,
        )
        for unit in range(rows * columns)
    )


def _abreast(count: int, x: float, y: float, column: float, room: float) -> tuple[Node, ...]:
    """Place the first layer over an image in as many ranks as make its pictures largest."""

    def side_for(ranks: int) -> float:
        high = room / -(-count // ranks) - _IMAGE.apart
        return min(_IMAGE.picture, high, column * _IMAGE.ranks_across / ranks - _IMAGE.apart)

    ranks = max(range(1, count + 1), key=side_for)
    rows, side = -(-count // ranks), max(_NEURON.smallest, side_for(ranks))
    across, pitch = side + _IMAGE.apart, min(room / rows, _IMAGE.pitch * side + _IMAGE.apart)
    return tuple(
        Node(
            1,
            unit,
            x + (unit % ranks - (ranks - 1) / 2) * across,
            y + (unit // ranks - (rows - 1) / 2) * pitch,
            side,
            port=(ranks - 1 - unit % ranks) * across + side / 2,
            entry=unit % ranks * across + side / 2,
        )
        for unit in range(count)
    )


def room_for_words(geometry: Geometry) -> int:
    """Return the number of inputs that fit one below another."""
    room = geometry.foot - geometry.box.y - geometry.tall - _WORDS.line
    return max(1, min(_WORDS.most, int(room / _WORDS.line)))


def place_words(geometry: Geometry, units: Sequence[int], names: Sequence[str]) -> Geometry:
    """Return the geometry with only the inputs `units` drawn, one below another.

    Each is as wide as its name; all others lie at the foot.
    """
    first, *others = geometry.layers
    x, room = geometry.middle(0), geometry.foot - geometry.box.y - geometry.tall - _WORDS.line
    top = geometry.box.y + geometry.tall + (room - len(units) * _WORDS.line) / 2
    hidden, port = _WORDS.hidden, geometry.column * _WORDS.hidden.port
    nodes = [
        replace(node, x=x, y=geometry.foot - hidden.up, side=hidden.side, port=port)
        for node in first
    ]
    for at, unit in enumerate(units):
        width = min(
            geometry.column * _WORDS.across, _WORDS.padding + len(names[unit]) * _WORDS.letter
        )
        nodes[unit] = replace(nodes[unit], y=top + (at + 0.5) * _WORDS.line, port=width / 2)
    return replace(geometry, layers=(tuple(nodes), *others), active=tuple(units))


def edge(start: Node, end: Node, shift: float = 0.0) -> Cubic:
    """Return the curve from one neuron's side to another's, moved down by `shift`."""
    left, right = start.x + start.port, end.x - end.entry
    bend = (right - left) * _EDGES.bend
    top, low = start.y + shift, end.y + shift
    return (left, top), (left + bend, top), (right - bend, low), (right, low)


def thickness(weight: float, side: float) -> float:
    """Return the width of an edge; `side` is that of the smaller of its neurons."""
    size = abs(weight) if math.isfinite(weight) else 0.0
    width = min(_EDGES.thickest, _EDGES.thinnest + _EDGES.by_weight * size)
    return width * min(1.0, _EDGES.of_dots + side / _EDGES.by_side)


def strongest(
    weights: npt.NDArray[np.float64],
    most: int,
    wanted: Collection[int] = (),
    among: Collection[int] | None = None,
) -> list[int]:
    """Return the edges worth drawing, as rising indices into the flat `weights`.

    These are all edges up to `most`, else the strongest and those in `wanted`. Edges that are not
    wanted must be in `among`, if it is given.
    """
    known = sorted({*wanted, *(range(len(weights)) if among is None else among)})
    if len(known) <= most:
        return known
    sizes = np.nan_to_num(np.abs(weights[known]), nan=-1.0, posinf=np.inf)
    sizes[[known.index(index) for index in wanted]] = np.inf
    found = np.argsort(-sizes, kind="stable")[:most]
    return sorted(known[at] for at in found)
