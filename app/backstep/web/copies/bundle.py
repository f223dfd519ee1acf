"""The page of a copy as one block: modules, styles and catalogue, without what it cannot use."""

import base64
import gzip
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from backstep.paths import folder
from backstep.web.copies.minify import minified

STYLES = ("tokens", "lab", "step", "examples", "embed", "pictures", "print", "copy")

_ENTRY = "copy/main.js"
# Stands in for modules that only a page with a server needs, or whose panel the copy has not.
_WITHOUT = "copy/without.js"
_SERVED = (
    "embedding/dialog.js",
    "panels/inspector/nudge.js",
    "panels/network/editor.js",
    "panels/output/editing.js",
    "text/lecture-en.js",
    "text/lecture-ru.js",
    "text/own-en.js",
    "text/own-ru.js",
)
_OF_PANELS = {
    "curve": ("panels/curve/index.js",),
    "explanation": ("panels/explanation/index.js", "panels/ask/index.js"),
    "health": ("panels/health/index.js",),
    "inspector": ("panels/inspector/index.js",),
    "legend": ("panels/legend/index.js",),
    "network": ("panels/network/index.js", "panels/table/index.js", "panels/focus/index.js"),
    "output": ("panels/output/index.js",),
    "ribbon": ("panels/ribbon/index.js",),
    "slice": ("panels/slice/index.js",),
    "surface": ("panels/surface/index.js", "pictures/surface.js"),
}
# Of the catalogue, what only controls are built from.
LEFT_OUT = ("presets", "races", "encodings", "datasets", "initializers", "features")

_IMPORT = re.compile(r'((?:from|import)\s*)"(\.{1,2}/[^"]+)"')
_INDENT = re.compile(r"(?m)^[ \t]*(//.*)?\n|^[ \t]+")
_NOTES = re.compile(r"/\*[\s\S]*?\*/")
# What HTML would take for its own has another digit in our base 85.
_DIGITS = bytes.maketrans(b"&<>`", b",./[")


def packed(data: bytes) -> str:
    """How many bytes, and these compressed in digits of base 85, five for four: unpack.js."""
    squeezed = gzip.compress(data, 9, mtime=0)
    return f"{len(squeezed)} {base64.b85encode(squeezed, pad=True).translate(_DIGITS).decode()}"


def unpacked(text: str) -> bytes:
    """What was packed."""
    size, _, digits = text.partition(" ")
    plain = digits.encode().translate(bytes.maketrans(b",./[", b"&<>`"))
    return gzip.decompress(base64.b85decode(plain)[: int(size)])


def page(choices: Mapping[str, Any], panels: Collection[str]) -> bytes:
    """Modules, styles and catalogue."""
    static = folder("static")
    styles = "".join((static / "css" / f"{name}.css").read_text() for name in STYLES)
    told = {
        "modules": dict(modules(static / "js", panels)),
        "styles": _INDENT.sub("", _NOTES.sub("", styles)),
        "catalogue": choices,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def replaced(panels: Collection[str]) -> Collection[str]:
    """The modules that a copy with these panels does without."""
    absent = [each for panel, each in _OF_PANELS.items() if panel not in panels]
    return {*_SERVED, *(path for paths in absent for path in paths)}


def modules(root: Path, panels: Collection[str]) -> Iterator[tuple[str, str]]:
    """All that the copy's page imports, by the names that they have in it."""
    waiting, known, without = [_ENTRY], {_ENTRY}, replaced(panels)
    while waiting:
        path = waiting.pop()

        def named(match: re.Match[str], here: str = dirname(path)) -> str:
            found = normpath(join(here, match[2]))
            if found in without:
                found = _WITHOUT
            if found not in known:
                known.add(found)
                waiting.append(found)
            return f'{match[1]}"backstep/{found}"'

        source = minified((root / path).read_text())
        yield f"backstep/{path}", _IMPORT.sub(named, source)
