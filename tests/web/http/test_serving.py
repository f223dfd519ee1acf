"""The server that really runs: how it stops, whom it lets go, and what it keeps to itself."""

import asyncio
import gc
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from backstep.settings import Settings
from backstep.web.application import create_app
from backstep.web.http.services import services_of
from backstep.web.http.serving import Server, listener
from tests import ports
from tests.browser.server import serving
from tests.received import event_of
from tests.waiting import PATIENCE, until


def create(address: str) -> dict[str, Any]:
    with urlopen(f"{address}/api/runs", b"{}", timeout=PATIENCE) as answer:
        run: dict[str, Any] = json.load(answer)
        return run


@contextmanager
def opened(address: str, run: dict[str, Any]) -> Iterator[ClientConnection]:
    """A stream that has been welcomed as the driver's."""
    path = f"{address.replace('http', 'ws')}/api/runs/{run['id']}/stream"
    with connect(path, max_size=None) as stream:
        stream.send(json.dumps({"type": "hello", "token": run["token"]}))
        assert event_of(stream.recv(PATIENCE, decode=True))["type"] == "welcome"
        yield stream


def close_of(stream: ClientConnection) -> tuple[int, str]:
    """Read to the end; its code and reason."""
    try:
        while True:
            stream.recv(PATIENCE)
    except ConnectionClosed as closed:
        return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")


def refused(url: str, body: bytes | None = None) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Status, headers and problem of a request that is refused."""
    with pytest.raises(HTTPError) as error:
        urlopen(url, body, timeout=PATIENCE)
    with error.value as answer:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return answer.code, headers, json.load(answer)


def test_who_is_connected_is_told_when_to_come_back_and_plays_on(tmp_path: Path) -> None:
    store = f"sqlite:{tmp_path}/runs.sqlite"
    with ExitStack() as stack:
        with serving(store=store) as address:
            run = create(address)
            stream = stack.enter_context(opened(address, run))
            stream.send(json.dumps({"type": "play", "by": "epoch", "rate": 4}))
            stream.recv(PATIENCE)
        code, reason = close_of(stream)
    assert code == 1012
    assert json.loads(reason) == {"code": "restart", "retry": 2}
    with serving(store=store) as address, opened(address, run) as stream:
        status: dict[str, Any] = {}
        while status.get("type") != "status":
            message = stream.recv(PATIENCE)
            status = event_of(message) if isinstance(message, str) else {}
        assert (status["playing"], status["by"], status["rate"]) == (True, "epoch", 4)


def test_a_client_that_neither_acknowledges_nor_leaves_is_let_go() -> None:
    with serving(send_seconds=2) as address, opened(address, create(address)) as idle:
        seq = 0

        def predict(name: str) -> None:
            """Ask for a prediction; acknowledge every frame that comes before the answer."""
            nonlocal seq
            idle.send(json.dumps({"type": "predict", "input": [0, 0], "id": name}))
            while name not in str(message := idle.recv(PATIENCE)):
                if isinstance(message, bytes):
                    seq += 1
                    idle.send(json.dumps({"type": "ack", "seq": seq}))

        while not seq:
            predict("first")
        with opened(address, create(address)) as silent:
            assert close_of(silent)[0] == 4408
        # One that has nothing to acknowledge is idle for longer than that, and may stay.
        predict("still")


def test_messages_are_too_long_before_they_are_whole() -> None:
    with serving(message_bytes=1000) as address, opened(address, create(address)) as stream:
        stream.send("x" * 5000)
        assert close_of(stream)[0] == 1009


def test_frames_are_not_compressed_and_connections_end_that_take_nothing() -> None:
    settings = Settings()
    server = Server(create_app(settings), settings)
    assert not server.config.ws_per_message_deflate
    with listener("127.0.0.1", 0, settings) as found:
        option = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
        assert 0 < option <= 30_000


def test_what_is_sent_does_not_wait_for_acknowledgements() -> None:
    with (
        listener("127.0.0.1", 0, Settings()) as found,
        socket.create_connection(found.getsockname()),
        found.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_garbage_is_collected_as_before_when_it_has_stopped() -> None:
    before = gc.get_threshold()
    with serving() as address:
        urlopen(f"{address}/healthz", timeout=PATIENCE).close()
        until(lambda: gc.get_freeze_count() > 0)
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 1_000_000
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_it_is_not_ready_when_it_cannot_take_runs() -> None:
    with serving(sessions=1) as address:
        with urlopen(f"{address}/readyz", timeout=PATIENCE) as answer:
            assert json.load(answer) == {
                "status": "ok", "leaving": False, "room": 1, "streams": 1500, "store": "memory",
                "others": "alone",
            }  # fmt: skip
        create(address)
        code, _, told = refused(f"{address}/readyz")
        assert (code, told["room"]) == (503, 0)
        code, headers, _ = refused(f"{address}/api/runs", b"{}")
        assert code == 503
        assert headers["retry-after"]


def test_when_it_leaves_it_takes_nothing_new() -> None:
    app = create_app()
    asyncio.run(services_of(app).drain())
    with TestClient(app) as web:
        assert web.get("/readyz").status_code == 503
        answer = web.post("/api/runs", json={})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("kind", ["text", "json"])
def test_logs_name_routes_and_no_secrets(tmp_path: Path, kind: str) -> None:
    port = ports.free()
    command = [sys.executable, "-m", "backstep", "serve", "--port", str(port), "--store", "memory:"]
    environment = {"BACKSTEP_LOG_FORMAT": kind, "HOME": str(tmp_path)}
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        try:
            until(lambda: ports.answers(f"{address}/healthz") or process.poll() is not None)
            run = create(address)
            refused(f"{address}/api/runs?secret=payload", b'{"colour": "payload"}')
            refused(f"{address}/payload")
            refused(f"{address}/api/datasets?target=payload", b"payload,colour\n1,2\n")
            refused(f"{address}/api/expressions", b'{"formula": "payload +"}')
            urlopen(f"{address}/?preset=payload", timeout=PATIENCE).close()
            urlopen(f"{address}/watch/{run['watch_code']}", timeout=PATIENCE).close()
            with opened(address, run) as stream:
                stream.send('{"type": "payload"}')
                stream.recv(PATIENCE)
            for broken in (b"\xff payload", b"payload"):
                with opened(address, run) as stream:
                    stream.send(broken, text=broken[0] == 0xFF)
                    assert close_of(stream)[0] in (1007, 4400)
        finally:
            process.terminate()
        _, log = process.communicate(timeout=PATIENCE)
    lines = log.decode().splitlines()
    for secret in (run["token"], run["id"], run["watch_code"], "payload", "colour", "Traceback"):
        assert secret not in log.decode()
    if kind == "json":
        told = [json.loads(line) for line in lines]
        created = [each for each in told if each["message"] == "POST /api/runs"]
        assert [each["status"] for each in created] == [201, 422]
    else:
        assert sum("POST /api/runs status=201" in line for line in lines) == 1
