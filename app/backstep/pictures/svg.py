"""A drawing as SVG text."""

import base64
from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from PIL import Image

from backstep.pictures.shapes import (
    Circle,
    Color,
    Curve,
    Drawing,
    Picture,
    Point,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Text,
)

_RIM = 3.0
_FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"


def svg(drawing: Drawing, width: float, height: float) -> str:
    """Return the file, `width` × `height` CSS pixels."""
    title, told = escape(drawing.title), escape(drawing.description)
    # Unique ids, as one page may contain several pictures.
    key = f"{crc32(repr(drawing).encode()):08x}"
    size = f"{_number(drawing.width)} {_number(drawing.height)}"
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 {size}" width="{_number(width)}" height="{_number(height)}"'
        f' role="img" aria-labelledby="title-{key} told-{key}"'
        f' font-family="{_FONT}" style="font-variant-numeric: tabular-nums">',
        f'<title id="title-{key}">{title}</title>',
        f'<desc id="told-{key}">{told}</desc>',
        f'<rect width="100%" height="100%" fill="{_hex(drawing.ground)}"/>',
        *_elements(drawing.shapes, key),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _elements(shapes: tuple[Shape, ...], key: str) -> Iterator[str]:
    for at, shape in enumerate(shapes):
        match shape:
            case Curve():
                yield _curve(shape)
            case Polyline():
                yield _polyline(shape)
            case Polygon():
                points = " ".join(map(_point, shape.points))
                yield f'<polygon points="{points}" fill="{_hex(shape.fill)}"/>'
            case Circle():
                place = f'cx="{_number(shape.x)}" cy="{_number(shape.y)}"'
                yield _named(
                    f'<circle {place} r="{_number(shape.radius)}" {_paint(shape)}', shape.name
                )
            case Rect():
                yield _named(
                    f'<rect {_box(shape)} rx="{_number(shape.radius)}" {_paint(shape)}', shape.name
                )
            case Picture():
                yield _picture(shape, f"corner-{key}-{at}")
            case Text():
                if shape.halo is not None:
                    # A separate element beneath: presentation programs do not know paint-order.
                    yield _text(shape, f' aria-hidden="true" {_stroke(shape.halo, _RIM)}')
                yield _text(shape)


def _curve(shape: Curve) -> str:
    start, *others = shape.points
    path = f"M{_point(start)}C{' '.join(map(_point, others))}"
    line = _stroke(shape.color, shape.width) + _dash(shape.dash)
    if shape.opacity < 1:
        line += f' stroke-opacity="{_number(shape.opacity)}"'
    return _named(f'<path d="{path}" fill="none" {line}', shape.name)


def _polyline(shape: Polyline) -> str:
    points = " ".join(map(_point, shape.points))
    stroke = _stroke(shape.color, shape.width)
    return f'<polyline points="{points}" fill="none" {stroke}{_dash(shape.dash)}/>'


def _picture(shape: Picture, name: str) -> str:
    data = BytesIO()
    Image.fromarray(shape.pixels).save(data, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
    rendering = "" if shape.smooth else ' style="image-rendering: pixelated"'
    return (
        f'<clipPath id="{name}"><rect {_box(shape)} rx="{_number(shape.radius)}"/></clipPath>'
        f'<image {_box(shape)} preserveAspectRatio="none" clip-path="url(#{name})"'
        f' opacity="{_number(shape.opacity)}"{rendering} xlink:href="{address}"/>'
    )


def _text(shape: Text, more: str = "") -> str:
    more += "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
    if shape.bold:
        more += ' font-weight="600"'
    return (
        f'<text x="{_number(shape.x)}" y="{_number(shape.y)}" font-size="{_number(shape.size)}"'
        f' fill="{_hex(shape.color)}"{more}>{escape(shape.text)}</text>'
    )


def _named(start: str, name: str) -> str:
    """Return the element; its name is shown as a tooltip."""
    element = start.split(" ", 1)[0][1:]
    return f"{start}><title>{escape(name)}</title></{element}>" if name else f"{start}/>"


def _paint(shape: Circle | Rect) -> str:
    fill = "none" if shape.fill is None else _hex(shape.fill)
    line = "" if shape.stroke is None else f" {_stroke(shape.stroke, shape.width)}"
    return f"fill={quoteattr(fill)}{line}"


def _stroke(color: Color, width: float) -> str:
    return f'stroke="{_hex(color)}" stroke-width="{_number(width)}"'


def _dash(dash: tuple[float, float] | None) -> str:
    return "" if dash is None else f' stroke-dasharray="{_number(dash[0])} {_number(dash[1])}"'


def _box(shape: Rect | Picture) -> str:
    box = shape.box
    return (
        f'x="{_number(box.x)}" y="{_number(box.y)}"'
        f' width="{_number(box.width)}" height="{_number(box.height)}"'
    )


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hex(color: Color) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
