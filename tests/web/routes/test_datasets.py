"""Uploaded data sets over HTTP: sent, corrected, trained on, dropped."""

from typing import Any, cast

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backstep.data.description import Description
from backstep.data.own.own_set import OwnSet
from backstep.sessions.stores import sets_format
from backstep.sessions.stores.sets import MemorySets
from backstep.settings import Settings
from backstep.web.application import create_app
from backstep.web.http.services import services_of
from tests.web.streams import presenting, run_of

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
    run = run_of(web, {"data": data})
    with presenting(web, run) as talk:
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
    # The header is not a number, and there are as many categories as rows.
    assert ("not_a_number", 1) in {(each["kind"], each["line"]) for each in told["problems"]}
    assert len(told["inputs"]) == told["rows"] == 31
    assert sent(web, task="regression", target="width")["classes"] is None


def test_a_file_that_cannot_be_trained_on_is_a_problem_that_shows_it(web: TestClient) -> None:
    answer = web.post("/api/datasets", content=b"x,label\n1,a\n2,a\n3,a\n4,a\n5\n")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    (error,) = told["errors"]
    assert error["field"] == "column label"
    assert error["message"] == "every row has the class “a”: there is nothing to distinguish"
    assert error["key"] == "problems.kinds.one_class"
    assert error["values"]["value"] == "a"
    assert told["id"] is None
    assert len(told["first"]) == 4
    assert [each["kind"] for each in told["problems"]] == ["one_class", "ragged"]


GAPS = "age;income;city;k\n" + "\n".join(
    f"{20 + i};{'NA' if i % 5 == 0 else f'1.{i % 9}50,5'};"
    f"{('NA', 'Rome', 'Oslo')[i % 3]};{'ab'[i % 2]}"
    for i in range(12)
)


def test_missing_words_are_chosen_for_each_column(web: TestClient) -> None:
    def missing(**choices: str) -> list[int]:
        return [column["missing"] for column in sent(web, GAPS, **choices)["columns"]]

    assert missing() == [0, 3, 0, 0]  # NA is as frequent as Rome and Oslo: a city
    assert missing(**{"missing.city": "NA"}) == [0, 3, 4, 0]
    assert missing(**{"missing.city": "na,Rome"}) == [0, 3, 8, 0]
    assert missing(missing="NA") == [0, 3, 4, 0]
    assert missing(missing="NA", **{"missing.city": ""}) == [0, 3, 0, 0]
    told = sent(web, GAPS, missing="")
    assert [column["words"] for column in told["columns"]] == [[], [], [], []]
    assert {each["kind"] for each in told["problems"]} >= {"not_a_number"}


def test_what_was_guessed_is_answered_by_the_parameters_names(web: TestClient) -> None:
    told = sent(web, GAPS)
    guesses = {name: told[name] for name in ("separator", "decimal", "encoding", "header", "skip")}
    assert guesses == {
        "separator": ";", "decimal": ",", "encoding": "utf-8", "header": True, "skip": 0
    }  # fmt: skip
    assert told["types"] == ["number", "number", "category", "category"]
    assert told["missing"] == ["NA"]
    assert [column["role"] for column in told["columns"]] == ["input"] * 3 + ["target"]
    given = guesses | {"types": ",".join(told["types"]), "missing.income": "NA", "missing.city": ""}
    again = sent(web, GAPS, **given)
    assert again | {"id": None} == told | {"id": None}


def test_the_decimal_sign_and_skipped_lines_are_corrected(web: TestClient) -> None:
    text = "x;k\n1.250;a\n2.500;b\n3.750;a\n4.125;b\n"
    assert sent(web, text)["columns"][0]["mean"] == 2906.25
    assert sent(web, text, decimal=".")["columns"][0]["mean"] == 2.90625
    assert sent(web, "a title\n" + text)["skip"] == 1
    kept = sent(web, "a title\n" + text, skip=0, header=0)
    assert (kept["skip"], kept["header"], kept["rows"]) == (0, False, 6)
    assert sent(web, text, skip=2, header=0)["first"][0] == {"line": 3, "cells": ["2.500", "b"]}


def test_the_first_rows_are_shown_as_they_are_trained(web: TestClient) -> None:
    told = sent(web, "x,c,k\n1,r,a\n3,b,b\n5,r,a\n7,b,b\n")
    assert told["inputs"] == ["x", "c = b", "c = r"]
    first = told["trained"][0]
    assert (first["line"], first["y"]) == (2, [0.0])
    assert first["x"] == pytest.approx([-3 / 5**0.5, 0, 1])


def test_dates_are_ordered_as_is_said(web: TestClient) -> None:
    text = "d,k\n03/04/2024,a\n05/06/2024,b\n07/08/2024,a\n01/02/2024,b\n"
    told = sent(web, text)
    assert (told["types"][0], told["columns"][0]["order"]) == ("date", "mdy")
    assert "date_order" in {each["kind"] for each in told["problems"]}
    said = sent(web, text, **{"order.d": "dmy"})
    assert said["columns"][0]["order"] == "dmy"
    assert "date_order" not in {each["kind"] for each in said["problems"]}
    assert said["columns"][0]["mean"] != told["columns"][0]["mean"]


@pytest.mark.parametrize("name", ["circle", "sine", "digits"])
def test_an_exported_set_keeps_its_split(web: TestClient, name: str) -> None:
    spec = {"data": {"name": name, "samples": 90, "test_share": 0.3}}
    run = run_of(web, spec)
    text = web.get(f"/api/runs/{run['id']}/data.csv").content
    told = sent(web, text)
    assert (told["split"], told["test_share"]) == ("set", 0.3)
    again = run_of(web, {"data": {"name": told["id"]}})
    assert again["spec"]["data"]["test_share"] == 0.3
    exported = web.get(f"/api/runs/{again['id']}/data.csv").text
    assert _split(exported) == _split(text.decode())
    other = {"name": told["id"], "test_share": 0.5}
    anew = run_of(web, {"data": other})
    assert _split(web.get(f"/api/runs/{anew['id']}/data.csv").text).count("test") == 45
    assert sent(web, text, split="")["split"] is None


def _split(text: str) -> list[str]:
    return [line.rsplit(",", 1)[1] for line in text.splitlines()[1:]]


def test_a_client_leads_answers_back_to_the_numbers_of_the_file(web: TestClient) -> None:
    prices = [90_000 + 2_100 * i + i % 5 * 900 for i in range(40)]
    rows = "\n".join(f"{40 + 3 * i},{price}" for i, price in enumerate(prices))
    told = sent(web, f"area (m²),price (EUR)\n{rows}\n", name="houses.csv")
    with presenting(web, run_of(web, {"data": {"name": told["id"], "test_share": 0.2}})) as talk:
        own = talk.events[0]["layout"]["own"]
        assert (own["file"], own["target"]) == ("houses.csv", "price (EUR)")
        assert (own["inputs"]["units"], own["targets"]["units"]) == (["m²"], ["EUR"])
        (mean,), (deviation,) = own["targets"]["means"], own["targets"]["deviations"]
        talk.ask("watch", panels={"output": {}})
        found = talk.tensors["data.y"].ravel() * deviation + mean
        assert set(found.round().astype(int)) < set(prices)
        np.testing.assert_allclose([found.mean(), found.std()], [mean, deviation], rtol=1e-5)


def test_names_and_units_stay_with_the_set(web: TestClient) -> None:
    text = "area (m²),price (€)\n" + "\n".join(f"{30 + i},{1000 * i + 0.5}" for i in range(9))
    told = sent(web, text, name="houses.csv")
    assert [column["unit"] for column in told["columns"]] == ["m²", "€"]
    own = services_of(cast(FastAPI, web.app)).sets.get(told["id"])
    assert own is not None
    about = Description("houses.csv", "price (€)", "€", ("m²",))
    assert own.description == about
    assert sets_format.decode_set(sets_format.encode_set(own)).description == about
    data = own.split(np.random.default_rng(1), 0.2)
    assert data.description == about
    assert data.scales is not None
    assert data.scales[1].undo(data.train_y)[:, 0] == pytest.approx(
        [1000 * (area - 30) + 0.5 for area in data.scales[0].undo(data.train_x)[:, 0]]
    )


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"separator": "x"}, "separator"),
        ({"encoding": "klingon"}, "encoding"),
        ({"types": "number,thing"}, "types"),
        ({"task": "guessing"}, "task"),
        ({"header": "perhaps"}, "query.header"),
        ({"decimal": "'"}, "decimal"),
        ({"skip": "-1"}, "query.skip"),
        ({"order": "ydm"}, "order"),
        ({"order.width": "ydm"}, "order.width"),
        ({"missing.width": "x" * 4001}, "missing.width"),
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
    (error,) = answer.json()["errors"]
    assert error["field"] == "data.name"
    assert error["message"] == "there is no such set: it has expired; upload it again"


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
