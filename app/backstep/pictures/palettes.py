"""256 colors for a film: the theme's exactly, a fine ramp for maps, and others from samples."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from backstep.pictures.shapes import Color
from backstep.pictures.themes import Theme, mix, of_class

_COLORS = 255  # one is reserved for pixels that do not change between frames
_RAMP = 2  # bytes of a map between two colors of the ramp
_SHADES = (0.3, 0.5, 0.7, 0.85)  # of lines on a card, and of letters' edges
_CELL = 2  # low bits of a channel that are ignored
_SIDE = 256 >> _CELL

Bytes = npt.NDArray[np.uint8]


class Palette:
    """Maps pixels to the nearest of `colors`; the first `exact` ones are matched exactly."""

    def __init__(self, colors: list[Color], exact: int) -> None:
        self._table = [channel for color in colors for channel in color]
        known = np.array(colors, dtype=np.float32)
        middles = (np.arange(_SIDE, dtype=np.float32) + 0.5) * (1 << _CELL) - 0.5
        size = (known**2).sum(axis=1)
        # For all cells with the same red at once.
        green, blue = (each.ravel() for each in np.meshgrid(middles, middles, indexing="ij"))
        self._cells = np.empty((_SIDE, _SIDE, _SIDE), dtype=np.uint8)
        for at, red in enumerate(middles):
            cells = np.column_stack([np.full_like(green, red), green, blue])
            nearest = (size - 2 * cells @ known.T).argmin(axis=1)
            self._cells[at] = nearest.reshape(_SIDE, _SIDE)
        for index in reversed(range(exact)):
            red, green, blue = (channel >> _CELL for channel in colors[index])
            self._cells[red, green, blue] = index

    def apply(self, image: Image.Image) -> Image.Image:
        """Return the picture in these colors."""
        cells = np.asarray(image) >> _CELL
        indices = self._cells[cells[..., 0], cells[..., 1], cells[..., 2]]
        found = Image.fromarray(indices, "P")
        found.putpalette(self._table)
        return found


def palette(samples: Iterable[Image.Image], theme: Theme, classes: int) -> Palette:
    """Return a palette for pictures like the samples, with a color for each class."""
    own = list(dict.fromkeys([theme.card, theme.ground, *theme.colors()]))
    lines = (theme.uphill, theme.downhill, theme.now, theme.ink, theme.second, theme.third)
    more = [mix(theme.card, color, share) for color in lines for share in _SHADES]
    if classes > 2:
        more += [color for at in range(classes) for color in _of_class(at, theme)]
    ramp = theme.pixels(np.arange(1, 256, _RAMP, dtype=np.uint8)[None])[0]
    more += [(int(red), int(green), int(blue)) for red, green, blue in ramp]
    colors = list(dict.fromkeys([*own, *more]))[: _COLORS - 1]
    stack = Image.fromarray(np.concatenate([np.asarray(sample) for sample in samples]))
    found = stack.quantize(_COLORS - len(colors), Image.Quantize.MEDIANCUT).getpalette() or []
    others = zip(found[::3], found[1::3], found[2::3], strict=True)
    return Palette([*colors, *others][:_COLORS], len(own))


def _of_class(index: int, theme: Theme) -> Iterator[Color]:
    yield of_class(index)
    yield mix(theme.card, of_class(index), 0.5)
