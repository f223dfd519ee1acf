"""/openapi.json tells the truth: of every route, and of every answer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstep.settings import Rate, Rates, Settings
from backstep.web.application import create_app
from backstep.web.http.access import ACCESS
from backstep.web.http.answers import Problem
from backstep.web.http.description import ROUTES
from backstep.web.http.limits import Buckets
from backstep.web.http.services import services_of
from tests.web.streams import run_of

UNDESCRIBED = {("GET", "/static"), ("GET", "/openapi.json")}
CSV = b"a,b,kind\n1,2,x\n2,3,y\n4,1,x\n5,0,y\n"
RUN = "/api/runs/{run_id}"

# Path with its query, body, and what is to come; {run_id} and {code} are those of a run.
ASKED: list[tuple[str, str, Any, int]] = [
    ("GET", "/", None, 200),
    ("GET", "/embed?preset=xor", None, 200),
    ("GET", "/embed.js", None, 200),
    ("GET", "/oembed?url=http://testserver/", None, 200),
    ("GET", "/oembed", None, 422),
    ("GET", "/oembed?url=http://testserver/&format=xml", None, 501),
    ("GET", "/oembed?url=http://elsewhere/", None, 404),
    ("GET", "/qr.svg?url=http://testserver/", None, 200),
    ("GET", "/qr.svg?url=http://testserver/" + 4000 * "a", None, 414),
    ("GET", "/qr.svg?url=x", None, 404),
    ("GET", "/qr.svg", None, 422),
    ("GET", "/lessons", None, 200),
    ("GET", "/lessons/downhill", None, 200),
    ("GET", "/lessons/none", None, 404),
    ("GET", "/lessons/downhill/worksheet", None, 200),
    ("GET", "/lessons/none/worksheet", None, 404),
    ("POST", "/api/exercises/none", {"answer": 1}, 404),
    ("POST", "/api/exercises/none", {"answer": "x"}, 422),
    ("GET", "/expression", None, 200),
    ("GET", "/glossary", None, 200),
    ("GET", "/docs", None, 200),
    ("POST", "/api/expressions", {"formula": "x*y + relu(x) / 0"}, 200),
    ("POST", "/api/expressions", {"formula": "x +"}, 422),
    ("POST", "/api/expressions", {"formula": "x", "values": {"x": 10**13}}, 422),
    ("POST", "/api/expressions", bytes(100_000), 413),
    ("GET", "/vendor/plotly.min.js", None, 200),
    ("GET", "/healthz", None, 200),
    ("GET", "/readyz", None, 200),
    ("GET", "/metrics", None, 200),
    ("GET", "/api/catalogue", None, 200),
    ("POST", "/api/runs", {}, 201),
    ("POST", "/api/runs", {"preset": "digits"}, 201),
    ("POST", "/api/runs", {"preset": "none"}, 422),
    ("POST", "/api/runs", bytes(10**7), 413),
    ("POST", "/api/datasets", CSV, 201),
    ("POST", "/api/datasets", b"a", 422),
    ("POST", "/api/datasets?task=none", CSV, 422),
    ("POST", "/api/datasets", bytes(10**7), 413),
    ("GET", RUN, None, 200),
    ("GET", "/api/runs/none", None, 404),
    ("GET", f"{RUN}/checkpoint", None, 200),
    ("GET", f"{RUN}/recording", None, 200),
    ("GET", f"{RUN}/code?framework=numpy", None, 200),
    ("GET", f"{RUN}/code?framework=none", None, 422),
    ("GET", f"{RUN}/code?steps=0", None, 422),
    ("GET", f"{RUN}/data.csv", None, 200),
    ("GET", f"{RUN}/export.html?steps=2&panels=network", None, 200),
    ("GET", f"{RUN}/export.html?steps=-1", None, 422),
    ("GET", "/watch", None, 200),
    ("GET", "/watch?code=a", None, 303),
    ("GET", "/watch?code=/", None, 404),
    ("GET", "/watch/{code}", None, 200),
    ("GET", "/watch/none", None, 404),
    ("POST", "/api/runs/none/checkpoint", b"held", 404),
    ("POST", f"{RUN}/checkpoint", b"", 403),
    ("POST", f"{RUN}/checkpoint", b"held", 422),
    ("POST", f"{RUN}/checkpoint", b"good", 200),
    ("DELETE", RUN, None, 403),
    ("DELETE", RUN, b"held", 204),
]


@pytest.fixture(scope="module")
def web() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(sessions=len(ASKED) + 10))) as client:
        yield client


def test_every_route_is_described_and_no_other(web: TestClient) -> None:
    described = web.get("/openapi.json").json()["paths"]
    found = {(method.upper(), path) for path, methods in described.items() for method in methods}
    wanted = {(row.method, row.path) for row in ACCESS if row.method != "WEBSOCKET"}
    assert found == wanted - UNDESCRIBED == set(ROUTES)


def test_what_is_referred_to_is_there(web: TestClient) -> None:
    text = web.get("/openapi.json").text
    names = web.get("/openapi.json").json()["components"]["schemas"]
    referred = {each.split('"')[0] for each in text.split('"#/components/schemas/')[1:]}
    assert referred <= set(names)
    assert "HTTPValidationError" not in names


def test_every_route_is_asked() -> None:
    asked = {(method, path.partition("?")[0]) for method, path, _, status in ASKED if status < 400}
    missing = {key for key in ROUTES if key not in asked}
    assert missing == {
        ("GET", "/lessons/{slug}"),
        ("GET", "/lessons/{slug}/worksheet"),
        ("POST", "/api/exercises/{name}"),
    }


@pytest.mark.parametrize(
    ("method", "path", "body", "status"), ASKED, ids=lambda each: str(each)[:40]
)
def test_an_answer_is_as_it_was_described(
    web: TestClient, method: str, path: str, body: Any, status: int
) -> None:
    run = run_of(web)
    filled = path.replace("{run_id}", run["id"]).replace("{code}", run["watch_code"])
    headers = {"Authorization": f"Bearer {run['token']}"} if body in (b"held", b"good") else {}
    if body == b"good":
        body = web.get(f"/api/runs/{run['id']}/checkpoint").content
    given = {"content": body} if isinstance(body, bytes) else {"json": body} if body else {}
    answer = web.request(method, filled, headers=headers, follow_redirects=False, **given)
    assert answer.status_code == status
    assert_described(web, method, path.partition("?")[0], answer)


def assert_described(web: TestClient, method: str, path: str, answer: Any) -> None:
    key = next(
        key
        for key in sorted(ROUTES, key=lambda key: "{" in key[1])
        if key[0] == method and matches(key[1], path)
    )
    responses = web.get("/openapi.json").json()["paths"][key[1]][method.lower()]["responses"]
    described = responses[str(answer.status_code)]
    kind = answer.headers.get("content-type", "").partition(";")[0]
    assert list(described.get("content", {})) == ([kind] if kind else [])
    model = ROUTES[key].answers.get(answer.status_code)
    if kind == "application/problem+json":
        Problem.model_validate_json(answer.text, strict=True)
    elif not isinstance(model, str):
        assert model is not None
        model.model_validate_json(answer.text, strict=True)


def matches(route: str, path: str) -> bool:
    parts, given = route.split("/"), path.split("/")
    pairs = zip(parts, given, strict=False)
    return len(parts) == len(given) and all(a == b or a.startswith("{") for a, b in pairs)


def test_too_often_and_the_wrong_host_are_described() -> None:
    once = Rate(per_second=0.001, burst=3)
    app = create_app(Settings(rates=Rates(requests=once)))
    with TestClient(app) as web:
        web.get("/openapi.json")
        while (answer := web.get("/healthz")).status_code == 200:
            pass
        assert answer.status_code == 429
        app.state.services = replace(services_of(app), buckets=Buckets())
        assert_described(web, "GET", "/healthz", answer)
    with TestClient(create_app(Settings(hosts="lab.example testserver"))) as web:
        answer = web.get("/api/catalogue", headers={"Host": "elsewhere"})
        assert answer.status_code == 421
        assert_described(web, "GET", "/api/catalogue", answer)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/runs/none", "GET, DELETE"),
        ("/api/runs/none/checkpoint", "GET, POST"),
        ("/api/runs", "POST"),
        ("/embed.js", "GET"),
        ("/static/icon.svg", "GET"),
    ],
)
def test_another_method_is_told_those_that_are_allowed(
    web: TestClient, path: str, allowed: str
) -> None:
    answer = web.put(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
