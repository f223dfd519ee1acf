"""The process that serves: its socket, what it does before it stops, and its memory."""

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

_TURN = 0.0005  # seconds that a thread may go on while another waits
STOP_SECONDS = 3  # that requests have to end, when the streams have gone
HARD_SECONDS = 25.0  # in which it has stopped, whatever is stuck
_NEVER = 1_000_000_000
_DIRTY_SECONDS = 3600.0  # after so long it is collected whether it is quiet or not


def listener(host: str, port: int, settings: Settings) -> socket.socket:
    """A listening socket whose connections end when what is sent is not taken. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.create_server((host, port), family=family, backlog=2048)
    # Accepted sockets inherit it; asyncio sets it only on those that name their protocol. Without
    # it an answer's body waits up to 40 ms for the other side to acknowledge its headers.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Not every system has it; the others find out by the time that a send may take.
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        milliseconds = int(1000 * settings.send_seconds)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
    return opened


class Server(uvicorn.Server):
    """Serves `app` until it is told to stop, of which `stopping` is told; then clients are told
    when to come back, and every run is written down."""

    def __init__(
        self, app: FastAPI, settings: Settings, stopping: Callable[[], None] = lambda: None
    ) -> None:
        # Frames are small and made to be sent raw: compressing them costs more than it saves.
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
        """Collect old garbage when nobody plays, or seldom; and give back what is free.

        Sessions hold no cycles: they go when they are let go of. The interpreter would all the same
        look through everything that lives, again and again, for tens of milliseconds each time.
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
    """End the process if it still runs after so long, be its event loop or a thread stuck."""

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
    """Serve on a listening socket until told to stop."""
    host, port, *_ = opened.getsockname()
    logs.install(settings.log_format)
    log.info("backstep is at http://%s:%s", f"[{host}]" if ":" in host else host, port)
    memory.share_arenas()
    # Who draws surfaces gives way at every call of numpy and is to have its turn back soon: a run
    # at full speed does not give way by itself.
    sys.setswitchinterval(_TURN)

    def stopping() -> None:
        stop_within(HARD_SECONDS, asyncio.get_running_loop())

    # The signal that ended it has been heard by then.
    with suppress(KeyboardInterrupt):
        Server(app, settings, stopping).run([opened])
