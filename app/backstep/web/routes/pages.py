"""The lab, and the third-party scripts that its page loads."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from backstep.web.html.boot import boot_of
from backstep.web.html.site import page
from backstep.web.http.headers import FOREVER
from backstep.web.http.services import Shared
from backstep.web.http.vendor import PLOTLY, takes_gzip

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
async def lab(request: Request) -> HTMLResponse:
    """Show the lab at the spec and moment that the query describes."""
    return page(request, "lab.html", boot=boot_of(request))


@router.head("/vendor/plotly.min.js", include_in_schema=False)
@router.get("/vendor/plotly.min.js")
async def plotly_script(request: Request, services: Shared) -> Response:
    """Return plotly.js as the installed plotly package ships it."""
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if not takes_gzip(request.headers.get("accept-encoding", "")):
        return FileResponse(PLOTLY, media_type="text/javascript", headers=headers)
    headers["Content-Encoding"] = "gzip"
    data = await services.plotly.compressed()
    return Response(data, media_type="text/javascript", headers=headers)
