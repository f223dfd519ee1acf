"""The interface to uploaded data sets."""

from types import MappingProxyType
from typing import Protocol

from backstep.data.own.names import shape_of
from backstep.data.own.own_set import OwnSet
from backstep.protocol.spec.schema import SpecError


class Found(Protocol):
    """Finds an uploaded data set by its id."""

    def get(self, identifier: str) -> OwnSet | None:
        """Return the set with that id, or None."""


class Sets(Found, Protocol):
    """Finds and keeps uploaded data sets."""

    def add(self, own: OwnSet) -> str:
        """Keep a set for a while and return its id; whoever knows the id may use the set."""
        ...

    def put(self, identifier: str, own: OwnSet) -> None:
        """Put back a set that was kept elsewhere."""
        ...


NO_SETS: Found = MappingProxyType({})


def find(name: str, sets: Found) -> OwnSet | None:
    """Return the uploaded set of that name; None if the name is not that of an upload.

    Raises SpecError if the set no longer exists.
    """
    if shape_of(name) is None:
        return None
    own = sets.get(name)
    if own is None:
        raise SpecError([("data.name", "there is no such set: it has expired; upload it again")])
    return own
