"""Text in pixels.

It uses Pillow's own typeface, so that a picture is the same on every machine. The few mathematical
symbols that this typeface lacks are drawn as strokes.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import ImageDraw, ImageFont

from backstep.pictures.shapes import Anchor, Color, Point
from backstep.pictures.strokes import stroke
from backstep.shared.numbers import NUMERALS

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Stroke = tuple[Point, ...]

_UP = dict(zip(NUMERALS.raised + NUMERALS.brackets, "0123456789()", strict=True))
_DOWN = dict(zip(NUMERALS.lowered, "0123456789", strict=True))
_SMALL = 0.66  # size of a raised or lowered figure
_RAISED, _LOWERED = 0.36, -0.16  # its baseline
_WEIGHT = 0.078  # width of a stroke, as in the typeface
_BOLD = 0.022  # added on every side of a bold symbol
_APART = 0.026  # added distance between bold symbols


def _arc(x: float, y: float, across: float, down: float, start: float, end: float) -> Stroke:
    """Return part of an ellipse, in degrees counterclockwise."""
    turns = np.radians(np.linspace(start, end, 24))
    return tuple((x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns)


# In ems from the baseline, y upward: the advance, and the strokes.
_SIGNS: dict[str, tuple[float, tuple[Stroke, ...]]] = {
    "−": (0.58, (((0.08, 0.275), (0.50, 0.275)),)),
    "–": (0.50, (((0.04, 0.275), (0.46, 0.275)),)),
    "×": (0.58, (((0.11, 0.10), (0.47, 0.45)), ((0.11, 0.45), (0.47, 0.10)))),
    "→": (0.82, (((0.06, 0.27), (0.74, 0.27)), ((0.54, 0.45), (0.74, 0.27), (0.54, 0.09)))),
    "✓": (0.78, (((0.10, 0.30), (0.30, 0.08), (0.68, 0.62)),)),
    "‖": (0.36, (((0.10, -0.12), (0.10, 0.76)), ((0.26, -0.12), (0.26, 0.76)))),
    "∇": (0.74, (((0.06, 0.68), (0.68, 0.68), (0.37, 0.02), (0.06, 0.68)),)),
    "δ": (
        0.58,
        (
            _arc(0.28, 0.23, 0.20, 0.24, 0, 360),
            ((0.48, 0.71), *_arc(0.29, 0.60, 0.15, 0.13, 55, 215), (0.36, 0.42), (0.46, 0.34)),
        ),
    ),
    "∂": (
        0.56,
        (
            _arc(0.26, 0.20, 0.19, 0.21, 0, 360),
            ((0.45, 0.20), *_arc(0.25, 0.42, 0.205, 0.30, 0, 140)),
        ),
    ),
    "\u0302": (0.0, (((-0.40, 0.62), (-0.26, 0.76), (-0.12, 0.62)),)),
}


@dataclass(frozen=True)
class _Run:
    """Symbols drawn alike: from the typeface or as strokes, raised by `rise`."""

    text: str
    size: float
    rise: float
    width: float


def advance(text: str, size: float) -> float:
    """Return the width of the text."""
    return sum(run.width for run in _runs(text, size))


def letter(
    draw: ImageDraw.ImageDraw,
    place: Point,
    text: str,
    size: float,
    color: Color,
    *,
    anchor: Anchor = "start",
    bold: bool = False,
    rim: tuple[Color, float] | None = None,
) -> None:
    """Draw on the baseline at `place`; `rim` is an outline's color and width."""
    runs = list(_runs(text, size, _APART if bold else 0.0))
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    x, y = place
    x -= shift * sum(run.width for run in runs)
    weight = _BOLD * size if bold else 0.0
    if rim is not None:
        _write(draw, runs, x, y, rim[0], weight + rim[1] / 2)
    _write(draw, runs, x, y, color, weight)


def _write(
    draw: ImageDraw.ImageDraw, runs: Sequence[_Run], x: float, y: float, color: Color, more: float
) -> None:
    """Draw runs; `more` widens every line on each side."""
    for run in runs:
        base = y - run.rise
        if run.text in _SIGNS:
            for line in _SIGNS[run.text][1]:
                points = [(x + a * run.size, base - b * run.size) for a, b in line]
                stroke(draw, points, _WEIGHT * run.size + 2 * more, color, round_ends=more > 0)
        else:
            draw.text((x, base), run.text, color, _font(run.size), anchor="ls", stroke_width=more)
        x += run.width


def _runs(text: str, size: float, apart: float = 0.0) -> Iterator[_Run]:
    """Split the text wherever symbols change height or kind, or everywhere if `apart` is set."""
    pending, level = "", (size, 0.0)
    for sign in unicodedata.normalize("NFD", text.replace("·", "\0")).replace("\0", "·"):
        small = sign in _UP or sign in _DOWN
        rise = _RAISED if sign in _UP else _LOWERED if sign in _DOWN else 0.0
        own = (size * _SMALL, rise * size) if small else (size, 0.0)
        plain = _UP.get(sign) or _DOWN.get(sign) or sign
        if pending and (own != level or plain in _SIGNS or apart):
            yield _plain(pending, *level, apart)
            pending = ""
        level = own
        if plain in _SIGNS:
            yield _Run(plain, own[0], own[1], _SIGNS[plain][0] * own[0])
        else:
            pending += plain
    if pending:
        yield _plain(pending, *level, apart)


def _plain(text: str, size: float, rise: float, apart: float) -> _Run:
    return _Run(text, size, rise, _font(size).getlength(text) + apart * size)


@cache
def _font(size: float) -> Font:
    return ImageFont.load_default(size)
