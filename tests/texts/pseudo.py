"""A made-up language in which every text is marked: ⟦…⟧.

What a page shows without the marks did not come from the texts.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from tests.site import Folder, copied

CODE = "qps"  # for private use
OPEN, CLOSE = "⟦", "⟧"
_PLURALS = "1"  # every count takes the form `one`

# In a template: statements, comments, expressions, whose strings may hold brackets; and tags.
_INNER = r'(?:"(?:[^"\\]|\\.)*"|[^"])*?'
_CODE = re.compile(rf"\{{%{_INNER}%\}}|\{{#.*?#\}}|\{{\{{{_INNER}\}}\}}|<[^>]*>", re.DOTALL)
# A string, and the call that takes it as a formula.
_STRING = re.compile(r'((?:tex|formula|value)\()?"((?:[^"\\]|\\.)*)"')
_EITHER = re.compile(r'\{\{ "([^"]*)" if (.*) else "([^"]*)" \}\}')


def site(root: Path) -> Folder:
    """The package's files in a folder, with the made-up language added."""
    folder = copied(root)
    text, lessons = folder("static") / "text", folder("templates") / "lessons"
    for path in (text / "en").glob("*.json"):
        marked = _marked(json.loads(path.read_text("utf-8")))
        _write(text / CODE / path.name, json.dumps(marked, ensure_ascii=False))
    for path in (text / "en").glob("*.js"):  # the page marks these itself
        shutil.copy(path, text / CODE / path.name)
    for path in (lessons / "en").glob("*.html"):
        _write(lessons / CODE / path.name, _marked_template(path.read_text("utf-8")))
    languages = json.loads((text / "locales.json").read_text("utf-8"))
    languages[CODE] = {"name": mark("Pseudo"), "plurals": {"one": _PLURALS}}
    _write(text / "locales.json", json.dumps(languages, ensure_ascii=False))
    return folder


def mark(text: str) -> str:
    """A text of the made-up language."""
    return f"{OPEN}{text}{CLOSE}"


def unmarked(text: str) -> str:
    """What stands outside of all marks; marks may be nested."""
    depth, found = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        if depth == 0 and sign != CLOSE:
            found.append(sign)
    assert depth == 0, text
    return "".join(found)


def _marked(tree: Any) -> Any:
    if isinstance(tree, str):
        return mark(tree)
    if isinstance(tree, list):
        return [_marked(each) for each in tree]
    return {key: _marked(each) for key, each in tree.items()}


def _marked_template(source: str) -> str:
    """A lesson with its text nodes marked, and the texts that it hands to macros."""
    parts, end = [], 0
    for code in _CODE.finditer(source):
        parts += [_marked_node(source[end : code.start()]), _marked_strings(code[0])]
        end = code.end()
    return "".join([*parts, _marked_node(source[end:])])


def _marked_node(text: str) -> str:
    inner = text.strip()
    return text.replace(inner, mark(inner)) if re.search("[A-Za-z]", inner) else text


def _marked_strings(code: str) -> str:
    """A call with its sentences marked, such as the choices of a question; or one of two words."""
    if either := _EITHER.fullmatch(code):
        return f'{{{{ "{mark(either[1])}" if {either[2]} else "{mark(either[3])}" }}}}'
    if not code.startswith("{% call"):
        return code
    return _STRING.sub(_marked_string, code)


def _marked_string(found: re.Match[str]) -> str:
    formula, text = found.groups()
    sentence = re.search(r"[A-Z]|[a-z] | [a-z]|\?", text)
    return found[0] if formula or not sentence else f'"{mark(text)}"'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
