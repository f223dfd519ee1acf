"""The store in memory: room for so many, and an end for the idle."""

import asyncio
import gc
import json
import weakref
from math import inf

import pytest

from backstep.protocol.spec.schema import SpecError, parse
from backstep.sessions.client.client import Client
from backstep.sessions.keeping.memory import Full, MemoryStore
from backstep.sessions.session import Session
from backstep.sessions.state import Playback
from backstep.settings import Caps, Settings
from tests.waiting import PATIENCE, reached

SPEC = parse({}, Caps())


def test_a_session_is_found_by_its_id_and_no_other() -> None:
    store = MemoryStore(Settings())
    first, second = store.create(SPEC), store.create(SPEC)
    assert store.get(first.id) is first
    assert store.get(second.id) is second
    assert store.get("nothing") is None
    assert len({first.id, second.id, first.credentials.token, second.credentials.token}) == 4


def test_there_is_room_for_so_many() -> None:
    store = MemoryStore(Settings(sessions=2))
    first = store.create(SPEC)
    store.create(SPEC)
    with pytest.raises(Full, match="2 runs"):
        store.create(SPEC)
    store.remove(first.id)
    assert store.get(first.id) is None
    store.create(SPEC)
    assert len(store) == 2


def test_there_is_no_more_room_for_those_that_come_at_once() -> None:
    store = MemoryStore(Settings(sessions=3))

    async def all_at_once() -> list[object]:
        opening = [store.open(SPEC) for _ in range(8)]
        return list(await asyncio.gather(*opening, return_exceptions=True))

    found = asyncio.run(all_at_once())
    assert sum(isinstance(each, Full) for each in found) == 5
    assert len(store) == 3


def test_the_idle_make_room() -> None:
    store = MemoryStore(Settings(sessions=1))
    store.create(SPEC).listeners.used = -inf
    fresh = store.create(SPEC)
    assert len(store) == 1
    assert store.get(fresh.id) is fresh


def test_a_spec_that_cannot_be_trained_takes_no_room() -> None:
    store = MemoryStore(Settings(sessions=1))
    impossible = parse({"data": {"name": "plane"}, "training": {"loss": "bce"}}, Caps())
    with pytest.raises(SpecError):
        store.create(impossible)
    assert len(store) == 0


def test_only_the_idle_expire() -> None:
    store = MemoryStore(Settings())
    used, idle, watched = (store.create(SPEC) for _ in range(3))
    watched.listeners.listen(lambda event: None)
    idle.listeners.used = watched.listeners.used = -inf
    store.expire()
    assert store.get(idle.id) is None
    assert store.get(used.id) is used
    assert store.get(watched.id) is watched


def test_idleness_counts_from_when_the_last_client_left() -> None:
    store = MemoryStore(Settings())
    session = store.create(SPEC)
    leave = session.listeners.listen(lambda event: None)
    session.listeners.used = -inf
    leave()
    store.expire()
    assert store.get(session.id) is session


def test_a_session_that_is_removed_stops_playing() -> None:
    async def check() -> None:
        store = MemoryStore(Settings())
        first, second = store.create(SPEC), store.create(SPEC)
        for session in (first, second):
            session.player.play(Playback())
        store.remove(first.id)
        assert (first.state.playing, second.state.playing) == (False, True)
        await store.close()
        assert not second.state.playing
        assert len(store) == 0
        store.remove(first.id)

    asyncio.run(check())


def test_a_session_that_is_removed_is_gone_without_a_search_for_garbage() -> None:
    """The server looks for garbage but seldom."""
    store = MemoryStore(Settings())

    async def use() -> "weakref.ref[Session]":
        session = await store.open(SPEC)
        sent: list[bytes] = []

        async def send(data: str | bytes) -> None:
            if isinstance(data, bytes):
                sent.append(data)
                await held[0].receive(json.dumps({"type": "ack", "seq": len(sent)}))

        client = Client(session, send)
        held = [client]
        sending = asyncio.create_task(client.run())
        surface = {"x": "layers.0.weight.0.0", "y": "layers.0.bias.0", "resolution": 5}
        for command in (
            {"type": "hello", "token": session.credentials.token},
            {"type": "watch", "panels": {"network": {}, "surface": surface}},
            {"type": "set_parameter", "tensor": "layers.0.bias", "index": [0], "value": 1},
            {"type": "play"},
        ):
            await client.receive(json.dumps(command))
        await reached(lambda: any(b"surface.z" in each for each in sent))
        await client.receive('{"type": "pause"}')
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        client.close()
        held.clear()
        store.remove(session.id)
        return weakref.ref(session)

    gc.collect()
    gc.disable()
    try:
        found = asyncio.run(asyncio.wait_for(use(), PATIENCE))
        assert found() is None
    finally:
        gc.enable()
