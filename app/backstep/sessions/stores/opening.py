"""Opens the store at an address."""

import os
from pathlib import Path

from backstep.sessions.stores.records import Records, StoreError, masked
from backstep.sessions.stores.sqlite import SqliteRecords
from backstep.settings import Settings

MEMORY = "memory:"
_REDIS = ("redis", "rediss", "unix")


def default_store() -> str:
    """Return the default address: a file in the user's data folder (XDG Base Directory)."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return f"sqlite:{Path(base).expanduser() / 'backstep' / 'runs.sqlite'}"


def opened(settings: Settings) -> Records | None:
    """Open the store at `settings.store`.

    Addresses are `memory:` (returns None: nothing is saved), `sqlite:PATH` or `sqlite:///PATH`,
    and those of Redis. Raises StoreError.
    """
    address = settings.store
    scheme, _, rest = address.partition(":")
    if address == MEMORY:
        return None
    if scheme == "sqlite" and rest.removeprefix("//"):
        return SqliteRecords(Path(rest.removeprefix("//")))
    if scheme in _REDIS and rest.startswith("//"):
        return _redis(address, settings)
    allowed = f"{MEMORY}, sqlite:PATH, redis://HOST:PORT/NUMBER (rediss:// with TLS, unix://PATH)"
    raise StoreError(f"{masked(address)!r} is not a store; allowed: {allowed}")


def _redis(address: str, settings: Settings) -> Records:
    try:
        from backstep.sessions.stores.redis import RedisRecords
    except ImportError:
        message = f"{masked(address)} needs the package redis: pip install 'backstep[redis]'"
        raise StoreError(message) from None
    keep, lease = settings.keep_seconds, settings.lease_seconds
    return RedisRecords(address, keep_seconds=keep, lease_seconds=lease)
