"""Exports of a run, and the import of a checkpoint."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from backstep.data.csv_export import to_csv
from backstep.protocol.scripts import FRAMEWORKS
from backstep.protocol.spec.schema import SpecError
from backstep.sessions.files import checkpoint, script
from backstep.texts.message import not_one_of
from backstep.web.copies import copy
from backstep.web.http.access import session_of
from backstep.web.http.bodies import whole
from backstep.web.http.language import Spoken
from backstep.web.http.services import Shared

router = APIRouter(prefix="/api")


@router.get("/runs/{run_id}/code")
async def get_code(
    request: Request,
    run_id: str,
    framework: str = "pytorch",
    steps: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> Response:
    """Return a program that trains what the run would train after a reset."""
    session = session_of(request)
    if framework not in FRAMEWORKS:
        raise SpecError([("framework", not_one_of(framework, FRAMEWORKS))])
    text = await asyncio.to_thread(script.training_script, session, framework, steps)
    return _file(text, "text/x-python; charset=utf-8", f"backstep_{framework}.py")


@router.get("/runs/{run_id}/data.csv")
async def get_data(request: Request, run_id: str) -> Response:
    """Return the data set as CSV, training examples first."""
    session = session_of(request)
    text = await asyncio.to_thread(to_csv, session.assembly.data)
    return _file(text, "text/csv; charset=utf-8", "backstep-data.csv")


@router.get("/runs/{run_id}/export.html")
async def get_copy(
    request: Request,
    services: Shared,
    texts: Spoken,
    run_id: str,
    steps: int | None = None,
    panels: str | None = None,
    select: str | None = None,
) -> Response:
    """Return the run, from its start to its furthest position, as a page without a server."""
    session = session_of(request)
    position, edits = session.run.position, session.edits
    order = copy.Order(
        session.start,
        session.run.head.step + 1 if steps is None else steps,
        copy.RECORDED if panels is None else copy.read_panels(panels.split(","), "panels"),
        edits,
        moment=position,
        select=select,
    )
    chosen = texts if {"lang", "locale"} & set(request.query_params) else None
    # One at a time, because it is long work that slows down everything else.
    async with services.copying:
        data, _ = await asyncio.to_thread(
            copy.make,
            order,
            services.settings,
            texts=chosen,
            spoken=services.languages,
            sets=session.sets,
        )
    return _file(data, "text/html; charset=utf-8", "backstep.html")


@router.post("/runs/{run_id}/checkpoint")
async def put_checkpoint(request: Request, services: Shared, run_id: str) -> dict[str, Any]:
    """Restart the run from the parameters in a safetensors file."""
    session = session_of(request)
    body = await whole(request, services.settings.body_bytes)
    parameters = checkpoint.read_checkpoint(session, body)
    restarted, edit = await session.edit({"network": {"parameters": parameters}})
    session.listeners.announce({"type": "edited", "restarted": restarted, "edit": edit})
    step, op = session.run.position
    return {"restarted": restarted, "position": {"step": step, "op": op}}


def _file(content: str | bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
