"""Minify scripts. rjsmin takes nested template literals for code, so templates bypass it."""

import re
from collections.abc import Iterator

from rjsmin import jsmin

# Tokens that may contain another's delimiter, and those of templates. Prettier puts spaces around
# a division, so a slash without one starts a regular expression.
_TOKEN = re.compile(
    r"//[^\n]*|/\*[\s\S]*?\*/"
    r'|"(?:\\.|[^"\\\n])*"' + r"|'(?:\\.|[^'\\\n])*'"
    r"|/(?![ =*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/"
    r"|[`{}]"
)
_TEXT = re.compile(r"(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{)")  # of a template, to its end or a hole
_KEPT = re.compile(r"`(\d+)`")


def minify(source: str) -> str:
    """Return a module without comments, types and needless white space."""
    spans = list(_templates(source))
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(source)]
    code = [source[end:start] for end, start in zip(ends, starts, strict=True)]
    marked = code[0] + "".join(f"`{i}`{each}" for i, each in enumerate(code[1:]))
    return _KEPT.sub(lambda match: source[slice(*spans[int(match[1])])], jsmin(marked))


def _templates(source: str) -> Iterator[tuple[int, int]]:
    """Yield where each outermost template literal starts and ends."""
    at = start = 0
    opened: list[str] = []  # "`" for each open template, "{" for each open brace or hole
    while match := _TOKEN.search(source, at):
        at = match.end()
        sign = match[0]
        if sign == "{":
            opened.append(sign)
        elif sign == "}":
            opened.pop()
        if sign == "`":
            if "`" not in opened:
                start = match.start()
            opened.append(sign)
        # A template's text continues after its first backtick, and after each hole.
        if sign in "`}" and opened and opened[-1] == "`":
            text = _TEXT.match(source, at)
            if text is None:
                raise ValueError("a template literal is not closed")
            at = text.end()
            if text[1] == "`":
                opened.pop()
                if "`" not in opened:
                    yield start, at
            else:
                opened.append("{")
