"""Standardization: amounts of any size as numbers around 0."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backstep.data.points import Array


@dataclass(frozen=True)
class Scale:
    """(x − mean) / standard deviation, column by column; both are (columns,)."""

    mean: Array
    deviation: Array

    @classmethod
    def of(cls, rows: Array, amounts: npt.NDArray[np.bool_]) -> "Scale":
        """Return the scale of the columns for which `amounts` is true; others are left unchanged.

        A column without values has mean 0; one without variance has deviation 1.
        """
        mean, deviation = np.zeros(rows.shape[1]), np.ones(rows.shape[1])
        for column in np.flatnonzero(amounts):
            known = rows[~np.isnan(rows[:, column]), column]
            if known.size:
                mean[column] = known.mean()
                # Rounding errors give equal numbers a small deviation.
                deviation[column] = (known.std() if np.ptp(known) else 0.0) or 1.0
        return cls(mean, deviation)

    def __call__(self, rows: Array) -> Array:
        scaled: Array = (rows - self.mean) / self.deviation
        return scaled

    def undo(self, scaled: Array) -> Array:
        """Return the rows before scaling."""
        rows: Array = scaled * self.deviation + self.mean
        return rows
