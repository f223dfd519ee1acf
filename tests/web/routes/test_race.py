"""A race over the stream: in step with the run, the same numbers as on the server, clear errors."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from backstep.protocol.stream.panels import MAX_RACERS
from tests.web.streams import Stream, run_of, stream

ADAM = {"optimizer": {"name": "adam", "learning_rate": 0.1}}
SLOW = {"optimizer": {"name": "sgd", "learning_rate": 0.003}}
BLOWN = {"optimizer": {"name": "sgd", "learning_rate": 100}}


def level(talk: Stream, updates: int) -> list[dict[str, Any]]:
    """Read frames until every racer has done that many updates; return the racers."""
    while True:
        racers: list[dict[str, Any]] = talk.meta.get("race", {}).get("racers", [])
        if racers and all(each["updates"] == updates or each["failure"] for each in racers):
            return racers
        talk.receive()


def test_racers_step_with_the_run_and_are_the_runs_of_their_optimizers(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("watch", panels={"race": {"racers": [ADAM, SLOW]}})
        talk.move("forward", by="step", count=30)
        losses = [each["loss"] for each in level(talk, 30)]
        curves = [talk.tensors[f"race.{number}.losses"] for number in (0, 1)]
        talk.move("back", by="step", count=10)
        before = [each["loss"] for each in level(talk, 20)]
    for number, racer in enumerate((ADAM, SLOW)):
        with stream(web, {"training": racer}) as talk:
            talk.ask("watch", panels={"curve": {}})
            talk.move("forward", by="step", count=30)
            assert talk.meta["losses"]["train"] == losses[number]
            talk.until("curve.train")
            np.testing.assert_array_equal(talk.tensors["curve.train"], curves[number])
            talk.move("back", by="step", count=10)
            assert talk.meta["losses"]["train"] == before[number]


def test_a_racer_that_fails_says_where(web: TestClient) -> None:
    with stream(web, {"data": {"name": "plane"}}) as talk:
        talk.ask("watch", panels={"race": {"racers": [BLOWN, SLOW]}})
        talk.move("seek", step=999, op=14)
        blown, calm = level(talk, 1000)
        assert calm["failure"] is None
        failure = blown["failure"]
    with stream(web, {"data": {"name": "plane"}, "training": BLOWN}) as talk:
        talk.move("seek", step=999, op=14)
        assert talk.meta["failure"] == failure
        assert failure is not None


@pytest.mark.parametrize(
    ("panel", "field", "message"),
    [
        ({}, "racers", "required"),
        ({"racers": []}, "racers", "at least 1"),
        ({"racers": [ADAM] * (MAX_RACERS + 1)}, "racers", "at most 4"),
        ({"racers": [{"optimizer": {"name": "lion"}}]}, "racers.0.optimizer.name", "adagrad"),
        (
            {"racers": [ADAM, {"optimizer": {"name": "sgd", "learning_rate": 1001}}]},
            "racers.1.optimizer.learning_rate",
            "allowed: 0 to 1000",
        ),
        ({"racers": [ADAM], "start": -1}, "start", "at least 0"),
    ],
)
def test_what_cannot_race_is_refused_by_name(
    web: TestClient, panel: dict[str, Any], field: str, message: str
) -> None:
    with stream(web) as talk:
        answer = talk.ask("watch", panels={"race": panel})
        assert answer["type"] == "error"
        assert answer["field"] == f"panels.race.{field}"
        assert message in answer["message"]


def test_a_run_has_only_so_many_races(web: TestClient) -> None:
    run = run_of(web)
    path = f"/api/runs/{run['id']}/stream"
    with (
        web.websocket_connect(path) as a,
        web.websocket_connect(path) as b,
        web.websocket_connect(path) as c,
        web.websocket_connect(path) as d,
        web.websocket_connect(path) as e,
    ):
        talks = [Stream(each) for each in (a, b, c, d, e)]
        answers = []
        for start, talk in enumerate(talks):
            talk.ask("hello")
            panels = {"race": {"racers": [ADAM], "start": start}}
            answers.append(talk.ask("watch", panels=panels))
        assert [each["type"] for each in answers] == ["frame"] * 4 + ["error"]
        assert answers[-1]["field"] == "panels.race"
        talks[0].ask("watch", panels={})
        assert talks[-1].ask("watch", panels=panels)["type"] == "frame"
