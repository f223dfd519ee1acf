"""What is kept of a run where it outlives the process."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class StoreError(Exception):
    """The store cannot be read or written; says which, and why."""


class Held(Exception):
    """The run goes on in another process, `owner`."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"the run goes on in {owner}")
        self.owner = owner


class Lost(Exception):
    """These runs go on in another process, or have been ended there."""

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
    """A run: its start, its edits and its place make it again, to the bit. `spec`, `edits` and
    `acts`, its undo history, are JSON; `snapshot` only saves the time of going all the way again.
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
    """A store. Called from one thread; raises StoreError.

    Processes that share one have each run in one of them at a time: the one that saved it first, or
    took it last.
    """

    @property
    def name(self) -> str | None:
        """Of this process among those who share the store; None where nobody does."""

    def beat(self) -> None:
        """Say that this process is alive; its runs are its own as long as it does."""

    def save(self, record: Record) -> None:
        """Put a whole record down, new or not. Raises Lost."""

    def move(self, moves: Sequence[tuple[str, Whereabouts]]) -> None:
        """Put down where runs are, all of them or none. Raises Lost, the others being put down."""

    def take(self, identifier: str) -> Record | None:
        """The record of a run that goes on here from now on. Raises Held."""

    def release(self, identifiers: Sequence[str]) -> None:
        """Leave runs to whoever takes them."""

    def load(self, identifier: str) -> Record | None:
        """The record of that id, to be looked at."""

    def find(self, watch_code: str) -> str | None:
        """The id of the run that has that code."""

    def delete(self, identifier: str) -> None:
        """Forget a run."""

    def prune(self, seconds: float) -> None:
        """Forget the runs that nobody has moved for so long, and the sets that no run has."""

    def save_set(self, identifier: str, data: bytes) -> None:
        """Put an uploaded data set down."""

    def load_set(self, identifier: str) -> bytes | None:
        """The data set of that id."""

    def reopen(self) -> None:
        """Begin anew after an error."""

    def close(self) -> None:
        """Leave everything as it is."""


def masked(address: str) -> str:
    """An address without what may be a secret, also where the secret was not quoted as it should
    be: all up to the last @, and, without one, whatever comes after a ?."""
    scheme, slashes, rest = address.partition("//")
    return scheme + slashes + rest.rpartition("@")[2].partition("?")[0].partition("#")[0]
