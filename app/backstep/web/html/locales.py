"""The languages of the pages."""

import json
from collections.abc import Mapping
from functools import cache

from backstep.paths import folder


@cache
def locales() -> Mapping[str, str]:
    """The name of each language in itself, by its code; the first is the default."""
    rows = json.loads((folder("static") / "text" / "locales.json").read_text("utf-8"))
    return {code: row["name"] for code, row in rows.items()}
