"""Reads JSON from outside."""

from typing import Any

from pydantic_core import from_json

_MARK = b"\xef\xbb\xbf"  # the byte-order mark that some editors write


def read_json(data: bytes | str) -> Any:
    """Parse JSON.

    Raises ValueError, also if it is nested too deeply or holds half of a surrogate pair, which no
    response could repeat.
    """
    return from_json(data.removeprefix(_MARK) if isinstance(data, bytes) else data)
