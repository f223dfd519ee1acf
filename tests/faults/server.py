"""`backstep serve` as a process of its own, to be harmed."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from backstep.sessions.stores.opening import opened
from backstep.sessions.stores.records import Records
from backstep.settings import Settings
from tests import ports
from tests.waiting import apart


class Server:
    """Keeps its runs in the file `store`, unless an `address` is given, and its log beside it."""

    def __init__(
        self, store: Path, environment: Mapping[str, str] = {}, address: str | None = None
    ) -> None:
        self.port = ports.free()
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
        ready = f"http://127.0.0.1:{self.port}/readyz"
        while self.alive and not await asyncio.to_thread(ports.answers, ready):
            await apart()
        assert self.alive, "the server did not start"

    def records(self) -> Records:
        """What it has written down."""
        records = opened(Settings(store=self._address))
        assert records is not None
        return records

    def stop(self, how: signal.Signals = signal.SIGKILL) -> int:
        """Kill it; its exit code."""
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait()

    @property
    def _log(self) -> Path:
        return self._store.with_suffix(".log")

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text(errors="replace")

    @property
    def complaints(self) -> list[str]:
        """Each of its errors, with what led to it."""
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
