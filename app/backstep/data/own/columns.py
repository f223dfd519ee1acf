"""A column of a file: its cells, interpreted by its type."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from backstep.data.own import dates
from backstep.data.own.dates import Order
from backstep.data.own.numerals import DECIMALS, Amount, Decimal
from backstep.data.own.numerals import read as read_amount
from backstep.data.own.problems import Problem, short

Type = Literal["number", "category", "date", "text", "ignore"]
TYPES: tuple[Type, ...] = get_args(Type)
AMOUNTS: tuple[Type, ...] = ("number", "date")


@dataclass(frozen=True)
class Column:
    """A column of a sheet with its type.

    `gaps` are the words for a missing value, `merged` maps spellings to the category that they
    count as, and `order` is that of a date's parts. `left_out` is the reason why the guess ignores
    the column, `notes` are remarks about how it was read. `splits`: whether it marks each row as
    training or test. `amounts` are cells that have been read as amounts already.
    """

    name: str
    type: Type
    cells: tuple[str, ...]
    lines: Sequence[int]
    decimal: Decimal
    gaps: frozenset[str]
    order: Order | None = None
    merged: Mapping[str, str] = field(default_factory=dict)
    left_out: Problem | None = None
    notes: tuple[Problem, ...] = ()
    splits: bool = False
    unit: str | None = None
    amounts: Mapping[str, Amount | None] = field(default_factory=dict)

    def is_gap(self, cell: str) -> bool:
        return not cell or cell.casefold() in self.gaps

    @cached_property
    def labels(self) -> list[str | None]:
        """The cells as categories; None for a missing value."""
        return [None if self.is_gap(cell) else self.merged.get(cell, cell) for cell in self.cells]

    @cached_property
    def numbers(self) -> list[float | None]:
        """The cells as numbers; None if missing, not a number, or too large."""
        known = {cell: self._number(cell) for cell in set(self.cells)}
        return [known[cell] for cell in self.cells]

    def _number(self, cell: str) -> float | None:
        if self.is_gap(cell):
            return None
        if self.type == "date":
            return dates.days(cell, self.order or "dmy")
        amount = self.amount(cell)
        return None if amount is None or math.isinf(amount.value) else amount.value

    def amount(self, cell: str) -> Amount | None:
        """Return a cell as an amount, None if it is not one."""
        known = self.amounts
        return known[cell] if cell in known else read_amount(cell, self.decimal)

    @cached_property
    def values(self) -> list[str]:
        """The distinct categories, most frequent first, then alphabetically."""
        counts = Counter(label for label in self.labels if label is not None)
        return sorted(counts, key=lambda each: (-counts[each], each))

    @property
    def words(self) -> list[str]:
        """The words for a missing value in the column, as they are written."""
        return sorted({cell for cell in self.cells if cell and self.is_gap(cell)})

    @property
    def missing(self) -> int:
        """The number of cells without a usable value."""
        used = self.numbers if self.type in AMOUNTS else self.labels
        return sum(value is None for value in used)

    @property
    def constant(self) -> bool:
        known = {value for value in self.numbers if value is not None}
        return len(known if self.type in AMOUNTS else self.values) < 2

    def misread(self) -> list[Problem]:
        """Return a problem for each cell in a column of amounts that is not one."""
        wrong = {
            cell: self._fault(cell)
            for cell, value in dict(zip(self.cells, self.numbers, strict=True)).items()
            if value is None and not self.is_gap(cell)
        }
        return [
            Problem(wrong[cell], line=line, column=self.name, value=short(cell))
            for cell, line in zip(self.cells, self.lines, strict=True)
            if cell in wrong
        ]

    def _fault(self, cell: str) -> str:
        if self.type == "date":
            return "not_a_date"
        if self.amount(cell) is not None:
            return "not_finite"
        other = next(sign for sign in DECIMALS if sign != self.decimal)
        return "not_a_number" if read_amount(cell, other) is None else "other_decimal"
