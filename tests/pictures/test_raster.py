"""Pixels: places, smoothness, and colors."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from backstep.pictures.lettering import NoTypeface, advance
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.raster import png, raster
from backstep.pictures.shapes import (
    Anchor,
    Box,
    Circle,
    Curve,
    Drawing,
    Picture,
    Polyline,
    Rect,
    Shape,
    Text,
)
from backstep.pictures.themes import theme
from tests.pictures.moments import moment

WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)


def pixels(*shapes: Shape, size: int = 40, scale: int = 1) -> npt.NDArray[np.uint8]:
    drawing = Drawing(size, size, WHITE, "", "", shapes)
    return np.asarray(raster(drawing, size * scale, size * scale))


def ink(found: npt.NDArray[np.uint8]) -> float:
    """Return the area of black in a picture, in pixels."""
    return float((255 - found[:, :, 0].astype(float)).sum() / 255)


@pytest.mark.parametrize(
    ("shape", "area"),
    [
        (Rect(Box(5, 6, 20, 10), 0, BLACK), 200),
        (Circle(20, 20, 10, BLACK), 314),
        (Circle(20, 20, 10, None, BLACK, 2), 126),
        (Polyline(((5, 20), (35, 20)), BLACK, 3), 90),
        (Polyline(((4, 20), (36, 20)), BLACK, 2, (4, 4)), 32),
        (Curve(((5, 17), (15, 19), (25, 21), (35, 23)), BLACK, 0.7), 21.4),
        (Curve(((5, 20), (15, 20), (25, 20), (35, 20)), BLACK, 4, 0.5), 60),
    ],
)
def test_a_shape_covers_its_area(shape: Shape, area: float) -> None:
    for scale in (1, 2):
        assert ink(pixels(shape, scale=scale)) == pytest.approx(area * scale**2, rel=0.12)


def test_edges_are_smooth() -> None:
    found = pixels(Circle(20, 20, 10, BLACK))
    assert len(np.unique(found)) > 8


def test_a_picture_lies_in_its_box_with_round_corners() -> None:
    red = np.full((2, 2, 3), RED, dtype=np.uint8)
    found = pixels(Picture(Box(10, 10, 20, 20), red, radius=6))
    assert found[20, 20].tolist() == list(RED)
    assert found[10, 10].tolist() == list(WHITE)
    assert found[8, 20].tolist() == list(WHITE)


@pytest.mark.parametrize("sign", "−–×→✓‖∇δ∂ŷ·⁽¹⁾₂")
def test_signs_that_the_typeface_lacks_are_drawn(sign: str) -> None:
    written, missing = (pixels(Text(8, 30, each, 24, BLACK)) for each in (sign, "\uffff"))
    assert ink(written) > 3
    assert not np.array_equal(written, missing)


def test_text_is_as_wide_as_it_says_and_stands_where_it_should() -> None:
    wide = advance("w⁽²⁾₁₃", 16)
    starts: dict[Anchor, float] = {"start": 80.0, "middle": 80 - wide / 2, "end": 80 - wide}
    for anchor, left in starts.items():
        found = pixels(Text(80, 30, "w⁽²⁾₁₃", 16, BLACK, anchor), size=160)
        columns = np.flatnonzero((found < 200).any(axis=(0, 2)))
        assert left - 1 <= columns[0] <= left + 2
        assert left + wide - 3 <= columns[-1] <= left + wide + 1
    raised, lowered = (pixels(Text(8, 20, each, 20, BLACK)) for each in "¹₁")
    centre = [np.flatnonzero((each < 128).any(axis=(1, 2))).mean() for each in (raised, lowered)]
    assert centre[0] < 12
    assert centre[1] > 16


def test_a_file_says_what_it_shows() -> None:
    drawing = draw(moment("circle", 3, 11), Frame(320, 180, PANELS, theme("light")))
    image = Image.open(BytesIO(png(drawing, 640, 360)))
    assert image.size == (640, 360)
    assert image.info["Title"] == drawing.title
    assert image.info["Description"] == drawing.description


def test_a_pixel_on_an_edge_has_the_edges_colour() -> None:
    colors = theme("light")
    drawing = draw(moment("circle", 30, 14), Frame(960, 540, ("network",), colors))
    found = np.asarray(raster(drawing, 960, 540))
    lines = [each for each in drawing.shapes if isinstance(each, Curve) and each.name]
    widest = max(lines, key=lambda line: line.width)
    (_, start), _, (bend, _), (_, end) = widest.points
    x, y = widest.points[3]
    assert start != end
    assert bend < x
    assert found[round(y), round(x) - 3].tolist() == pytest.approx(list(widest.color), abs=40)


def test_letters_of_another_script_come_from_the_system() -> None:
    """Or there is no picture: without the letters it would show boxes."""
    size = 20.0
    assert advance("loss ŷ", size) > 0
    try:
        assert advance("потери й", size) > 0
    except NoTypeface:
        pytest.skip("the system has no typeface with Cyrillic letters")
    assert advance("потери й", size) != advance("\uffff" * 8, size)
