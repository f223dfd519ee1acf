"""Numbers as people write them."""

import math
import re

MOST = 1e100  # beyond it, squares would leave the number line
_NUMBER = re.compile(r"[+−-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
_INFINITE = re.compile(r"[+−-]?inf(inity)?", re.IGNORECASE)
_GAPS = re.compile(r"(?<=\d)[\u00a0\u202f ](?=\d{3}(\D|$))")
_COMMAS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")
_MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "?"})


def is_missing(cell: str) -> bool:
    return cell.lower() in _MISSING


def is_number(cell: str) -> bool:
    return number(cell) is not None


def number(cell: str, *, grouped: bool = False) -> float | None:
    """The number that a cell says; infinite where it is too large, None where it says none. A
    comma is a point, or, where `grouped`, parts groups of three digits."""
    if _INFINITE.fullmatch(cell):
        return math.inf
    text = _GAPS.sub("", cell)
    if grouped:
        text = _COMMAS.sub("", text)
        if "," in text:
            return None
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", ".").replace("−", "-"))
    return value if abs(value) <= MOST else math.inf
