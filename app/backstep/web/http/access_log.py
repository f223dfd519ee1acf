"""Counts every request, and logs it by its route."""

import logging
import re
from time import perf_counter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backstep.web.http.metrics import Metrics

log = logging.getLogger("backstep")
_QUIET = ("/healthz", "/readyz", "/metrics", "/static")
# Only known methods are counted: invented ones would each create a time series.
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,64}")  # a request's id, as a proxy may set it


class AccessLog:
    """The outermost middleware: it sees exactly the response that the client gets."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            self._note(scope, status, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # The route, not the path, because a path contains a run's id; and no invented ones.
        route = getattr(scope.get("route"), "path", None)
        if route is None:
            # Mounted files have no route.
            route = "/static" if scope["path"].startswith("/static/") else "none"
        method = scope["method"] if route != "none" and scope["method"] in _METHODS else "ANY"
        self._metrics.observe_request(method, route, status, seconds)
        if not route.startswith(_QUIET):
            told: dict[str, object] = {"status": status, "ms": round(1000 * seconds, 1)}
            number = Headers(scope=scope).get("x-request-id", "")
            if _NUMBER.fullmatch(number):
                told["request"] = number
            log.info("%s %s", method, route, extra=told)
