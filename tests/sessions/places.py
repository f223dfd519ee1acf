"""Stores for tests that apply to each of them."""

import time
from collections.abc import Callable
from pathlib import Path

from backstep.sessions.stores.records import Records
from backstep.sessions.stores.redis import RedisRecords
from backstep.sessions.stores.sqlite import SqliteRecords
from tests.redis_server import RedisServer

LEASE = 1000.0  # seconds: no lease expires here

# Opens the store again, as another process after the death of the first.
Place = Callable[[], Records]


def file(folder: Path) -> Place:
    return lambda: SqliteRecords(folder / "runs.sqlite")


def shared(redis: RedisServer) -> Place:
    before: list[RedisRecords] = []

    def opened() -> Records:
        records = replica(redis)
        for each in before:
            dead(redis, each)
        before.append(records)
        grown(redis, records)
        return records

    return opened


def replica(redis: RedisServer, **settings: float) -> RedisRecords:
    """Open the store in one more process."""
    chosen = {"keep_seconds": 1000.0, "lease_seconds": LEASE} | settings
    return RedisRecords(redis.address, **chosen)


def grown(redis: RedisServer, records: RedisRecords) -> None:
    """Make it a process that has lived for long."""
    with redis.client() as client:
        now = int(1000 * time.time())
        client.set(f"backstep:replica:{records.name}", f"0 {now}", ex=1000)


def dead(redis: RedisServer, records: RedisRecords) -> None:
    """Make it a process whose lease has expired."""
    with redis.client() as client:
        client.delete(f"backstep:replica:{records.name}")
