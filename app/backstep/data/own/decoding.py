"""Bytes as text: the encoding is known from a mark or from zeros, or guessed."""

import codecs
import re
from contextlib import suppress

from backstep.data.own.problems import Problem, Unusable

ENCODINGS = ("utf-8", "utf-16", "windows-1252", "windows-1251", "latin-1", "macintosh")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"%PDF", "binary"),
    (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"GIF8", "binary"),
    (b"\x1f\x8b", "binary"),
)
_PLAIN = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
# Python's names for them.
_CODECS = {codecs.lookup(name).name: name for name in ENCODINGS} | {"utf-8-sig": "utf-8"}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_WESTERN = re.compile("[äöüÄÖÜßéèêëàâçîïôùûñáíóúãõåæøÉÀÇÅØ€£°–’„“”]")
# Three letters beyond ASCII in a row: common in Cyrillic, very rare in Western languages.
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{3}")


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, list[Problem]]:
    """Return the text, its encoding, and remarks about the encoding. Raises Unusable."""
    if not data.strip():
        raise Unusable(Problem("empty"))
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise Unusable(Problem(kind))
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    chosen = marked or encoding or _by_zeros(data)
    problems: list[Problem] = []
    if chosen is None:
        try:
            text, chosen = data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, chosen = _guess(data)
            problems = [Problem("encoding", value=chosen)]
    else:
        try:
            text = data.decode(chosen)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise Unusable(Problem("not_encoded", line=line, value=chosen)) from None
    text = text.removeprefix("\ufeff")
    if found := _CONTROL.search(text):
        line = text[: found.start()].count("\n") + 1
        value = f"U+{ord(found[0]):04X}"
        raise Unusable(Problem("control", line=line, value=value))
    if not text.strip():
        raise Unusable(Problem("empty"))
    return text, _PLAIN.get(chosen, chosen), problems


def encoding_named(name: str) -> str | None:
    """Return one of ENCODINGS by any of its names; None for other encodings."""
    try:
        return _CODECS.get(codecs.lookup(name.strip()).name)
    except (LookupError, ValueError):  # ValueError: the name contains a zero
        return None


def _by_zeros(data: bytes) -> str | None:
    """Detect UTF-16 without a mark: every ASCII letter has a zero on the same side."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) / 50 or min(even, odd) > max(even, odd) / 10:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(data: bytes) -> tuple[str, str]:
    """Return Cyrillic, or the Western encoding with the most plausible letters, and the text."""
    if _CYRILLIC.search(data):
        with suppress(UnicodeDecodeError):
            return data.decode("windows-1251"), "windows-1251"
    texts = {}
    for name in ("windows-1252", "macintosh"):
        with suppress(UnicodeDecodeError):
            texts[name] = data.decode(name)
    likely = {name: len(_WESTERN.findall(text)) for name, text in texts.items()}
    name = max(likely, key=lambda each: (likely[each], each == "windows-1252"))
    return texts[name], name
