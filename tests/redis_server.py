"""A Redis for tests to use, freeze and kill; `python -m tests.redis_server` prints where it is.

The first of: the system's, one that apt-get installs for root. Without one its tests are skipped.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests import packages, ports
from tests.waiting import PATIENCE, until

MISSING = "there is no redis-server, and it cannot be installed unasked"
PASSWORD = "a-secret-of-the-tests"


def find() -> str | None:
    """The path of the program, installed first where there is none and we are root."""
    if not shutil.which("redis-server") and os.geteuid() == 0:
        packages.install("redis-server")
    return shutil.which("redis-server")


class RedisServer:
    """A process of its own, with a file to which everything is appended."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        self.port = ports.free()
        self.address = f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        settings = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self._folder),
            "requirepass": PASSWORD,
            "save": "",
            "appendonly": "yes",
            "logfile": str(self._folder / "redis.log"),
        }
        command = [self._program]
        for name, value in settings.items():
            command += [f"--{name}", value]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
        with self.client() as client:

            def answers() -> bool:
                with suppress(RedisError):
                    return bool(client.ping())
                return False

            until(answers)

    def client(self) -> Redis:
        return Redis.from_url(self.address, socket_timeout=PATIENCE)

    def send(self, how: signal.Signals) -> None:
        """SIGSTOP freezes it, SIGCONT lets it go on."""
        assert self._process is not None
        self._process.send_signal(how)

    def kill(self, *, forget: bool = False) -> None:
        """End it at once; `forget`: and all that it held."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        if forget:
            shutil.rmtree(self._folder / "appendonlydir", ignore_errors=True)


@contextmanager
def serving() -> Iterator[RedisServer]:
    """One that runs while in the block. Raises FileNotFoundError."""
    program = find()
    if program is None:
        raise FileNotFoundError(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(program, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


if __name__ == "__main__":
    print(find() or MISSING, file=sys.stdout)
