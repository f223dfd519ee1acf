"""Several servers on one Redis, of which any may die at any time, and Redis with them.

    python -m tests.faults.replicas [--rounds 12] [--replicas 3] [--clients 6]

Clients drive their runs as in `tests.faults.kill`, each connection by any server, as a load
balancer would have it. In each round a server is killed or stopped, and started again; or Redis is
frozen for ten seconds, or killed. Nothing that was answered may be missing afterwards.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests import redis_server
from tests.faults.kill import Driver, heard, kept
from tests.faults.server import Server
from tests.redis_server import RedisServer
from tests.waiting import reached

FAULTS = ("kill", "stop", "freeze", "kill redis")


@dataclass
class Round:
    """What was done, and how long the slowest client waited for an answer then."""

    fault: str
    seconds: float


@dataclass(frozen=True)
class Outcome:
    rounds: list[Round]
    edits: int
    connections: int
    lost: list[str]


async def _harm(
    fault: str, server: Server, redis: RedisServer, drivers: Sequence[Driver], frozen: float
) -> float:
    """Do it, and repair it; how long it took until all were answered again."""
    began = monotonic()
    match fault:
        case "kill" | "stop":
            how = signal.SIGKILL if fault == "kill" else signal.SIGTERM
            await asyncio.to_thread(server.stop, how)
            # The others do without it.
            await heard(drivers)
            waited = monotonic() - began
            await server.start()
            return waited
        case "freeze":
            redis.send(signal.SIGSTOP)
            await asyncio.sleep(frozen)
            redis.send(signal.SIGCONT)
        case "kill redis":
            redis.kill()
            await asyncio.sleep(frozen / 10)
            await asyncio.to_thread(redis.start)
    began = monotonic()
    await heard(drivers)
    waited = monotonic() - began
    # What was answered meanwhile is in one memory only, which the client was told.
    await reached(lambda: all(driver.kept for driver in drivers))
    return waited


async def run(
    faults: Sequence[str],
    replicas: int,
    clients: int,
    seed: int,
    folder: Path,
    *,
    frozen: float = 10.0,
    lease: float = 4.0,
) -> Outcome:
    """One round for each fault. Raises FileNotFoundError where there is no Redis."""
    dice, done = random.Random(seed), asyncio.Event()
    rounds = []
    with redis_server.serving() as redis:
        settings = {"BACKSTEP_LEASE_SECONDS": str(lease)}
        servers = [
            Server(folder / f"server-{number}", settings, redis.address)
            for number in range(replicas)
        ]
        await asyncio.gather(*(server.start() for server in servers))
        ports = [server.port for server in servers]
        drivers = [Driver(ports, random.Random(dice.random())) for _ in range(clients)]
        try:
            async with asyncio.TaskGroup() as group:
                for driver in drivers:
                    group.create_task(driver.drive(done))
                for fault in faults:
                    await heard(drivers, dice.randint(2, 20))
                    await kept(drivers, servers[0])
                    server = dice.choice(servers)
                    seconds = await _harm(fault, server, redis, drivers, frozen)
                    rounds.append(Round(fault, seconds))
                # What was lost is found when they come again.
                servers[0].stop()
                await servers[0].start()
                await heard(drivers)
                done.set()
        finally:
            for server in servers:
                if server.alive:
                    server.stop()
    return Outcome(
        rounds,
        sum(driver.answered for driver in drivers),
        sum(driver.connections for driver in drivers),
        [each for driver in drivers for each in driver.lost],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2), "big"))
    given = parser.parse_args()
    faults = [FAULTS[number % len(FAULTS)] for number in range(given.rounds)]
    with tempfile.TemporaryDirectory() as folder:
        work = run(faults, given.replicas, given.clients, given.seed, Path(folder))
        found = asyncio.run(work)
    for each in found.rounds:
        print(f"{each.fault:<12} all were answered again after {each.seconds:.1f} s")
    print(
        f"seed {given.seed}: {len(found.rounds)} rounds, {found.connections} connections,"
        f" {found.edits} edits answered, {len(found.lost)} losses"
    )
    print("\n".join(found.lost))
    return 1 if found.lost else 0


if __name__ == "__main__":
    sys.exit(main())
