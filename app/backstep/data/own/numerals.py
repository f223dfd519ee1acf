"""Numbers in common notations: grouped digits, currencies, units, percent, negatives."""

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Decimal = Literal[".", ","]
DECIMALS: tuple[Decimal, ...] = get_args(Decimal)
Style = Literal["plain", "grouped", "parentheses", "trailing"]

LIMIT = 1e100  # the square of a larger number would overflow
_LONGEST = 60  # characters of a number that is more than plain digits

SPACES = " \u00a0\u202f\u2009"
_CURRENCIES = (
    r"US\$|[AC]\$|R\$|[$€£¥₹₽₩₺₴₫฿]|CHF|EUR|USD|GBP|INR|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|RUB|AUD|CAD"
    r"|SFr\.|Fr\.|Rs\.?|kr\.?|zł|Kč|Ft|руб\.?|грн\.?"
)
_UNITS = (
    r"%|‰|°C|°F|°|km/h|m/s|kWh|MWh|kW|MW|W|kHz|MHz|GHz|Hz|kV|V|mA|A|kcal|kJ|J|hPa|kPa|bar|mmHg"
    r"|mg/dl|mmol/l|kg|mg|µg|g|t|km|cm|mm|nm|µm|m|m²|m2|km²|ha|m³|ml|cl|l|L|ms|s|min|h"
    r"|KB|MB|GB|TB|px|pt|in|ft|lb|lbs|oz|mi|mph"
)
_MINUS = "−–-"  # the hyphen last, where a set takes it for itself

# Plain digits, by decimal sign: nearly all cells of nearly all files.
_PLAIN: Mapping[Decimal, re.Pattern[str]] = MappingProxyType(
    {
        sign: re.compile(
            rf"[+\-−]?(?:\d+(?:{re.escape(sign)}\d*)?|{re.escape(sign)}\d+)(?:[eE][+-]?\d+)?",
            re.ASCII,
        )
        for sign in DECIMALS
    }
)
_INFINITE = re.compile(r"[+\-−]?inf(inity)?", re.IGNORECASE)


def _amount(body: str) -> re.Pattern[str]:
    """Return the pattern of a whole cell with an amount whose digits match `body`."""
    return re.compile(
        rf"(?P<open>\()?(?P<sign>[+{_MINUS}])? ?(?:(?P<before>{_CURRENCIES}) ?)?"
        rf"(?P<inner>[+{_MINUS}])?(?P<body>{body})(?P<exponent>[eE][+-]?\d+)?(?:[.,][-–—]{{1,2}})?"
        rf"(?P<trailing>(?<=\d)[-−])?(?: ?(?P<after>{_CURRENCIES}|{_UNITS})(?P<last>[-−])?)?"
        r"(?P<close>\))?",
        re.ASCII,
    )


def _body(sign: Decimal) -> str:
    """Return the pattern of digits with a decimal sign; groups of three, or in India of two."""
    point = re.escape(sign)
    other = re.escape("," if sign == "." else ".")
    whole = rf"[1-9]\d{{0,2}}(?P<group>[{other}'’ ])\d{{3}}(?:(?P=group)\d{{3}})*(?!\d)"
    indian = r"|[1-9]\d?(?:,\d{2})+,\d{3}(?!\d)" if sign == "." else ""
    return rf"(?:(?:{whole}{indian})(?:{point}\d*)?|\d+(?:{point}\d*)?|{point}\d+)"


_AMOUNTS: Mapping[Decimal, re.Pattern[str]] = MappingProxyType(
    {sign: _amount(_body(sign)) for sign in DECIMALS}
)
# Any signs between digits, to find the decimal sign.
LOOSE = _amount(r"[.,]?\d[\d.,'’ ]*")
CURRENCY = re.compile(_CURRENCIES)
UNIT = re.compile(rf"{_CURRENCIES}|{_UNITS}")


class Amount(NamedTuple):
    """An amount: infinite if it is too large, with its unit and notation."""

    value: float
    unit: str | None = None
    style: Style = "plain"


def number(cell: str, decimal: Decimal) -> float | None:
    """Return the number in a cell; infinite if it is too large, None if there is none."""
    amount = read(cell, decimal)
    return None if amount is None else amount.value


def is_number(cell: str) -> bool:
    """Whether a cell holds a number with either decimal sign."""
    return any(read(cell, sign) is not None for sign in DECIMALS)


def read(cell: str, decimal: Decimal) -> Amount | None:
    """Return the amount in a cell, None if it holds no number."""
    if _PLAIN[decimal].fullmatch(cell):
        return Amount(_finite(cell.replace(",", ".").replace("−", "-")))
    return _read_styled(cell, decimal)


@lru_cache(maxsize=4096)
def _read_styled(cell: str, decimal: Decimal) -> Amount | None:
    """Read an amount that is more than plain digits."""
    if _INFINITE.fullmatch(cell):
        return Amount(math.inf)
    text = spaced(cell)
    found = _AMOUNTS[decimal].fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or not _one_sign(found):
        return None
    return _read(found, decimal)


def spaced(cell: str) -> str:
    """Return the cell with plain spaces instead of the other spaces that group digits."""
    for space in SPACES[1:]:
        cell = cell.replace(space, " ")
    return cell


def _one_sign(found: re.Match[str]) -> bool:
    """Whether at most one sign is negative, and parentheses and currencies match."""
    if bool(found["open"]) != bool(found["close"]):
        return False
    if found["before"] and found["after"] and found["after"] != "%":
        return False
    signs = ("open", "sign", "inner", "trailing", "last")
    return sum(bool(found[name]) for name in signs) <= 1


def _read(found: re.Match[str], decimal: Decimal) -> Amount:
    digits = found["body"]
    whole = digits.replace("," if decimal == "." else ".", "")
    for mark in "'’ ":
        whole = whole.replace(mark, "")
    value = _finite(whole.replace(",", ".") + (found["exponent"] or ""))
    trailing = found["trailing"] or found["last"]
    minus = (found["sign"] or "+") + (found["inner"] or "+") + (trailing or "+")
    negative = bool(found["open"]) or any(sign in minus for sign in _MINUS)
    style: Style = "grouped" if len(whole) < len(digits) else "plain"
    if found["open"] or trailing:
        style = "parentheses" if found["open"] else "trailing"
    return Amount(-value if negative else value, found["before"] or found["after"], style)


def _finite(text: str) -> float:
    value = float(text)
    return value if abs(value) <= LIMIT else math.inf
