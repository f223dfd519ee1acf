"""Runs that outlive their process: the same numbers, the same token, and failing stores."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.reading import Limits
from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.protocol.stream.messages import Until
from backstep.sessions.client.client import Client
from backstep.sessions.connection import Refused
from backstep.sessions.keeping import persistence
from backstep.sessions.keeping.memory import Full, MemoryStore
from backstep.sessions.session import Session
from backstep.sessions.state import Playback, read_playback
from backstep.sessions.stores.records import Held, StoreError
from backstep.sessions.stores.sealed import seal, unseal
from backstep.sessions.stores.sets import MemorySets
from backstep.sessions.stores.sqlite import SqliteRecords
from backstep.settings import Caps, Settings
from tests.examples import examples
from tests.redis_server import RedisServer
from tests.sessions import places
from tests.sessions.places import Place
from tests.sessions.test_session import LAST, SMALL, walk, walks
from tests.waiting import go

SETTINGS = Settings()


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    if request.param == "sqlite":
        return places.file(tmp_path_factory.mktemp("store"))
    return places.shared(request.getfixturevalue("redis"))


@pytest.fixture
def file(tmp_path: Path) -> Place:
    return places.file(tmp_path)


def store_at(place: Place, **settings: Any) -> MemoryStore:
    return MemoryStore(Settings(**settings), records=place())


async def made(store: MemoryStore, spec: dict[str, Any] | None = None) -> Session:
    session = store.create(parse_spec(spec or SMALL, Caps()))
    await session.keep()
    return session


async def woken(store: MemoryStore, identifier: str) -> Session:
    await store.wake(identifier)
    found = store.get(identifier)
    assert found is not None
    return found


def state(session: Session) -> dict[str, Any]:
    """Return everything that a client could see of a run."""
    run = session.run
    return {
        "id": session.id,
        "watch_code": session.credentials.watch_code,
        "run_epoch": session.run_epoch,
        "position": run.position,
        "head": run.head,
        "spec": session.spec,
        "start": session.start,
        "edits": session.edits,
        "parameters": run.parameters.tobytes(),
        "gradients": run.trainer.gradients.tobytes() if run.position.op == LAST else b"",
        "slots": {name: slot.tobytes() for name, slot in run.trainer.slots.items()},
        "rows": run.trainer.batches.rows,
        "loss": run.trainer.batch_loss,
        "curve": list(run.curve.items()),
        "failure": run.failure,
    }


@given(walks, st.booleans())
@examples(15)
def test_a_run_comes_back_as_it_was(place: Place, steps: list[tuple[Any, ...]], long: bool) -> None:
    async def check() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(persistence, "_LONG", 0 if long else 2_000_000)
            before = store_at(place)
            session = await made(before)
            await walk(session, steps)
            await before.persistence.flush([session])
            seen, token = state(session), session.credentials.token
            # Nothing is closed, as if the process had been killed.
            after = await woken(store_at(place), session.id)
            assert state(after) == seen
            assert after.credentials.holds(token)
            assert not after.credentials.holds("")
            for each in (session, after):
                await each.seek(Position(14, 3))
            assert state(after) == state(session)

    go(check)


def test_an_edit_is_written_down_before_it_is_answered(place: Place) -> None:
    async def check() -> None:
        session = await made(store_at(place))
        await session.seek(Position(4, LAST))
        await session.edit({"training": {"l2": 0.1}})
        await session.set_parameter("layers.0.bias", [1], 2.5)
        after = await woken(store_at(place), session.id)
        assert state(after) == state(session)
        assert len(after.edits) == 2
        await after.reset()
        assert state(await woken(store_at(place), session.id)) == state(after)

    go(check)


def test_a_long_run_comes_back_without_going_all_the_way(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check() -> None:
        before = store_at(place)
        session = await made(before)
        await session.seek(Position(60_000, 4))
        monkeypatch.setattr(persistence, "_LONG", 1000)
        monkeypatch.setattr(persistence, "_SNAPSHOT_SECONDS", 0)
        monkeypatch.setattr(persistence, "_SNAPSHOT_SHARE", 0)
        await before.persistence.flush([session])
        after = await woken(store_at(place), session.id)
        assert state(after) == state(session)
        spared = [at for at, _ in after.run.checkpoints()]
        assert spared[1] > 50_000, spared
        # The past still exists.
        for each in (session, after):
            await each.seek(Position(31_234, LAST))
            await each.edit({"training": {"batch_size": 5}})
            await each.seek(Position(31_300, 0))
        assert state(after) == state(session)

    go(check)


def test_a_snapshot_of_another_version_is_not_believed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check() -> None:
        monkeypatch.setattr(persistence, "_LONG", 0)
        session = await made(store_at(place))
        await session.seek(Position(100, LAST))
        await session.edit({"training": {"l2": 0.1}})
        monkeypatch.setattr("backstep.sessions.keeping.snapshot.__version__", "another")
        assert state(await woken(store_at(place), session.id)) == state(session)

    go(check)


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:200] + data[201:]])
def test_a_snapshot_that_was_damaged_is_not_believed(
    file: Place, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    async def check() -> None:
        monkeypatch.setattr(persistence, "_LONG", 0)
        session = await made(store_at(file))
        await session.seek(Position(100, LAST))
        await session.edit({"training": {"l2": 0.1}})
        records = file()
        record = records.load(session.id)
        assert record is not None
        assert record.snapshot is not None
        records.save(replace(record, snapshot=damage(record.snapshot)))
        assert state(await woken(store_at(file), session.id)) == state(session)

    go(check)


@given(st.binary(max_size=60), st.integers(0, 200), st.integers(1, 255))
def test_no_bit_of_what_is_sealed_changes_unseen(data: bytes, place: int, change: int) -> None:
    assume(not data.startswith(b"sealed."))  # data from before there were seals never does
    sealed = bytearray(seal(data))
    assert unseal(bytes(sealed)) == data
    assert unseal(data) == data
    place = 8 + place % (len(sealed) - 8)  # data without its mark is not ours
    sealed[place] ^= change
    with pytest.raises(ValueError, match="damaged"):
        unseal(bytes(sealed))


def test_a_run_that_played_plays_on_when_its_driver_is_back(place: Place) -> None:
    async def check() -> None:
        before = store_at(place)
        session = await made(before)
        session.listeners.listen(lambda event: None)
        playback = Playback("epoch", 5.0, Until(loss=0.01, over="test"))
        session.player.play(playback)
        await before.persistence.flush([session])
        session.close()
        after = await woken(store_at(place), session.id)
        assert not after.state.playing
        assert after.state.pending == playback

    go(check)


async def stopped(session: Session) -> Session:
    """The session once it has played to its limit."""
    session.listeners.listen(lambda event: None)
    session.player.resume()
    while session.state.playing:
        await asyncio.sleep(0)
    return session


@pytest.mark.parametrize("until", [Until(epoch=300), Until(loss=0.4)])
def test_a_limit_holds_after_a_restart_and_after_a_sleep(place: Place, until: Until) -> None:
    async def check() -> None:
        ends: list[Session] = []
        for interrupted in ("never", "killed", "asleep"):
            before = store_at(place)
            session = await made(before)
            leave = session.listeners.listen(lambda event: None)
            session.player.play(Playback("step", None, until))
            while interrupted != "never" and session.run.trainer.updates < 50:
                await asyncio.sleep(0)
            if interrupted == "asleep":
                leave()
                while session.state.playing:
                    await asyncio.sleep(0)
                assert session.state.pending == session.state.playback
            if interrupted != "never":
                await before.persistence.flush([session])
                assert session.state.stopped is None
                session.close()
                session = await woken(store_at(place), session.id)
                await stopped(session)
            while session.state.playing:
                await asyncio.sleep(0)
            ends.append(session)
        first = ends[0]
        assert first.state.stopped is not None
        for each in ends:
            assert each.run.position == first.run.position
            assert each.state.stopped == first.state.stopped
            assert each.run.parameters.tobytes() == first.run.parameters.tobytes()

    go(check)


def test_how_version_0_1_wrote_that_a_run_plays_is_read() -> None:
    assert read_playback('{"by": "epoch", "rate": 5.0}') == Playback("epoch", 5.0)


def test_the_token_itself_is_not_in_the_file(file: Place, tmp_path: Path) -> None:
    async def check() -> None:
        session = await made(store_at(file))
        kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
        assert session.id.encode() in kept
        assert session.credentials.token.encode() not in kept

    go(check)


def test_a_run_that_was_ended_is_gone_for_good(place: Place) -> None:
    async def check() -> None:
        store = store_at(place)
        session = await made(store)
        await store.end(session.id)
        for each in (store, store_at(place)):
            await each.wake(session.id)
            assert each.get(session.id) is None

    go(check)


def test_who_sleeps_in_the_store_needs_no_room(place: Place) -> None:
    async def check() -> None:
        store = store_at(place, sessions=2)
        first, second, third = [await made(store) for _ in range(3)]
        assert len(store) == 2
        assert store.get(first.id) is None
        second.listeners.listen(lambda event: None)
        third.listeners.listen(lambda event: None)
        with pytest.raises(Full):
            await store.wake(first.id)

    go(check)


def test_who_is_not_in_use_leaves_the_memory_and_comes_back(place: Place) -> None:
    async def check() -> None:
        store = store_at(place)
        session = await made(store)
        await session.seek(Position(5, 2))
        session.listeners.used -= 400
        store.expire()
        # It has moved since it was saved.
        assert store.get(session.id) is session
        await store.persistence.flush([session])
        session.listeners.used -= 400
        store.expire()
        assert store.get(session.id) is None
        both = await asyncio.gather(woken(store, session.id), woken(store, session.id))
        assert both[0] is both[1] is not session
        assert state(both[0]) == state(session)

    go(check)


def test_what_nobody_comes_back_to_is_forgotten(file: Place) -> None:
    async def check() -> None:
        store = store_at(file, keep_seconds=0)
        session = await made(store)
        await store.persistence.prune()
        after = store_at(file)
        await after.wake(session.id)
        assert after.get(session.id) is None

    go(check)


def test_without_a_store_the_run_goes_on_and_says_so_and_all_is_caught_up_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def check() -> None:
        store = store_at(places.file(tmp_path))
        session = await made(store)
        heard: list[Any] = []
        session.listeners.listen(heard.append)
        (tmp_path / "runs.sqlite").rename(tmp_path / "elsewhere")
        with caplog.at_level(logging.WARNING, logger="backstep"):
            for value in (0.1, 0.2):
                await session.edit({"training": {"l2": value}})
                await session.seek(session.run.next("step"))
            told = [event for event in heard if event]
            assert [event["code"] for event in told] == ["not_kept"]
            assert str(tmp_path) not in str(told)
            assert store.persistence.trouble is not None
            assert not store.persistence.keeps(session)
            await store.persistence.flush([session])
            assert store.persistence.trouble is None
            assert store.persistence.keeps(session)
            assert [event["type"] for event in heard if event] == ["error", "kept"]
            assert session.listeners.notice is None
        assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
        assert state(await woken(store_at(places.file(tmp_path)), session.id)) == state(session)

    go(check)


def test_a_full_disk_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    async def check() -> None:
        records = SqliteRecords(tmp_path / "runs.sqlite")
        store = MemoryStore(SETTINGS, records=records)
        session = await made(store)
        (pages,) = records._database.execute("PRAGMA page_count").fetchone()
        records._database.execute(f"PRAGMA max_page_count = {pages}")
        x = [[float(i), 1.0] for i in range(2000)]
        await session.edit({"data": {"name": "table", "x": x, "y": [0, 1] * 1000}})
        assert store.persistence.trouble is not None
        assert "full" in store.persistence.trouble
        await session.seek(Position(3, 0))
        assert session.run.position == (3, 0)
        # Reopened, the file may grow again.
        await store.persistence.flush([session])
        assert state(await woken(store_at(places.file(tmp_path)), session.id)) == state(session)

    go(check)


@pytest.mark.parametrize(
    "file",
    [
        "".join(f"{i},{i % 7},{'ab'[i % 2]}\n" for i in range(40)),
        "".join(f"the film was {'good' if i % 2 else 'bad'} {i},{i % 2}\n" for i in range(40)),
        "a,b,c,y\n" + "".join(f"{i},{i * i},{-i},{i / 3}\n" for i in range(30)),
    ],
    ids=["points", "texts", "columns"],
)
def test_a_run_of_an_uploaded_set_comes_back_with_it(place: Place, file: str) -> None:
    def opened() -> MemoryStore:
        sets = MemorySets(SETTINGS)
        return MemoryStore(SETTINGS, sets, place())

    async def check() -> None:
        limits = Limits(20_000, 100, 100_000, 50, 256)
        own = prepare(file.encode(), Choices(), limits).own
        assert own is not None
        before = opened()
        identifier = before._sets.add(own)
        await before.persistence.save_set(identifier, own)
        session = await made(before, SMALL | {"data": {"name": identifier, "test_share": 0.2}})
        await session.seek(Position(5, 3))
        await before.persistence.flush([session])
        after = await woken(opened(), session.id)
        assert state(after) == state(session)
        mine, its = session.assembly.data, after.assembly.data
        assert (mine.inputs, mine.classes, mine.texts) == (its.inputs, its.classes, its.texts)
        assert mine.train_points.tobytes() == its.train_points.tobytes()
        # A damaged file is as good as lost, and clients learn that.
        records = place()
        kept = records.load_set(identifier)
        assert kept is not None
        records.save_set(identifier, kept[:-1] + bytes([kept[-1] ^ 1]))
        with pytest.raises(SpecError, match=r"data\.name"):
            await woken(opened(), session.id)

    go(check)


def test_sets_that_no_run_has_are_forgotten(tmp_path: Path) -> None:
    async def check() -> None:
        records = SqliteRecords(tmp_path / "runs.sqlite")
        records.save_set("own-1", b"kept")
        records.save_set("own-2", b"not kept")
        store = MemoryStore(SETTINGS, records=records)
        session = await made(store)
        taken = records.load(session.id)
        assert taken is not None
        records.save(replace(taken, spec='{"data": {"name": "own-1"}}'))
        records._database.execute("UPDATE sets SET used = 0")
        records.prune(1000)
        assert records.load_set("own-1") == b"kept"
        assert records.load_set("own-2") is None

    go(check)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path / "runs.sqlite")
    records._database.execute("PRAGMA user_version = 99")
    records.close()
    with pytest.raises(StoreError, match="newer version"):
        SqliteRecords(tmp_path / "runs.sqlite")


def test_a_run_that_another_process_took_over_ends_here(redis: RedisServer) -> None:
    async def check() -> None:
        here, there = places.replica(redis), places.replica(redis)
        store = MemoryStore(SETTINGS, records=here)
        other = MemoryStore(SETTINGS, records=there)
        session = await made(store)
        await session.seek(Position(4, 2))
        await store.persistence.flush([session])
        with pytest.raises(Held):
            await other.wake(session.id)
        places.dead(redis, here)
        places.grown(redis, there)
        after = await woken(other, session.id)
        assert after.run.position == (4, 2)
        # Clients learn it at the next write, before it is acknowledged.
        client = Client(session, nowhere)
        edit = asyncio.create_task(session.edit({"training": {"l2": 0.1}}))
        with pytest.raises(Refused) as refused:
            await client.run()
        await edit
        assert refused.value.code == 1012
        assert store.get(session.id) is None
        assert store.persistence.held == 0
        assert after.edits == []
        # Once released, any process may take it.
        await other.leave()
        assert state(await woken(store, session.id)) == state(after)

    go(check)


async def nowhere(data: str | bytes) -> None:
    """Return what is sent to a client that does not read."""
