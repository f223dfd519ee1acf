"""A store that processes share, in this one's memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backstep.sessions.stores.records import Held, Record, Whereabouts


@dataclass
class Shelf:
    records: dict[str, Record] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


class ShelfRecords:
    """What one process sees of it."""

    def __init__(self, name: str, shelf: Shelf) -> None:
        self.name, self._shelf = name, shelf

    def beat(self) -> None: ...

    def reopen(self) -> None: ...

    def close(self) -> None: ...

    def prune(self, seconds: float) -> None: ...

    def save(self, record: Record) -> None:
        self._shelf.records[record.id] = record
        self._shelf.owners[record.id] = self.name

    def move(self, moves: Sequence[tuple[str, Whereabouts]]) -> None:
        for identifier, where in moves:
            self.save(replace(self._shelf.records[identifier], where=where))

    def take(self, identifier: str) -> Record | None:
        if identifier not in self._shelf.records:
            return None
        owner = self._shelf.owners.setdefault(identifier, self.name)
        if owner != self.name:
            raise Held(owner)
        return self._shelf.records[identifier]

    def release(self, identifiers: Sequence[str]) -> None:
        for identifier in identifiers:
            self._shelf.owners.pop(identifier, None)

    def load(self, identifier: str) -> Record | None:
        return self._shelf.records.get(identifier)

    def find(self, watch_code: str) -> str | None:
        found = (each.id for each in self._shelf.records.values() if each.watch_code == watch_code)
        return next(found, None)

    def delete(self, identifier: str) -> None:
        self._shelf.records.pop(identifier, None)
        self.release([identifier])

    def save_set(self, identifier: str, data: bytes) -> None:
        raise AssertionError("no test has a set of its own")

    def load_set(self, identifier: str) -> bytes | None:
        return None
