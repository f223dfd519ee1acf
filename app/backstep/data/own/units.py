"""Units in the names of columns."""

import re

from backstep.data.own.numerals import UNIT

_BRACKETS = re.compile(r"\S.* ?[(\[]([^()\[\]]{1,12})[)\]]")
_IN = re.compile(r"\S.* (?:in|en|в) (\S{1,6})")


def unit_of(name: str) -> str | None:
    """Return the unit in “price (€)”, “weight [kg]” or “Größe in cm”."""
    if found := _BRACKETS.fullmatch(name):
        text = found[1].strip()
        return None if text[:1].isdigit() or not text else text
    found = _IN.fullmatch(name)
    return found[1] if found and UNIT.fullmatch(found[1]) else None
