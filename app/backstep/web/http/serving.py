"""The serving process: its socket, its shutdown, and its memory."""

import asyncio
import gc
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from backstep.sessions.tasks import end
from backstep.settings import Settings
from backstep.web.http import logs, memory
from backstep.web.http.services import services_of

log = logging.getLogger("backstep")

_TURN = 0.0005  # seconds that a thread may run while another waits
STOP_SECONDS = 3  # for requests to end, after the streams are closed
HARD_SECONDS = 25.0  # after which the process ends even if something hangs
_NEVER = 1_000_000_000
_DIRTY_SECONDS = 3600.0  # after which garbage is collected even while runs play


def listener(host: str, port: int, settings: Settings) -> socket.socket:
    """Return a listening socket whose connections end if the client stops reading.

    Raises OSError.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.create_server((host, port), family=family, backlog=2048)
    # Accepted sockets inherit it; asyncio sets it only on sockets that name their protocol. Without
    # it, a response's body waits up to 40 ms for the acknowledgement of its headers.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Not every system has it; elsewhere the limit on each send detects such clients.
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        milliseconds = int(1000 * settings.send_seconds)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
    return opened


class Server(uvicorn.Server):
    """Serves `app` until it is stopped, and shuts it down.

    At the shutdown it calls `stopping`, tells clients when to reconnect, and saves every run.
    """

    def __init__(
        self, app: FastAPI, settings: Settings, stopping: Callable[[], None] = lambda: None
    ) -> None:
        # Frames are small binary messages: compressing them costs more than it saves.
        config = uvicorn.Config(
            app,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            ws_max_size=settings.message_bytes,
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=settings.proxies.split(),
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        super().__init__(config)
        self._services, self._settings = services_of(app), settings
        self._stopping = stopping

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        cleaning = asyncio.create_task(self._clean(), name="collecting garbage")
        try:
            await super().serve(sockets)
        finally:
            await end([cleaning])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        log.info("stopping: runs are written down, and %s streams told", self._services.streams)
        await self._services.drain()
        await super().shutdown(sockets)

    async def _clean(self) -> None:
        """Collect garbage when no run plays, at the latest after an hour, and return free memory.

        Sessions have no reference cycles, so they are freed without it. The interpreter would still
        scan all live objects again and again, for tens of milliseconds each time.
        """
        before = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*before[:2], _NEVER)
        quiet, waited = self._services.store.quiet, 0.0
        seconds = self._settings.clean_seconds
        try:
            while True:
                await asyncio.sleep(seconds)
                waited += seconds
                if quiet() or waited >= _DIRTY_SECONDS:
                    gc.collect()
                    waited = 0.0
                await asyncio.to_thread(memory.give_back)
        finally:
            gc.set_threshold(*before)
            gc.unfreeze()


def stop_within(seconds: float, loop: asyncio.AbstractEventLoop) -> None:
    """End the process if it still runs after `seconds`, even if its loop or a thread hangs."""

    def give_up() -> None:
        tasks = [task.get_name() for task in asyncio.all_tasks(loop)]
        threads = [thread.name for thread in threading.enumerate() if not thread.daemon]
        what = ", ".join(sorted(tasks) + sorted(threads))
        log.critical("did not stop within %g s, and is ended; still there: %s", seconds, what)
        os._exit(1)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()


def run(app: FastAPI, settings: Settings, opened: socket.socket) -> None:
    """Serve on a listening socket until stopped."""
    host, port, *_ = opened.getsockname()
    logs.install(settings.log_format)
    log.info("backstep is at http://%s:%s", f"[{host}]" if ":" in host else host, port)
    memory.share_arenas()
    # Drawing threads release the lock at every call of numpy and need it back soon, but a run at
    # full speed does not release it voluntarily.
    sys.setswitchinterval(_TURN)

    def stopping() -> None:
        stop_within(HARD_SECONDS, asyncio.get_running_loop())

    # By then, the server has handled the signal.
    with suppress(KeyboardInterrupt):
        Server(app, settings, stopping).run([opened])
