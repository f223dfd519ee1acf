"""Ids of uploaded sets.

An id contains the set's shape, so that a spec can be checked against the caps without loading the
set. The rest of the id cannot be guessed.
"""

import re
import secrets
from typing import NamedTuple

_ID = re.compile(r"own-(\d{1,7})x(\d{1,4})x(\d{1,4})(?:t(\d{1,7}))?-[\w-]{16,64}", re.ASCII)


class Shape(NamedTuple):
    """Sizes of a set; `tests` is the number of rows that its file marks as test, if it does."""

    rows: int
    inputs: int
    outputs: int
    tests: int | None = None

    @property
    def test_share(self) -> float | None:
        """The share of the rows that the file marks as test."""
        return None if self.tests is None or not self.rows else self.tests / self.rows


def new_id(shape: Shape) -> str:
    """Return a new id for a set of that shape."""
    tests = "" if shape.tests is None else f"t{shape.tests}"
    sizes = f"{shape.rows}x{shape.inputs}x{shape.outputs}{tests}"
    return f"own-{sizes}-{secrets.token_urlsafe(15)}"


def ids_in(text: str) -> set[str]:
    """The ids of uploaded sets that a text names."""
    return {found.group() for found in _ID.finditer(text)}


def shape_of(name: str) -> Shape | None:
    """Return the shape in an id; None if the name is not an id."""
    found = _ID.fullmatch(name)
    return Shape(*(int(each) for each in found.groups() if each)) if found else None
