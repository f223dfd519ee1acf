"""Thumbnails of the data sets, as points in a square."""

import numpy as np

from backstep.data import digits
from backstep.data.points import Array
from backstep.data.registry import Dataset
from backstep.data.reviews import reviews

_POINTS = 90
_DIGITS = 4  # in two rows
_LINES, _LETTERS = 8, 40  # of text

Preview = list[tuple[float, float, float]]


def preview(row: Dataset) -> Preview:
    """Return some points of a data set, (x, y, target), with x and y in −1…1.

    The target of several classes is the class; over a line, y is the target. For images the points
    are their dark pixels, for texts their letters, line by line.
    """
    if row.kind == "image":
        return _images()
    if row.sample is None:
        return _texts()
    points, targets = row.sample(np.random.default_rng(0), _POINTS, 0.0)
    low, high = row.domain
    places = 2 * (points - low) / (high - low) - 1
    if row.inputs == 1:
        places = np.column_stack([places, targets / 2])
    return _told(np.column_stack([places, targets]))


def _images() -> Preview:
    """Return the first digits of the set, side by side."""
    images, labels = digits.digits()
    dots = []
    for at, (image, label) in enumerate(zip(images[:_DIGITS], labels, strict=False)):
        rows, columns = np.nonzero(image.reshape(digits.SIDE, -1) > 0.5)
        below, right = divmod(at, _DIGITS // 2)
        x, y = (columns + 0.5) / digits.SIDE + right - 1, 1 - below - (rows + 0.5) / digits.SIDE
        dots.append(np.column_stack([x, y, np.full(len(x), label)]))
    return _told(np.concatenate(dots))


def _texts() -> Preview:
    """Return the first reviews that fit into the lines."""
    train, _ = reviews()
    chosen = [i for i, text in enumerate(train.texts) if len(text) <= _LETTERS][:_LINES]
    return [
        (2 * (at + 0.5) / _LETTERS - 1, 1 - 2 * (line + 0.5) / _LINES, float(train.targets[i, 0]))
        for line, i in enumerate(chosen)
        for at, letter in enumerate(train.texts[i])
        if letter != " "
    ]


def _told(rows: Array) -> Preview:
    return [(x, y, target) for x, y, target in rows.round(2).tolist()]
