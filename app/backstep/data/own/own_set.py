"""An uploaded data set, as it is kept and as a run uses it."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data, Task, Texts, extent
from backstep.data.description import Description
from backstep.data.points import Array
from backstep.data.scale import Scale
from backstep.data.words import TextEncoder

LARGEST_TEST_SHARE = 0.9  # as in a spec


@dataclass(frozen=True, eq=False)
class OwnSet:
    """A set that can be trained on: x (n, in), y (n, out), all rows in the file's order.

    Amounts are as in the file, NaN if missing: the columns of x for which `amounts` (in,) is true,
    and y in a regression. The first `plane` columns can be drawn over. `reader` encoded `texts` as
    x. `held` (n,) is true for rows that the file marks as test.
    """

    task: Task
    classes: tuple[str, ...] | None
    inputs: tuple[str, ...]
    x: Array
    y: Array
    amounts: npt.NDArray[np.bool_]
    plane: int
    reader: TextEncoder | None = None
    texts: tuple[str, ...] = ()
    held: npt.NDArray[np.bool_] | None = None
    description: Description | None = None

    @property
    def nbytes(self) -> int:
        return self.x.nbytes + self.y.nbytes

    @property
    def tests(self) -> int | None:
        """The number of rows that the file marks as test, None if it marks none."""
        return None if self.held is None else int(self.held.sum())

    def split(self, rng: np.random.Generator, test_share: float) -> Data:
        """Return the file's own split if it has one of that share, else a random one by `rng`.

        The training set is never empty. Amounts are standardized by the training rows, so that
        training learns nothing about the test rows; their mean replaces missing values.
        """
        train, test = self._parts(rng, test_share)
        scale, target = self.scales(train)
        raw = np.where(np.isnan(self.x), scale.mean, self.x)
        x, y, points = scale(raw), target(self.y), raw[:, : self.plane]
        return Data(
            self.task,
            self.classes,
            self.inputs,
            x[train],
            y[train],
            x[test],
            y[test],
            points[train],
            points[test],
            extent(points),
            # A method of this set, so that the set lives as long as a run that uses it.
            partial(self.encode, scale),
            "words" if self.reader else "points" if self.plane else "columns",
            texts=self._texts(train, test),
            scales=(scale, target),
            description=self.description,
        )

    def scales(self, rows: npt.NDArray[np.int64]) -> tuple[Scale, Scale]:
        """Return the scales of x and y that standardize by the given rows."""
        goal = np.array([self.task == "regression"])
        return Scale.of(self.x[rows], self.amounts), Scale.of(self.y[rows], goal)

    def encode(self, scale: Scale, raw: Array) -> Array:
        """Return inputs of raw points (n, plane)."""
        return scale(raw)

    def _parts(
        self, rng: np.random.Generator, test_share: float
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        order, tests = rng.permutation(len(self.x)), round(len(self.x) * test_share)
        if self.held is not None and self.tests == tests < len(self.x):
            return np.flatnonzero(~self.held), np.flatnonzero(self.held)
        kept = max(1, len(order) - tests)
        return order[:kept], order[kept:]

    def _texts(self, *parts: npt.NDArray[np.int64]) -> Texts | None:
        if self.reader is None:
            return None
        train, test = (tuple(self.texts[i] for i in part) for part in parts)
        return Texts(self.reader, train, test)
