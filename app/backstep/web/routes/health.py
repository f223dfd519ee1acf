"""Whether the process is alive, and whether it can take more."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from backstep.web.http.services import Shared

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Whether the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(services: Shared) -> JSONResponse:
    """Whether it can take runs; 503 while it cannot. `store`: `memory` where runs are not kept at
    all, `failing` where they go on in memory for now. `others`: whether those who share the
    store can be talked to; `alone` where nobody does."""
    persistence, streams = services.store.persistence, services.streams
    checks: dict[str, Any] = {
        "leaving": streams.leaving,
        "room": services.store.room,
        "streams": max(0, services.settings.connections - streams.count),
        "store": "failing" if persistence.trouble else "ok" if persistence.durable else "memory",
        "others": services.exchange.state,
    }
    able = not checks["leaving"] and checks["room"] and checks["streams"]
    status = "ok" if able else "unavailable"
    return JSONResponse({"status": status, **checks}, 200 if able else 503)
