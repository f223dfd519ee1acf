"""Where uploaded data sets are found."""

from types import MappingProxyType
from typing import Protocol

from backstep.data.own.names import shape_of
from backstep.data.own.own_set import OwnSet
from backstep.protocol.spec.schema import SpecError
from backstep.texts.message import Message


class Found(Protocol):
    """Where an uploaded data set is found by its id."""

    def get(self, identifier: str) -> OwnSet | None: ...


class Sets(Found, Protocol):
    """Where they are kept, too."""

    def add(self, own: OwnSet) -> str:
        """Keep a set for a while; its id, which is all the right to use it."""
        ...

    def put(self, identifier: str, own: OwnSet) -> None:
        """Take a set back that was kept elsewhere meanwhile."""
        ...


NO_SETS: Found = MappingProxyType({})


def find(name: str, sets: Found) -> OwnSet | None:
    """The uploaded set of that name, None where it is another kind of name. Raises SpecError where
    the set is gone."""
    if shape_of(name) is None:
        return None
    own = sets.get(name)
    if own is None:
        raise SpecError([("data.name", Message("refusals.data.expired"))])
    return own
