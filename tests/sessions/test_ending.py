"""Whatever lives long ends when it is told to while it waits, told once."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import pytest

from backstep.protocol.spec.schema import Spec
from backstep.protocol.stream.panels import Race as Options
from backstep.sessions.classroom.follower import Follower
from backstep.sessions.client.client import Client
from backstep.sessions.client.conversation import converse
from backstep.sessions.client.surface_worker import SurfaceWorker
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.replicas.classes import ClassRelay, RemoteClassroom
from backstep.sessions.replicas.exchange import Exchange
from backstep.sessions.replicas.link import Link
from backstep.sessions.replicas.parties import Call, Guest
from backstep.sessions.session import Session
from backstep.sessions.state import Playback
from backstep.sessions.stores.records import StoreError
from backstep.sessions.tasks import end
from backstep.sessions.view import landscape
from backstep.settings import Settings
from backstep.web.http.streams import Streams
from tests.redis_server import RedisServer
from tests.sessions.ending import all_end, forever, waits
from tests.waiting import go

SETTINGS = Settings()
TURNS = 60  # of the event loop, in which a connection to Redis is made and used


def session() -> Session:
    return Session(Spec(), SETTINGS)


def cancelled(work: Awaitable[Any]) -> Callable[[], object]:
    """Begin it; how it is told to end."""
    return asyncio.ensure_future(work).cancel


def client() -> Callable[[], object]:
    return cancelled(Client(session(), forever).run())


def drawing() -> Callable[[], object]:
    nothing = SurfaceWorker(session(), "surface", lambda: None, lambda: True, lambda drawn: None)
    return cancelled(nothing.run())


def follower() -> Callable[[], object]:
    return cancelled(Follower(session().classroom, forever, SETTINGS).run())


def envoy() -> Callable[[], object]:
    follows = ClassRelay(session().classroom, forever, SETTINGS)
    work = asyncio.ensure_future(follows.run())

    def stop() -> None:
        work.cancel()
        follows.close()

    return stop


def call() -> Callable[[], object]:
    return cancelled(Call(forever, lambda said: None, lambda: None, 20).run())


def sending() -> Callable[[], object]:
    begun = Call(forever, lambda said: None, lambda: None, 20)
    begun.hear("what is not taken")
    return cancelled(begun.run())


def guest() -> Callable[[], object]:
    async def make(send: Any) -> Client:
        return Client(session(), send)

    begun = Guest(make, lambda said: None)
    begun.start(lambda why: None)
    return lambda: begun.end((1012, "over"))


def conversation() -> Callable[[], object]:
    return cancelled(converse(Client(session(), forever), forever, forever, forever))


def far_classroom() -> Callable[[], object]:
    far = RemoteClassroom(b"", lambda said: None, lambda: None, SETTINGS)
    return lambda: far.end((1012, "over"))


def player() -> Callable[[], object]:
    plays = session()
    plays.listeners.listen(lambda event: None)
    plays.player.play(Playback("step", 0.02))
    return plays.close


def race() -> Callable[[], object]:
    optimizer = {"name": "sgd", "learning_rate": 0.1}
    asked = Options.model_validate({"start": 0, "racers": [{"optimizer": optimizer}]})
    raced = session()
    _, leave = raced.races.join(raced, asked.model_dump(), lambda: None)
    return leave


def tidy() -> Callable[[], object]:
    return cancelled(MemoryStore(SETTINGS).keep_tidy())


def streams() -> Callable[[], object]:
    return cancelled(Streams().until_leaving())


KINDS = [
    client, drawing, follower, envoy, call, sending, guest, conversation, far_classroom, player,
    race, tidy, streams,
]  # fmt: skip


@pytest.mark.parametrize("begin", KINDS)
def test_it_ends_when_it_is_told_once(begin: Callable[[], Callable[[], object]]) -> None:
    async def check() -> None:
        stop = begin()
        await waits()
        assert len(asyncio.all_tasks()) > 1
        stop()
        await all_end()

    go(check)


def test_a_thread_that_draws_stops_when_nobody_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def draw(*asked: Any) -> Iterator[Mapping[str, Any]]:
        begun.set()
        while not asked[-1]():
            yield from ()
        ended.set()

    monkeypatch.setitem(landscape.PANELS, "surface", draw)

    async def check() -> None:
        made = SurfaceWorker(session(), "surface", lambda: {}, lambda: True, lambda drawn: None)
        stop = cancelled(made.run())
        await asyncio.to_thread(begun.wait)
        stop()
        await all_end()
        await asyncio.to_thread(ended.wait)

    go(check)


class Stuck:
    """A store that does not answer before it is told to."""

    name = "stuck"

    def __init__(self) -> None:
        self.asked, self.answer = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Callable[..., None]:
        def work(*_: object) -> None:
            self.asked.set()
            self.answer.wait()

        return work


def test_a_store_that_does_not_answer_is_not_waited_for() -> None:
    records: Any = Stuck()

    async def check() -> None:
        store = MemoryStore(SETTINGS, records=records)
        for work in (store.keep_tidy, store.rest, store.close):
            stop = cancelled(work())
            await asyncio.to_thread(records.asked.wait)
            await waits()
            stop()
            await all_end()

    try:
        go(check)
    finally:
        records.answer.set()


@pytest.mark.parametrize("part", ["run", "_listen", "_speak", "_look"])
def test_what_talks_to_redis_ends_wherever_it_is(redis: RedisServer, part: str) -> None:
    """Cancelled once in each turn of the event loop while it connects, writes and reads."""

    async def check(turns: int) -> None:
        link = Link(redis.address, f"test-{part}", lambda *said: None, lambda who: None)
        if part == "_speak":
            link.send("nobody", {})
        elif part == "_look":
            link._hearing.set()
            link.peers = lambda: ["nobody"]
        task = asyncio.create_task(getattr(link, part)())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        await link.close()

    async def each() -> None:
        await asyncio.gather(*(check(turns) for turns in range(TURNS)))

    go(each)


def test_a_link_listens_again_wherever_it_was_when_it_failed(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backstep.sessions.replicas.link._AGAIN", 0)

    async def check() -> None:
        link = Link(redis.address, "test-again", lambda *said: None, lambda who: None)
        turns, look, last = iter(range(TURNS)), link._look, asyncio.Event()

        async def fail() -> None:
            """In another turn of the event loop each time, while the others connect."""
            for after in turns:
                for _ in range(after):
                    await asyncio.sleep(0)
                raise StoreError("on purpose")
            last.set()
            await look()

        monkeypatch.setattr(link, "_look", fail)
        task = asyncio.create_task(link.run())
        await last.wait()
        await link._hearing.wait()
        assert await link.alive(["nobody"]) == set()
        await end([task])
        await link.close()

    go(check)


def test_finding_a_run_ends_with_the_exchange(redis: RedisServer) -> None:
    records: Any = Stuck()

    async def check() -> None:
        store = MemoryStore(SETTINGS, records=records)
        exchange = Exchange(store, Settings(store=redis.address))
        stop = cancelled(exchange.run())
        found = asyncio.ensure_future(exchange.find("a run"))
        await asyncio.to_thread(records.asked.wait)
        stop()
        await exchange.close()
        await asyncio.wait({found})
        records.answer.set()
        await all_end()

    try:
        go(check)
    finally:
        records.answer.set()
