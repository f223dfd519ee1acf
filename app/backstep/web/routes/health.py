"""Whether the process is alive, and whether it accepts runs."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from backstep.web.http.services import Shared

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Report that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(services: Shared) -> JSONResponse:
    """Report whether the process accepts runs; 503 if it does not.

    `store` is `memory` if runs are never saved, `failing` if they are only in memory for now.
    `others` says whether other processes with the same store can be reached; `alone` if there is no
    shared store.
    """
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
