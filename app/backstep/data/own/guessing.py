"""Guesses what a column is: a number, a category, a date, a text, or of no use."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from backstep.data.own import codes, dates, missing, spellings
from backstep.data.own.columns import Column, Type
from backstep.data.own.dates import Order
from backstep.data.own.notes import notes
from backstep.data.own.numerals import Amount, Decimal
from backstep.data.own.numerals import read as read_amount
from backstep.data.own.problems import Problem
from backstep.data.own.reading import Sheet
from backstep.data.own.units import unit_of

_MOSTLY = 0.7  # share of numbers (dates) that makes a column one of numbers (dates)
_WORDS = 3  # mean number of words in a cell of text
_SENTENCE = 5  # words; repeated cells of this length are texts too
_OWN = 0.7  # distinct values per row above which a column does not hold categories
_FEWEST = 4  # distinct values below which a column may always hold categories
_INDEX_NAMES = frozenset(
    {"id", "ids", "index", "idx", "no", "no.", "nr", "nr.", "№", "#", "row", "unnamed: 0", "uuid",
     "guid", "key", "lfd. nr.", "lfd nr", "lfdnr"}
)  # fmt: skip
_ID_NAME = re.compile(r".*([ _\-.]id|[a-zа-я]I[Dd]|nummer|[ _\-]nr\.?|[ _\-]no\.?)")
_SPLIT_NAMES = frozenset({"set", "split"})
_SPLIT = frozenset({"train", "test"})


@dataclass(frozen=True)
class Hints:
    """What is known about a file's columns beside their cells; the mappings are by column name."""

    decimal: Decimal
    categories: int  # the limit of distinct values of a category
    types: Sequence[Type | None] = ()
    gaps: frozenset[str] | None = None
    gaps_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=dict)
    order: Order | None = None
    merge: bool = True
    american: bool = True
    target: str | None = None
    split: str | None = None  # the column that marks training and test rows; "" for none


def columns(sheet: Sheet, hints: Hints) -> list[Column]:
    """Return the sheet's columns; what `hints` leave open is guessed."""
    cells = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.names)
    chosen = [*hints.types, *[None] * len(sheet.names)]
    return [
        _column(sheet, name, tuple(column), kind, hints)
        for name, column, kind in zip(sheet.names, cells, chosen, strict=False)
    ]


def _column(
    sheet: Sheet, name: str, cells: tuple[str, ...], chosen: Type | None, hints: Hints
) -> Column:
    given = hints.gaps_of.get(name, hints.gaps)
    bare = Column(
        name, "ignore", cells, sheet.lines, hints.decimal, missing.USUAL if given is None else given
    )
    counts = Counter(cell for cell in cells if not bare.is_gap(cell))
    if chosen in (None, "ignore") and _splits(name, counts, hints.split):
        return replace(bare, splits=True, notes=(Problem("split", column=name),))
    if chosen is None and not counts:
        return replace(bare, left_out=Problem("all_missing", column=name))
    amounts = {cell: read_amount(cell, hints.decimal) for cell in counts} if not chosen else {}
    kind = chosen or _kind(counts, amounts)
    column = replace(bare, type=kind, unit=unit_of(name), amounts=amounts)
    column = _settled(column, hints, given is None, chosen is not None)
    problem = _no_use(column, hints, sheet) if chosen is None and name != hints.target else None
    if problem is not None:
        return replace(column, type="ignore", left_out=problem, notes=())
    return notes(column, hints.orders.get(name, hints.order))


def _settled(column: Column, hints: Hints, guess_gaps: bool, chosen: bool) -> Column:
    """Complete the column: order of dates; words for missing values, merged spellings."""
    if column.type == "date":
        given = hints.orders.get(column.name, hints.order)
        present = [cell for cell in column.cells if not column.is_gap(cell)]
        american = hints.american and dates.has_slashes(present)
        return replace(column, order=given or dates.guess_order(present, american=american)[0])
    if column.type != "category":
        return column
    if guess_gaps:
        all_cells = Counter(column.cells)
        words = missing.of_chosen_categories() if chosen else missing.of_categories(all_cells)
        column = replace(column, gaps=words)
    if not hints.merge:
        return column
    counts = Counter(cell for cell in column.cells if not column.is_gap(cell))
    return replace(column, merged=spellings.merged(counts))


def _kind(counts: Counter[str], amounts: Mapping[str, Amount | None]) -> Type:
    """Return the type of a column with these cells."""
    total = counts.total()
    if spellings.are_booleans(counts) or codes.example(counts):
        return "category"
    if all(map(dates.is_compact, counts)):
        return "date"
    if _count(counts, lambda cell: amounts[cell] is not None) >= _MOSTLY * total:
        return "number"
    if _count(counts, dates.is_date) >= _MOSTLY * total:
        return "date"
    words = sum(len(cell.split()) * n for cell, n in counts.items()) / max(1, total)
    repeated = 2 <= len(counts) <= total / 2
    return "text" if words >= (_SENTENCE if repeated else _WORDS) else "category"


def _count(counts: Counter[str], holds: Callable[[str], bool]) -> int:
    return sum(n for cell, n in counts.items() if holds(cell))


def _splits(name: str, counts: Counter[str], given: str | None) -> bool:
    """Whether a column marks each row as training or test, as in an exported set."""
    named = name.casefold() in _SPLIT_NAMES if given is None else name == given
    return named and {cell.casefold() for cell in counts} == _SPLIT


def _no_use(column: Column, hints: Hints, sheet: Sheet) -> Problem | None:
    """Return why a column is of no use, or None."""
    if column.type == "number" and sheet.header:
        return _numbered(column)
    if column.type != "category":
        return None
    found, rows = len(column.values), len(column.cells) - column.missing
    if found > hints.categories:
        return Problem(
            "many_categories", column=column.name, found=found, expected=hints.categories
        )
    if found >= _FEWEST and found > _OWN * rows:
        return Problem("own_values", column=column.name, found=found, expected=rows)
    return None


def _numbered(column: Column) -> Problem | None:
    """Report a column that only numbers the rows: 0, 1, 2…, or distinct whole numbers."""
    if not (_is_index_name(column.name) or column.name == "column 1"):
        return None
    numbers = column.numbers
    if len(numbers) < 3 or None in numbers:
        return None
    first = numbers[0]
    counted = first in (0.0, 1.0) and all(v == first + at for at, v in enumerate(numbers))
    if counted:
        return Problem("index", column=column.name)
    whole = all(value is not None and value == round(value) for value in numbers)
    if whole and len(set(numbers)) == len(numbers) and column.name != "column 1":
        return Problem("identifier", column=column.name)
    return None


def _is_index_name(name: str) -> bool:
    return name.casefold() in _INDEX_NAMES or _ID_NAME.fullmatch(name) is not None
