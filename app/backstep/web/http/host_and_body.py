"""The first checks of every request: its host, and the length of its body."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from fastapi import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backstep.settings import Settings
from backstep.web.http.access import count, too_often
from backstep.web.http.problems import problem
from backstep.web.http.services import Services

_PROBES = ("/healthz", "/readyz")  # called by IP address, and without private content
_DRAIN_SECONDS = 5.0  # for which a refused client may continue to send


class HostAndBodyLimit:
    """Refuses unknown hosts, and bodies that are too long.

    A body may be refused while the client is still sending it. Then the response is sent at once,
    and further data are discarded for a while: a client that sends everything before it reads finds
    the response instead of a reset connection.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._settings = services.settings
        self._hosts = services.settings.hosts.lower().split()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif scope["path"] not in _PROBES and not self._known(scope):
            await _refuse_host(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            body = _Body(scope, receive, send, self._settings)
            await self._app(scope, body.receive, body.send)

    def _known(self, scope: Scope) -> bool:
        if "*" in self._hosts:
            return True
        host = HTTPConnection(scope).headers.get("host", "")
        # Remove the port; an IPv6 address keeps its brackets.
        name, colon, port = host.lower().rpartition(":")
        return (name if colon and port.isdecimal() else host.lower()) in self._hosts


async def _refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403, "reason": ""})
        return
    detail = "This server does not go by that name; BACKSTEP_HOSTS lists those it goes by"
    await problem(421, "Misdirected request", detail)(scope, receive, send)


class _Body:
    """The body of one request, counted while it arrives."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, settings: Settings) -> None:
        self._connection = HTTPConnection(scope)
        self._receive, self._send, self._settings = receive, send, settings
        self._length = 0
        self._ended = False

    async def receive(self) -> Message:
        """Return the next message. Raises 413 and 429."""
        told = self._connection.headers.get("content-length", "")
        limit = self._settings.body_bytes
        if not self._length and told.isdecimal() and int(told) > limit:
            raise HTTPException(413, f"The body is longer than {limit} bytes")
        message = await self._receive()
        self._note(message)
        size = len(message.get("body", b""))
        self._length += size
        if self._length > limit:
            raise HTTPException(413, f"The body is longer than {limit} bytes")
        if size and (wait := count(self._connection, "bytes", self._settings.rates.bytes, size)):
            raise too_often(wait)
        return message

    def _note(self, message: MutableMapping[str, Any]) -> None:
        self._ended = message["type"] != "http.request" or not message.get("more_body")

    async def send(self, message: Message) -> None:
        last = message["type"] == "http.response.body" and not message.get("more_body")
        if not last or self._ended or not self._sends_more():
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        await self._drain()
        await self._send({"type": "http.response.body", "body": b""})

    def _sends_more(self) -> bool:
        """Whether the client has announced a body."""
        headers = self._connection.headers
        return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                while not self._ended:
                    self._note(await self._receive())
        except TimeoutError:
            pass  # the client sends too slowly to wait for the rest
