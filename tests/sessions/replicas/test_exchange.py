"""Where runs are, with two processes; and talking to one that is elsewhere."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from backstep.protocol.spec.schema import parse
from backstep.sessions.classroom.follower import Follower
from backstep.sessions.client.conversation import Listener
from backstep.sessions.connection import MOVED, Refused, Send
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.replicas.exchange import Elsewhere, Exchange
from backstep.sessions.session import Session
from backstep.sessions.stores.records import StoreError
from backstep.settings import Settings
from tests.received import event_of, meta_of
from tests.sessions.ending import all_end
from tests.sessions.replicas.broker import Broker
from tests.sessions.replicas.shelf import Shelf, ShelfRecords
from tests.waiting import go, reached

SETTINGS = Settings(store="redis://made-up", lease_seconds=1000)


class Process:
    """A server as far as its runs are concerned."""

    def __init__(self, name: str, shelf: Shelf, broker: Broker) -> None:
        broker.leases.add(f"backstep:replica:{name}")
        self.store = MemoryStore(SETTINGS, records=ShelfRecords(name, shelf))
        self.exchange = Exchange(self.store, SETTINGS)
        self._running = asyncio.create_task(self.exchange.run())

    async def open(self) -> Session:
        """A new run here."""
        return await self.store.open(parse({}, SETTINGS.caps))

    async def die(self) -> None:
        """Say and hear nothing any more."""
        self._running.cancel()
        await asyncio.wait([self._running])

    async def close(self) -> None:
        await self.die()
        await self.exchange.close()
        await self.store.close()


class Page:
    """Whoever is at the end of a connection, which lasts while in the block."""

    def __init__(self, connect: Callable[[Send], Listener]) -> None:
        self.frames: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self._listener = connect(self._send)
        self.over = asyncio.create_task(self._listener.run())

    async def __aenter__(self) -> "Page":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        self.over.cancel()
        await asyncio.wait([self.over])

    async def _send(self, data: str | bytes) -> None:
        if isinstance(data, str):
            self.events.append(event_of(data))
            return
        self.frames.append(meta_of(data))
        await self.say("ack", seq=self.frames[-1]["seq"])

    async def say(self, type: str, **fields: Any) -> None:
        text = json.dumps({"type": type, **fields})
        if not self._listener.at_once(text):
            await self._listener.receive(text)

    async def told(self, type: str) -> dict[str, Any]:
        """Wait for an event; the first of its kind."""
        await reached(lambda: any(event["type"] == type for event in self.events))
        return next(event for event in self.events if event["type"] == type)

    async def ended(self) -> tuple[int, str]:
        """Wait for the end of the connection; why."""
        with pytest.raises(Refused) as refused:
            await self.over
        return refused.value.code, str(refused.value)


@asynccontextmanager
async def processes(broker: Broker) -> AsyncIterator[tuple[Process, Process, Shelf]]:
    shelf = Shelf()
    here, there = (Process(name, shelf, broker) for name in ("here", "there"))
    try:
        await reached(lambda: len(broker.channels) == 2)
        yield here, there, shelf
    finally:
        for each in (here, there):
            await each.close()
        await all_end()


def between(broker: Broker, work: Callable[[Process, Process, Shelf], Awaitable[None]]) -> None:
    async def begin() -> None:
        async with processes(broker) as (here, there, shelf):
            await work(here, there, shelf)

    go(begin)


async def elsewhere(process: Process, session: Session) -> Elsewhere:
    found = await process.exchange.find(session.id)
    assert isinstance(found, Elsewhere)
    return found


def test_a_run_that_nobody_looks_at_comes_to_whoever_asks(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        found = await asyncio.gather(*(there.exchange.find(session.id) for _ in range(3)))
        assert all(each is found[0] for each in found)
        assert isinstance(found[0], Session)
        assert (len(here.store), len(there.store)) == (0, 1)
        assert shelf.owners == {session.id: "there"}
        assert await there.exchange.find("nothing") is None

    between(broker, work)


def test_a_run_that_is_looked_at_is_driven_from_elsewhere(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        stop = session.listeners.listen(lambda event: None)
        place = await elsewhere(there, session)
        assert place == Elsewhere(session.id, "here")
        async with Page(lambda send: there.exchange.call(place, send)) as page:
            await page.say("hello", token=session.credentials.token)
            assert (await page.told("welcome"))["role"] == "driver"
            await page.say("watch", panels={"network": {}})
            await page.say("seek", step=4, op=7)
            await reached(lambda: page.frames and page.frames[-1]["op"] == 7)
            assert session.run.position == (4, 7)
            assert (here.exchange.guests, there.exchange.calls) == (1, 1)
        await reached(lambda: here.exchange.guests == 0)
        assert there.exchange.calls == 0
        stop()

    between(broker, work)


def test_who_may_seizes_a_run_and_others_look_at_a_copy(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        session.listeners.listen(lambda event: None)
        copy = await there.exchange.look(session.id)
        assert copy is not None
        assert copy is not session
        assert there.store.get(session.id) is None
        assert shelf.owners == {session.id: "here"}
        seized = await there.exchange.seize(session.id)
        assert seized is there.store.get(session.id)
        assert seized is not None
        assert here.store.get(session.id) is None
        assert await there.exchange.seize(session.id) is seized

    between(broker, work)


def test_a_class_is_followed_from_elsewhere(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        session.listeners.listen(lambda event: None)
        place = await there.exchange.find_class(session.credentials.watch_code)
        assert isinstance(place, Elsewhere)
        classroom = await there.exchange.classroom(place)
        assert await there.exchange.classroom(place) is classroom
        assert await there.exchange.find_class(session.credentials.watch_code) is place
        async with Page(lambda send: Follower(classroom, send, SETTINGS)) as page:
            await page.say("hello")
            assert (await page.told("welcome"))["role"] == "follower"
            await reached(lambda: page.frames)
            assert len(session.classroom) == 1
        await reached(lambda: not len(session.classroom))
        assert not there.exchange.calls

    between(broker, work)


def test_calls_end_with_the_process_that_has_the_run(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        session.listeners.listen(lambda event: None)
        place = await elsewhere(there, session)
        async with Page(lambda send: there.exchange.call(place, send)) as page:
            await page.say("hello", token=session.credentials.token)
            await page.told("welcome")
            await here.die()
            await page.say("seek", step=1, op=0)
            assert await page.ended() == MOVED
        assert there.exchange.calls == 0

    between(broker, work)


def test_who_leaves_sends_guests_away_and_takes_none_in(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        session.listeners.listen(lambda event: None)
        place = await elsewhere(there, session)
        async with Page(lambda send: there.exchange.call(place, send)) as page:
            await page.say("hello", token=session.credentials.token)
            await page.told("welcome")
            await here.exchange.leave()
            code, _ = await page.ended()
            assert code == 1012
        async with Page(lambda send: there.exchange.call(place, send)) as page:
            assert (await page.ended())[0] == 1012
        assert here.exchange.guests == 0

    between(broker, work)


def test_a_call_to_a_run_that_is_no_more_is_sent_away(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        place = Elsewhere("nothing", "here")
        async with Page(lambda send: there.exchange.call(place, send)) as page:
            await page.say("hello")
            assert await page.ended() == MOVED

    between(broker, work)


def test_whoever_has_ended_a_conversation_is_not_talked_to(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        session.listeners.listen(lambda event: None)
        place = await elsewhere(there, session)
        async with Page(lambda send: there.exchange.call(place, send)) as page:
            await page.say("hello", token=session.credentials.token)
            await page.told("welcome")
            here.exchange._parties.clear()  # as after a restart under the same name
            await page.say("seek", step=1, op=0)
            assert await page.ended() == MOVED

    between(broker, work)


def test_a_run_of_a_dead_process_is_waited_for_no_longer_than_its_lease(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        session = await here.open()
        await here.die()
        broker.leases.remove("backstep:replica:here")
        monkeypatch.setattr(SETTINGS, "lease_seconds", -2.0)  # it has just ended
        with pytest.raises(StoreError, match="does not answer"):
            await there.exchange.find(session.id)
        # Once the store has given it up it is anybody's.
        monkeypatch.setattr(SETTINGS, "lease_seconds", 1000.0)
        shelf.owners.clear()
        assert isinstance(await there.exchange.find(session.id), Session)

    between(broker, work)


def test_a_process_alone_asks_nobody() -> None:
    async def work() -> None:
        alone = Exchange(MemoryStore(Settings()), Settings())
        assert alone.state == "alone"
        await alone.run()
        await alone.leave()
        await alone.close()

    go(work)


def test_the_state_is_that_of_the_link(broker: Broker) -> None:
    async def work(here: Process, there: Process, shelf: Shelf) -> None:
        assert here.exchange.state == "ok"
        broker.down = True
        await reached(lambda: here.exchange.state == "failing")
        broker.down = False
        await reached(lambda: here.exchange.state == "ok")

    between(broker, work)
