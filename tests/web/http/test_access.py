"""The table of who may call what: it is whole, and it holds."""

from secrets import compare_digest

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from backstep.settings import Rate, Rates, Settings
from backstep.web.application import create_app
from backstep.web.http.access import ACCESS
from tests.web.streams import Stream, run_of


def served(routes: list[BaseRoute]) -> set[tuple[str, str]]:
    """Every method and path of an application, however they are nested."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        match route:
            case Mount():
                found.add(("GET", route.path))
            case WebSocketRoute():
                found.add(("WEBSOCKET", route.path))
            case Route():
                found |= {(method, route.path) for method in (route.methods or set()) - {"HEAD"}}
            case _:
                # A router that was included; FastAPI has no public name for it.
                found |= served(vars(route)["original_router"].routes)
    return found


def app_of(web: TestClient) -> FastAPI:
    app = web.app
    assert isinstance(app, FastAPI)
    return app


def test_every_route_has_a_row_and_every_row_a_route(web: TestClient) -> None:
    assert {(row.method, row.path) for row in ACCESS} == served(app_of(web).routes)
    assert len({(row.method, row.path) for row in ACCESS}) == len(ACCESS)


def test_a_route_without_a_row_is_not_served(web: TestClient) -> None:
    @app_of(web).get("/secret")
    async def secret() -> str:
        return "told"

    with pytest.raises(KeyError):
        web.get("/secret")


HELD = [row for row in ACCESS if row.who == "holder"]


@pytest.mark.parametrize("row", HELD, ids=lambda row: f"{row.method} {row.path}")
@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer nonsense", "Bearer \xe9", "Basic {}"]
)
def test_what_needs_the_token_is_refused_without(
    web: TestClient, row: object, authorization: str
) -> None:
    run, other = run_of(web), run_of(web)
    assert row in HELD
    for each in HELD:
        path = each.path.format(run_id=run["id"])
        for token in (authorization.format(run["token"]), f"Bearer {other['token']}"):
            answer = web.request(
                each.method, path, headers={b"Authorization": token.encode("latin-1")}
            )
            assert answer.status_code == 403
            assert answer.headers["content-type"] == "application/problem+json"
    assert web.get(f"/api/runs/{run['id']}").status_code == 200


def test_tokens_have_128_bits_and_are_in_no_address(web: TestClient) -> None:
    tokens = {run_of(web)["token"] for _ in range(8)}
    assert len(tokens) == 8
    assert all(len(token) >= 22 for token in tokens)
    assert not [row for row in ACCESS if "token" in row.path]


def test_tokens_are_compared_in_constant_time(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared is of one length and no part of a token, by what takes the same time
    whatever differs."""
    run = run_of(web)
    compared: list[tuple[bytes, bytes]] = []

    def noted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return compare_digest(one, other)

    monkeypatch.setattr("backstep.sessions.credentials.secrets.compare_digest", noted)
    guesses = ["", "x", run["token"][:-1], run["token"] + "x", "é", run["token"]]
    for guess in guesses:
        headers = {b"Authorization": f"Bearer {guess}".encode()}
        web.request("DELETE", f"/api/runs/{run['id']}", headers=headers)
    assert len(compared) == len(guesses)
    assert {len(each) for pair in compared for each in pair} == {32}
    assert not any(run["token"].encode() in pair for pair in compared)
    assert web.get(f"/api/runs/{run['id']}").status_code == 404


def test_a_token_in_an_address_is_none(web: TestClient) -> None:
    run = run_of(web)
    path = f"/api/runs/{run['id']}"
    assert web.delete(f"{path}?token={run['token']}").status_code == 403
    with web.websocket_connect(f"{path}/stream?token={run['token']}") as socket:
        assert Stream(socket).ask("hello")["role"] == "viewer"


def test_too_many_runs_from_one_address_are_told_when_to_come_back() -> None:
    few = Rates(runs=Rate(per_second=0.1, burst=3))
    with TestClient(create_app(Settings(rates=few))) as web:
        codes = [web.post("/api/runs", json={}).status_code for _ in range(3)]
        assert codes == [201] * 3
        answer = web.post("/api/runs", json={})
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 10
        assert answer.json()["title"].endswith(f"{answer.headers['retry-after']} s")
        # Nothing else is the slower for it.
        assert web.get("/healthz").status_code == 200


def test_too_many_streams_from_one_address_are_refused() -> None:
    few = Rates(requests=Rate(per_second=0.1, burst=1))
    with TestClient(create_app(Settings(rates=few))) as web:
        run = run_of(web)
        path = f"/api/runs/{run['id']}/stream"
        with web.websocket_connect(path):
            pass
        with pytest.raises(WebSocketDisconnect) as refused, web.websocket_connect(path):
            pass
        assert refused.value.code == 4429
