"""Merges categories that differ only in spelling."""

from collections import Counter, defaultdict
from collections.abc import Mapping

_TRUE = frozenset(
    {"yes", "y", "true", "t", "1", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "да", "д",
     "истина", "on"}
)  # fmt: skip
_FALSE = frozenset(
    {"no", "n", "false", "f", "0", "nein", "falsch", "non", "faux", "нет", "н", "ложь", "off"}
)
_MOST_BOOLEANS = 16  # spellings of two values


def merged(counts: Counter[str]) -> dict[str, str]:
    """Map each category to its most frequent spelling, if that is another one."""
    booleans = are_booleans(counts)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for cell in counts:
        key = cell.casefold()
        if booleans:
            key = "yes" if key in _TRUE else "no"
        groups[" ".join(key.split())].append(cell)
    found: dict[str, str] = {}
    for cells in groups.values():
        chosen = max(cells, key=lambda cell: (counts[cell], cell))
        found |= {cell: chosen for cell in cells if cell != chosen}
    return found


def are_booleans(counts: Mapping[str, int]) -> bool:
    """Whether all cells are yes or no in some spelling, except for columns of only 1 and 0."""
    if len(counts) > _MOST_BOOLEANS:
        return False
    words = {cell.casefold() for cell in counts}
    return (
        bool(words & _TRUE and words & _FALSE)
        and words <= _TRUE | _FALSE
        and not (words <= {"0", "1"})
    )
