"""Nothing that comes from outside is unpacked: what is small stays small."""

import gzip
import json
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient

import backstep
from tests.browser.server import serving
from tests.waiting import PATIENCE
from tests.web.streams import run_of

BOMB = gzip.compress(bytes(50_000_000), 9)  # 48 kB


@pytest.mark.parametrize("path", ["/api/runs", "/api/datasets", "/api/expressions"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_packed_body_is_not_unpacked(web: TestClient, path: str, encoding: str) -> None:
    answer = web.post(path, content=BOMB, headers={"Content-Encoding": encoding})
    assert answer.status_code == 422
    if path == "/api/datasets":
        assert [each["kind"] for each in answer.json()["problems"]] == ["binary"]
    else:
        assert answer.json()["errors"] == [{"field": "body", "message": "is not JSON"}]


def test_a_packed_checkpoint_is_none(web: TestClient) -> None:
    run = run_of(web)
    holder = {"Authorization": f"Bearer {run['token']}", "Content-Encoding": "gzip"}
    answer = web.post(f"/api/runs/{run['id']}/checkpoint", content=BOMB, headers=holder)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "is not a safetensors file"


def test_streams_are_not_packed_even_where_the_client_would() -> None:
    with serving() as address:
        where = urlsplit(address)
        with urlopen(f"{address}/api/runs", b"{}", timeout=PATIENCE) as answer:
            run = json.load(answer)
        with socket.create_connection((where.hostname, where.port)) as client:
            client.sendall(
                f"GET /api/runs/{run['id']}/stream HTTP/1.1\r\nHost: {where.netloc}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
            )
            head = client.recv(2000).partition(b"\r\n\r\n")[0].lower()
            assert b" 101 " in head
            assert b"sec-websocket-extensions" not in head
            # What is sent packed all the same ends the stream: nobody agreed to it.
            text = json.dumps({"type": "hello"}).encode()
            client.sendall(b"\xc1" + bytes([0x80 | len(text)]) + bytes(4) + text)
            assert client.recv(2000)[0] == 0x88  # a close frame


def test_no_module_that_serves_unpacks_anything() -> None:
    folder = Path(backstep.__file__).parent
    unpacking = re.compile(r"\b(decompress|decompressobj|ZipFile|tarfile|GzipFile)\b")
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if unpacking.search(path.read_text())
    }
    # What the offline copy holds is unpacked by its page, and read back by its test.
    assert found == {"web/copies/bundle.py"}
