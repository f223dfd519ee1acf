"""Builds the data that training and drawing need from a data set's name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from backstep.data import digits
from backstep.data.description import Description
from backstep.data.errors import DataError
from backstep.data.points import Array
from backstep.data.registry import DATASETS, FEATURES, Kind
from backstep.data.reviews import encoded, encoder, reviews
from backstep.data.scale import Scale
from backstep.data.words import TextEncoder
from backstep.shared.numbers import lowered

_SIDE = 6.0  # half the side of the plane of the generated sets

Task = Literal["classification", "regression"]


@dataclass(frozen=True)
class Texts:
    """The texts of the training and test set, and their encoder."""

    encoder: TextEncoder
    train: tuple[str, ...]
    test: tuple[str, ...]


@dataclass(frozen=True)
class Data:
    """Training and test data, encoded: x (n, in), y (n, out), float64.

    `plane` is the number of raw inputs over which the data can be drawn (0, 1 or 2). Raw points are
    (n, plane), `domain` (plane, 2) is the range of each raw input, and `encode` turns raw points
    into inputs. `image` is (rows, columns) of images. `texts` are the texts that x encodes,
    `scales` standardize x and y, and `description` has the names and units of an uploaded file;
    each is None if it does not apply.
    """

    task: Task
    classes: tuple[str, ...] | None
    inputs: tuple[str, ...]
    train_x: Array
    train_y: Array
    test_x: Array
    test_y: Array
    train_points: Array
    test_points: Array
    domain: Array
    encode: Callable[[Array], Array]
    kind: Kind = "points"
    image: tuple[int, int] | None = None
    texts: Texts | None = None
    scales: tuple[Scale, Scale] | None = None
    description: Description | None = None

    @property
    def plane(self) -> int:
        return len(self.domain)

    def __len__(self) -> int:
        return len(self.train_x) + len(self.test_x)

    def rows(self, example: int) -> tuple[Array, Array]:
        """Return inputs (1, in) and targets (1, out) of an example.

        Examples of the training set are numbered first, then those of the test set.
        """
        x, y, at = self.train_x, self.train_y, example
        if example >= len(x):
            x, y, at = self.test_x, self.test_y, example - len(x)
        return x[at : at + 1], y[at : at + 1]

    def text(self, example: int) -> str | None:
        """Return an example's text, or None if it has none."""
        if self.texts is None:
            return None
        train, test = self.texts.train, self.texts.test
        return train[example] if example < len(train) else test[example - len(train)]


def generated(
    name: str,
    *,
    rng: np.random.Generator,
    samples: int,
    noise: float,
    test_share: float,
    features: Sequence[str],
) -> Data:
    """Return points or images of the registry, shuffled and split by `rng`.

    The training set is never empty.
    """
    row = DATASETS[name]
    assert row.sample is not None
    encode, names = _features(features)
    order_rng, raw_rng = rng.spawn(2)
    raw, targets = row.sample(raw_rng, samples, noise)
    if row.outputs > targets.shape[1]:
        targets = np.eye(row.outputs)[targets[:, 0].astype(np.int64)]
    order = order_rng.permutation(len(raw))
    raw, targets = raw[order], targets[order]
    kept = _kept(len(raw), test_share)
    if row.kind == "image":
        return _images(raw, targets, kept)
    return Data(
        row.task,
        row.classes,
        names,
        encode(raw[:kept]),
        targets[:kept],
        encode(raw[kept:]),
        targets[kept:],
        raw[:kept],
        raw[kept:],
        np.array([row.domain] * row.inputs),
        encode,
    )


def _images(pixels: Array, targets: Array, kept: int) -> Data:
    """Return data of digits (n, 64) with their targets (n, 10)."""
    side = range(1, digits.SIDE + 1)
    nowhere = pixels[:, :0]
    return Data(
        "classification",
        digits.CLASSES,
        # Named like the entries of a matrix: row, then column.
        tuple(f"x{lowered(row)}{lowered(column)}" for row in side for column in side),
        pixels[:kept],
        targets[:kept],
        pixels[kept:],
        targets[kept:],
        nowhere[:kept],
        nowhere[kept:],
        extent(nowhere),
        np.asarray,
        "image",
        (digits.SIDE, digits.SIDE),
    )


def written(encoding: str, negation: bool) -> Data:
    """Return the reviews with their fixed test set."""
    train, test = reviews()
    reader = encoder(encoding, negation)
    train_x, test_x = encoded(encoding, negation)
    return Data(
        "classification",
        DATASETS["reviews"].classes,
        reader.inputs,
        train_x,
        train.targets,
        test_x,
        test.targets,
        train_x[:, :0],
        test_x[:, :0],
        extent(train_x[:, :0]),
        np.asarray,
        "words",
        texts=Texts(reader, train.texts, test.texts),
    )


def table(
    x: Sequence[Sequence[float]],
    y: Sequence[Sequence[float]] | Sequence[int] | Sequence[float],
    *,
    test_share: float,
    features: Sequence[str] = (),
) -> Data:
    """Return data given in place, unshuffled; the last rows are the test set.

    The rows are used as given. With `features` they are points, from which the features are
    computed, and which are drawn over the plane of the generated sets. Raises DataError that names
    `data.x` or `data.y`.
    """
    rows = _matrix(x, "data.x")
    targets, classes = _targets(y)
    if len(rows) != len(targets):
        raise DataError(f"has {len(targets)} rows, data.x has {len(rows)}", field="data.y")
    kept = _kept(len(rows), test_share)
    columns = rows.shape[1]
    drawn = rows if columns <= 2 else rows[:, :0]
    encode, names = _features(features) if features else (np.asarray, _numbered(columns))
    # Keep the plane fixed while a user moves points within it.
    domain = extent(drawn) if not features or np.abs(drawn).max() > _SIDE else _plane(columns)
    return Data(
        "classification" if classes else "regression",
        classes,
        names,
        encode(rows[:kept]),
        targets[:kept],
        encode(rows[kept:]),
        targets[kept:],
        drawn[:kept],
        drawn[kept:],
        domain,
        encode,
        "points" if columns <= 2 else "columns",
    )


def _features(names: Sequence[str]) -> tuple[Callable[[Array], Array], tuple[str, ...]]:
    """Return a function that computes inputs (n, in) from raw points, and the inputs' names."""
    chosen = [FEATURES[name] for name in names]

    def encode(raw: Array) -> Array:
        return np.column_stack([feature.of(raw) for feature in chosen])

    return encode, tuple(feature.label for feature in chosen)


def _plane(columns: int) -> Array:
    return np.array([[-_SIDE, _SIDE]] * columns)


def _numbered(columns: int) -> tuple[str, ...]:
    return tuple(f"x{lowered(i + 1)}" for i in range(columns))


def _kept(samples: int, test_share: float) -> int:
    return max(1, samples - round(samples * test_share))


def _matrix(rows: Sequence[Sequence[float]], field: str) -> Array:
    if not rows or not rows[0]:
        raise DataError("has no rows or no columns", field=field)
    if len({len(row) for row in rows}) > 1:
        raise DataError("has rows of different lengths", field=field)
    return np.array(rows, dtype=np.float64)


def _targets(
    y: Sequence[Sequence[float]] | Sequence[int] | Sequence[float],
) -> tuple[Array, tuple[str, ...] | None]:
    """Return targets (n, out), and class names if `y` holds class indices."""
    if len(y) == 0:
        raise DataError("is empty", field="data.y")
    rows = [each for each in y if isinstance(each, Sequence)]
    if rows:
        if len(rows) != len(y):
            raise DataError("mixes rows and numbers", field="data.y")
        return _matrix(rows, "data.y"), None
    numbers = [each for each in y if not isinstance(each, Sequence)]
    if any(isinstance(each, float) for each in numbers):
        return np.array(numbers, dtype=np.float64)[:, None], None
    if min(numbers) < 0:
        raise DataError("has a negative class index; allowed: 0, 1, 2…", field="data.y")
    indices = np.array(numbers, dtype=np.int64)
    count = max(2, int(indices.max()) + 1)
    names = tuple(f"class {i}" for i in range(count))
    if count == 2:
        return indices[:, None].astype(np.float64), names
    return np.eye(count)[indices], names


def extent(points: Array) -> Array:
    """Return the range of each column with a margin, (columns, 2); never of zero width."""
    if points.shape[1] == 0:
        return np.empty((0, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(0.2 * (high - low), 0.5)
    return np.column_stack([low - margin, high + margin])
