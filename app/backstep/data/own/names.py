"""Ids of uploaded sets. An id tells the set's shape, so that what a spec asks for can be checked
against the caps without looking the set up; the rest of it cannot be guessed."""

import re
import secrets
from typing import NamedTuple

_ID = re.compile(r"own-(\d{1,7})x(\d{1,4})x(\d{1,4})-[\w-]{16,64}", re.ASCII)


class Shape(NamedTuple):
    rows: int
    inputs: int
    outputs: int


def new_id(shape: Shape) -> str:
    """A new id for a set of that shape."""
    return f"own-{shape.rows}x{shape.inputs}x{shape.outputs}-{secrets.token_urlsafe(15)}"


def shape_of(name: str) -> Shape | None:
    """The shape that an id tells; None where it is none."""
    found = _ID.fullmatch(name)
    return Shape(*(int(each) for each in found.groups())) if found else None
