"""A person's own data set, as it is kept and as a run uses it."""

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

    Amounts are as the file has them, what is missing NaN: they are the columns of x where `amounts`
    (in,) is true, and y in a regression. The first `plane` columns can be drawn. `reader` has made
    x of `texts`. `held` (n,) is true where the file says that a row is for testing.
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
        """The number of rows that the file holds out, None where it does not say."""
        return None if self.held is None else int(self.held.sum())

    def split(self, rng: np.random.Generator, test_share: float) -> Data:
        """The file's own split where it has one of that share; else shuffled by `rng`, the last
        rows kept to test on. The training set is never empty.

        Amounts are standardized by the training rows, so that nothing of the test rows is known
        in training; their mean stands in for what is missing.
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
            # A method of this set: it lives as long as a run that uses it.
            partial(self.encode, scale),
            "words" if self.reader else "points" if self.plane else "columns",
            texts=self._texts(train, test),
            scales=(scale, target),
            description=self.description,
        )

    def scales(self, rows: npt.NDArray[np.int64]) -> tuple[Scale, Scale]:
        """Those of x and of y that standardize by some of the rows."""
        goal = np.array([self.task == "regression"])
        return Scale.of(self.x[rows], self.amounts), Scale.of(self.y[rows], goal)

    def encode(self, scale: Scale, raw: Array) -> Array:
        """Inputs from raw points (n, plane)."""
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
