"""The loss curve, with a marker at the moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from backstep.pictures.moments import Moment
from backstep.pictures.shapes import Box, Circle, Point, Polygon, Polyline, Rect, Shape, Text
from backstep.pictures.themes import Theme, mix
from backstep.shared.drawing import DRAWING
from backstep.shared.numbers import plain

_CURVE = DRAWING.curve
_DASH = (_CURVE.dash, _CURVE.dash)
_LETTER = 6.5
_FEWEST_BINS = 2  # fewer make no band
_KEYED = 170.0  # narrower ones have no room for a key

Numbers = npt.NDArray[np.float64]
Trail = dict[int, tuple[float, float]]  # training and test loss by number of updates


@dataclass(frozen=True)
class Reach:
    """The range of the axes: 0 to `updates`, and the losses from `low` to `loss`.

    `low` is 0 unless a loss is negative, as cross-entropy is for targets above 1. All frames of a
    film have the same reach.
    """

    updates: float
    loss: float
    low: float = 0.0

    @classmethod
    def of(cls, moment: Moment) -> "Reach":
        """Return the reach that shows everything so far, and a little more."""
        known = np.concatenate([*_lines(moment)[1:], moment.tensors["curve.batch.mean"]])
        finite = known[np.isfinite(known)]
        highest, lowest = finite.max(initial=_CURVE.least), finite.min(initial=0.0)
        peaks = moment.tensors["curve.batch.max"]
        peak = peaks[np.isfinite(peaks)].max(initial=0.0)
        highest = max(highest, min(peak, _CURVE.peak * highest))
        updates = max(_CURVE.fewest, moment.meta["updates"] * _CURVE.beyond)
        return cls(updates, float(highest), float(lowest))

    def share(self, loss: float) -> float:
        """Return the height of a loss on the axis, from 0 to 1."""
        return min(max((loss - self.low) / (self.loss - self.low), 0.0), 1.0)

    def over(self, updates: float) -> "Reach":
        """Return the reach for exactly this number of updates."""
        return replace(self, updates=max(1.0, updates))


def draw_curve(moment: Moment, box: Box, reach: Reach, theme: Theme) -> Iterator[Shape]:
    """Draw the training loss as a line, the test loss dashed."""
    steps, train, test = _lines(moment)
    low, high = box.bottom - 18, box.y + _CURVE.flag + 6

    def at(step: float, loss: float) -> Point:
        up = reach.share(loss)
        return box.x + step / reach.updates * box.width, low - up * (low - high)

    yield Polyline(((box.x, low), (box.right, low)), theme.line, 1.0)
    yield from _band(moment, at, theme)
    for losses, color, dash in ((test, theme.third, _DASH), (train, theme.ink, None)):
        points = [at(*each) for each in zip(steps, losses, strict=True) if np.isfinite(each[1])]
        if len(points) > 1:
            yield Polyline(tuple(points), color, 1.5, dash)
    updates, loss = moment.meta["updates"], moment.meta["losses"]["train"]
    now = at(updates, loss if np.isfinite(loss) else reach.loss)
    yield Polyline(((now[0], box.y + _CURVE.flag - 2), (now[0], low)), theme.now, 2.0)
    told = moment.texts.say("pictures.curve.now", n=updates, loss=plain(loss))
    yield Circle(*now, 4, theme.now, name=told)
    yield from _flag(str(updates), now[0], box, theme)
    yield from _ticks(moment, now[0], box, reach, theme)


def _band(moment: Moment, at: Callable[[float, float], Point], theme: Theme) -> Iterator[Shape]:
    """The losses of the mini-batches: from the lowest to the highest, and the mean."""
    starts, counts, mean, lowest, highest = (
        moment.tensors[f"curve.batch.{name}"] for name in ("starts", "counts", "mean", "min", "max")
    )
    if len(starts) < _FEWEST_BINS:
        return
    ends = starts + counts - 1
    top = _steps(starts, ends, highest)
    bottom = _steps(starts, ends, lowest)[::-1]
    outline = [at(*each) for each in (*top, *bottom) if np.isfinite(each[1])]
    yield Polygon(tuple(outline), mix(theme.card, theme.second, _CURVE.band))
    means = [
        at(*each) for each in zip((starts + ends) / 2, mean, strict=True) if np.isfinite(each[1])
    ]
    yield Polyline(tuple(means), mix(theme.card, theme.second, _CURVE.mean), 1.2)


def _steps(starts: Numbers, ends: Numbers, losses: Numbers) -> list[tuple[float, float]]:
    """The two ends of each bin."""
    rows = zip(starts, ends, losses, strict=True)
    return [place for start, end, loss in rows for place in ((start, loss), (end, loss))]


def _flag(text: str, x: float, box: Box, theme: Theme) -> Iterator[Shape]:
    width = 12 + _LETTER * len(text)
    left = max(box.x, min(box.right - width, x - width / 2))
    yield Rect(Box(left, box.y, width, 16), 4, theme.now)
    yield Text(left + width / 2, box.y + 12, text, 11, theme.on_now, "middle", bold=True)


def _ticks(moment: Moment, now: float, box: Box, reach: Reach, theme: Theme) -> Iterator[Shape]:
    below = box.bottom - 4
    if now - box.x > _CURVE.highest_from:
        yield Text(box.x, box.y + 12, plain(reach.loss, 2), 11, theme.second)
    yield Text(box.x, below, "0", 11, theme.second)
    name = moment.texts.say("pictures.curve.updates")
    yield Text(box.right, below, name, 11, theme.second, "end")


def followed(moment: Moment, trail: Trail) -> Moment:
    """Return the moment with the losses of the film's earlier frames in its curve.

    The curve's own points may be far apart. The moment's losses are added to the `trail`.
    """
    losses = moment.meta["losses"]
    test = np.nan if losses["test"] is None else losses["test"]
    trail[moment.meta["updates"]] = losses["train"], test
    steps, train, test_losses = _lines(moment)
    known = dict(zip(steps.tolist(), zip(train, test_losses, strict=True), strict=True)) | trail
    rows = np.array([(step, *known[step]) for step in sorted(known)])
    names = ("curve.steps", "curve.train", "curve.test")
    curves = dict(zip(names, rows.T, strict=True))
    return replace(moment, tensors=moment.tensors | curves)


def _lines(moment: Moment) -> tuple[Numbers, Numbers, Numbers]:
    """Return updates, training and test losses, including those of the moment."""
    steps, train, test = (moment.tensors[f"curve.{name}"] for name in ("steps", "train", "test"))
    updates, losses = moment.meta["updates"], moment.meta["losses"]
    if updates in steps:
        return steps, train, test
    own = losses["train"], np.nan if losses["test"] is None else losses["test"]
    return (
        np.append(steps, float(updates)),
        np.append(train, own[0]),
        np.append(test, own[1]),
    )


def key(moment: Moment, box: Box, theme: Theme) -> Iterator[Shape]:
    """Draw the key of the lines, from right to left along a card's title."""
    y, x = box.y + 9, box.right
    if box.width < _KEYED:
        return
    if len(moment.tensors["curve.batch.starts"]) >= _FEWEST_BINS:
        text = moment.texts.say("pictures.curve.batches")
        yield Text(x, y + 4, text, 11, theme.second, "end")
        x -= 6.4 * len(text) + 5
        ends = ((x - 16, y - 4), (x, y - 4), (x, y + 4), (x - 16, y + 4))
        yield Polygon(ends, mix(theme.card, theme.second, _CURVE.band))
        yield Polyline(((x - 16, y), (x, y)), mix(theme.card, theme.second, _CURVE.mean), 1.2)
        x -= 30
    if moment.meta["losses"]["test"] is None:
        return
    for line, color, dash in (("test", theme.third, _DASH), ("train", theme.ink, None)):
        text = moment.texts.say(f"pictures.curve.{line}")
        yield Text(x, y + 4, text, 11, theme.second, "end")
        x -= 6.4 * len(text) + 5
        yield Polyline(((x - 16, y), (x, y)), color, 1.5, dash)
        x -= 30
