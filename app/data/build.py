"""From a data set's name to what training and the drawing need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.data.errors import DataError
from app.data.points import Array
from app.data.registry import DATASETS, FEATURES

Task = Literal["classification", "regression"]


@dataclass(frozen=True)
class Data:
    """Training and test data, encoded: x (n, in), y (n, out), float64.

    `plane` is how many raw inputs the data can be drawn over (0, 1 or 2); the raw points are
    (n, plane), `domain` (plane, 2) the range of each, and `encode` turns raw points into inputs.
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

    @property
    def plane(self) -> int:
        return len(self.domain)


def generated(
    name: str,
    *,
    rng: np.random.Generator,
    samples: int,
    noise: float,
    test_share: float,
    features: Sequence[str],
) -> Data:
    """A data set of the registry, shuffled and split by `rng`; the training set is never empty."""
    row = DATASETS[name]
    chosen = [FEATURES[feature] for feature in features]

    def encode(raw: Array) -> Array:
        return np.column_stack([feature.of(raw) for feature in chosen])

    order_rng, point_rng = rng.spawn(2)
    points, targets = row.sample(point_rng, samples, noise)
    order = order_rng.permutation(samples)
    points, targets = points[order], targets[order]
    kept = _kept(samples, test_share)
    return Data(
        row.task,
        row.classes,
        tuple(feature.label for feature in chosen),
        encode(points[:kept]),
        targets[:kept],
        encode(points[kept:]),
        targets[kept:],
        points[:kept],
        points[kept:],
        np.array([row.domain] * row.inputs),
        encode,
    )


def table(
    x: Sequence[Sequence[float]],
    y: Sequence[Sequence[float]] | Sequence[int] | Sequence[float],
    *,
    test_share: float,
) -> Data:
    """Data given in place, used as given, in order; the last rows are the test set.

    Raises DataError naming `data.x` or `data.y`.
    """
    inputs = _matrix(x, "data.x")
    targets, classes = _targets(y)
    if len(inputs) != len(targets):
        raise DataError(f"has {len(targets)} rows, data.x has {len(inputs)}", field="data.y")
    kept = _kept(len(inputs), test_share)
    columns = inputs.shape[1]
    drawn = inputs if columns <= 2 else inputs[:, :0]
    return Data(
        "classification" if classes else "regression",
        classes,
        tuple(f"x{_subscript(i + 1)}" for i in range(columns)),
        inputs[:kept],
        targets[:kept],
        inputs[kept:],
        targets[kept:],
        drawn[:kept],
        drawn[kept:],
        _extent(drawn),
        np.asarray,
    )


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
    """Targets (n, out) and class names where `y` holds class indices."""
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
    indices = np.array(numbers, dtype=np.int64)
    count = max(2, int(indices.max()) + 1)
    if indices.min() < 0:
        raise DataError("has a negative class index; allowed: 0, 1, 2…", field="data.y")
    names = tuple(f"class {i}" for i in range(count))
    if count == 2:
        return indices[:, None].astype(np.float64), names
    return np.eye(count)[indices], names


def _extent(points: Array) -> Array:
    """Range of each column with a margin, never of zero width; (columns, 2)."""
    if points.shape[1] == 0:
        return np.empty((0, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(0.2 * (high - low), 0.5)
    return np.column_stack([low - margin, high + margin])


def _subscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
