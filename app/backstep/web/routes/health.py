"""Whether the process is alive, and whether it can take more."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Whether the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Whether it can take runs; 503 while it cannot. `store`: `memory` where runs are not kept at
    all, `failing` where they go on in memory for now. `others`: whether those who share the
    store can be talked to; `alone` where nobody does."""
    state = request.app.state
    persistence = state.store.persistence
    checks: dict[str, Any] = {
        "leaving": state.streams.leaving,
        "room": state.store.room,
        "streams": max(0, state.settings.connections - state.streams.count),
        "store": "failing" if persistence.trouble else "ok" if persistence.durable else "memory",
        "others": state.exchange.state,
    }
    able = not checks["leaving"] and checks["room"] and checks["streams"]
    status = "ok" if able else "unavailable"
    return JSONResponse({"status": status, **checks}, 200 if able else 503)
