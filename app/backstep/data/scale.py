"""Amounts of any size as numbers about 0."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backstep.data.points import Array


@dataclass(frozen=True)
class Scale:
    """(x − mean) / deviation, column by column; both (columns,)."""

    mean: Array
    deviation: Array

    @classmethod
    def of(cls, rows: Array, amounts: npt.NDArray[np.bool_]) -> "Scale":
        """That of the columns where `amounts` is true; the others stay as they are. Of a column
        without an amount the mean is 0, of one without a spread the deviation is 1."""
        mean, deviation = np.zeros(rows.shape[1]), np.ones(rows.shape[1])
        for column in np.flatnonzero(amounts):
            known = rows[~np.isnan(rows[:, column]), column]
            if known.size:
                mean[column] = known.mean()
                # Rounding gives equal numbers a spread, too.
                deviation[column] = (known.std() if np.ptp(known) else 0.0) or 1.0
        return cls(mean, deviation)

    def __call__(self, rows: Array) -> Array:
        scaled: Array = (rows - self.mean) / self.deviation
        return scaled

    def undo(self, scaled: Array) -> Array:
        """Rows as they were."""
        rows: Array = scaled * self.deviation + self.mean
        return rows
