"""A server stops in bounded time, whatever hangs; the log names it."""

import re
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backstep.settings import Settings
from backstep.web.application import create_app
from backstep.web.http import services
from backstep.web.http.services import services_of
from tests.sessions.ending import forever
from tests.waiting import PATIENCE, go

PARTS = {
    "store.rest": "writing runs",
    "exchange.leave": "leaving other processes",
    "streams.leave": "closing streams",
    "store.leave": "leaving runs to others",
}
STUCK = """
import asyncio, threading, time
from backstep.web.application import create_app
from backstep.settings import Settings
from backstep.web.http import serving
from backstep.web.http.services import Services

async def drain(services):
    threading.Thread(target=threading.Event().wait, name="a stuck thread").start()
    {stuck}

serving.HARD_SECONDS = 0.5
settings = Settings()
app = create_app(settings)
Services.drain = drain
serving.run(app, settings, serving.listener("127.0.0.1", 0, settings))
"""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """A client that does not wait for long."""
    monkeypatch.setattr(services, "_WRITE_SECONDS", 0.1)
    monkeypatch.setattr(services, "_CLOSE_SECONDS", 0.1)
    return create_app(Settings())


def stick(app: FastAPI, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    owner, name = part.split(".")
    monkeypatch.setattr(getattr(services_of(app), owner), name, forever)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_stuck_does_not_keep_the_others(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    stick(app, monkeypatch, part)
    go(services_of(app).drain)
    stuck = [record.message for record in caplog.records if "was not done" in record.message]
    assert stuck == [f"was not done within 0.1 s: {PARTS[part]}"]


@pytest.mark.parametrize("part", ["exchange.close", "store.close"])
def test_what_is_closed_last_is_not_waited_for_either(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    stick(app, monkeypatch, part)
    with TestClient(app) as web:
        assert web.get("/healthz").status_code == 200
    assert "was not done within 0.1 s: closing" in caplog.text


@pytest.mark.parametrize("stuck", ["time.sleep(1000)", "await asyncio.Event().wait()"])
def test_a_process_that_is_stuck_ends(stuck: str) -> None:
    command = [sys.executable, "-c", STUCK.format(stuck=stuck)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = next(line for line in process.stderr if "backstep is at" in line)
            address = re.search(r"http://\S+", line)
            assert address is not None
            # It handles signals once it answers; until then, its socket keeps clients waiting.
            urlopen(f"{address[0]}/healthz", timeout=PATIENCE).close()
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 1
    assert "did not stop within 0.5 s" in log
    assert "a stuck thread" in log
