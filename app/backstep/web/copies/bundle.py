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
from backstep.web.copies.minify import minified

STYLES = ("tokens", "lab", "step", "examples", "embed", "pictures", "print", "copy")

_ENTRY = "copy/main.js"
# Replaces modules that need a server, or that belong to panels which the copy does not have.
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
# Parts of the catalogue that only the controls use.
LEFT_OUT = ("presets", "races", "encodings", "datasets", "initializers", "features")
_TRANSLATED = "text/ru-catalogue.js"
_ROWS = re.compile(
    rf'(?m)^ *"(?:{"|".join(LEFT_OUT)}|controls)\.[^"]+": \{{(?:.*\}},|\n[^}}]*\}},)\n'
)

_IMPORT = re.compile(r'((?:from|import)\s*)"(\.{1,2}/[^"]+)"')
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


def pack_assets(choices: Mapping[str, Any], panels: Collection[str]) -> bytes:
    """Return modules, styles and catalogue as JSON."""
    static = folder("static")
    styles = "".join((static / "css" / f"{name}.css").read_text() for name in STYLES)
    payload = {
        "modules": dict(modules(static / "js", panels)),
        "styles": _INDENT.sub("", _NOTES.sub("", styles)),
        "catalogue": choices,
    }
    return json.dumps(payload, ensure_ascii=False).encode()


def replaced(panels: Collection[str]) -> Collection[str]:
    """Return the modules that a copy with these panels replaces."""
    absent = [each for panel, each in _OF_PANELS.items() if panel not in panels]
    return {*_SERVED, *(path for paths in absent for path in paths)}


def modules(root: Path, panels: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, source) of every module that the copy's page imports."""
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

        source = (root / path).read_text()
        if path == _TRANSLATED:
            source = _ROWS.sub("", source)
        source = minified(source)
        yield f"backstep/{path}", _IMPORT.sub(named, source)
