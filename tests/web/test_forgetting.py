"""What has ended is gone at once: while somebody plays nobody looks for garbage."""

import gc
import weakref
from collections.abc import Iterator
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backstep.sessions.classroom import follower
from backstep.sessions.client import client
from backstep.sessions.replicas import classes, parties
from backstep.sessions.session import Session
from backstep.web.http.services import services_of
from tests import waiting
from tests.redis_server import RedisServer
from tests.web.streams import Stream, following, presenting, run_of, stand
from tests.web.test_replicas import holder, replica

FAR = (classes.ClassRelay, classes.RemoteClassroom, parties.Call, parties.Guest)
Kept = weakref.WeakSet[Any]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Who was made and is still there."""
    found: Kept = weakref.WeakSet()
    for kind in (Session, client.Client, follower.Follower, *FAR):
        begin = kind.__init__

        def noted(self: Any, *given: Any, begin: Any = begin, **named: Any) -> None:
            begin(self, *given, **named)
            found.add(self)

        monkeypatch.setattr(kind, "__init__", noted)
    gc.collect()
    gc.disable()
    yield found
    gc.enable()


def run_and_end(web: TestClient, ending: str) -> None:
    run = run_of(web)
    with (
        web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket,
        web.websocket_connect(f"/api/watch/{run['watch_code']}/stream") as followed,
    ):
        talk, phone = Stream(socket), Stream(followed)
        talk.ask("hello", token=run["token"])
        phone.send("hello")
        racers = [{"optimizer": {"name": "adam"}}]
        drawn = {"slice": {"parameter": "layers.0.bias.0"}, "surface": {"plane": "pca"}}
        talk.ask("watch", panels={"network": {}, "race": {"racers": racers}, **drawn})
        talk.until("race.0.losses")
        talk.ask("present", panels={"network": {}})
        talk.move("forward", by="step", count=3)
        talk.ask("edit", changes={"training": {"l2": 0.1}})
        talk.ask("edit", changes={"data": {"samples": 60}})
        talk.ask("nonsense")
        if ending == "refused":
            talk.send("hello", token="not the run's")
            while talk.receive()["type"] != "close":
                pass
    store = services_of(cast(FastAPI, web.app)).store
    assert store.get(run["id"]) is not None
    holder = {"Authorization": f"Bearer {run['token']}"}
    assert web.delete(f"/api/runs/{run['id']}", headers=holder).status_code == 204


@pytest.mark.parametrize("ending", ["gone", "refused"])
def test_nothing_of_a_run_is_left(web: TestClient, kept: Kept, ending: str) -> None:
    run_and_end(web, ending)
    assert_gone(kept)


def assert_gone(kept: Kept) -> None:
    """All are gone soon: who draws is told to stop first."""
    waiting.until(lambda: not len(kept))


def test_nothing_is_left_of_a_run_that_others_talked_to(redis: RedisServer, kept: Kept) -> None:
    with replica(redis) as here, replica(redis) as there:
        run = run_of(here)
        with presenting(here, run) as driver:
            with presenting(there, run) as far, following(there, run["watch_code"]) as phone:
                far.move("seek", step=3, op=2)
                stand(phone, 3, 2)
                far.ask("edit", changes={"data": {"samples": 60}})
                assert there.get(f"/api/runs/{run['id']}").status_code == 200
            driver.move("forward")
        assert here.delete(f"/api/runs/{run['id']}", headers=holder(run)).status_code == 204
        assert_gone(kept)
