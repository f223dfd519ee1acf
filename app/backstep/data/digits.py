"""Handwritten digits of 8 × 8 pixels; files/README.md names their source."""

from functools import cache
from pathlib import Path

import numpy as np

from backstep.data.errors import DataError
from backstep.data.points import Array, Sampled

SIDE = 8
CLASSES = tuple("0123456789")
_FILE = Path(__file__).parent / "files" / "digits.npz"
_FINE = 32  # side of the bitmaps that the images were made from


@cache
def digits() -> Sampled:
    """Return all images (1797, 64), row by row, paper 0 and ink 1, and their classes (1797,)."""
    with np.load(_FILE) as file:
        images, labels = file["images"], file["labels"]
    pixels = images.reshape(len(images), -1) / 16
    pixels.flags.writeable = False
    return pixels, labels.astype(np.int64)


def sample(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """Return `samples` images, drawn without repetition, and their targets (n, 10).

    Noise moves each pixel by at most `noise`, within [0, 1].
    """
    images, labels = digits()
    order = rng.permutation(len(images))[:samples]
    pixels = images[order]
    pixels = np.clip(pixels + noise * rng.uniform(-1, 1, pixels.shape), 0, 1)
    return pixels, np.eye(len(CLASSES))[labels[order]]


def prepare(drawing: Array) -> Array:
    """Return a drawing (rows, columns) of ink from 0 to 1 in the form of the set's images, (64,).

    The drawing is cropped, scaled to the height of 32 × 32 (or the width, if it is wider),
    centered, and averaged over blocks of 4 × 4. Raises DataError if nothing is drawn.
    """
    rows, columns = (np.flatnonzero(drawing.max(axis=side) > 0.5) for side in (1, 0))
    if not len(rows):
        raise DataError("is empty: nothing in it is darker than one half", field="image")
    cut = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _FINE / max(cut.shape)
    height, width = (max(1, round(size * scale)) for size in cut.shape)
    fine = np.zeros((_FINE, _FINE))
    top, left = (_FINE - height) // 2, (_FINE - width) // 2
    fine[top : top + height, left : left + width] = _resize(cut, height, width)
    block = _FINE // SIDE
    blocks = fine.reshape(SIDE, block, SIDE, block)
    means: Array = blocks.mean(axis=(1, 3)).ravel()
    return means


def _resize(image: Array, height: int, width: int) -> Array:
    """Resize an image; each new pixel is the mean of the area that it covers."""
    resized: Array = _areas(height, image.shape[0]) @ image @ _areas(width, image.shape[1]).T
    return resized


def _areas(to: int, size: int) -> Array:
    """Return the share of each old pixel in each new one, (to, size)."""
    edges = np.linspace(0, size, to + 1)
    old = np.arange(size)
    overlap = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    shares: Array = np.clip(overlap, 0, None) * (to / size)
    return shares
