"""The network's output: over the inputs' plane or line, or for one example."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from backstep.pictures.moments import Moment
from backstep.pictures.shapes import Box, Circle, Color, Picture, Point, Polyline, Rect, Shape, Text
from backstep.pictures.themes import Theme, mix, of_class
from backstep.shared.drawing import DRAWING
from backstep.shared.numbers import percent, plain, signed, sub

_ANSWER = DRAWING.answer
_ROOMY = 220.0  # width at which points have their nominal size
_MOST_BARS = 10
_SHORTEST = 16.0  # least length of a bar
_FINER = 4  # pixels per point of the map

Numbers = npt.NDArray[np.float64]


def drawable(moment: Moment) -> bool:
    """Whether the output is drawn over the inputs, as a square picture."""
    layout = moment.layout
    single = layout["task"] == "classification" or layout["sizes"][-1] == 1
    return bool(layout["plane"] == 1 or (layout["plane"] == 2 and single))


def answer(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Draw the output within `box`."""
    if not drawable(moment):
        yield from (
            _bars(moment, box, theme) if moment.layout["classes"] else _values(moment, box, theme)
        )
    elif moment.layout["plane"] == 2:
        yield Picture(box, _map(moment, theme), 8)
        yield from _points(moment, _Scale(moment, box), theme)
        yield from _ring(moment, _Scale(moment, box), theme)
    else:
        scale = _Scale(moment, box)
        yield Rect(box, 8, theme.track)
        yield from _points(moment, scale, theme)
        yield from _line(moment, scale, theme)
        yield from _ring(moment, scale, theme)


def _map(moment: Moment, theme: Theme) -> npt.NDArray[np.uint8]:
    """Return the colors over the plane: of one output's value, or of the largest of several."""
    found = moment.tensors["output.map"]
    if len(found) == 1:
        # As dark as ±1 and beyond, whatever a full byte stands for.
        values = np.clip((found[0] - 128.0) * moment.meta["output"]["scale"], -127, 127)
        return theme.pixels((np.rint(values) + 128).astype(np.uint8), _FINER)
    colors = [mix(theme.card, of_class(index), _ANSWER.classes) for index in range(len(found))]
    chosen: npt.NDArray[np.uint8] = np.array(colors, dtype=np.uint8)[found.argmax(axis=0)]
    return chosen


class _Scale:
    """Maps data to points of the picture."""

    def __init__(self, moment: Moment, box: Box) -> None:
        self.box = box
        domain = moment.layout["domain"]
        self.left, self.right = domain[0]
        self.low: float
        self.high: float
        self.low, self.high = domain[1] if moment.layout["plane"] == 2 else _around(moment)

    def at(self, x: float, y: float) -> Point:
        box = self.box
        return (
            box.x + (x - self.left) / (self.right - self.left) * box.width,
            box.y + (1 - (y - self.low) / (self.high - self.low)) * box.height,
        )

    def holds(self, point: Point) -> bool:
        x, y = point
        box = self.box
        return box.x <= x <= box.right and box.y <= y <= box.bottom


def _around(moment: Moment) -> tuple[float, float]:
    """Return the range of the targets over a line, with a margin above and below."""
    known = np.concatenate([moment.tensors[f"{name}.y"].ravel() for name in ("data", "test")])
    low, high = float(known.min()), float(known.max())
    margin = max(_ANSWER.margin, _ANSWER.margin * (high - low))
    return low - margin, high + margin


def _points(moment: Moment, scale: _Scale, theme: Theme) -> Iterator[Shape]:
    """Draw training points solid, test points hollow."""
    plane = moment.layout["plane"]
    size = max(0.5, min(1.0, scale.box.width / _ROOMY))
    for name in ("test", "data"):
        places, targets = moment.tensors[f"{name}.points"], moment.tensors[f"{name}.y"]
        for place, target in zip(places, targets, strict=True):
            x, y = scale.at(place[0], place[1] if plane == 2 else target[0])
            if not scale.holds((x, y)):
                continue
            color = _color(moment, target, theme)
            if name == "data":
                yield Circle(x, y, size * _ANSWER.data, color, theme.card, size * 0.8)
            else:
                yield Circle(x, y, size * _ANSWER.test, None, color, size)


def _color(moment: Moment, target: Numbers, theme: Theme) -> Color:
    if len(target) > 1:
        return of_class(int(target.argmax()))
    boundary = 0.5 if moment.layout["task"] == "classification" else 0.0
    return theme.positive if target[0] > boundary else theme.negative


def _line(moment: Moment, scale: _Scale, theme: Theme) -> Iterator[Shape]:
    """Draw the output over the inputs' line, clipped to the picture."""
    answers = moment.tensors["output.curve"]
    for output in answers:
        piece: list[Point] = []
        for x, y in zip(np.linspace(scale.left, scale.right, len(output)), output, strict=True):
            point = scale.at(float(x), float(y))
            if np.isfinite(y) and scale.holds(point):
                piece.append(point)
                continue
            yield from _piece(piece, theme)
            piece = []
        yield from _piece(piece, theme)


def _piece(points: list[Point], theme: Theme) -> Iterator[Shape]:
    if len(points) > 1:
        yield Polyline(tuple(points), theme.ink, 2.0)


def _ring(moment: Moment, scale: _Scale, theme: Theme) -> Iterator[Shape]:
    """Draw a ring around the example whose numbers the network shows."""
    example = moment.meta["focus"]["example"]
    places = moment.tensors["data.points"]
    if example >= len(places):
        return
    second = places[example][1] if moment.layout["plane"] == 2 else moment.meta["focus"]["y"][0]
    point = scale.at(float(places[example][0]), float(second))
    if scale.holds(point):
        yield Circle(*point, 6.8, None, theme.card, 3.6)
        yield Circle(*point, 6.8, None, theme.now, 2)


def _bars(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Draw a bar per class, as long as its probability; the target is marked."""
    names = list(moment.layout["classes"])
    answered = moment.tensors.get(f"activations.{moment.depth - 1}")
    shares = None if answered is None else _shares(answered, len(names))
    right = int(np.argmax(_shares(np.array(moment.meta["focus"]["y"]), len(names))))
    pitch = min(30.0, box.height / len(names))
    label = 20 + 7.0 * max(map(len, names))
    top = box.y + (box.height - pitch * len(names)) / 2
    for at, name in enumerate(names):
        share = None if shares is None else float(shares[at])
        best = shares is not None and at == int(np.argmax(shares))
        ink, y = theme.ink if best or at == right else theme.second, top + pitch * (at + 0.5)
        text = f"{name} ✓" if at == right else name
        yield Text(box.x, y + 4, text, 12, ink, bold=at == right)
        track = Box(box.x + label, y - 5, box.width - label - 54, 10)
        shown = track.width >= _SHORTEST
        if shown:
            yield Rect(track, 3, theme.track)
        if shown and share is not None and np.isfinite(share) and share * track.width >= 0.5:
            color = _of_two(at, theme) if len(names) == 2 else of_class(at)
            filled = Box(track.x, track.y, track.width * min(share, 1.0), 10)
            yield Rect(filled, min(3, filled.width / 2), color, name=f"{name}: {_amount(share)}")
        yield Text(box.right, y + 4, _amount(share), 12, ink, "end", bold=best)


def _amount(share: float | None) -> str:
    """Return a probability in percent, or a linear output as the number it is."""
    return percent(share) if share is None or 0 <= share <= 1 else plain(share)


def _of_two(index: int, theme: Theme) -> Color:
    return theme.positive if index else theme.negative


def _shares(output: Numbers, classes: int) -> Numbers:
    """Return the probability of each class: one output stands for two."""
    if classes == 2 and len(output) == 1:
        return np.array([1 - output[0], output[0]])
    return output


def _values(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Write outputs and targets as numbers, if there is nothing to draw them over."""
    answered = moment.tensors.get(f"activations.{moment.depth - 1}")
    targets = moment.meta["focus"]["y"][:_MOST_BARS]
    pitch = min(22.0, box.height / (len(targets) + 1))
    top = box.y + (box.height - pitch * (len(targets) + 1)) / 2 + 12
    columns = (box.x, box.x + box.width * 0.6, box.right)
    for x, text in zip(columns, ("", "answer", "target"), strict=True):
        yield Text(x, top, text, 11, theme.second, "end" if x > box.x else "start")
    for at, target in enumerate(targets):
        y = top + pitch * (at + 1)
        given = None if answered is None else float(answered[at])
        yield Text(columns[0], y, f"ŷ{sub(at + 1)}", 12, theme.second)
        yield Text(columns[1], y, signed(given), 12, theme.ink, "end", bold=True)
        yield Text(columns[2], y, plain(target), 12, theme.ink, "end")
