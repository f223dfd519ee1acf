"""Remarks about how a column was read."""

from collections import Counter
from dataclasses import replace

from backstep.data.own import codes, dates, missing
from backstep.data.own.columns import Column
from backstep.data.own.dates import Order
from backstep.data.own.numerals import Amount
from backstep.data.own.problems import Problem, short

_STYLES = ("grouped", "parentheses", "trailing")


def notes(column: Column, order: Order | None) -> Column:
    """Return the column with its notes, and with its cells' unit if its name has none.

    `order` is the order of dates, if it was given.
    """
    if column.type == "number":
        return _of_numbers(column)
    if column.type == "date":
        return replace(column, unit=dates.UNIT, notes=_of_dates(column, order))
    if column.type == "category":
        return replace(column, notes=(*_codes(column), *_kept(column), *_merged(column)))
    return column


def _of_numbers(column: Column) -> Column:
    found = {cell: column.amount(cell) for cell in dict.fromkeys(column.cells)}
    amounts = {cell: each for cell, each in found.items() if each and not column.is_gap(cell)}
    if all(each.style == "plain" and not each.unit for each in amounts.values()):
        return column
    units = dict.fromkeys(amount.unit for amount in amounts.values() if amount.unit)
    told = [
        Problem(style, column=column.name, value=_equation(cell, amount))
        for style in _STYLES
        for cell, amount in [_first(amounts, style)]
        if amount
    ]
    if units:
        mixed = len(units) > 1 or None in {each.unit for each in amounts.values() if each.value}
        kind = "units" if mixed else "unit"
        names = [*units, "none"] if mixed and len(units) == 1 else [*units]
        told.append(Problem(kind, column=column.name, value=", ".join(names)))
    return replace(
        column,
        notes=tuple(told),
        unit=column.unit or (next(iter(units)) if len(units) == 1 else None),
    )


def _first(amounts: dict[str, Amount], style: str) -> tuple[str, Amount | None]:
    """Return a cell that is written in a style, and its amount."""
    found = ((cell, each) for cell, each in amounts.items() if each.style == style)
    return next(found, ("", None))


def _equation(cell: str, amount: Amount) -> str:
    return f"{short(cell)} = {amount.value:.15g}"


def _of_dates(column: Column, given: Order | None) -> tuple[Problem, ...]:
    present = [cell for cell in column.cells if not column.is_gap(cell)]
    read_as = ((cell, dates.days(cell, column.order or "dmy")) for cell in present)
    example = next(((cell, value) for cell, value in read_as if value is not None), None)
    if example is None:
        return ()
    cell, value = example
    notice = Problem(
        "dates", column=column.name, value=f"{short(cell)} = {dates.written(value or 0)}"
    )
    unsure = given is None and dates.guess_order(present, american=False)[1]
    return (
        (notice, Problem("date_order", column=column.name, value=column.order))
        if unsure
        else (notice,)
    )


def _codes(column: Column) -> list[Problem]:
    """Report digits that are not numbers."""
    example = codes.example(column.values)
    return [Problem("code", column=column.name, value=example)] if example else []


def _kept(column: Column) -> list[Problem]:
    """Report words that often mean a missing value, but not in this column."""
    counts = Counter(
        label for label in column.labels if label is not None and missing.is_usual(label)
    )
    return [
        Problem("word_kept", column=column.name, value=word, found=n) for word, n in counts.items()
    ]


def _merged(column: Column) -> list[Problem]:
    """Report spellings that count as one."""
    groups: dict[str, list[str]] = {}
    for cell, chosen in column.merged.items():
        groups.setdefault(chosen, [chosen]).append(cell)
    return [
        Problem(
            "merged", column=column.name, value=f"{', '.join(cells)} = {chosen}", found=len(cells)
        )
        for chosen, cells in groups.items()
    ]
