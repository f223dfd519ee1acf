"""The page's own colors, read from its style sheets."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from PIL import Image

from backstep.paths import folder
from backstep.pictures.shapes import Color
from backstep.shared.colors import COLORS

ThemeName = Literal["light", "dark", "projector"]
THEMES: tuple[ThemeName, ...] = get_args(ThemeName)

# The CSS rules of a theme's colors; later rules have precedence.
_RULES: dict[ThemeName, tuple[str, ...]] = {
    "light": (":root",),
    "dark": ('[data-theme="dark"]',),
    "projector": (":root", "[data-projector]"),
}
_DEPTH = COLORS.values
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})")


@dataclass(frozen=True)
class Theme:
    """Colors by their meaning.

    `zoom` enlarges everything, `faint` is the opacity of edges that the operation does not touch,
    `border` the width of a card's border, `label` the color of texts beside neurons.
    """

    ground: Color
    card: Color
    line: Color
    ink: Color
    second: Color
    third: Color
    positive: Color
    negative: Color
    uphill: Color
    downhill: Color
    now: Color
    on_now: Color
    middle: Color
    label: Color
    zoom: float
    faint: float
    border: float

    def of_value(self, value: float) -> Color:
        """Return the color of a value in −1…1, light enough for a readable number on it."""
        size = min(1.0, abs(value)) ** _DEPTH.power if value == value else 0.0
        return mix(self.middle, self.sign(value), _DEPTH.cell * size)

    def sign(self, value: float) -> Color:
        return self.negative if value < 0 else self.positive

    @property
    def track(self) -> Color:
        """The background of what does not exist yet."""
        return mix(self.card, self.third, 0.1)

    @property
    def cell(self) -> Color:
        """The border of a neuron."""
        return mix(self.card, self.third, 0.6)

    def slope(self, value: float) -> Color:
        return self.downhill if value < 0 else self.uphill

    def colors(self) -> list[Color]:
        """Return all colors."""
        values = (getattr(self, field.name) for field in fields(self))
        return [value for value in values if isinstance(value, tuple)]

    def pixels(self, values: npt.NDArray[np.uint8], times: int = 1) -> npt.NDArray[np.uint8]:
        """Return a map's bytes (g, g) as colors (g, g, 3); byte 128 is zero.

        With `times`, the values are interpolated before they are colored, so that the edge at zero
        stays sharp.
        """
        if times > 1:
            rows, columns = values.shape
            size = (columns * times, rows * times)
            resized = Image.fromarray(values).resize(size, Image.Resampling.BICUBIC)
            values = np.asarray(resized)
        found: npt.NDArray[np.uint8] = _table(self)[values]
        return found


@cache
def theme(name: ThemeName) -> Theme:
    """Return the theme of that name."""
    tokens: dict[str, Color] = {}
    for selector in _RULES[name]:
        for body in _bodies(selector):
            found = _TOKEN.findall(body)
            tokens |= {token.replace("-", "_"): rgb(value) for token, value in found}
    if name == "projector":
        return Theme(**tokens, label=tokens["ink"], zoom=1.35, faint=0.85, border=1.5)
    return Theme(**tokens, label=tokens["second"], zoom=1.0, faint=0.6, border=1.0)


def _bodies(selector: str) -> Iterator[str]:
    """Yield the declarations in the style sheets' rules for the root with that selector."""
    for sheet in ("tokens", "embed"):
        text = _COMMENT.sub("", (folder("static") / "css" / f"{sheet}.css").read_text())
        for selectors, body in _RULE.findall(text):
            names = {each.strip() for each in selectors.split(",")}
            if names & {selector, f":root{selector}"}:
                yield body


@cache
def _table(colors: Theme) -> npt.NDArray[np.uint8]:
    """Return the colors (256, 3) of a map's bytes."""
    values = [(byte - 128) / 127 for byte in range(256)]
    rows = [
        mix(colors.middle, colors.sign(value), _DEPTH.map * abs(value) ** _DEPTH.power)
        for value in values
    ]
    return np.array(rows, dtype=np.uint8)


def rgb(text: str) -> Color:
    """Return #rrggbb as numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(start: Color, end: Color, share: float) -> Color:
    """Interpolate from one color to another, rounding halves up as the page does."""
    pairs = zip(start, end, strict=True)
    red, green, blue = (math.floor(a + (b - a) * share + 0.5) for a, b in pairs)
    return red, green, blue


def of_class(index: int) -> Color:
    """Return the color of a class, if there are more than two."""
    return rgb(COLORS.classes[index % len(COLORS.classes)])
