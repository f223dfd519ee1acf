"""Lines as the polygons of the pixels that they cover."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import ImageDraw

from backstep.pictures.shapes import Point

Points = npt.NDArray[np.float64]
Ink = tuple[int, ...]  # RGB, or RGBA

_COVERED = 0.5  # pixels that an outline itself covers


def cubic(points: Sequence[Point], count: int) -> Points:
    """Return `count` points (count, 2) of a cubic curve."""
    t = np.linspace(0, 1, count)[:, None]
    a, b, c, d = np.asarray(points, dtype=np.float64)
    found: Points = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t**2 * (1 - t) * c + t**3 * d
    return found


def ribbon(points: Points, width: float) -> Points:
    """Return the outline (2 n, 2) of a smooth line of this width."""
    along = np.gradient(points, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    length = np.hypot(across[:, 0], across[:, 1])[:, None]
    across *= max(width - _COVERED, 0.0) / 2 / np.where(length > 0, length, 1)
    return np.concatenate([points + across, (points - across)[::-1]])


def dashes(points: Points, on: float, off: float) -> Iterator[Points]:
    """Yield the pieces of a dashed line."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    for start in np.arange(0, way[-1], on + off):
        stop = min(start + on, way[-1])
        inside = way[(way > start) & (way < stop)]
        at = np.concatenate([[start], inside, [stop]])
        yield np.column_stack([np.interp(at, way, points[:, axis]) for axis in (0, 1)])


def polygon(draw: ImageDraw.ImageDraw, outline: Points, ink: Ink) -> None:
    """Fill a polygon."""
    draw.polygon([(x, y) for x, y in np.rint(outline).tolist()], fill=ink)


def stroke(
    draw: ImageDraw.ImageDraw,
    points: Sequence[Point],
    width: float,
    ink: Ink,
    *,
    round_ends: bool = False,
) -> None:
    """Draw an opaque line with corners."""
    draw.line(list(points), fill=ink, width=max(1, round(width)), joint="curve")
    if round_ends:
        for x, y in (points[0], points[-1]):
            draw.circle((x, y), width / 2, fill=ink)
