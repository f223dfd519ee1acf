"""What is saved of a run so that it outlives the process."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class StoreError(Exception):
    """The store cannot be read or written; the message says why."""


class Held(Exception):
    """Another process, `owner`, holds the run."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"the run goes on in {owner}")
        self.owner = owner


class Lost(Exception):
    """Other processes have taken these runs over, or ended them."""

    def __init__(self, runs: Sequence[str]) -> None:
        super().__init__(f"{len(runs)} runs go on elsewhere")
        self.runs = runs


@dataclass(frozen=True)
class Whereabouts:
    """What changes with every move. `playing` is JSON, `{"by", "rate", "until"}`, or None."""

    step: int
    op: int
    head_step: int
    head_op: int
    playing: str | None


@dataclass(frozen=True)
class Record:
    """A saved run: its start, edits and position are enough to compute the rest, to the bit.

    `spec`, `edits` and `acts`, its undo history, are JSON; `snapshot` only saves the time of a
    replay.
    """

    id: str
    token_hash: bytes
    watch_code: str
    run_epoch: int
    spec: str
    edits: str
    where: Whereabouts
    snapshot: bytes | None
    acts: str | None = None


class Records(Protocol):
    """A store. Its methods are called from one thread and raise StoreError.

    If processes share a store, only one of them holds a run: the one that saved it first, or took
    it last.
    """

    @property
    def name(self) -> str | None:
        """The name of this process in a shared store; None if the store is not shared."""

    def beat(self) -> None:
        """Renew this process's lease on its runs."""

    def save(self, record: Record) -> None:
        """Save a whole record, new or not. Raises Lost."""

    def move(self, moves: Sequence[tuple[str, Whereabouts]]) -> None:
        """Save positions, all or none. Raises Lost after saving those of other runs."""

    def take(self, identifier: str) -> Record | None:
        """Return the record of a run that this process holds from now on. Raises Held."""

    def release(self, identifiers: Sequence[str]) -> None:
        """Give up runs, so that any process may take them."""

    def load(self, identifier: str) -> Record | None:
        """Return the record with that id, only to read it."""

    def find(self, watch_code: str) -> str | None:
        """Return the id of the run with that watch code."""

    def delete(self, identifier: str) -> None:
        """Delete a run."""

    def prune(self, seconds: float) -> None:
        """Delete runs that have not moved for `seconds`, and sets that no run uses."""

    def save_set(self, identifier: str, data: bytes) -> None:
        """Save an uploaded data set."""

    def load_set(self, identifier: str) -> bytes | None:
        """Return the data set with that id."""

    def reopen(self) -> None:
        """Reconnect after an error."""

    def close(self) -> None:
        """Close the store; its contents stay."""


def masked(address: str) -> str:
    """Return an address without anything that may be a secret.

    That is everything up to the last @, in case the password was not quoted, and the query.
    """
    scheme, slashes, rest = address.partition("//")
    return scheme + slashes + rest.rpartition("@")[2].partition("?")[0].partition("#")[0]
