"""Uploaded data sets in this process's memory: those in use, and those used last."""

from time import monotonic
from weakref import WeakValueDictionary

from backstep.data.own.names import Shape, new_id
from backstep.data.own.own_set import OwnSet
from backstep.settings import Settings


class MemorySets:
    """Sets by id. An unused set expires as runs do.

    A run keeps a reference to its set, so the id stays valid as long as such a run exists.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, tuple[float, OwnSet]] = {}  # least recently used first
        self._alive: WeakValueDictionary[str, OwnSet] = WeakValueDictionary()

    def add(self, own: OwnSet) -> str:
        """Keep a set, dropping the least recently used ones to make room; return its id."""
        identifier = new_id(Shape(len(own.x), own.x.shape[1], own.y.shape[1], own.tests))
        self.put(identifier, own)
        return identifier

    def put(self, identifier: str, own: OwnSet) -> None:
        """Put back a set that was kept elsewhere."""
        self._alive[identifier] = own
        self._touch(identifier, own)
        self._make_room()

    def get(self, identifier: str) -> OwnSet | None:
        self._make_room()
        own = self._alive.get(identifier)
        if own is not None:
            self._touch(identifier, own)
        return own

    def _touch(self, identifier: str, own: OwnSet) -> None:
        self._kept.pop(identifier, None)
        self._kept[identifier] = monotonic(), own

    def _make_room(self) -> None:
        uploads, now = self._settings.uploads, monotonic()
        held = sum(own.nbytes for _, own in self._kept.values())
        for identifier, (used, own) in list(self._kept.items()):
            idle = now - used >= self._settings.idle_seconds
            if not idle and len(self._kept) <= uploads.sets and held <= uploads.memory:
                break
            held -= own.nbytes
            del self._kept[identifier]

    def __len__(self) -> int:
        return len(self._alive)
