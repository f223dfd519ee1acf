"""The lab, and the scripts of other packages that its page loads."""

from pathlib import Path

import plotly
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from backstep.web.html.boot import boot_of
from backstep.web.http.headers import FOREVER
from backstep.web.http.services import Shared

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
async def lab(request: Request, services: Shared) -> HTMLResponse:
    """The lab, at the spec and the moment that the query describes."""
    return services.templates.TemplateResponse(request, "lab.html", {"boot": boot_of(request)})


@router.head("/vendor/plotly.min.js", include_in_schema=False)
@router.get("/vendor/plotly.min.js")
async def plotly_script() -> FileResponse:
    """plotly.js as the installed plotly package ships it."""
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return FileResponse(script, media_type="text/javascript", headers={"Cache-Control": FOREVER})
