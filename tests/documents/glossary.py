"""docs/glossary.md, from the page's own entries."""

import re
from collections.abc import Iterator

from backstep.lessons.glossary import Term, by_letter, glossary
from backstep.texts.languages import languages

_INTRODUCTION = """\
# Glossary

The words of the field, as the lessons, the lab and the error messages use them. A running server
shows the same entries at `/glossary`, in English and Russian. `make docs` writes this page from
`static/text/glossary.json` and `static/text/*/glossary.json`; edit those.
"""
# Names that LaTeX knows by themselves; others are set as operators.
_KNOWN = {"frac", "hat", "sqrt", "max", "ln", "tanh"}
_SIGNS = {"Σ": r"\sum ", "∂": r"\partial ", "∇": r"\nabla ", "←": r"\leftarrow ", "·": r"\cdot "}


def markdown() -> str:
    """Return the whole document."""
    english, russian = (glossary(languages()[code]) for code in ("en", "ru"))
    lines = [_INTRODUCTION]
    for letter, terms in by_letter(english.values()):
        lines.append(f"## {letter}\n")
        for term in terms:
            lines += [*_entry(term, english, russian[term.slug].name), ""]
    return "\n".join(lines).rstrip() + "\n"


def _entry(term: Term, english: dict[str, Term], russian: str) -> Iterator[str]:
    symbol = f" {_latex(term.symbol)}" if term.symbol else ""
    yield f'<a id="{term.slug}"></a>\n### {term.name}{symbol}\n'
    yield term.text
    if term.formula:
        yield f"\n{_latex(term.formula)}\n"
    also = f"Also called: {', '.join(term.synonyms)}. " if term.synonyms else ""
    yield f"{also}In Russian: {russian}."
    if term.see:
        yield f"See also: {', '.join(f'[{english[slug].name}](#{slug})' for slug in term.see)}."


def _latex(formula: str) -> str:
    """Return a formula of `mathml.py` in the dollar signs of Markdown."""

    def name(found: re.Match[str]) -> str:
        return found[0] if found[1] in _KNOWN else rf"\operatorname{{{found[1]}}}"

    text = re.sub(r"\\([A-Za-z]+)", name, formula)
    for sign, command in _SIGNS.items():
        text = text.replace(sign, command)
    return f"${text}$"
