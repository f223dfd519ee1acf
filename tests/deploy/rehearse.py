"""docs/deploy rehearsed: nginx with its very file before replicas on one Redis, here as processes.

    python -m tests.deploy.rehearse [--rounds 8] [--replicas 3] [--clients 6]

Clients drive their runs as in `tests.faults.kill`, all through nginx and TLS, as browsers do. In
each round a replica is killed; or all are renewed, one after the other; or Redis is killed; or
nginx reads its file again. Nothing that was answered may be missing afterwards.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import ssl
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.request import HTTPSHandler, Request, build_opener

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from tests import redis_server
from tests.deploy import nginx
from tests.deploy.nginx import Proxy
from tests.faults.kill import Driver, heard, kept
from tests.faults.server import Server
from tests.redis_server import RedisServer
from tests.waiting import PATIENCE, apart

ROUNDS = ("kill", "renew", "kill redis", "reload nginx")


class Browser(Driver):
    """Drives one run through the proxy."""

    def __init__(self, front: Proxy, name: str, dice: random.Random) -> None:
        super().__init__([front.secure], dice)
        self._place = f"localhost:{front.secure}"
        self._trust = ssl.create_default_context(cafile=str(front.folder / "fullchain.pem"))
        self._name = name

    async def create(self) -> None:
        request = Request(f"https://{self._place}/api/runs", b"{}", method="POST")
        request.add_header("User-Agent", self._name)
        asking = build_opener(HTTPSHandler(context=self._trust))
        body = await asyncio.to_thread(lambda: asking.open(request, timeout=PATIENCE).read())
        self._run = json.loads(body)

    async def drive(self, until: asyncio.Event) -> None:
        await self.create()
        while not until.is_set():
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(
                    f"wss://{self._place}{self._path}",
                    origin=Origin(f"https://{self._place}"),
                    user_agent_header=self._name,
                    ssl=self._trust,
                    max_size=None,
                    open_timeout=PATIENCE,
                ) as stream:
                    await self._converse(stream, until)
            await apart()


@dataclass(frozen=True)
class Outcome:
    rounds: list[tuple[str, float]]  # what was done, and when the last client had an answer again
    edits: int
    connections: int
    shares: list[int]  # how many requests each replica had
    lost: list[str]


@dataclass
class Stage:
    """Everything that is up."""

    front: Proxy
    servers: list[Server]
    redis: RedisServer
    browsers: list[Browser]

    async def play(self, what: str, dice: random.Random) -> None:
        match what:
            case "kill":
                server = dice.choice(self.servers)
                server.stop()
                await heard(self.browsers)
                await server.start()
            case "renew":
                for server in self.servers:
                    await asyncio.to_thread(server.stop, signal.SIGTERM)
                    await server.start()
            case "kill redis":
                self.redis.kill()
                await asyncio.sleep(1)
                await asyncio.to_thread(self.redis.start)
            case "reload nginx":
                os.kill(self.front.process, signal.SIGHUP)
        await heard(self.browsers)


def _end(server: Server) -> None:
    if server.alive:
        server.stop()


async def run(
    rounds: Sequence[str], replicas: int, clients: int, seed: int, folder: Path
) -> Outcome:
    """Rehearse these rounds. Raises FileNotFoundError where a program is missing."""
    program = nginx.program()
    if program is None:
        raise FileNotFoundError("there is no nginx")
    dice, done, took = random.Random(seed), asyncio.Event(), []
    with ExitStack() as stack:
        redis = stack.enter_context(redis_server.serving())
        settings = {"BACKSTEP_HOSTS": "localhost", "BACKSTEP_PROXIES": "127.0.0.1"}
        names = [folder / f"replica-{number}" for number in range(replicas)]
        servers = [Server(name, settings, redis.address) for name in names]
        for server in servers:
            await server.start()
            stack.callback(_end, server)
        places = [f"127.0.0.1:{server.port}" for server in servers]
        front = stack.enter_context(nginx.proxy(program, folder, places))
        browsers = [
            Browser(front, f"browser {number}", random.Random(dice.random()))
            for number in range(clients)
        ]
        stage = Stage(front, servers, redis, browsers)
        async with asyncio.TaskGroup() as group:
            for browser in browsers:
                group.create_task(browser.drive(done))
            for what in [*rounds, "renew"]:  # what was lost is found when they come again
                await heard(browsers, dice.randint(2, 20))
                await kept(browsers, servers[0])
                began = monotonic()
                await stage.play(what, dice)
                took.append((what, monotonic() - began))
            done.set()
        shares = [front.log.count(place) for place in places]
    return Outcome(
        took,
        sum(browser.answered for browser in browsers),
        sum(browser.connections for browser in browsers),
        shares,
        [each for browser in browsers for each in browser.lost],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    given = parser.parse_args()
    rounds = [ROUNDS[number % len(ROUNDS)] for number in range(given.rounds)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's workers are nobody
        found = asyncio.run(run(rounds, given.replicas, given.clients, given.seed, folder))
    for what, seconds in found.rounds:
        print(f"{what:<12} over, and everybody answered, after {seconds:.1f} s")
    print(
        f"seed {given.seed}: {found.connections} connections, {found.edits} edits answered,"
        f" requests by replica {found.shares}, {len(found.lost)} losses"
    )
    print("\n".join(found.lost))
    return 1 if found.lost else 0


if __name__ == "__main__":
    sys.exit(main())
