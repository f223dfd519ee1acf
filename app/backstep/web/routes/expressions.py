"""The expression lab: a formula's graph, its values and its slopes."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstep.protocol.facts.expressions import ask, work_out
from backstep.web.html.site import page
from backstep.web.http.bodies import read_body
from backstep.web.http.services import Shared

router = APIRouter()


@router.post("/api/expressions")
async def work_out_expression(request: Request, services: Shared) -> dict[str, Any]:
    """`{"formula", "values"}` → its graph, drawn and worked out."""
    return work_out(ask(await read_body(request, services.settings.message_bytes)))


@router.get("/expression", response_class=HTMLResponse)
async def expression_lab(request: Request) -> HTMLResponse:
    """The page; its query is the formula and the variables' values, read by the page itself."""
    return page(request, "expression.html")
