"""From an address to a store."""

import os
from pathlib import Path

from app.sessions.stores.records import Records, StoreError
from app.sessions.stores.sqlite import SqliteRecords

MEMORY = "memory:"


def default_store() -> str:
    """A file in the user's folder for data (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return f"sqlite:{Path(base).expanduser() / 'backstep' / 'runs.sqlite'}"


def opened(address: str) -> Records | None:
    """The store at `memory:` (None: nothing is kept) or `sqlite:PATH` (`sqlite:///PATH` as well).
    Raises StoreError."""
    scheme, _, rest = address.partition(":")
    if address == MEMORY:
        return None
    if scheme == "sqlite" and rest.removeprefix("//"):
        return SqliteRecords(Path(rest.removeprefix("//")))
    raise StoreError(f"{address!r} is not a store; allowed: {MEMORY}, sqlite:PATH")
