"""Where runs may be kept, for tests that hold for each of them."""

import time
from collections.abc import Callable
from pathlib import Path

from backstep.sessions.stores.records import Records
from backstep.sessions.stores.redis import RedisRecords
from backstep.sessions.stores.sqlite import SqliteRecords
from tests.redis_server import RedisServer

LEASE = 1000.0  # seconds: nobody dies of old age here

# Opens the store anew: as another process, after the death of the one before.
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
    """One more process that shares the store."""
    chosen = {"keep_seconds": 1000.0, "lease_seconds": LEASE} | settings
    return RedisRecords(redis.address, **chosen)


def grown(redis: RedisServer, records: RedisRecords) -> None:
    """Make it one that has been alive for long."""
    with redis.client() as client:
        now = int(1000 * time.time())
        client.set(f"backstep:replica:{records.name}", f"0 {now}", ex=1000)


def dead(redis: RedisServer, records: RedisRecords) -> None:
    """Make it one that has not been heard of for longer than its lease."""
    with redis.client() as client:
        client.delete(f"backstep:replica:{records.name}")
