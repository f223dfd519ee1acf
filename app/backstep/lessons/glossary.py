"""The glossary: the field's terms, each explained in a sentence or two.

`static/text/glossary.json` holds what all languages share (symbol, formula, related terms, lesson),
`static/text/{locale}/glossary.json` the words. Both name a term by its slug, which is also the
anchor of its entry on the page, so `/glossary#learning-rate` works in every language.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from backstep.lessons.mathml import formula
from backstep.paths import folder
from backstep.texts.languages import Texts


@dataclass(frozen=True)
class Term:
    """One entry.

    `formula` and `symbol` are lines of text as in `mathml`; `see` holds slugs; `lesson` is the slug
    of the lesson that explains the term, or empty.
    """

    slug: str
    name: str
    text: str
    synonyms: tuple[str, ...] = ()
    symbol: str = ""
    formula: str = ""
    see: tuple[str, ...] = ()
    lesson: str = ""

    @property
    def symbol_math(self) -> Markup:
        """The symbol as MathML."""
        return formula(self.symbol)

    @property
    def formula_math(self) -> Markup:
        """The formula as MathML, on a line of its own."""
        return formula(self.formula, display=True)

    @property
    def letter(self) -> str:
        """The letter that the entry is listed under."""
        return _sorted_as(self.name)[0].upper()


def glossary(texts: Texts) -> dict[str, Term]:
    """Return all terms by slug, in the alphabetical order of a language.

    Raises KeyError if the language lacks a term.
    """
    words = texts.file("glossary")
    terms = [_term(slug, shared, words[slug]) for slug, shared in _shared().items()]
    return {term.slug: term for term in sorted(terms, key=lambda term: _sorted_as(term.name))}


def by_letter(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """Group sorted terms by their letter."""
    return [(letter, list(group)) for letter, group in groupby(terms, lambda term: term.letter)]


def _term(slug: str, shared: Mapping[str, Any], words: Mapping[str, Any]) -> Term:
    return Term(
        slug,
        words["term"],
        words["text"],
        tuple(words.get("synonyms", ())),
        shared.get("symbol", ""),
        shared.get("formula", ""),
        tuple(shared.get("see", ())),
        shared.get("lesson", ""),
    )


def _shared() -> dict[str, Any]:
    path = folder("static") / "text" / "glossary.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _sorted_as(name: str) -> str:
    """Return the key that sorts a name: case does not count, and ё sorts as е."""
    return name.casefold().replace("ё", "е")
