"""Every request is counted, and logged by its route."""

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.metrics import Counts

log = logging.getLogger("backstep")
_QUIET = ("/healthz", "/readyz", "/metrics", "/static")


class Journal:
    """Outside of everything else: what it notes is what the client gets."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app, self._counts = app, counts

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
        # The route and not the path, which names a run; and none that is made up.
        route = getattr(scope.get("route"), "path", None) or "none"
        method = scope["method"] if route != "none" else "ANY"
        self._counts.add("backstep_requests_total", method=method, route=route, status=str(status))
        self._counts.add("backstep_request_seconds_total", seconds, method=method, route=route)
        if not route.startswith(_QUIET):
            took = round(1000 * seconds, 1)
            log.info("%s %s", method, route, extra={"status": status, "ms": took})
