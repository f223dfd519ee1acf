"""The expression lab: a formula's graph, its values and derivatives."""

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
    """Return the graph of `{"formula", "values"}`, with values, derivatives and layout."""
    return work_out(ask(await read_body(request, services.settings.message_bytes)))


@router.get("/expression", response_class=HTMLResponse)
async def expression_lab(request: Request) -> HTMLResponse:
    """Show the expression lab; the page itself reads the formula and values in the query."""
    return page(request, "expression.html")
