"""The expression lab's endpoint, compared with docs/protocol.md."""

import pytest
from fastapi.testclient import TestClient

from tests.protocol import documentation as docs

SECTION = "Expressions"


def test_an_answer_has_the_fields_documented(web: TestClient) -> None:
    body = {"formula": "x*y + sin(x) - 2", "values": {"x": 2, "unused": 5}}
    answer = web.post("/api/expressions", json=body).json()
    expected = docs.keys(docs.example(SECTION, '{"formula": "x*y + sin(x)",\n'))
    assert set(answer) == expected[""]
    for kind in ("variables", "nodes", "edges"):
        for row in answer[kind]:
            assert set(row) == expected[kind]
    x, y = answer["variables"]
    assert (x["name"], x["value"], y["value"]) == ("x", 2, 1)
    assert x["agrees"]
    assert set(x["paths"][0]) == expected["paths"]
    value = answer["nodes"][-1]["value"]
    assert value == pytest.approx(0.9092974268)


def test_a_number_beyond_all_bounds_is_null(web: TestClient) -> None:
    answer = web.post("/api/expressions", json={"formula": "log(x) - x", "values": {"x": -1}})
    assert answer.status_code == 200
    assert answer.json()["nodes"][-1]["value"] is None


def test_a_refusal_points_at_the_character(web: TestClient) -> None:
    answer = web.post("/api/expressions", json={"formula": "2x"})
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["at"], problem["kind"], problem["errors"][0]["field"]) == (
        1, "operator", "formula",
    )  # fmt: skip
    assert "2*x" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "formula"),
        ({"formula": 3}, "formula"),
        ({"formula": "x", "values": {"x": "big"}}, "values.x"),
        ({"formula": "x", "values": {"x": 1e300}}, "values.x"),
        ({"formula": "x", "value": {}}, "value"),
        ([], "spec"),
    ],
)
def test_a_body_is_refused_by_field(web: TestClient, body: object, field: str) -> None:
    answer = web.post("/api/expressions", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("query", "header", "locale"),
    [
        ("", "", "en"),
        ("", "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("", "de, en;q=0.5, ru;q=0.7", "ru"),
        ("", "ru;q=0, en", "en"),
        ("?locale=en", "ru", "en"),
        ("?locale=xx", "ru", "ru"),
    ],
)
def test_the_page_is_in_the_language_asked_for(
    web: TestClient, query: str, header: str, locale: str
) -> None:
    answer = web.get(f"/expression{query}", headers={"Accept-Language": header})
    assert answer.headers["content-language"] == locale
    assert f'<html lang="{locale}">' in answer.text
