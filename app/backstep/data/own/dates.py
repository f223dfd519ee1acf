"""Dates in common notations, as days since 1970-01-01."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

Order = Literal["ymd", "dmy", "mdy"]
ORDERS: tuple[Order, ...] = get_args(Order)
UNIT = "days since 1970-01-01"

_EPOCH = datetime(1970, 1, 1)
_DAY = 86400
_TIME = (
    r"(?:,?[T ] ?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"(?: ?([AaPp][Mm])| ?(Z|[+-]\d{2}:?\d{2}))?)?"
)
_DIGITS = re.compile(rf"(\d{{1,4}})([./\-])(\d{{1,2}})\2(\d{{1,4}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})[. \-]{{1,2}}([^\W\d_]{{3,10}})\.?[, \-]{{1,2}}(\d{{4}}){_TIME}"
)
_MONTH_FIRST = re.compile(rf"([^\W\d_]{{3,10}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_MONTH_ONLY = re.compile(r"(\d{4})[\-/](\d{1,2})|(\d{1,2})/(\d{4})", re.ASCII)
_NO_TIME = (None,) * 5
_MONTHS = (
    "jan january januar janvier янв января", "feb february februar février fév февраля",
    "mar march märz mär mrz mars марта", "apr april avril avr апреля", "may mai мая",
    "jun june juni juin июня", "jul july juli juillet июля", "aug august août авг августа",
    "sep sept september septembre сен сентября", "oct october okt oktober octobre окт октября",
    "nov november novembre ноя ноября",
    "dec december dez dezember décembre déc дек декабря",
)  # fmt: skip
_LONGEST = 40


class _Parts(NamedTuple):
    """Numbers in their written order; `fixed` is an order that is certain."""

    numbers: tuple[str, str, str]
    fixed: Order | None
    time: tuple[str | None, ...]


def days(cell: str, order: Order) -> float | None:
    """Return the days since 1970-01-01 of a date, None if the cell is not one."""
    parts = _parts(cell)
    return None if parts is None else _days(parts, parts.fixed or order)


def guess_order(cells: Iterable[str], *, american: bool) -> tuple[Order, bool]:
    """Return the order that makes dates of most cells, and whether another one is as good.

    If the cells do not decide, `american` does.
    """
    written = [parts for cell in cells if (parts := _parts(cell)) is not None]
    open_ones = [parts for parts in written if parts.fixed is None]
    if not open_ones:
        fixed = written[0].fixed if written else None
        return fixed or "dmy", False
    good = {o: sum(_days(each, o) is not None for each in open_ones) for o in ("dmy", "mdy")}
    if good["dmy"] != good["mdy"]:
        return ("dmy" if good["dmy"] > good["mdy"] else "mdy"), False
    differ = any(_days(each, "dmy") != _days(each, "mdy") for each in open_ones)
    return ("mdy" if american else "dmy"), differ


def has_slashes(cells: Iterable[str]) -> bool:
    """Whether the first date among the cells has slashes."""
    return next(("/" in cell for cell in cells if _parts(cell) is not None), False)


def is_compact(cell: str) -> bool:
    """Whether a cell is a date of eight digits, such as 20240131."""
    return len(cell) == 8 and cell.isdecimal() and days(cell, "ymd") is not None


def is_date(cell: str) -> bool:
    """Whether a cell is a date in some order."""
    return any(days(cell, order) is not None for order in ORDERS)


@lru_cache(maxsize=4096)
def _parts(cell: str) -> _Parts | None:
    if len(cell) > _LONGEST or not any(each.isdigit() for each in cell[:24]):
        return None
    if found := _DIGITS.fullmatch(cell):
        first, _, second, third, *time = found.groups()
        if len(first) >= 3:
            return _Parts((first, second, third), "ymd", tuple(time))
        dotted: Order | None = "dmy" if found[2] == "." else None
        return _Parts((first, second, third), dotted, tuple(time)) if len(third) in (2, 4) else None
    if found := _COMPACT.fullmatch(cell):
        return _Parts((found[1], found[2], found[3]), "ymd", _NO_TIME)
    if found := _MONTH_ONLY.fullmatch(cell):
        year, month_number = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _Parts((year, month_number, "1"), "ymd", _NO_TIME)
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        if (found := pattern.fullmatch(cell)) and (at := _month(found[month])):
            return _Parts((found[day], str(at), found[3]), "dmy", found.groups()[3:])
    return None


def _month(name: str) -> int | None:
    word = name.casefold()
    return next((i for i, names in enumerate(_MONTHS, 1) if word in names.split()), None)


def _days(parts: _Parts, order: Order) -> float | None:
    numbers = dict(zip(order, parts.numbers, strict=True))
    year = int(numbers["y"])
    if len(numbers["y"]) == 2:
        year += 2000 if year < 69 else 1900  # as in POSIX
    hour, minute, second, half, zone = parts.time
    with suppress(ValueError, OverflowError):
        date = datetime(year, int(numbers["m"]), int(numbers["d"]))
        clock = datetime(
            1970, 1, 1, _hour(int(hour or 0), half), int(minute or 0), int(second or 0)
        )
        seconds = (date - _EPOCH).total_seconds() + (clock - _EPOCH).total_seconds()
        return (seconds - _offset(zone)) / _DAY
    return None


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("is no hour of a half day")
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _offset(zone: str | None) -> int:
    """Return the time zone in seconds east of Greenwich."""
    if zone is None or zone == "Z":
        return 0
    amount = 3600 * int(zone[1:3]) + 60 * int(zone[-2:])
    return amount if zone[0] == "+" else -amount


def written(value: float) -> str:
    """Return days since 1970-01-01 as an ISO date, with the time if there is one."""
    moment = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
    with suppress(OverflowError, ValueError):
        moment = _EPOCH + (datetime(1970, 1, 2) - _EPOCH) * value
    text = moment.isoformat(sep=" ", timespec="minutes")
    return text.removesuffix(" 00:00")
