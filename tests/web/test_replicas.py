"""Two servers on one Redis: any of them serves any run, and its class."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backstep.settings import Settings
from backstep.web.application import create_app
from backstep.web.http.services import Services, services_of
from tests import waiting
from tests.redis_server import RedisServer
from tests.web.streams import PANELS, following, presenting, run_of, stand, until, viewing


def replica(redis: RedisServer, **settings: Any) -> TestClient:
    # Nobody dies here, however busy the machine is.
    chosen: dict[str, Any] = {"lease_seconds": 1000.0, "flush_seconds": 0.1}
    chosen |= {"store": redis.address} | settings
    return TestClient(create_app(Settings(**chosen)))


@pytest.fixture
def pair(redis: RedisServer) -> Iterator[tuple[TestClient, TestClient]]:
    with replica(redis) as here, replica(redis) as there:
        yield here, there


def services(web: TestClient) -> Services:
    assert isinstance(web.app, FastAPI)
    return services_of(web.app)


def holder(run: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {run['token']}"}


def leases(web: TestClient) -> float:
    return gauge(web, "backstep_leases")


def gauge(web: TestClient, name: str) -> float:
    lines = web.get("/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).split()[1])


def test_a_run_is_driven_where_its_maker_is_not(pair: tuple[TestClient, TestClient]) -> None:
    here, there = pair
    run = run_of(here)
    # While somebody is connected to it, it stays; whoever is elsewhere is heard all the same.
    with presenting(here, run) as driver, presenting(there, run) as other:
        assert (leases(here), leases(there)) == (1, 0)
        assert (gauge(there, "backstep_calls"), gauge(here, "backstep_guests")) == (1, 1)
        assert other.move("seek", step=20, op=7) == (20, 7)
        stand(driver, 20, 7)
        assert other.numbers() == driver.numbers()
        changed = other.ask("set_parameter", tensor="layers.0.bias", index=[1], value=2.5)
        assert changed["type"] == "edited"
        assert until(driver, "edited")["edit"] == changed["edit"]
        assert other.ask("seek", step=-1, op=0)["code"] == "bad_command"
        driver.move("forward", by="step", count=3)
        seen = driver.numbers()
        place = {"step": driver.meta["step"], "op": driver.meta["op"]}
        # What is only looked at is a copy, up to the moment.
        assert there.get(f"/api/runs/{run['id']}").json()["position"] == place
        mine, its = (web.get(f"/api/runs/{run['id']}/checkpoint").content for web in pair)
        assert mine == its
    # Nobody is: who comes next has it, with the same bits.
    with presenting(there, run) as driver:
        stand(driver, **place)
        assert (
            driver.numbers().items()
            >= {name: each for name, each in seen.items() if name.startswith("parameters")}.items()
        )
        assert (leases(here), leases(there)) == (0, 1)


def test_a_viewer_elsewhere_may_only_watch(pair: tuple[TestClient, TestClient]) -> None:
    here, there = pair
    run = run_of(here)
    with presenting(here, run) as driver, viewing(there, run) as viewer:
        assert viewer.events[0]["role"] == "viewer"
        driver.move("seek", step=3, op=2)
        stand(viewer, 3, 2)
        assert viewer.ask("forward")["code"] == "not_driver"
        path = f"/api/runs/{run['id']}/stream"
        with there.websocket_connect(path) as socket:
            socket.send_json({"type": "hello", "token": "another"})
            assert socket.receive()["code"] == 4403
        with there.websocket_connect("/api/runs/nothing/stream") as socket:
            assert socket.receive()["code"] in (4404, 1013)
    waiting.until(lambda: gauge(here, "backstep_guests") == 0)


def test_a_follower_elsewhere_sees_each_step(pair: tuple[TestClient, TestClient]) -> None:
    here, there = pair
    run = run_of(here)
    with presenting(here, run) as driver, following(there, run["watch_code"]) as follower:
        assert there.get(f"/watch/{run['watch_code']}").status_code == 200
        welcome = next(event for event in follower.events if event["type"] == "welcome")
        assert welcome["role"] == "follower"
        assert "points.train.x" in follower.tensors or follower.tensors
        assert driver.ask("present", panels=PANELS)["followers"] == 1
        for step, op in ((0, 5), (2, 9), (30, 14)):
            driver.move("seek", step=step, op=op)
            stand(follower, step, op)
            for name, tensor in follower.tensors.items():
                if name in driver.tensors:
                    assert tensor.tobytes() == driver.tensors[name].tobytes(), name
        # Who comes late gets all of the moment, and the same as who is there.
        with (
            following(there, run["watch_code"]) as late,
            following(here, run["watch_code"]) as near,
        ):
            assert (late.meta["step"], late.meta["op"]) == (30, 14)
            assert late.numbers() == near.numbers()
            while until(driver, "class")["followers"] != 3:
                pass
        while until(driver, "class")["followers"] != 1:
            pass
        # A network that is no more is shown no more.
        driver.ask("edit", changes={"network": {"hidden": [{"units": 3, "activation": "relu"}]}})
        while follower.meta["run_epoch"] != 2:
            follower.receive()
        assert follower.events[-1]["layout"]["sizes"][1] == 3


def test_a_class_elsewhere_answers(pair: tuple[TestClient, TestClient]) -> None:
    here, there = pair
    run = run_of(here)
    with presenting(here, run) as driver, following(there, run["watch_code"]) as follower:
        driver.ask("present", panels=PANELS)
        driver.send("ask", text="Positive or negative?", choices=["positive", "negative"])
        question = until(follower, "question")
        assert follower.ask("answer", number=question["number"], choice=2)["code"] == "bad_value"
        follower.send("answer", number=question["number"], choice=1)
        while (until(driver, "class")["asked"] or {}).get("counts") != [0, 1]:
            pass
        with following(there, run["watch_code"]) as late:
            assert question in late.events
        driver.send("reveal", right=1, because="so it is")
        told = until(follower, "revealed")
        assert (told["right"], told["counts"]) == (1, [0, 1])
        late_answer = follower.ask("answer", number=question["number"], choice=0)
        assert late_answer["code"] == "bad_value"


def test_the_presenter_coming_again_elsewhere_ends_nothing(
    pair: tuple[TestClient, TestClient],
) -> None:
    here, there = pair
    run = run_of(here)
    with following(there, run["watch_code"]) as follower:
        for step, web in enumerate((here, there, here), 1):
            with presenting(web, run) as driver:
                driver.move("seek", step=step, op=2)
                stand(follower, step, 2)


def test_who_holds_the_token_brings_a_run_where_it_is_needed(
    pair: tuple[TestClient, TestClient],
) -> None:
    here, there = pair
    run = run_of(here)
    path = f"/api/runs/{run['id']}"
    with presenting(here, run) as driver:
        driver.move("seek", step=7, op=14)
        parameters = there.get(f"{path}/checkpoint").content
        refused = there.post(f"{path}/checkpoint", content=parameters)
        assert refused.status_code == 403
        assert leases(here) == 1
        done = there.post(f"{path}/checkpoint", content=parameters, headers=holder(run))
        assert done.json()["restarted"] is True
        # Who was connected comes back to where it is now.
        assert until(driver, "close")["code"] == 1012
        assert (leases(here), leases(there)) == (0, 1)
    with presenting(here, run) as driver, following(here, run["watch_code"]) as follower:
        assert here.delete(path, headers=holder(run)).status_code == 204
        assert until(driver, "close")["code"] in (1012, 4404)
        assert until(follower, "close")["code"] in (1012, 4404)
    for web in pair:
        assert web.get(path).status_code == 404
        with web.websocket_connect(f"{path}/stream") as socket:
            assert socket.receive()["code"] == 4404


def test_who_stops_leaves_its_runs_to_the_others(redis: RedisServer) -> None:
    with ExitStack() as stack:
        there = stack.enter_context(replica(redis))
        with replica(redis) as here:
            run = run_of(here)
            with presenting(here, run) as driver, presenting(there, run) as other:
                driver.move("seek", step=9, op=4)
                other.ask("play", by="step", rate=50)
                assert here.portal is not None
                here.portal.call(services(here).drain)
                assert until(other, "close")["code"] == 1012
                assert until(driver, "close")["code"] == 1012
            assert leases(here) == 0
            # It plays on when its driver is back.
            with presenting(there, run) as driver:
                while driver.meta.get("step", 0) < 12:
                    driver.receive()
            assert leases(there) == 1


def test_messages_that_may_not_have_been_heard_end_conversations(
    redis: RedisServer, pair: tuple[TestClient, TestClient]
) -> None:
    here, there = pair
    run = run_of(here)
    with presenting(here, run), presenting(there, run) as other, redis.client() as client:
        channels = [f"backstep:to:{services(each).store.persistence.name}" for each in pair]

        def hear() -> bool:
            return all(count == 1 for _, count in client.pubsub_numsub(*channels))

        assert hear()
        # What Redis does to one that does not read fast enough.
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        assert until(other, "close")["code"] == 1012
        # Whoever comes before both have found out is sent away again.
        waiting.until(hear)
    waiting.until(
        lambda: gauge(here, "backstep_guests") == 0 and gauge(there, "backstep_calls") == 0
    )
    with presenting(there, run) as driver:
        assert driver.move("forward") == (0, 1)
