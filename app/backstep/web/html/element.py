"""The script of the element `<backstep-scene>`, with the texts that it shows."""

import json
from functools import cache

from backstep.paths import folder
from backstep.texts.languages import languages

_PLACE = "const WORDS = {};"


@cache
def element(locale: str | None = None) -> str:
    """The script with the texts of one language, else of all: other pages may keep a copy of it
    beside their slides, where it cannot load anything more."""
    static, known = folder("static"), languages()
    codes = [locale] if locale is not None and locale in known else list(known)
    texts = {code: known[code].file("embed") for code in codes}
    filled = f"const WORDS = {json.dumps(texts, ensure_ascii=False)};"
    return (static / "embed.js").read_text("utf-8").replace(_PLACE, filled)
