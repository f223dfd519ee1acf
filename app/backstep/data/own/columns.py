"""What a column holds: its type guessed, its cells read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from backstep.data.own.numerals import is_missing, number
from backstep.data.own.problems import Problem, short
from backstep.data.own.reading import Sheet

Type = Literal["number", "category", "text", "skip"]
TYPES: tuple[Type, ...] = get_args(Type)

_MOSTLY = 0.7  # so many of a column's cells must be numbers for it to be one of numbers
_WORDS = 3  # a text has so many words at least, on average
_INDEX_NAMES = frozenset({"column 1", "id", "index", "no", "№", "#", "row", "unnamed: 0"})
_TARGET_NAMES = frozenset(
    {"target", "label", "class", "y", "species", "category", "outcome", "sentiment", "цель",
     "класс", "метка", "ответ"}
)  # fmt: skip
_FEW_VALUES = 10  # a column of so few whole numbers is one of classes


@dataclass(frozen=True)
class Column:
    """A column of a sheet with its type; `left_out` is why it was guessed to be of no use.
    `grouped` is whether commas part groups of digits."""

    name: str
    type: Type
    cells: tuple[str, ...]
    lines: Sequence[int]
    grouped: bool
    left_out: Problem | None = None

    @cached_property
    def present(self) -> list[str]:
        return [cell for cell in self.cells if not is_missing(cell)]

    @cached_property
    def numbers(self) -> list[float | None]:
        """The cells as numbers; None where one is missing, is none, or is too large."""
        found = [
            None if is_missing(cell) else number(cell, grouped=self.grouped) for cell in self.cells
        ]
        return [None if value == float("inf") else value for value in found]

    @cached_property
    def values(self) -> list[str]:
        """The different categories, the most frequent first, then by the alphabet."""
        counts = Counter(self.present)
        return sorted(counts, key=lambda each: (-counts[each], each))

    @property
    def missing(self) -> int:
        """Cells with nothing that can be used."""
        if self.type == "number":
            return sum(value is None for value in self.numbers)
        return len(self.cells) - len(self.present)

    @property
    def constant(self) -> bool:
        known = {value for value in self.numbers if value is not None}
        return len(known if self.type == "number" else self.values) < 2

    def misread(self) -> list[Problem]:
        """The cells of a column of numbers that are none."""
        found = []
        for cell, line, value in zip(self.cells, self.lines, self.numbers, strict=True):
            if value is None and not is_missing(cell):
                kind = (
                    "not_a_number" if number(cell, grouped=self.grouped) is None else "not_finite"
                )
                found.append(Problem(kind, line=line, column=self.name, value=short(cell)))
        return found


def columns(sheet: Sheet, categories: int, types: Sequence[Type | None]) -> list[Column]:
    """The sheet's columns; types that are not given are guessed. A category has at most so many
    values."""
    cells = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.names)
    given = [*types, *[None] * len(sheet.names)]
    return [
        _column(sheet, name, tuple(column), chosen, categories)
        for name, column, chosen in zip(sheet.names, cells, given, strict=False)
    ]


def _column(
    sheet: Sheet, name: str, cells: tuple[str, ...], chosen: Type | None, categories: int
) -> Column:
    grouped = sheet.separator == ","
    column = Column(name, chosen or "number", cells, sheet.lines, grouped)
    if chosen is not None:
        return column
    kind: Type = "skip"
    if _counts_rows(column) and sheet.header:
        return Column(name, kind, cells, sheet.lines, grouped, Problem("index", column=name))
    if name == "set" and set(column.values) <= {"train", "test"}:
        return Column(name, kind, cells, sheet.lines, grouped)
    known = column.present
    if sum(number(cell, grouped=grouped) is not None for cell in known) >= _MOSTLY * len(known):
        kind = "number"
    elif sum(len(cell.split()) for cell in known) >= _WORDS * len(known):
        kind = "text"
    elif len(column.values) <= categories:
        kind = "category"
    else:
        found = len(column.values)
        problem = Problem("many_categories", column=name, found=found, expected=categories)
        return Column(name, kind, cells, sheet.lines, grouped, problem)
    return Column(name, kind, cells, sheet.lines, grouped)


def _counts_rows(column: Column) -> bool:
    """Whether it only numbers the rows: 0, 1, 2… or 1, 2, 3…"""
    if column.name.lower() not in _INDEX_NAMES:
        return False
    numbers = column.numbers
    first = numbers[0] if numbers else None
    if first not in (0.0, 1.0) or len(numbers) < 3:
        return False
    return all(value == first + number for number, value in enumerate(numbers))


def guess_target(found: Sequence[Column]) -> Column | None:
    """The column that is called like a target, else the last that can be one."""
    able = [column for column in found if column.type in ("number", "category")]
    named = [column for column in able if column.name.lower() in _TARGET_NAMES]
    several = [column for column in able if not column.constant] or able
    return (named or several)[-1] if able else None


def is_regression(target: Column) -> bool:
    """Whether a target's numbers are amounts: many, or not all whole, or hardly any twice."""
    numbers = [value for value in target.numbers if value is not None]
    different = set(numbers)
    if len(different) > _FEW_VALUES or any(value != round(value) for value in different):
        return True
    return len(different) > max(2, len(numbers) / 2)
