"""Where everything of a network's drawing goes: the page's rules (static/js/panels/network)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from backstep.pictures.shapes import Box, Point

_LARGEST, _SMALLEST = 52.0, 4.0
_LINE, _GAP = 15.0, 9.0
_LEGIBLE = 14.0  # from neuron to neuron that a line of text needs
_NUMBER = 47.0  # width of a number that stands beside its neuron
_ROOMY = 104.0  # columns narrower than this have no room for one
_FOOT = 36.0
_LOOSE = 44.0  # what a neuron has below it at the most
_PIXEL, _PICTURE, _BESIDE = 18.0, 44.0, 6.0
_WORD, _LETTER, _MOST_WORDS = 24.0, 7.2, 18

Cubic = tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Node:
    """A neuron's place; `side` is that of its square, `lines` how many lines of numbers there is
    room for below, `port` how far right of the centre its edges leave, `entry` how far left of it
    they arrive."""

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
    """Nodes by layer, inputs first; `column` is the width of a layer's, `tall` the height of the
    heads, `active` the inputs that are drawn, where not all are."""

    box: Box
    layers: tuple[tuple[Node, ...], ...]
    column: float
    tall: float
    active: tuple[int, ...] | None = None

    @property
    def foot(self) -> float:
        """Where the last line of the drawing stands."""
        return self.box.bottom - _FOOT

    def middle(self, layer: float) -> float:
        """The middle of a layer's column."""
        return self.box.x + 6 + self.column * (layer + 0.5)


def place(sizes: Sequence[int], box: Box, image: tuple[int, int] | None = None) -> Geometry:
    """Where the neurons go; `image` is rows and columns of the inputs, where they are pixels."""
    column = (box.width - 12) / len(sizes)
    tall = 26.0 if box.height < 260 else 54.0 if column < 130 else 42.0
    room = box.height - tall - _FOOT
    layers = []
    for layer, count in enumerate(sizes):
        x, y = box.x + 6 + column * (layer + 0.5), box.y + tall + room / 2
        if image and layer == 0:
            layers.append(_pixels(image, x, y, column, room))
        elif image and layer == 1:
            layers.append(_abreast(count, x, y - _LINE / 2, column, room - _LINE))
        else:
            layers.append(_column(layer, count, x, y, column, room, layer + 1 == len(sizes)))
    return Geometry(box, tuple(layers), column, tall)


def _column(
    layer: int, count: int, x: float, y: float, column: float, room: float, last: bool
) -> tuple[Node, ...]:
    share = room / count
    side, lines = _fit(share, column)
    beside = lines == 0 and share >= _LEGIBLE and column >= _ROOMY and not last
    port = side / 2 + (_NUMBER if beside else 0)
    block = side + lines * _LINE
    pitch = min(share, block + _LOOSE)
    top = y - (count - 1) / 2 * pitch - (block - side) / 2
    return tuple(
        Node(layer, unit, x, top + unit * pitch, side, lines, port, side / 2)
        for unit in range(count)
    )


def _fit(share: float, column: float) -> tuple[float, int]:
    """Side and lines of a neuron that has so much height and width."""
    widest = min(_LARGEST, column * 0.44)

    def wanted(lines: int) -> float:
        return min(widest, share - _GAP - lines * _LINE)

    lines = 0 if column < 44 else 2 if wanted(2) >= 26 else 1 if wanted(1) >= 14 else 0
    return (wanted(lines) if lines else max(_SMALLEST, min(widest, share * 0.8))), lines


def _pixels(
    image: tuple[int, int], x: float, y: float, column: float, room: float
) -> tuple[Node, ...]:
    """An image's pixels as they lie in it; their edges leave at its right side."""
    rows, columns = image
    side = max(3.0, min(_PIXEL, float(int(min(column * 0.86 / columns, room * 0.8 / rows)))))
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
    """The first layer over an image in as many ranks as show its pictures largest."""

    def side_for(ranks: int) -> float:
        high = room / -(-count // ranks) - _BESIDE
        return min(_PICTURE, high, column * 0.9 / ranks - _BESIDE)

    ranks = max(range(1, count + 1), key=side_for)
    rows, side = -(-count // ranks), max(_SMALLEST, side_for(ranks))
    across, pitch = side + _BESIDE, min(room / -(-count // ranks), 1.3 * side + _BESIDE)
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
    """How many inputs fit one under another."""
    room = geometry.foot - geometry.box.y - geometry.tall - _WORD
    return max(1, min(_MOST_WORDS, int(room / _WORD)))


def place_words(geometry: Geometry, units: Sequence[int], names: Sequence[str]) -> Geometry:
    """The same with only the inputs `units` drawn, one under another, each as wide as its name;
    all others lie at the foot."""
    first, *others = geometry.layers
    x, room = geometry.middle(0), geometry.foot - geometry.box.y - geometry.tall - _WORD
    top = geometry.box.y + geometry.tall + (room - len(units) * _WORD) / 2
    nodes = [
        replace(node, x=x, y=geometry.foot - 10, side=8.0, port=geometry.column * 0.42)
        for node in first
    ]
    for at, unit in enumerate(units):
        width = min(geometry.column * 0.92, 16 + len(names[unit]) * _LETTER)
        nodes[unit] = replace(nodes[unit], y=top + (at + 0.5) * _WORD, port=width / 2)
    return replace(geometry, layers=(tuple(nodes), *others), active=tuple(units))


def edge(start: Node, end: Node, shift: float = 0.0) -> Cubic:
    """From the side of one neuron to the side of another, moved down by `shift`."""
    left, right = start.x + start.port, end.x - end.entry
    bend = (right - left) * 0.45
    top, low = start.y + shift, end.y + shift
    return (left, top), (left + bend, top), (right - bend, low), (right, low)


def strongest(weights: npt.NDArray[np.float64], most: int) -> list[int]:
    """The edges worth drawing, as indices into `weights` (flat), rising."""
    if len(weights) <= most:
        return list(range(len(weights)))
    found = np.argsort(-np.abs(weights), kind="stable")[:most]
    return sorted(found.tolist())
