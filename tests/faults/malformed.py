"""Sends a server what is almost right, and looks whether it stands.

    python -m tests.faults.malformed [--count 10000]

Specs, uploads, addresses and commands of streams, each changed here and there, over sockets to a
server process. Every answer must be one that a client can learn from: no 5xx, no stream that
ends as if the server had failed, nothing of it in the log, and the server alive.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.faults.decoders import DECODERS, MESSAGES, SPECS
from tests.faults.odd import ODD, changed
from tests.faults.server import Server
from tests.received import event_of, meta_of
from tests.waiting import PATIENCE

_WORKERS = 4
_TOGETHER = 40  # messages on one connection
# All comes from one address here; what is looked for lies behind the limits.
_UNLIMITED = {
    f"BACKSTEP_RATES__{name}": '{"per_second": 1e6, "burst": 1e9}'
    for name in ("REQUESTS", "RUNS", "UPLOADS", "CODES", "BYTES", "COMMANDS", "COMMAND_BYTES")
}
_SMALL = b'{"data": {"samples": 40}, "network": {"hidden": [{"units": 3}]}}'
_PLACES = (
    "/?{}",
    "/embed?{}",
    "/qr.svg?url={}",
    "/oembed?url={}&maxwidth={}",
    "/watch?code={}",
    "/watch/{}",
    "/lessons/{}",
    "/lessons/downhill/worksheet?locale={}",
    "/api/runs/{}",
    "/api/runs/RUN/code?framework={}&steps={}",
    "/api/runs/RUN/export.html?steps=2&panels={}&select={}",
    "/api/runs/RUN/export.html?steps={}",
    "/{}",
)


@dataclass
class Outcome:
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return self.answers.total()


class Client:
    """Sends one kind of thing after the other."""

    def __init__(self, port: int, dice: random.Random, outcome: Outcome) -> None:
        self._port, self._dice, self._outcome = port, dice, outcome
        self._http = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def send(self, count: int) -> None:
        """So many at least."""
        kinds: tuple[Callable[[], int], ...] = (self._spec, self._spec, self._body, self._address)
        while count > 0:
            # Half of all are messages.
            whole = self._dice.random() < 1 / _TOGETHER
            count -= self._messages() if whole else self._dice.choice(kinds)()
        self._http.close()

    def _bytes(self, most: int = 8) -> bytes:
        return self._dice.randbytes(2 * self._dice.randint(1, most // 2))

    def _almost(self, tree: Any) -> bytes:
        """JSON of the tree, changed; now and then cut off, or no JSON at all."""
        changes = self._dice.randbytes(2 * self._dice.choice((0, 1, 1, 1, 2, 4)))
        text = json.dumps(changed(tree, changes)).encode()
        match self._dice.randrange(40):
            case 0:
                return text[: self._dice.randrange(len(text) + 1)]
            case 1:
                return self._bytes(60) if self._dice.random() < 0.05 else repr(text).encode()
            case 2:
                return b"[" * 5000 + text
            case _:
                return text

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = {}
    ) -> tuple[int, bytes]:
        try:
            self._http.request(method, path, body, dict(headers))
            answer = self._http.getresponse()
            data = answer.read()
        except Exception as error:
            self._http.close()
            self._outcome.faults.append(f"{method} {path} {body[:300]!r}: {error!r}")
            return 0, b""
        if answer.status >= 500:
            self._outcome.faults.append(f"{answer.status}: {method} {path} {body[:300]!r}")
        return answer.status, data

    def _note(self, what: str) -> int:
        self._outcome.answers[what] += 1
        return 1

    def _create(self, body: bytes) -> tuple[int, dict[str, Any]]:
        status, data = self._ask("POST", "/api/runs", body)
        return status, json.loads(data) if status == 201 else {}

    def _end(self, run: dict[str, Any]) -> None:
        if run:
            holder = {"Authorization": f"Bearer {run['token']}"}
            self._ask("DELETE", f"/api/runs/{run['id']}", headers=holder)

    def _spec(self) -> int:
        tree = self._dice.choice(SPECS)
        body: Any = {"spec": tree, "edits": []} if self._dice.random() < 0.3 else tree
        status, run = self._create(self._almost(body))
        self._end(run)
        return self._note(f"spec {status}")

    def _body(self) -> int:
        """Files and forms, damaged."""
        name = self._dice.choice(("csv", "multipart", "checkpoint", "expression"))
        data = self._dice.choice(DECODERS[name].seeds)
        start, end = sorted(self._dice.choices(range(len(data) + 1), k=2))
        data = data[:start] + self._bytes(20) + data[self._dice.choice((start, end)) :]
        if name == "expression":
            status, _ = self._ask("POST", "/api/expressions", self._almost({"formula": repr(data)}))
        elif name == "checkpoint":
            _, run = self._create(_SMALL)
            holder = {"Authorization": f"Bearer {run['token']}"}
            path = f"/api/runs/{run['id']}/checkpoint"
            status, _ = self._ask("POST", path, data, holder)
            self._end(run)
        else:
            kind = "multipart/form-data; boundary=b" if name == "multipart" else "text/csv"
            path = self._filled("/api/datasets?header={}&target={}&types={}&separator={}")
            path = self._dice.choice(("/api/datasets", path))
            status, _ = self._ask("POST", path, data, {"Content-Type": kind})
        return self._note(f"{name} {status}")

    def _filled(self, path: str) -> str:
        """Odd values in the places of a path."""
        while "{}" in path:
            odd = str(self._dice.choice(ODD)).encode("utf-8", "surrogatepass")
            odd = self._dice.choice((odd, self._bytes(), b"..", b"0", b"circle", b"1" * 400))
            path = path.replace("{}", quote(odd, safe=self._dice.choice(("", "/=&"))), 1)
        return path

    def _address(self) -> int:
        run: dict[str, Any] = {}
        path = self._dice.choice(_PLACES)
        if "RUN" in path:
            _, run = self._create(_SMALL)
        if path == "/?{}":
            query = self._dice.choice(DECODERS["query"].seeds).decode().split("&")
            query[self._dice.randrange(len(query))] += "{}"
            path = "/?" + "&".join(query)
        method = self._dice.choice(("GET", "GET", "GET", "HEAD", "POST", "PUT", "OPTIONS"))
        status, _ = self._ask(method, self._filled(path.replace("RUN", str(run.get("id")))))
        self._end(run)
        return self._note(f"address {status}")

    def _messages(self) -> int:
        """A connection's worth of them; they are answered until one ends the stream."""
        _, run = self._create(_SMALL)
        self._http.close()  # it may take longer than a server waits for another request
        place = self._dice.choice((f"runs/{run['id']}", f"watch/{run['watch_code']}"))
        address = f"ws://127.0.0.1:{self._port}/api/{place}/stream"
        sent = 0
        try:
            with connect(address, max_size=None, open_timeout=PATIENCE) as stream:
                stream.send(json.dumps({"type": "hello", "token": run["token"]}))
                while sent < _TOGETHER:
                    sent += 1
                    text = self._almost(self._dice.choice(MESSAGES[self._dice.random() < 0.99 :]))
                    # Bytes end the stream, and so does what is no UTF-8.
                    stream.send(text, text=self._dice.random() < 0.998)
                self._note_answers(stream, sent)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else None
            self._outcome.answers[f"stream closed {code}"] += sent
            if code is None or code in (1006, 1011):
                self._outcome.faults.append(f"closed {code}: {closed!r}")
        except TimeoutError as error:
            self._outcome.faults.append(f"no answer in a stream: {error!r}")
        self._end(run)
        return sent

    def _note_answers(self, stream: ClientConnection, sent: int) -> None:
        """Read until the last command is answered."""
        stream.send(json.dumps({"type": "pause", "id": "the last"}))
        refused = 0
        while True:
            data = stream.recv(PATIENCE)
            if isinstance(data, str):
                event = event_of(data)
                if event["type"] == "error" and event["code"] != "too_fast":
                    refused += 1
                    self._outcome.answers[f"message {event['code']}"] += event["id"] != "the last"
                if event.get("id") == "the last":
                    break
                continue
            meta = meta_of(data)
            stream.send(json.dumps({"type": "ack", "seq": meta["seq"]}))
            if "the last" in meta["answers"]:
                break
        self._outcome.answers["message done"] += max(0, sent - refused)


async def run(count: int, seed: int, folder: Path) -> Outcome:
    """Send so many to a server of its own."""
    outcome, dice = Outcome(), random.Random(seed)
    server = Server(folder / "runs.sqlite", _UNLIMITED)
    await server.start()
    clients = [Client(server.port, random.Random(dice.random()), outcome) for _ in range(_WORKERS)]
    try:
        with ThreadPoolExecutor(_WORKERS) as pool:
            loop = asyncio.get_running_loop()
            share = -(-count // _WORKERS)
            work = [loop.run_in_executor(pool, each.send, share) for each in clients]
            await asyncio.gather(*work)
        if not server.alive:
            outcome.faults.append("the server died")
    finally:
        if server.alive:
            server.stop()
    outcome.faults += server.complaints
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(given.count, given.seed, Path(folder)))
    print(f"seed {given.seed}: {found.sent} sent, {len(found.faults)} faults")
    for what, times in sorted(found.answers.items()):
        print(f"{times:7} {what}")
    print("\n".join(found.faults[:20]))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
