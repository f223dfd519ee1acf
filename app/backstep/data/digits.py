"""Handwritten digits of 8 × 8 pixels; files/README.md says where they are from."""

from functools import cache
from pathlib import Path

import numpy as np

from backstep.data.errors import DataError
from backstep.data.points import Array, Sampled
from backstep.texts.message import Message

SIDE = 8
CLASSES = tuple("0123456789")
_FILE = Path(__file__).parent / "files" / "digits.npz"
_FINE = 32  # the side of the bitmaps that the images were made of, four times as fine


@cache
def digits() -> Sampled:
    """All images (1797, 64), row by row, 0 the paper and 1 the ink, and classes (1797,)."""
    with np.load(_FILE) as file:
        images, labels = file["images"], file["labels"]
    pixels = images.reshape(len(images), -1) / 16
    pixels.flags.writeable = False
    return pixels, labels.astype(np.int64)


def sample(rng: np.random.Generator, samples: int, noise: float) -> Sampled:
    """So many images, drawn without repetition, and targets (n, 10); noise moves each pixel by up
    to so much, and no further than paper or ink."""
    images, labels = digits()
    order = rng.permutation(len(images))[:samples]
    pixels = images[order]
    pixels = np.clip(pixels + noise * rng.uniform(-1, 1, pixels.shape), 0, 1)
    return pixels, np.eye(len(CLASSES))[labels[order]]


def prepare(drawing: Array) -> Array:
    """A drawing (rows, columns) of ink from 0 to 1 as the images of the set are: cut out, scaled
    to the full height of 32 × 32 (or width, where it is wider), in the middle, and each pixel the
    mean of a block of 4 × 4; (64,).

    Raises DataError when nothing is drawn.
    """
    rows, columns = (np.flatnonzero(drawing.max(axis=side) > 0.5) for side in (1, 0))
    if not len(rows):
        raise DataError(Message("refusals.image.empty"), field="image")
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
    """The image at another size, each pixel the mean of the area that it covers."""
    resized: Array = _areas(height, image.shape[0]) @ image @ _areas(width, image.shape[1]).T
    return resized


def _areas(to: int, size: int) -> Array:
    """Shares (to, size) of the old pixels of a side in each of the new ones."""
    edges = np.linspace(0, size, to + 1)
    old = np.arange(size)
    overlap = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    shares: Array = np.clip(overlap, 0, None) * (to / size)
    return shares
