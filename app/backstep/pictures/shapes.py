"""The shapes of a drawing, in its own units."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Color = tuple[int, int, int]
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """A place in a drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, across: float, down: float) -> "Box":
        return Box(self.x + across, self.y + down, self.width - 2 * across, self.height - 2 * down)


@dataclass(frozen=True)
class Curve:
    """A cubic Bézier curve; `name` says what it shows, with its number."""

    points: tuple[Point, Point, Point, Point]
    color: Color
    width: float
    opacity: float = 1.0
    dash: tuple[float, float] | None = None
    name: str = ""


@dataclass(frozen=True)
class Polyline:
    """A line with corners."""

    points: tuple[Point, ...]
    color: Color
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Polygon:
    """An area with corners."""

    points: tuple[Point, ...]
    fill: Color


@dataclass(frozen=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: Color | None
    stroke: Color | None = None
    width: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Rect:
    """A rectangle with rounded corners."""

    box: Box
    radius: float
    fill: Color | None
    stroke: Color | None = None
    width: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Picture:
    """An image of `pixels` (rows, columns, 3), interpolated if `smooth`."""

    box: Box
    pixels: npt.NDArray[np.uint8]
    radius: float = 0.0
    opacity: float = 1.0
    smooth: bool = True


@dataclass(frozen=True)
class Text:
    """A line of text on its baseline; `halo` is the color of a rim that keeps it readable."""

    x: float
    y: float
    text: str
    size: float
    color: Color
    anchor: Anchor = "start"
    bold: bool = False
    halo: Color | None = None


Shape = Curve | Polyline | Polygon | Circle | Rect | Picture | Text


@dataclass(frozen=True)
class Drawing:
    """Shapes, the lowest first, over `ground`; `description` says in words what they show."""

    width: float
    height: float
    ground: Color
    title: str
    description: str
    shapes: tuple[Shape, ...]
