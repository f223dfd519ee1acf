"""The expression lab: a formula's graph, its values and derivatives."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstep.lessons.glossary import glossary
from backstep.protocol.facts.expressions import ask, work_out
from backstep.web.html.site import cached_page
from backstep.web.http.bodies import read_body
from backstep.web.http.language import texts_for
from backstep.web.http.services import Shared

router = APIRouter()
_TERMS = (
    "forward-pass",
    "backward-pass",
    "local-gradient",
    "chain-rule",
    "path",
    "central-difference",
)


@router.post("/api/expressions")
async def work_out_expression(request: Request, services: Shared) -> dict[str, Any]:
    """Return the graph of `{"formula", "values"}`, with values, derivatives and layout."""
    return work_out(ask(await read_body(request, services.settings.message_bytes)))


@router.get("/expression", response_class=HTMLResponse)
async def expression_lab(request: Request) -> HTMLResponse:
    """Show the expression lab; the page itself reads the formula and values in the query."""

    def given() -> dict[str, object]:
        found = glossary(texts_for(request))
        return {"terms": [found[slug] for slug in _TERMS]}

    return cached_page(request, "expression.html", given)
