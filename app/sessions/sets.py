"""Where uploaded data sets are found."""

from typing import Protocol

from app.data.own.names import shape_of
from app.data.own.prepare import OwnSet
from app.protocol.spec import SpecError


class Sets(Protocol):
    """Uploaded data sets by id."""

    def get(self, identifier: str) -> OwnSet | None: ...

    def add(self, own: OwnSet) -> str:
        """Keep a set for a while; its id, which is all the right to use it."""
        ...

    def put(self, identifier: str, own: OwnSet) -> None:
        """Take a set back that was kept elsewhere meanwhile."""
        ...


class _None:
    def get(self, identifier: str) -> OwnSet | None:
        return None

    def add(self, own: OwnSet) -> str:
        raise NotImplementedError("nothing is kept here")

    def put(self, identifier: str, own: OwnSet) -> None:
        raise NotImplementedError("nothing is kept here")


NO_SETS: Sets = _None()


def find(name: str, sets: Sets) -> OwnSet | None:
    """The uploaded set of that name, None where it is another kind of name. Raises SpecError where
    the set is gone."""
    if shape_of(name) is None:
        return None
    own = sets.get(name)
    if own is None:
        raise SpecError([("data.name", "there is no such set: it has expired; upload it again")])
    return own
