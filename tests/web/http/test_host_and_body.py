"""Hosts that the server goes by, and bodies that are too long."""

import socket
from functools import partial
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backstep.settings import Rate, Rates, Settings
from backstep.web.application import create_app
from backstep.web.http import limits
from tests.browser.server import serving
from tests.waiting import PATIENCE
from tests.web.streams import run_of

NAMES = "lab.example [::1]"


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("lab.example", True),
        ("LAB.example:8000", True),
        ("[::1]", True),
        ("[::1]:8000", True),
        ("evil.example", False),
        ("lab.example.evil.example", False),
        ("lab.example:8000.evil.example", False),
        ("", False),
    ],
)
def test_only_the_names_that_it_goes_by(host: str, known: bool) -> None:
    with TestClient(create_app(Settings(hosts=NAMES))) as web:
        answer = web.get("/qr.svg?text=x", headers={"host": host})
        assert (answer.status_code == 421) is not known
        if not known:
            assert "BACKSTEP_HOSTS" in answer.json()["detail"]
            with (
                pytest.raises(WebSocketDisconnect),
                web.websocket_connect("/api/runs/x/stream", headers={"host": host}),
            ):
                pass


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whoever_looks_whether_it_lives_knows_its_address_only(path: str) -> None:
    with TestClient(create_app(Settings(hosts=NAMES))) as web:
        assert web.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/runs", "/nowhere"])
def test_a_body_that_is_too_long_is_answered_while_it_is_sent(path: str) -> None:
    """Whoever sends all before reading anything finds the answer, and no reset."""
    with serving() as address:
        limit = Settings().body_bytes
        body = b" " * (limit + 2**20)
        head = f"POST {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n"
        for length in (f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"):
            sent = body if "Content" in length else b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            where = (urlsplit(address).hostname or "", urlsplit(address).port or 0)
            with socket.create_connection(where, timeout=PATIENCE) as connection:
                connection.sendall(f"{head}{length}\r\n\r\n".encode())
                connection.sendall(sent)
                answer = connection.recv(2**16)
            expected = b"413" if path == "/api/runs" else b"404"
            assert answer.startswith(b"HTTP/1.1 " + expected)


def test_so_many_bytes_a_client() -> None:
    few = Rates(bytes=Rate(per_second=1, burst=1000))
    with TestClient(create_app(Settings(rates=few))) as web:
        body = b'{"seed": 1%s}' % (b" " * 700)
        assert web.post("/api/runs", content=body).status_code == 201
        answer = web.post("/api/runs", content=body)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0


def test_commands_that_come_too_fast_are_read_more_slowly_and_none_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # All come at the same moment, however slow the machine is.
    at_once = partial(limits.Bucket, clock=lambda: 0.0)
    monkeypatch.setattr("backstep.web.routes.stream.Bucket", at_once)
    few = Rates(commands=Rate(per_second=100, burst=3))
    with TestClient(create_app(Settings(rates=few))) as web:
        run = run_of(web)
        with web.websocket_connect(f"/api/runs/{run['id']}/stream") as stream:
            stream.send_json({"type": "hello", "token": run["token"]})
            for number in range(20):
                inspect = {"type": "inspect", "tensor": "layers.0.bias", "index": [0]}
                stream.send_json(inspect | {"id": str(number)})
            seen = slowed = 0
            while seen < 20:
                message = stream.receive()
                if '"too_fast"' in message.get("text", ""):
                    slowed += 1
                elif '"inspection"' in message.get("text", ""):
                    seen += 1
            assert slowed == 20 - 3
