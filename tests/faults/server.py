"""`backstep serve` as a process that can be killed."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

START_SECONDS = 60.0  # only a failing start takes this long


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server:
    """Keeps its runs in the file `store`, unless an `address` is given, and its log beside it."""

    def __init__(
        self, store: Path, environment: Mapping[str, str] = {}, address: str | None = None
    ) -> None:
        self.port = free_port()
        self._address = address or f"sqlite:{store}"
        self._store, self._environment = store, dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        command = [sys.executable, "-m", "backstep", "serve", "--port", str(self.port)]
        command += ["--store", self._address]
        log = self._log.open("ab")
        environment = os.environ | self._environment
        self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        log.close()
        deadline = monotonic() + START_SECONDS
        while monotonic() < deadline:
            with suppress(OSError):
                await asyncio.to_thread(urlopen, f"http://127.0.0.1:{self.port}/readyz", None, 1)
                return
            await asyncio.sleep(0.05)
        raise RuntimeError("the server did not start")

    def stop(self, how: signal.Signals = signal.SIGKILL) -> int:
        """Kill it; return its exit code."""
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait()

    @property
    def _log(self) -> Path:
        return self._store.with_suffix(".log")

    @property
    def log(self) -> str:
        """Return its output so far."""
        return self._log.read_text(errors="replace")

    @property
    def complaints(self) -> list[str]:
        """Return each of its errors with the lines before it."""
        records = re.split(r"^(?=\d{4}-\d\d-\d\d \d\d:)", self.log, flags=re.MULTILINE)
        return [each for each in records if " ERROR " in each[:40] or "Traceback" in each]

    @property
    def process(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None
