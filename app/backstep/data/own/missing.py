"""Words for a missing value."""

from collections import Counter
from collections.abc import Iterable

# Written by programs; nobody uses them as a category.
_ALWAYS = frozenset(
    {"", "nan", "#n/a", "#na", "#nv", "#null!", "#div/0!", "#value!", "#ref!", "#num!", "#name?",
     "#wert!", "null", "<na>", "\\n"}
)  # fmt: skip
# Written by people, who sometimes mean a category: None, NA (Namibia), –.
_PERHAPS = frozenset(
    {"na", "n/a", "none", "nil", "-", "--", "–", "—", ".", "..", "…", "?", "leer", "k.a.", "k. a.",
     "ka", "keine angabe", "n.a.", "n. a.", "n.v.", "n. v.", "missing", "nd", "n.d.", "s/o", "н/д",
     "нет данных"}
)  # fmt: skip
USUAL = _ALWAYS | _PERHAPS
_OFTEN = 0.6  # a word with this share of the average category's frequency is a category


def is_usual(cell: str) -> bool:
    """Whether a cell has no value by the usual words."""
    return cell.casefold() in USUAL


def said(words: Iterable[str]) -> frozenset[str]:
    """Return the words that a person chose; an empty cell never has a value."""
    return frozenset({""} | {word.strip().casefold() for word in words})


def of_categories(cells: Counter[str]) -> frozenset[str]:
    """Return the usual words, except those that are categories of this column.

    They are categories if it has fewer than two others, or if they are as frequent as the others.
    """
    others = {cell: n for cell, n in cells.items() if not is_usual(cell)}
    words: Counter[str] = Counter()
    for cell, n in cells.items():
        if (word := cell.casefold()) in _PERHAPS:
            words[word] += n
    if not others:
        return USUAL
    if len({cell.casefold() for cell in others}) == 1:
        kept = {word for word, _ in words.most_common(1)}
    else:
        enough = _OFTEN * sum(others.values()) / len(others)
        kept = {word for word, n in words.items() if n >= enough}
    return USUAL - kept


def of_chosen_categories() -> frozenset[str]:
    """Return the words for a column that a person has declared to be categories."""
    return _ALWAYS
