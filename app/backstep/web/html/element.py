"""The script of the element `<backstep-scene>`, with the texts that it shows."""

import json
from functools import cache

from backstep.paths import folder
from backstep.web.html.locales import locales

_PLACE = "const WORDS = {};"


@cache
def element(locale: str | None = None) -> str:
    """The script with the texts of one language, else of all: other pages may keep a copy of it
    beside their slides, where it cannot load anything more."""
    static = folder("static")
    texts = {
        code: json.loads((static / "text" / code / "embed.json").read_text("utf-8"))
        for code in ([locale] if locale and locale in locales() else locales())
    }
    filled = f"const WORDS = {json.dumps(texts, ensure_ascii=False)};"
    return (static / "embed.js").read_text("utf-8").replace(_PLACE, filled)
