"""One undo history for everything: it goes back and forth to the bit, and outlives the process."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backstep.data.own.names import Shape, new_id
from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.reading import Limits
from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import SpecError
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.session import Session
from backstep.sessions.state import Playback
from backstep.sessions.stores.sets import MemorySets
from backstep.sessions.stores.sqlite import SqliteRecords
from backstep.settings import Caps, Settings
from tests.sessions import places
from tests.sessions.keeping.test_persistence import made, state, store_at, woken
from tests.sessions.places import Place
from tests.sessions.test_session import LAST, rate
from tests.waiting import go

TABLE = {"name": "table", "x": [[0, 0], [1, 0], [0, 1], [1, 1]] * 3, "y": [0, 1, 1, 0] * 3}
EDITS: list[dict[str, Any]] = [
    rate(0.3),
    {"training": {"batch_size": 5, "loss": "mse"}},
    {"seed": 7},
    {"data": {"name": "xor"}},
    {"data": TABLE},
    {"network": {"hidden": [{"units": 3}, {"units": 2}]}},
    {"network": {"hidden": []}},
]
acts = st.one_of(
    st.tuples(st.just("seek"), st.integers(0, 12), st.integers(0, 5)),
    st.tuples(st.just("edit"), st.sampled_from(EDITS), st.none()),
    st.tuples(st.just("bias"), st.none(), st.floats(-2, 2)),
    st.tuples(st.sampled_from(["reset", "undo", "redo"]), st.none(), st.none()),
)


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    if request.param == "sqlite":
        return places.file(tmp_path_factory.mktemp("store"))
    return places.shared(request.getfixturevalue("redis"))


@pytest.fixture
def file(tmp_path: Path) -> Place:
    return places.file(tmp_path)


def seen(session: Session) -> dict[str, Any]:
    """All that a client could see of a run, but for its number."""
    return state(session) | {"run_epoch": None, "playing": session.state.playing}


async def do(session: Session, kind: str, first: Any, second: Any) -> None:
    match kind:
        case "seek":
            await session.seek(Position(first, second))
        case "edit":
            await session.edit(first)
        case "bias":
            await session.set_parameter("layers.0.bias", [0], second)
        case "reset":
            await session.reset()


async def walk(session: Session, steps: list[tuple[str, Any, Any]]) -> list[dict[str, Any]]:
    """Do the steps; what there was before each act that can be undone, and what there is now."""
    past: list[dict[str, Any]] = []
    ahead: list[dict[str, Any]] = []
    for kind, first, second in steps:
        here, count = seen(session), session.history.count
        if kind == "undo" and past:
            await session.undo()
            ahead.append(here)
            assert seen(session) == past.pop()
        elif kind == "redo" and ahead:
            await session.redo()
            past.append(here)
            assert seen(session) == ahead.pop()
        else:
            await do(session, kind, first, second)
            if session.history.count > count:
                past.append(here)
                ahead.clear()
    return [*past, seen(session)]


async def killed(place: Place, store: MemoryStore, session: Session) -> tuple[MemoryStore, Session]:
    """The session in another process, after its own was killed."""
    await store.persistence.flush([session])
    after = store_at(place)
    return after, await woken(after, session.id)


@given(st.lists(acts, max_size=12), st.integers(0, 12), st.integers(0, 12))
@example([("bias", None, 1.0), ("bias", None, 1.0), ("seek", 0, 1)], 12, 12)
@hypothesis_settings(max_examples=25, deadline=None)
def test_all_can_be_undone_and_redone_to_the_bit(
    place: Place, steps: list[tuple[str, Any, Any]], first: int, second: int
) -> None:
    async def check() -> None:
        store = store_at(place)
        session = await made(store)
        states = await walk(session, steps)
        last = len(states) - 1
        for at in reversed(range(last)):
            if at == first:
                store, session = await killed(place, store, session)
            await session.undo()
            assert seen(session) == states[at]
        with pytest.raises(EngineError, match="nothing to undo"):
            await session.undo()
        for at in range(1, last + 1):
            if at == second:
                store, session = await killed(place, store, session)
            await session.redo()
            assert seen(session) == states[at]
        # It trains on as it would have done.
        await session.seek(Position(14, 2))
        _, other = await killed(place, store, session)
        assert seen(other) == seen(session)
        await other.seek(Position(16, 2))
        await session.seek(Position(16, 2))
        assert seen(other) == seen(session)

    go(check)


def test_an_added_layer_is_undone_and_the_old_run_is_there_again(place: Place) -> None:
    async def check() -> None:
        session = await made(store_at(place))
        await session.seek(Position(40, 3))
        await session.seek(Position(20, LAST))
        before = seen(session)
        await session.edit({"network": {"hidden": [{"units": 3}, {"units": 2}]}})
        assert session.run.position == (0, 0)
        await session.seek(Position(5, 1))
        after = seen(session)
        for _ in range(2):
            assert await session.undo()
            assert seen(session) == before
            session = await woken(store_at(place), session.id)
            assert seen(session) == before
            assert await session.redo()
            assert seen(session) == after
            session = await woken(store_at(place), session.id)
        assert session.history.next_undo is not None
        assert session.history.next_undo.kind == "layer_added"
        assert session.run_epoch == 6

    go(check)


def test_undo_pauses_and_a_parameter_needs_no_new_run() -> None:
    async def check() -> None:
        session = await made(MemoryStore(Settings()))
        session.listeners.listen(lambda event: None)
        await session.seek(Position(6, LAST))
        before = seen(session)
        await session.set_parameter("layers.0.bias", [0], 2.0)
        session.player.play(Playback())
        while session.run.trainer.updates < 20:
            await asyncio.sleep(0)
        assert not await session.undo()
        assert seen(session) == before
        assert session.run_epoch == 1

    go(check)


def test_a_run_that_failed_comes_back_where_it_failed(file: Place) -> None:
    spec = {
        "data": {"name": "plane"},
        "network": {"hidden": [{"units": 3, "activation": "linear"}]},
        "training": {"optimizer": {"learning_rate": 100}},
    }

    async def check() -> None:
        session = await made(store_at(file), spec)
        await session.seek(Position(200, 0))
        assert session.run.failure is not None
        before = seen(session)
        await session.reset()
        session = await woken(store_at(file), session.id)
        await session.undo()
        assert seen(session) == before

    go(check)


def test_uploaded_data_come_back_from_the_store(place: Place) -> None:
    text = b"a,b,y\n" + b"".join(b"%d,%d,%d\n" % (i, i * i, i % 2) for i in range(30))
    own = prepare(text, Choices(), Limits(20_000, 100, 100_000, 50, 256)).own

    async def check() -> None:
        assert own is not None
        sets = MemorySets(Settings())
        store = MemoryStore(Settings(), sets, place())
        name = sets.add(own)
        await store.persistence.save_set(name, own)
        session = await made(store, {"data": {"name": name}})
        await session.seek(Position(4, 2))
        before = seen(session)
        await session.edit({"data": {"name": "circle"}})
        session = await woken(store_at(place), session.id)
        await session.undo()
        assert seen(session) == before

    go(check)


def test_uploaded_data_that_undo_needs_are_kept(tmp_path: Path) -> None:
    name = new_id(Shape(30, 2, 1))

    async def check() -> None:
        records = SqliteRecords(tmp_path / "runs.sqlite")
        session = await made(MemoryStore(Settings(), records=records))
        await session.edit({"training": {"l2": 0.1}})
        record = records.load(session.id)
        assert record is not None
        assert record.acts is not None
        records.save_set(name, b"kept")
        records.save(replace(record, acts=record.acts.replace("circle", name)))
        records._database.execute("UPDATE sets SET used = 0")
        records.prune(1000)
        assert records.load_set(name) == b"kept"

    go(check)


def test_data_that_are_gone_leave_everything_as_it_is(file: Place) -> None:
    async def check() -> None:
        session = await made(store_at(file))
        await session.edit({"data": {"samples": 20}})
        store = MemoryStore(Settings(caps=Caps(samples=25)), records=file())
        after = await woken(store, session.id)
        here, history = seen(after), after.history
        with pytest.raises(SpecError, match="at most"):
            await after.undo()
        assert seen(after) == here
        assert after.history is history

    go(check)
