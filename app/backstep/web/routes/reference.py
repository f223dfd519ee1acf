"""The API reference: /openapi.json as a page to read."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstep.web.html.reference import reference
from backstep.web.html.site import cached_page

router = APIRouter()


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """Every HTTP route: parameters, bodies, responses and errors."""
    return cached_page(request, "reference.html", lambda: reference(request.app.openapi()))
