"""A film's colors are near those of its frames, and equal those of its theme."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backstep.pictures.palettes import Palette, palette
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.raster import raster
from backstep.pictures.shapes import Color
from backstep.pictures.themes import THEMES, ThemeName, theme
from tests.pictures.moments import moment

channels = st.integers(0, 255)
colors = st.tuples(channels, channels, channels)


@given(st.lists(colors, min_size=1, max_size=20, unique=True), st.lists(colors, min_size=1))
def test_the_nearest_colour_is_taken(known: list[Color], wanted: list[Color]) -> None:
    image = Image.fromarray(np.array([wanted], dtype=np.uint8))
    found = np.asarray(Palette(known, 0).apply(image).convert("RGB"))[0].astype(int)
    for color, given_ in zip(found, np.array(wanted), strict=True):
        nearest = min(np.linalg.norm(np.array(each) - given_) for each in known)
        assert np.linalg.norm(color - given_) <= nearest + 5  # a cell is 4 wide


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("preset", "classes"), [("circle", 2), ("digits", 10)])
def test_a_picture_keeps_its_look(name: ThemeName, preset: str, classes: int) -> None:
    colors = theme(name)
    picture = raster(draw(moment(preset, 3, 9), Frame(480, 270, PANELS, colors)), 480, 270)
    indexed = palette([picture], colors, classes).apply(picture)
    shown, real = np.asarray(indexed.convert("RGB")).astype(int), np.asarray(picture).astype(int)
    assert np.abs(shown - real).mean() < 1
    for color in {colors.ground, colors.card, colors.now}:
        exact = (real == color).all(axis=2)
        assert exact.any()
        assert (shown[exact] == color).all()
