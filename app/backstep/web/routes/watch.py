"""A class that follows a run: its page and its streams."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response, WebSocket
from fastapi.responses import HTMLResponse, RedirectResponse

from backstep.sessions import codes
from backstep.sessions.classroom.follower import Class, Follower
from backstep.sessions.connection import end_with
from backstep.sessions.replicas.exchange import Elsewhere, Exchange
from backstep.sessions.session import Session
from backstep.web.html.site import page
from backstep.web.http.access import class_of, waking
from backstep.web.http.services import Shared
from backstep.web.routes.stream import admitted, serve

router = APIRouter()


@router.get("/watch", response_class=HTMLResponse)
async def enter(request: Request, code: str = "") -> Response:
    """Show a form for the watch code; a given code redirects to the class."""
    if not code:
        return page(request, "enter.html", typed="")
    found = codes.read(code)
    if "/" in found:  # never part of a code
        return _unknown(request, code)
    return RedirectResponse(f"/watch/{quote(found, safe='')}", 303)


def _unknown(request: Request, typed: str) -> Response:
    response = page(request, "enter.html", typed=typed[:20])
    response.status_code = 404
    return response


@router.get("/watch/{code}", response_class=HTMLResponse)
async def watch(request: Request, services: Shared, code: str) -> Response:
    """Show the page of a follower; 404 with a form for another code if no class has this one."""
    if await class_of(request, code) is None:
        return _unknown(request, code)
    boot: dict[str, Any] = {name: request.query_params.get(name) for name in ("theme", "locale")}
    boot |= {"code": codes.read(code), "locales": services.languages.names}
    return page(request, "watch.html", boot=boot)


@router.websocket("/api/watch/{code}/stream")
async def stream(socket: WebSocket, services: Shared, code: str) -> None:
    """Send what the presenter shows and receive the class's answers; see docs/protocol.md."""
    if not await admitted(socket, services.settings):
        return
    found = await class_of(socket, code)
    if found is None:
        await socket.close(*end_with(4404, "unknown"))
        return
    with waking(socket):
        followed = await _class(services.exchange, found)
    await serve(socket, services, lambda send: Follower(followed, send, services.settings))


async def _class(exchange: Exchange, found: Session | Elsewhere) -> Class:
    if isinstance(found, Session):
        return found.classroom
    return await exchange.classroom(found)
