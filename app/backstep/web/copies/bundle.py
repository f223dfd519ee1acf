"""The assets of an offline copy in one block: only the modules, styles and choices that it uses."""

import base64
import gzip
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from backstep.paths import folder
from backstep.texts.languages import languages
from backstep.web.copies.minify import minified

STYLES = ("tokens", "lab", "step", "examples", "embed", "pictures", "print", "copy")

_ENTRY = "js/copy/main.js"
# Replaces modules that need a server, or that belong to panels which the copy does not have.
_WITHOUT = "js/copy/without.js"
_SERVED = (
    "js/embedding/dialog.js",
    "js/panels/inspector/nudge.js",
    "js/panels/network/editor.js",
    "js/panels/output/editing.js",
)
_SERVED_TEXTS = ("lecture.js", "own.js")
_OF_PANELS = {
    "curve": ("js/panels/curve/index.js",),
    "explanation": ("js/panels/explanation/index.js", "js/panels/ask/index.js"),
    "health": ("js/panels/health/index.js",),
    "inspector": ("js/panels/inspector/index.js",),
    "legend": ("js/panels/legend/index.js",),
    "network": (
        "js/panels/network/index.js",
        "js/panels/table/index.js",
        "js/panels/focus/index.js",
    ),
    "output": ("js/panels/output/index.js",),
    "ribbon": ("js/panels/ribbon/index.js",),
    "slice": ("js/panels/slice/index.js",),
    "surface": ("js/panels/surface/index.js", "js/pictures/surface.js"),
}
# Parts of the catalogue that only the controls use.
LEFT_OUT = ("presets", "races", "encodings", "datasets", "initializers", "features")
_TRANSLATED = "js/text/ru-catalogue.js"
_ROWS = re.compile(
    rf'(?m)^ *"(?:{"|".join(LEFT_OUT)}|controls)\.[^"]+": \{{(?:.*\}},|\n[^}}]*\}},)\n'
)

_IMPORT = re.compile(r'((?:from|import)\s*|import\()"(\.{1,2}/[^"]+)"')
# The texts of a language that is known only in the browser: all languages are packed.
_TEXTS = re.compile(r"import\(`(?:\.\./)+text/\$\{locale\}/(\w+\.js)`\)")
_INDENT = re.compile(r"(?m)^[ \t]*(//.*)?\n|^[ \t]+")
_NOTES = re.compile(r"/\*[\s\S]*?\*/")
# Digits of base 85 that have a meaning in HTML are replaced by others.
_DIGITS = bytes.maketrans(b"&<>`", b",./[")


def packed(data: bytes) -> str:
    """Return the compressed size and the compressed data in base 85; unpack.js reads them."""
    squeezed = gzip.compress(data, 9, mtime=0)
    return f"{len(squeezed)} {base64.b85encode(squeezed, pad=True).translate(_DIGITS).decode()}"


def unpacked(text: str) -> bytes:
    """Return the data that `packed` encoded."""
    size, _, digits = text.partition(" ")
    plain = digits.encode().translate(bytes.maketrans(b",./[", b"&<>`"))
    return gzip.decompress(base64.b85decode(plain)[: int(size)])


def page(choices: Mapping[str, Any], panels: Collection[str]) -> bytes:
    """Return modules, styles and catalogue as JSON."""
    static = folder("static")
    styles = "".join((static / "css" / f"{name}.css").read_text() for name in STYLES)
    told = {
        "modules": dict(modules(static, panels)),
        "styles": _INDENT.sub("", _NOTES.sub("", styles)),
        "catalogue": choices,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def replaced(panels: Collection[str]) -> Collection[str]:
    """Return the modules that a copy with these panels replaces."""
    absent = [each for panel, each in _OF_PANELS.items() if panel not in panels]
    texts = [f"text/{locale}/{name}" for locale in languages() for name in _SERVED_TEXTS]
    return {*_SERVED, *texts, *(path for paths in absent for path in paths)}


def modules(root: Path, panels: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, source) of every module that the copy's page imports."""
    waiting, known, without = [_ENTRY], {_ENTRY}, replaced(panels)
    while waiting:
        path = waiting.pop()

        def needed(found: str) -> str:
            if found in without:
                found = _WITHOUT
            if found not in known:
                known.add(found)
                waiting.append(found)
            return f"backstep/{found}"

        def named(match: re.Match[str], here: str = dirname(path)) -> str:
            return f'{match[1]}"{needed(normpath(join(here, match[2])))}"'

        def spoken(match: re.Match[str]) -> str:
            for locale in languages():
                needed(f"text/{locale}/{match[1]}")
            return f"import(`backstep/text/${{locale}}/{match[1]}`)"

        source = (root / path).read_text()
        if path == _TRANSLATED:
            source = _ROWS.sub("", source)
        source = minified(source)
        yield f"backstep/{path}", _TEXTS.sub(spoken, _IMPORT.sub(named, source))
