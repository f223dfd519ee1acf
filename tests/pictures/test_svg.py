"""The SVG file: well-formed, with its alt text and all shapes."""

import base64
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.shapes import Box, Drawing, Picture, Rect, Text
from backstep.pictures.svg import svg
from backstep.pictures.themes import theme
from tests.pictures.moments import moment

NAMESPACE = "{http://www.w3.org/2000/svg}"


def parsed(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(svg(drawing, 960, 540))


@pytest.mark.parametrize(("preset", "op"), [("circle", 11), ("digits", 9), ("reviews", 9)])
def test_a_moment_is_well_formed_and_tells_what_it_is(preset: str, op: int) -> None:
    drawing = draw(moment(preset, 3, op), Frame(960, 540, PANELS, theme("dark")))
    root = parsed(drawing)
    assert root.tag == f"{NAMESPACE}svg"
    assert root.get("role") == "img"
    assert (root.get("width"), root.get("height")) == ("960", "540")
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{NAMESPACE}title", drawing.title)
    assert (description.tag, description.text) == (f"{NAMESPACE}desc", drawing.description)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    written = list(root.iter(f"{NAMESPACE}text"))
    shown = [each.text for each in written if each.get("aria-hidden") is None]
    assert shown == [shape.text for shape in drawing.shapes if isinstance(shape, Text)]


def test_nothing_is_fetched() -> None:
    text = svg(draw(moment("circle", 3, 11), Frame(960, 540, PANELS, theme("light"))), 960, 540)
    addresses = [each.split('"')[0] for each in text.split('href="')[1:]]
    assert addresses
    assert all(each.startswith("data:image/png;base64,") for each in addresses)
    assert "url(" not in text.replace("url(#", "")


def test_pictures_in_one_page_do_not_meddle_with_each_other() -> None:
    frame = Frame(960, 540, PANELS, theme("light"))
    texts = [svg(draw(moment("circle", 3, op), frame), 960, 540) for op in (10, 11)]
    first, second = ({each.split('"')[0] for each in text.split(' id="')[1:]} for text in texts)
    assert first
    assert not first & second
    assert all(f"#{name}" in texts[0] for name in first if name.startswith("corner"))


def test_signs_of_markup_are_escaped() -> None:
    shapes = (Text(1, 2, "a < b & c", 12, (0, 0, 0)), Rect(Box(0, 0, 1, 1), 0, None, name="<&>"))
    root = parsed(Drawing(10, 10, (255, 255, 255), "1 < 2", "R & D", shapes))
    assert [root[0].text, root[1].text] == ["1 < 2", "R & D"]
    assert [each.text for each in root.iter(f"{NAMESPACE}text")] == ["a < b & c"]
    assert [each.text for each in root.iter(f"{NAMESPACE}title")][1:] == ["<&>"]


def test_a_pictures_pixels_are_kept() -> None:
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    root = parsed(Drawing(9, 9, (0, 0, 0), "", "", (Picture(Box(0, 0, 9, 6), pixels),)))
    (image,) = root.iter(f"{NAMESPACE}image")
    data = base64.b64decode((image.get("{http://www.w3.org/1999/xlink}href") or "").split(",")[1])
    assert np.array_equal(np.asarray(Image.open(BytesIO(data))), pixels)
