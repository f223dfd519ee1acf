"""Detects a first row that names the columns, and makes the names."""

from collections.abc import Sequence

from backstep.data.own.numerals import is_number, number
from backstep.data.own.problems import Problem, short

_NAME = 60  # characters in a name
_YEARS = range(1900, 2101)


def has_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether `first` names the columns of `rows`.

    It does if it has words above numbers, distinct words that do not recur in their columns, years
    above other numbers, or the columns' numbers.
    """
    rest = [row for row in rows if len(row) == len(first)]
    if not rest:
        return False
    columns = list(zip(*rest, strict=True))
    numeric = [at for at, cell in enumerate(first) if is_number(cell)]
    if numeric:
        return _are_years(first, columns, numeric) or _are_counted(first, columns, numeric)
    if any(sum(map(is_number, column)) > len(column) / 2 for column in columns):
        return True
    again = any(name in column for name, column in zip(first, columns, strict=True))
    return all(first) and len(set(first)) == len(first) and not again


def _are_years(
    first: Sequence[str], columns: Sequence[Sequence[str]], numeric: Sequence[int]
) -> bool:
    """Whether the row has years above amounts that are not years: 2019, 2020, 2021."""
    years = [_whole(first[at]) for at in numeric]
    if not all(year in _YEARS for year in years) or len(set(years)) < len(years):
        return False
    if len(numeric) == len(first) == 1:
        return False
    return not any(_mostly_years(columns[at]) for at in numeric)


def _mostly_years(cells: Sequence[str]) -> bool:
    return sum(_whole(cell) in _YEARS for cell in cells) > len(cells) / 2


def _are_counted(
    first: Sequence[str], columns: Sequence[Sequence[str]], numeric: Sequence[int]
) -> bool:
    """Whether the row counts the columns from 0 or 1, above cells that are not all integers."""
    places = [at for at in numeric if at < len(first)]
    if len(places) < 3 or len(places) < len(first) - 1:
        return False
    counted = [_whole(first[at]) for at in places]
    steps = {value - at for value, at in zip(counted, places, strict=True) if value is not None}
    if None in counted or len(steps) != 1 or not steps <= {-1, 0, 1}:
        return False
    words = [at for at in range(len(first)) if at not in places]
    named = any(first[at] and first[at] not in columns[at] for at in words)
    return named or any(_whole(cell) is None for at in places for cell in columns[at])


def _whole(cell: str) -> int | None:
    value = number(cell, ".")
    return int(value) if value is not None and cell.isascii() and cell.isdigit() else None


def names(titles: Sequence[str], line: int, problems: list[Problem]) -> list[str]:
    """Return a distinct name for each column."""
    found: list[str] = []
    taken: set[str] = set()
    for at, title in enumerate(titles, start=1):
        name = plain = " ".join(short(title, _NAME).split()) or f"column {at}"
        again = 2
        while name in taken:
            name, again = f"{plain} ({again})", again + 1
        if name != plain:
            problems.append(Problem("twice", line=line, column=plain, value=name))
        found.append(name)
        taken.add(name)
    return found
