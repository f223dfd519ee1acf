"""What all stores have in common, and what Redis adds for processes that share it."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest

from backstep.data.own.names import Shape, new_id
from backstep.sessions.stores import sqlite
from backstep.sessions.stores.opening import opened
from backstep.sessions.stores.records import Held, Lost, Record, StoreError, Whereabouts, masked
from backstep.sessions.stores.redis import RedisRecords
from backstep.settings import Settings
from tests import redis_server
from tests.redis_server import PASSWORD, RedisServer
from tests.sessions import places
from tests.sessions.places import Place, dead, grown, replica
from tests.waiting import until

_numbers = count()
SPEC = '{"data": {"name": "circle"}}'


def a_record() -> Record:
    """Return a store that no other test uses."""
    number = next(_numbers)
    where = Whereabouts(3, 4, 5, 6, None)
    return Record(f"run-{number}", b"\x00\xff", f"C{number}", 2, SPEC, "[]", where, None)


@pytest.fixture(params=["sqlite", "redis"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    if request.param == "sqlite":
        return places.file(tmp_path_factory.mktemp("store"))
    return places.shared(request.getfixturevalue("redis"))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record,
        lambda record: replace(record, snapshot=b"\x00\xffsnap"),
        lambda record: replace(record, spec='{"data": {"name": "Kreis µ"}}'),
        lambda record: replace(record, where=Whereabouts(1, 2, 3, 4, '{"by": "step"}')),
        lambda record: replace(record, acts='{"µ": 1}'),
    ],
    ids=["plain", "snapshot", "letters", "playing", "acts"],
)
def test_what_is_saved_is_loaded(place: Place, change: Callable[[Record], Record]) -> None:
    records, record = place(), change(a_record())
    records.save(record)
    assert records.load(record.id) == record
    assert records.find(record.watch_code) == record.id
    # What is saved anew leaves nothing of the old.
    bare = replace(record, snapshot=None, acts=None)
    records.save(bare)
    after = place()
    assert after.take(record.id) == after.load(record.id) == bare
    assert after.load("another") is after.take("another") is None
    assert after.find("XXXXXX") is None


def test_a_file_of_version_0_1_is_read(tmp_path: Path) -> None:
    path, record = tmp_path / "runs.sqlite", a_record()
    with closing(sqlite3.connect(path)) as database:
        for script in sqlite.MIGRATIONS[:3]:
            database.executescript(script)
        values = (record.id, record.token_hash, record.watch_code, 2, SPEC, "[]", 3, 4, 5, 6)
        database.execute(
            f"INSERT INTO runs VALUES ({'?, ' * 10}?, ?, ?)", (*values, None, None, time.time())
        )
        database.execute("PRAGMA user_version = 3")
        database.commit()
    records = sqlite.SqliteRecords(path)
    assert records.load(record.id) == record
    records.save(replace(record, acts="{}"))
    assert records.load(record.id) == replace(record, acts="{}")
    records.close()


def test_a_redis_of_version_0_1_is_read_and_left_to_later_versions(redis: RedisServer) -> None:
    records, record = replica(redis), a_record()
    records.save(record)
    with redis.client() as client:
        client.hdel(f"backstep:run:{record.id}", "acts")
        client.set("backstep:schema", 1)
    after = replica(redis)
    assert after.load(record.id) == record
    with redis.client() as client:
        assert client.get("backstep:schema") == b"2"
        client.set("backstep:schema", 3)
        with pytest.raises(StoreError, match="newer version"):
            after.reopen()
        client.set("backstep:schema", 2)


def test_sets_that_undo_needs_are_kept_as_long_as_the_run(redis: RedisServer) -> None:
    records, name = replica(redis), new_id(Shape(30, 2, 1))
    records.save_set(name, b"kept")
    with redis.client() as client:
        client.pexpire(f"backstep:set:{name}", 1000)
        records.save(replace(a_record(), acts=f'["{name}"]'))
        assert client.pttl(f"backstep:set:{name}") > 1000


def test_moves_are_put_down(place: Place) -> None:
    records, here, there = place(), a_record(), a_record()
    for each in (here, there):
        records.save(each)
    moves = [
        (each.id, Whereabouts(7, 8, 9, number, "{}")) for number, each in enumerate([here, there])
    ]
    records.move(moves)
    for number, each in enumerate([here, there]):
        found = records.load(each.id)
        assert found == replace(each, where=Whereabouts(7, 8, 9, number, "{}"))


def test_what_is_deleted_is_gone(place: Place) -> None:
    records, record = place(), a_record()
    records.save(record)
    records.delete(record.id)
    assert records.load(record.id) is records.take(record.id) is None
    assert records.find(record.watch_code) is None


def test_sets_are_kept(place: Place) -> None:
    records = place()
    records.save_set("own-1x1x1-a", b"\x00\xff")
    assert place().load_set("own-1x1x1-a") == b"\x00\xff"
    assert records.load_set("own-1x1x1-b") is None


def test_a_run_goes_on_in_one_process(redis: RedisServer) -> None:
    here, there, record = replica(redis), replica(redis), a_record()
    here.save(record)
    grown(redis, there)
    with pytest.raises(Held) as held:
        there.take(record.id)
    assert held.value.owner == here.name
    # It may still be read.
    assert there.load(record.id) == record
    here.release([record.id])
    assert there.take(record.id) == record
    with pytest.raises(Held):
        here.take(record.id)


def test_who_has_lost_a_run_writes_nothing_of_it(redis: RedisServer) -> None:
    here, there, record, other = replica(redis), replica(redis), a_record(), a_record()
    for each in (record, other):
        here.save(each)
    dead(redis, here)
    grown(redis, there)
    assert there.take(record.id) == record
    there.move([(record.id, Whereabouts(10, 0, 10, 0, None))])
    # It was only slow, and continues.
    here.beat()
    grown(redis, here)
    moved = Whereabouts(99, 9, 99, 9, None)
    with pytest.raises(Lost) as lost:
        here.move([(record.id, moved), (other.id, moved)])
    assert lost.value.runs == [record.id]
    with pytest.raises(Lost):
        here.save(replace(record, edits="[1]"))
    here.release([record.id])
    found = there.load(record.id)
    assert found == replace(record, where=Whereabouts(10, 0, 10, 0, None))
    # The others are saved, and the new owner continues.
    assert there.load(other.id) == replace(other, where=moved)
    there.save(replace(record, edits="[2]"))


def test_an_ended_run_is_not_brought_back_by_who_has_it(redis: RedisServer) -> None:
    here, there, record = replica(redis), replica(redis), a_record()
    here.save(record)
    there.delete(record.id)
    with pytest.raises(Lost):
        here.save(record)
    with pytest.raises(Lost):
        here.move([(record.id, record.where)])
    here.release([record.id])
    assert there.load(record.id) is there.take(record.id) is None


def test_who_was_away_from_the_store_takes_nobody_for_dead(redis: RedisServer) -> None:
    here, there, record = replica(redis), replica(redis), a_record()
    here.save(record)
    # As after a time in which the store answered nobody.
    for each in (here, there):
        dead(redis, each)
    with pytest.raises(Held):
        there.take(record.id)
    there.beat()
    with pytest.raises(Held):
        there.take(record.id)
    with pytest.raises(StoreError, match="others may yet write"):
        there.take("what the store may have lost")
    # The owner still has it.
    here.move([(record.id, Whereabouts(10, 0, 10, 0, None))])


def test_a_lease_ends_by_itself(redis: RedisServer) -> None:
    here, there = (replica(redis, lease_seconds=0.2) for _ in range(2))
    record = a_record()
    here.save(record)
    found: list[Record | None] = []

    def taken() -> bool:
        there.beat()
        with suppress(Held):
            found.append(there.take(record.id))
        return bool(found)

    until(taken)
    assert found == [record]
    # It was not taken before: nobody makes the lease again.
    with redis.client() as client:
        assert not client.exists(f"backstep:replica:{here.name}")


def test_runs_are_kept_as_long_as_they_are_used(redis: RedisServer) -> None:
    records, record = replica(redis, keep_seconds=1000), a_record()
    record = replace(record, spec='{"data": {"name": "own-3x2x1-AAAAAAAAAAAAAAAAAAAAAA"}}')
    name = "own-3x2x1-AAAAAAAAAAAAAAAAAAAAAA"
    records.save_set(name, b"data")
    records.save(record)
    keys = [
        f"backstep:{key}"
        for key in (f"run:{record.id}", f"code:{record.watch_code}", f"set:{name}")
    ]
    with redis.client() as client:
        for moves in ([], [(record.id, record.where)]):
            for key in keys:
                client.expire(key, 10)
            records.move(moves) if moves else records.save(record)
            assert all(900 < client.ttl(key) <= 1000 for key in keys)


def test_a_store_of_a_newer_version_is_left_alone(redis: RedisServer) -> None:
    with redis.client() as client:
        replica(redis)
        client.set("backstep:schema", 99)
        try:
            with pytest.raises(StoreError, match="newer version"):
                replica(redis)
        finally:
            client.set("backstep:schema", 1)


@pytest.mark.parametrize(
    "address",
    ["redis://:{}@127.0.0.1:1/0", "redis://name:{}@127.0.0.1:1", "redis://127.0.0.1:1/0?password={}",
     "redas://x:{}@y", "unix://:{}@/tmp/none.sock", "redis://:{}/1@127.0.0.1:1/0",
     "redis://:{}#1@127.0.0.1:1/0", "redis://:{}?1@127.0.0.1:1", "redas://x:{}/1@y"],
)  # fmt: skip
def test_a_password_is_told_to_nobody(address: str) -> None:
    with pytest.raises(StoreError) as error:
        opened(Settings(store=address.format(PASSWORD)))
    assert PASSWORD not in str(error.value)
    assert masked("redis://u:p@host:1/2?x=y") == "redis://host:1/2"


def test_a_wrong_password_is_a_clear_error(redis: RedisServer) -> None:
    with pytest.raises(StoreError, match="password"):
        RedisRecords(redis.address.replace(PASSWORD, "no"), keep_seconds=1, lease_seconds=1)


def test_a_store_that_does_not_answer_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    program = redis_server.find()
    if program is None:
        pytest.skip(redis_server.MISSING)
    monkeypatch.setattr("backstep.sessions.stores.redis._PATIENCE", 0.3)
    with redis_server.serving() as server:
        records, record = replica(server), a_record()
        records.save(record)
        server.send(SIGSTOP)
        try:
            with pytest.raises(StoreError):
                records.move([(record.id, record.where)])
            # That holds for a store that is not asked at all.
            for _ in range(20):
                with pytest.raises(StoreError, match="does not answer"):
                    records.load(record.id)
        finally:
            server.send(SIGCONT)
        records.reopen()
        records.move([(record.id, Whereabouts(8, 0, 8, 0, None))])
        # After a kill and a restart, it may lack the last writes: everything must be saved again.
        server.kill(forget=True)
        server.start()
        with pytest.raises(StoreError, match="restarted"):
            records.beat()
        records.reopen()
        with pytest.raises(StoreError, match="lacks runs"):
            records.move([(record.id, record.where)])
        records.reopen()
        assert records.load(record.id) is None
        records.save(record)
        records.move([(record.id, Whereabouts(9, 0, 9, 0, None))])
        assert records.load(record.id) == replace(record, where=Whereabouts(9, 0, 9, 0, None))
