"""A client that stops reading is dropped, whatever it sends; and nothing of it stays."""

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from backstep.settings import Settings
from tests.browser.server import serving
from tests.waiting import PATIENCE, until


class Deaf:
    """A WebSocket client that writes and never reads."""

    def __init__(self, address: str, path: str) -> None:
        where = urlsplit(address)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((where.hostname, where.port))
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert b"101" in self.socket.recv(1024)

    def say(self, type: str, **fields: Any) -> None:
        """Return one text frame with a zero mask (RFC 6455, section 5.2)."""
        text = json.dumps({"type": type, **fields}).encode()
        length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2)
        self.socket.sendall(b"\x81" + length + bytes(4) + text)


@contextmanager
def deaf(address: str, path: str) -> Iterator[Deaf]:
    """A client that acknowledges frames it has not read."""
    client, done = Deaf(address, path), threading.Event()

    def acknowledge() -> None:
        seq = 0
        while not done.wait(0.01):
            seq += 1
            try:
                client.say("ack", seq=seq)
            except OSError:
                return

    client.say("hello")
    thread = threading.Thread(target=acknowledge)
    thread.start()
    yield client
    done.set()
    thread.join()
    client.socket.close()


def streams(address: str) -> float:
    with urlopen(f"{address}/metrics", timeout=PATIENCE) as answer:
        lines = answer.read().decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("backstep_streams "))


def sockets() -> int:
    found = 0
    for each in Path("/proc/self/fd").iterdir():
        try:
            found += os.readlink(each).startswith("socket:")
        except OSError:
            continue  # the descriptor of the listing itself
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("who", ["student", "follower"])
def test_who_acknowledges_without_reading_is_let_go(who: str) -> None:
    with serving(send_seconds=1) as address:
        with urlopen(f"{address}/api/runs", b"{}", timeout=PATIENCE) as answer:
            run = json.load(answer)
        driven = f"/api/runs/{run['id']}/stream"
        path = driven if who == "student" else f"/api/watch/{run['watch_code']}/stream"
        before = sockets()
        with deaf(address, path) as client:
            until(lambda: streams(address) == 1)
            if who == "student":
                client.say("watch", panels={"network": {"maps": 101}})
            driver = Deaf(address, driven)
            driver.say("hello", token=run["token"])
            driver.say("present", panels={"network": {"maps": 101}})
            driver.say("play", by="step")
            # The driver, which sends nothing any more, is dropped too.
            until(lambda: streams(address) == 0)
            # Its ends are closed: two of ours are left.
            until(lambda: sockets() <= before + 2)
            driver.socket.close()


def test_that_is_within_half_a_minute() -> None:
    assert Settings().send_seconds * 9 / 8 <= 30
