"""The numbers of a recording as columns with one value per step; equal columns are stored once.

A reference says where the page finds a number:

    {"$": c}             column c at the step; ~c: at the step after
    {"$": c, "or": d}    column d where that is not 0, else column c: the two are nearly the same,
                         and d holds the few values that would be printed differently
    {"×": […], "or": d}  the product of other references, corrected in the same way

So a weight has one column wherever it appears: in a sum, in a formula, in the inspector.
Shared columns are found by comparing numbers, not by knowing what they mean.
"""

from collections.abc import Sequence
from math import floor, log
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.engine.program import Array
from backstep.sessions.offline.printed import DIGITS, cells, shortened

Reference = Any  # as above, or a constant number
_MOST_CORRECTED = 0.3  # share of the steps; with more corrections, a separate column is smaller
_FINE = 1e4  # resolution of the logarithms by which similar columns are found


class Columns:
    """Columns of `steps` + 1 values; the extra one is the value after the last step's update."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._middle = steps // 2
        self._values: list[Array] = []
        self._ended: list[bool] = []  # whether the extra value is known
        self._known: dict[bytes, int] = {}  # references by the bytes of their values
        self._near: dict[tuple[int, bool], list[int]] = {}

    def exact(self, values: Array) -> int:
        """Return the reference to float64 (steps,) values, exact to the bit."""
        found = self._known.get(values.tobytes())
        if found is None:
            found = self._following(values)
        return self._add(values) if found is None else found

    def _following(self, values: Array) -> int | None:
        """Return the reference to a column that holds these values one step later."""
        found = self._known.get(b"later" + values[:-1].tobytes()) if self._steps > 2 else None
        if found is None or (self._ended[found] and self._values[found][-1] != values[-1]):
            return None
        self._values[found][-1], self._ended[found] = values[-1], True
        self._known[values.tobytes()] = ~found
        self._note(~found)
        return ~found

    def _add(self, values: Array) -> int:
        place = len(self._values)
        self._values.append(np.append(values, values[-1]))
        self._ended.append(False)
        self._known[values.tobytes()] = place
        self._known.setdefault(b"later" + values[1:].tobytes(), place)
        self._note(place)
        return place

    def _note(self, place: int) -> None:
        value = self._at(place)[self._middle]
        if value and np.isfinite(value):
            self._near.setdefault((_level(value), value < 0), []).append(place)

    def _at(self, place: int) -> Array:
        return self._values[place][:-1] if place >= 0 else self._values[~place][1:]

    def printed(
        self, values: Array, digits: int = DIGITS, factors: Sequence[Sequence[Reference]] = ()
    ) -> Reference:
        """Return a reference to numbers that are printed like `values` with up to `digits` digits.

        `factors` are lists of references whose product may equal the values.
        """
        found = self._known.get(values.tobytes())
        if found is not None:
            return {"$": found}
        wanted = cells(values, digits)
        for place in self._alike(values[self._middle]):
            made = self._corrected({"$": place}, self._at(place), values, wanted, digits)
            if made is not None:
                return made
        for each in factors:
            product = np.ones(self._steps)
            for reference in each:
                product = product * self.read(reference)
            made = self._corrected({"×": list(each)}, product, values, wanted, digits)
            if made is not None:
                return made
        return {"$": self.exact(shortened(values, digits))}

    def _alike(self, value: float) -> Sequence[int]:
        if not value or not np.isfinite(value):
            return ()
        level = _level(value)
        near = (self._near.get((each, value < 0), ()) for each in (level, level - 1, level + 1))
        return [place for places in near for place in places]

    def _corrected(
        self,
        reference: dict[str, Any],
        made: Array,
        values: Array,
        wanted: npt.NDArray[np.int64],
        digits: int,
    ) -> Reference | None:
        """Return the reference with corrections; None if it would need too many."""
        wrong = cells(made, digits) != wanted
        # A correction cannot express null or 0.
        told = (values[wrong] != 0).all() and not np.isnan(values).any()
        if wrong.mean() > _MOST_CORRECTED or not told:
            return None
        if not wrong.any():
            return reference
        return reference | {"or": self.exact(np.where(wrong, shortened(values, digits), 0.0))}

    def read(self, reference: Reference) -> Array:
        """Return the (steps,) numbers that the page will find."""
        if not isinstance(reference, dict):
            return np.full(self._steps, float(reference))
        if "×" in reference:
            values = np.ones(self._steps)
            for each in reference["×"]:
                values = values * self.read(each)
        else:
            values = self._at(reference["$"])
        if "or" in reference:
            instead = self._at(reference["or"])
            return np.where(instead != 0, instead, values)
        return values

    def planes(self) -> npt.NDArray[np.uint8]:
        """Return all columns as (8, columns, steps + 1) bytes, most significant byte first.

        Bytes of equal significance lie together, which compresses well.
        """
        values = np.stack(self._values) if self._values else np.empty((0, self._steps + 1))
        split = values.astype(">f8").view(np.uint8).reshape(*values.shape, 8)
        return np.ascontiguousarray(split.transpose(2, 0, 1))


def _level(value: float) -> int:
    return floor(_FINE * log(abs(value)))
