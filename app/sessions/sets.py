"""Where uploaded data sets are found."""

from typing import Protocol

from app.data.own.prepare import OwnSet


class Sets(Protocol):
    """Uploaded data sets by id."""

    def get(self, identifier: str) -> OwnSet | None: ...

    def add(self, own: OwnSet) -> str:
        """Keep a set for a while; its id, which is all the right to use it."""
        ...


class _None:
    def get(self, identifier: str) -> OwnSet | None:
        return None

    def add(self, own: OwnSet) -> str:
        raise NotImplementedError("nothing is kept here")


NO_SETS: Sets = _None()
