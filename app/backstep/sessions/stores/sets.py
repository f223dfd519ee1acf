"""Uploaded data sets in this process's memory: those used last are kept, and those in use."""

from time import monotonic
from weakref import WeakValueDictionary

from backstep.data.own.names import Shape, new_id
from backstep.data.own.own_set import OwnSet
from backstep.settings import Settings


class MemorySets:
    """Sets by id. One that is not asked for expires as runs do; a run that was made of it holds
    on to it, and so does its id work as long as such a run does."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, tuple[float, OwnSet]] = {}  # the one used longest ago comes first
        self._alive: WeakValueDictionary[str, OwnSet] = WeakValueDictionary()

    def add(self, own: OwnSet) -> str:
        """Keep a set, and let go of those used longest ago where there is no room; its id."""
        identifier = new_id(Shape(len(own.x), own.x.shape[1], own.y.shape[1], own.tests))
        self.put(identifier, own)
        return identifier

    def put(self, identifier: str, own: OwnSet) -> None:
        """Take a set back that was kept elsewhere meanwhile."""
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
