"""static/shared as one module of the page: static/js/lib/shared.js."""

import json
from pathlib import Path
from typing import Any

from backstep.paths import folder

SHARED = folder("static") / "shared"
MODULE = folder("static") / "js" / "lib" / "shared.js"


def source(files: Path = SHARED) -> str:
    """Return a constant for each key of each file, formatted as the formatter would.

    Raises:
        ValueError: if two files have the same key.
    """
    found: dict[str, Any] = {}
    for path in sorted(files.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if known := found.keys() & told.keys():
            raise ValueError(f"{path.name} has keys of another file: {sorted(known)}")
        found |= told
    head = "// Written by `make shared` from static/shared/*.json: change those.\n"
    return "\n".join([head, *(_constant(key, value) for key, value in found.items())])


def _constant(key: str, value: Any) -> str:
    if not isinstance(value, dict | list):
        return f"export const {key.upper()} = {_literal(value)};\n"
    return f"export const {key.upper()} = /** @type {{const}} */ ({_literal(value)});\n"


def _literal(value: Any, indent: str = "") -> str:
    inner = f"{indent}  "
    if isinstance(value, dict):
        rows = (f"{inner}{key}: {_literal(each, inner)},\n" for key, each in value.items())
        return f"{{\n{''.join(rows)}{indent}}}"
    if isinstance(value, list):
        row = f"[{', '.join(map(_literal, value))}]"
        if len(row) < 80:
            return row
        rows = (f"{inner}{_literal(each)},\n" for each in value)
        return f"[\n{''.join(rows)}{indent}]"
    if isinstance(value, float):
        return repr(int(value) if value.is_integer() else value).replace("e-0", "e-")
    return json.dumps(value, ensure_ascii=False)
