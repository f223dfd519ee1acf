"""The decimal sign of a file, guessed from all its columns together."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from backstep.data.own.missing import is_usual
from backstep.data.own.numerals import CURRENCY, LOOSE, Decimal, spaced
from backstep.data.own.problems import Problem, short

_OTHER: Mapping[str, Decimal] = MappingProxyType({".": ",", ",": "."})
_MOSTLY = 0.5  # columns with a smaller share of amounts do not count
_LONGEST = 60
_SAMPLE = 500  # distinct cells of a column that are examined
_GROUPS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*|[1-9]\d?(,)(?:\d{2},)+\d{3}", re.ASCII)


@dataclass
class _Evidence:
    """Cells with only one reading, and columns whose cells make one reading likely."""

    sure: Counter[Decimal] = field(default_factory=Counter)
    likely: Counter[Decimal] = field(default_factory=Counter)
    example: str | None = None  # a cell with two readings


def guess_decimal(
    columns: Sequence[Sequence[str]], separator: str
) -> tuple[Decimal, list[Problem]]:
    """Return the sign, and a problem if some cells could be read with the other one."""
    evidence = _Evidence()
    for cells in columns:
        _weigh(_amounts(_sampled(Counter(cells))), evidence)
    usual: Decimal = "," if separator == ";" else "."
    sure = evidence.sure
    if sure:
        chosen = max(sure, key=lambda sign: (sure[sign], sign == usual))
        against = sure[_OTHER[chosen]]
        problem = Problem("decimal_conflict", value=chosen, found=against)
        return chosen, [problem] if against else []
    if evidence.example is None:
        return ".", []
    likely = evidence.likely
    chosen = max(likely, key=lambda sign: (likely[sign], sign == usual)) if likely else usual
    return chosen, [Problem("decimal_guess", value=evidence.example)]


def _sampled(counts: Counter[str]) -> Counter[str]:
    """Return some of a column's distinct cells, evenly spaced if there are many."""
    step = -(-len(counts) // _SAMPLE)
    return Counter(dict(islice(counts.items(), None, None, step))) if step > 1 else counts


def _amounts(counts: Counter[str]) -> list[tuple[str, re.Match[str], int]]:
    """Return a column's amounts and how many cells have them; empty if they are no majority."""
    present = {cell: n for cell, n in counts.items() if not is_usual(cell)}
    found = [
        (cell, match, n)
        for cell, n in present.items()
        if len(cell) <= _LONGEST and (match := LOOSE.fullmatch(spaced(cell)))
    ]
    enough = sum(n for *_, n in found) >= _MOSTLY * sum(present.values())
    return found if enough else []


def _weigh(amounts: list[tuple[str, re.Match[str], int]], evidence: _Evidence) -> None:
    """Add the evidence of a column's amounts."""
    either: Counter[Decimal] = Counter()  # ambiguous cells such as 1.250, by their sign
    money = False
    for cell, match, n in amounts:
        if sign := _sure(match):
            evidence.sure[sign] += n
        elif sign := _either(match):
            either[sign] += n
            evidence.example = evidence.example or short(cell)
            money |= CURRENCY.search(cell) is not None
    whole = [match["body"] for _, match, _ in amounts if match["body"].isdigit()]
    small = bool(whole) and all(len(each) < 4 for each in whole)
    for sign, n in either.items():
        if money or small:  # 500 beside 1.250: the dot separates thousands
            evidence.likely[_OTHER[sign]] += n
        elif whole:  # 1500 beside 1.250: thousands are not separated
            evidence.likely[sign] += n


def _sure(match: re.Match[str]) -> Decimal | None:
    """Return the only decimal sign that a cell allows, if there is only one."""
    body = match["body"].strip()
    grouped = any(mark in body for mark in "'’ ")
    signs = [each for each in body if each in ".,"]
    if not signs:
        return None
    last = _decimal(signs[-1])
    if len(set(signs)) == 2:
        alone = signs.count(last) == 1 and _GROUPS.fullmatch(body[: body.rindex(last)])
        return last if alone else None
    if len(signs) > 1:
        return _OTHER[last] if _GROUPS.fullmatch(body) else None
    return None if _GROUPS.fullmatch(body) and not grouped and not match["exponent"] else last


def _either(match: re.Match[str]) -> Decimal | None:
    """Return the sign of an ambiguous cell such as 1.250, which is 1.25 or 1250."""
    body = match["body"].strip()
    if len([each for each in body if each in ".,"]) != 1 or not _GROUPS.fullmatch(body):
        return None
    return "." if "." in body else ","


def _decimal(sign: str) -> Decimal:
    return "." if sign == "." else ","
