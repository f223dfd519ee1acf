"""Messages from one process to another, through a Redis that is made up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from backstep.sessions.replicas import link
from backstep.sessions.replicas.link import Link
from backstep.sessions.replicas.messages import Head
from backstep.sessions.stores.records import StoreError
from tests.sessions.ending import all_end
from tests.sessions.replicas.broker import Broker
from tests.waiting import go, reached

Heard = tuple[str, Head, bytes]


class Process:
    """One with a link, what it heard, and who was gone."""

    def __init__(self, name: str, broker: Broker) -> None:
        self.heard: list[Heard] = []
        self.gone: list[str | None] = []
        self.link = Link("redis://x", name, lambda *said: self.heard.append(said), self.gone.append)
        self.task = asyncio.create_task(self.link.run())
        broker.leases.add(f"backstep:replica:{name}")


@asynccontextmanager
async def processes(broker: Broker, *names: str) -> AsyncIterator[list[Process]]:
    found = [Process(name, broker) for name in names]
    try:
        await reached(lambda: len(broker.channels) == len(names))
        yield found
    finally:
        for each in found:
            each.task.cancel()
            await each.link.close()
        await all_end()


def between(broker: Broker, work: Callable[[Process, Process], Awaitable[None]]) -> None:
    async def begin() -> None:
        async with processes(broker, "a", "b") as (a, b):
            await work(a, b)

    go(begin)


def test_what_is_said_is_heard_in_order_and_whole(broker: Broker) -> None:
    async def work(a: Process, b: Process) -> None:
        for number in range(500):  # more than are sent at once
            a.link.send("b", {"do": "say", "number": number}, b"\n%d" % number)
        await a.link.said()
        await reached(lambda: len(b.heard) == 500)
        assert [head["number"] for _, head, _ in b.heard] == list(range(500))
        assert {peer for peer, _, _ in b.heard} == {"a"}
        assert b.heard[7][2] == b"\n7"
        # What it says to itself, to hear that it is heard, is nothing to tell.
        assert a.heard == []
        assert a.gone == b.gone == []

    between(broker, work)


def test_whoever_is_not_there_is_gone(broker: Broker) -> None:
    async def work(a: Process, b: Process) -> None:
        a.link.send("nobody", {"do": "say"})
        await reached(lambda: a.gone)
        assert set(a.gone) == {"nobody"}
        assert b.gone == []

    between(broker, work)


def test_alive_is_who_has_a_lease_and_listens(broker: Broker) -> None:
    async def work(a: Process, b: Process) -> None:
        broker.leases.add("backstep:replica:deaf")
        assert await a.link.alive(["a", "b", "deaf", "nobody"]) == {"a", "b"}
        broker.leases.remove("backstep:replica:b")
        assert await a.link.alive(["b"]) == set()

    between(broker, work)


def test_a_peer_whose_lease_has_ended_is_gone(broker: Broker) -> None:
    async def work(a: Process, b: Process) -> None:
        a.link.peers = lambda: {"b"}
        broker.leases.remove("backstep:replica:b")
        await reached(lambda: "b" in a.gone)
        assert b.gone == []

    between(broker, work)


def test_trouble_ends_all_conversations_and_is_over_with_redis_back(
    broker: Broker, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(a: Process, b: Process) -> None:
        broker.down = True
        await reached(lambda: None in a.gone and None in b.gone)
        assert a.link.trouble
        a.link._hearing.set()  # as if it had not noticed yet
        with pytest.raises(StoreError):
            await a.link.alive(["b"])
        broker.down = False
        await reached(lambda: not a.link.trouble and not b.link.trouble)
        a.link.send("b", {"do": "say"})
        await reached(lambda: b.heard)

    between(broker, work)
    assert "other processes cannot be talked to: no Redis" in caplog.text
    assert "other processes can be talked to again" in caplog.text


def test_who_hears_not_even_itself_begins_anew(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence = link._SILENCE

    async def work(a: Process, b: Process) -> None:
        monkeypatch.setattr(link, "_SILENCE", -1.0)
        await reached(lambda: None in a.gone)
        monkeypatch.setattr(link, "_SILENCE", silence)
        await reached(lambda: not a.link.trouble)

    between(broker, work)


def test_what_cannot_be_sent_is_not_waited_for_for_ever(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        monkeypatch.setattr(link, "_PATIENCE", 0.01)
        heard: list[Heard] = []
        alone = Link("redis://x", "a", lambda *said: heard.append(said), lambda peer: None)
        alone.send("b", {"do": "say"})
        await alone.said()
        with pytest.raises(StoreError):
            await alone.alive(["b"])

    go(work)
