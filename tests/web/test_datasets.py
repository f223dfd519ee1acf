"""Data sets of one's own over HTTP: sent, corrected, trained on, let go of."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from backstep.data.own.own_set import OwnSet
from backstep.sessions.stores.sets import MemorySets
from backstep.settings import Settings
from backstep.web.application import create_app
from tests.web.conftest import Stream

FLOWERS = "length;width;species\n" + "\n".join(
    f"{i / 2};{i % 4};{('a', 'b', 'c')[i % 3]}" for i in range(30)
)


def sent(web: TestClient, data: str | bytes = FLOWERS, **choices: Any) -> dict[str, Any]:
    raw = data.encode() if isinstance(data, str) else data
    found: dict[str, Any] = web.post("/api/datasets", content=raw, params=choices).json()
    return found


def test_a_file_is_told_of_and_trained_on(web: TestClient) -> None:
    told = sent(web)
    assert [each["type"] for each in told["columns"]] == ["number", "number", "category"]
    assert (told["separator"], told["header"], told["target"]) == (";", True, "species")
    assert told["first"][0] == {"line": 2, "cells": ["0.0", "0", "a"]}
    data = {"name": told["id"], "test_share": 0.2}
    run = web.post("/api/runs", json={"spec": {"data": data}}).json()
    with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
        talk = Stream(socket)
        talk.ask("hello", token=run["token"])
        layout = talk.events[0]["layout"]
        assert layout["sizes"] == [2, 4, 2, 3]
        assert layout["inputs"] == ["length", "width"]
        assert (layout["plane"], layout["train_size"], layout["test_size"]) == (2, 24, 6)
        talk.move("forward", by="epoch")
        edited = talk.ask("edit", changes={"data": {"test_share": 0.5}})
        assert edited["layout"]["train_size"] == 15
        assert f"data={told['id']}" in edited["query"]


def test_the_address_of_a_set_opens_it(web: TestClient) -> None:
    told = sent(web)
    assert told["id"] in web.get(f"/?data={told['id']}").text


def test_the_address_of_a_set_that_is_gone_opens_another_and_says_so(web: TestClient) -> None:
    page = web.get("/?hidden=7&data=own-30x2x3-" + "A" * 20).text
    assert "it has expired; upload it again" in page
    assert '"name": "circle"' in page


def test_a_form_brings_a_file_too(web: TestClient) -> None:
    form = {"file": ("flowers.csv", FLOWERS.encode("utf-16"), "text/csv")}
    told = web.post("/api/datasets", files=form).json()
    assert (told["encoding"], told["rows"]) == ("utf-16", 30)


def test_guesses_are_corrected_by_saying_it(web: TestClient) -> None:
    told = sent(web, header=False, types="category,,skip", target="column 2")
    assert told["header"] is False
    assert [each["type"] for each in told["columns"]] == ["category", "number", "ignore"]
    # The header's word is no number, and there are as many categories as rows.
    assert ("not_a_number", 1) in {(each["kind"], each["line"]) for each in told["problems"]}
    assert len(told["inputs"]) == told["rows"] == 31
    assert sent(web, task="regression", target="width")["classes"] is None


def test_a_file_that_cannot_be_trained_on_is_a_problem_that_shows_it(web: TestClient) -> None:
    answer = web.post("/api/datasets", content=b"x,label\n1,a\n2,a\n3,a\n4,a\n5\n")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["errors"] == [
        {"field": "column label", "message": "every row has the class “a”: nothing to tell apart"}
    ]
    assert told["id"] is None
    assert len(told["first"]) == 4
    assert [each["kind"] for each in told["problems"]] == ["one_class", "ragged"]


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"separator": "x"}, "separator"),
        ({"encoding": "klingon"}, "encoding"),
        ({"types": "number,thing"}, "types"),
        ({"task": "guessing"}, "task"),
        ({"header": "perhaps"}, "query.header"),
    ],
)
def test_what_cannot_be_chosen_is_named(
    web: TestClient, choices: dict[str, str], field: str
) -> None:
    assert sent(web, **choices)["errors"][0]["field"] == field


def test_a_long_file_is_refused() -> None:
    settings = Settings.model_validate({"uploads": {"bytes": 1000}})
    with TestClient(create_app(settings)) as web:
        assert web.post("/api/datasets", content=b"a,b\n" * 300).status_code == 413


def test_a_set_nobody_has_is_told(web: TestClient) -> None:
    name = "own-30x2x3-" + "A" * 20
    answer = web.post("/api/runs", json={"spec": {"data": {"name": name}}})
    assert answer.json()["errors"] == [
        {
            "field": "data.name",
            "message": "there is no such set: it has expired; upload it again",
        }
    ]


def test_what_a_set_asks_for_is_checked_by_its_name(web: TestClient) -> None:
    name = "own-20000x256x50-" + "A" * 20
    answer = web.post("/api/runs", json={"spec": {"data": {"name": name}}})
    assert answer.json()["errors"][0]["field"] == "data.name"
    assert "examples × units" in answer.json()["errors"][0]["message"]


def a_set(rows: int = 5) -> OwnSet:
    x = np.zeros((rows, 1))
    return OwnSet("regression", None, ("x",), x, x, np.array([True]), 1)


def test_the_sets_used_last_are_kept() -> None:
    sets = MemorySets(Settings.model_validate({"uploads": {"sets": 2}}))
    first, second = sets.add(a_set()), sets.add(a_set())
    assert sets.get(first)
    third = sets.add(a_set())
    assert [sets.get(each) is not None for each in (first, second, third)] == [True, False, True]


def test_sets_have_so_much_memory() -> None:
    sets = MemorySets(Settings.model_validate({"uploads": {"memory": 700}}))
    ids = [sets.add(a_set(20)) for _ in range(4)]
    assert [sets.get(each) is not None for each in ids] == [False, False, True, True]


def test_a_set_expires_unless_a_run_uses_it() -> None:
    sets = MemorySets(Settings(idle_seconds=0))
    gone = sets.add(a_set())
    assert sets.get(gone) is None
    own = a_set()
    name = sets.add(own)
    data = own.split(np.random.default_rng(0), 0.2)
    del own
    assert sets.get(name) is not None
    del data
    assert sets.get(name) is None
