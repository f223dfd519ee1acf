"""JavaScript without comments and indentation.

Names and line breaks stay, and with them automatic semicolons. A test compares the syntax trees of
every module before and after. rjsmin, which removes more, breaks nested template literals.
"""

import re
from collections.abc import Iterator

_STRING = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
# After these, a slash divides; anywhere else it begins a regular expression.
_VALUE_ENDS = re.compile(r"[\w$)\]}]$")
_KEYWORD_ENDS = re.compile(
    r"(?<![\w$.])(?:return|typeof|case|do|else|in|of|new|delete|void|throw|await|yield)$"
)
_TEMPLATE_TEXT = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_CODE = re.compile(r"[^'\"`/{}]+")
_BLANK = re.compile(r"[ \t]*\n\s*")


def minified(source: str) -> str:
    """Return the module `source` without comments and indentation."""
    kept = "".join(text if exact else _BLANK.sub("\n", text) for text, exact in _joined(source))
    return kept.strip() + "\n"


def _joined(source: str) -> Iterator[tuple[str, bool]]:
    """Yield stretches of code, in which white space may shrink, and literals, which stay exact."""
    code = ""
    for text, exact in _pieces(source):
        if not exact:
            code += text
            continue
        yield code, False
        yield text, True
        code = ""
    yield code, False


def _pieces(source: str) -> Iterator[tuple[str, bool]]:
    """Yield code and literals in order, without comments."""
    at, before = 0, ""
    braces: list[bool] = []  # whether each open brace belongs to a template literal
    while at < len(source):
        found, exact = _next(source, at, before, braces)
        if comment := _COMMENT.match(found) if not exact else None:
            # A comment may separate two words; one over several lines also ends a statement.
            found = source[at : at + comment.end()]
            yield ("\n" if "\n" in found else " "), False
        else:
            yield found, exact
            before = found.rstrip() or before
        at += len(found)


def _next(source: str, at: int, before: str, braces: list[bool]) -> tuple[str, bool]:
    """Return the piece that begins at `at`, and whether it must stay exact."""
    char = source[at]
    if char in "'\"":
        return _matched(_STRING, source, at), True
    if char == "`" or (char == "}" and braces and braces.pop()):
        text = char + _matched(_TEMPLATE_TEXT, source, at + 1)
        end = at + len(text)
        if source.startswith("${", end):
            braces.append(True)
            return text + "${", True
        return text + source[end : end + 1], True
    if char == "{":
        braces.append(False)
        return char, False
    if char == "/" and (comment := _COMMENT.match(source, at)):
        return comment[0], False
    if char == "/" and not _divides(before):
        return _matched(_REGEX, source, at), True
    if char in "/}":
        return char, False
    return _matched(_CODE, source, at), False


def _matched(pattern: re.Pattern[str], source: str, at: int) -> str:
    found = pattern.match(source, at)
    return found[0] if found else source[at]


def _divides(before: str) -> bool:
    return bool(_VALUE_ENDS.search(before)) and not _KEYWORD_ENDS.search(before)
