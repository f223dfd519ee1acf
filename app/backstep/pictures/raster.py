"""A drawing in pixels: drawn at a multiple of its size and reduced, which smooths edges."""

import math
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

from backstep.pictures import strokes
from backstep.pictures.lettering import letter
from backstep.pictures.shapes import (
    Box,
    Circle,
    Curve,
    Drawing,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Text,
)

_FINE = ((1_200_000, 4), (2_600_000, 3), (math.inf, 2))  # (largest number of pixels, multiple)
_SMOOTHEST = 28  # points of a curve
_HALO = 3.0


def raster(drawing: Drawing, width: int, height: int) -> Image.Image:
    """Return an RGB image, `width` × `height`."""
    times = next(times for most, times in _FINE if width * height <= most)
    image = Image.new("RGB", (width * times, height * times), drawing.ground)
    sheet = _Sheet(image, times * width / drawing.width)
    for shape in drawing.shapes:
        sheet.add(shape)
    return image.reduce(times)


def png(drawing: Drawing, width: int, height: int) -> bytes:
    """Return a PNG file with title and description."""
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Title", drawing.title)
    told.add_itxt("Description", drawing.description)
    data = BytesIO()
    raster(drawing, width, height).save(data, "PNG", optimize=True, pnginfo=told)
    return data.getvalue()


class _Sheet:
    """Draws into `image`; a unit of the drawing is `scale` pixels."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self._image, self._scale = image, scale
        self._draw = ImageDraw.Draw(image)
        self._blend = ImageDraw.Draw(image, "RGBA")  # several times slower

    def add(self, shape: Shape) -> None:
        match shape:
            case Curve():
                self._curve(shape)
            case Polyline():
                self._polyline(shape)
            case Polygon():
                points = np.array(shape.points) * self._scale
                strokes.polygon(self._draw, points, shape.fill)
            case Circle():
                self._circle(shape)
            case Rect():
                self._rect(shape)
            case Picture():
                self._picture(shape)
            case Text():
                self._text(shape)

    def _curve(self, shape: Curve) -> None:
        points = strokes.cubic(shape.points, _SMOOTHEST) * self._scale
        ink: strokes.Ink = (*shape.color, round(255 * shape.opacity))
        draw = self._blend
        if shape.opacity == 1:
            draw, ink = self._draw, shape.color
        width = shape.width * self._scale
        if shape.dash is None:
            strokes.polygon(draw, strokes.thick_line(points, width), ink)
            return
        on, off = shape.dash
        for piece in strokes.dashes(points, on * self._scale, off * self._scale):
            strokes.polygon(draw, strokes.thick_line(piece, width), ink)

    def _polyline(self, shape: Polyline) -> None:
        points = np.array(shape.points) * self._scale
        width = shape.width * self._scale
        pieces = [points]
        if shape.dash is not None:
            on, off = shape.dash
            pieces = list(strokes.dashes(points, on * self._scale, off * self._scale))
        for piece in pieces:
            strokes.stroke(self._draw, [(x, y) for x, y in piece.tolist()], width, shape.color)

    def _circle(self, shape: Circle) -> None:
        outer = (shape.radius + shape.width / 2) * self._scale
        place = shape.x * self._scale, shape.y * self._scale
        width = round(shape.width * self._scale)
        self._draw.circle(place, outer, fill=shape.fill, outline=shape.stroke, width=width)

    def _rect(self, shape: Rect) -> None:
        half = shape.width / 2
        corners = self._corners(shape.box.inset(-half, -half))
        radius = (shape.radius + half) * self._scale if shape.radius else 0
        self._draw.rounded_rectangle(
            corners,
            radius,
            fill=shape.fill,
            outline=shape.stroke,
            width=round(shape.width * self._scale),
        )

    def _corners(self, box: Box) -> tuple[int, int, int, int]:
        """Return the first and the last pixel of a box."""
        left, top = round(box.x * self._scale), round(box.y * self._scale)
        right, low = round(box.right * self._scale), round(box.bottom * self._scale)
        return left, top, max(left, right - 1), max(top, low - 1)

    def _picture(self, shape: Picture) -> None:
        left, top, right, low = self._corners(shape.box)
        size = (right - left + 1, low - top + 1)
        how = Image.Resampling.BILINEAR if shape.smooth else Image.Resampling.NEAREST
        pixels = Image.fromarray(shape.pixels).resize(size, how)
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, size[0] - 1, size[1] - 1),
            shape.radius * self._scale,
            fill=round(255 * shape.opacity),
        )
        self._image.paste(pixels, (left, top), mask)

    def _text(self, shape: Text) -> None:
        rim = None if shape.halo is None else (shape.halo, _HALO * self._scale)
        letter(
            self._draw,
            (shape.x * self._scale, shape.y * self._scale),
            shape.text,
            shape.size * self._scale,
            shape.color,
            anchor=shape.anchor,
            bold=shape.bold,
            rim=rim,
        )
