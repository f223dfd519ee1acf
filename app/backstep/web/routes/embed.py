"""Scenes for other sites: `/embed`, the script that places them, and oEmbed."""

from dataclasses import asdict
from html import escape
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import segno
from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from backstep.protocol.catalogue.embed import read_embed
from backstep.protocol.spec.presets import PRESETS
from backstep.settings import Settings
from backstep.web.html.boot import boot_of
from backstep.web.html.element import element
from backstep.web.html.scenes import arranged, tabs
from backstep.web.html.site import page
from backstep.web.http.services import Shared

router = APIRouter()
_WIDTH, _HEIGHT = 960, 540
_DAY = 86400


@router.get("/embed", response_class=HTMLResponse)
async def embed(request: Request, services: Shared) -> HTMLResponse:
    """Show a scene: the panels that the query names, without the rest of the lab."""
    settings = services.settings
    query = dict(request.query_params)
    scene, problems = read_embed(query)
    boot = boot_of(request)
    boot["problems"] += [{"field": field, "message": message} for field, message in problems]
    boot["embed"] = asdict(scene) | {
        "origins": settings.embed_origins.split(),
        "tabs": tabs(scene),
    }
    boot["run"] = query.get("run")
    response = page(request, "embed.html", boot=boot, **arranged(scene))
    response.headers["Content-Security-Policy"] = services.policy + _ancestors(settings)
    return response


def _ancestors(settings: Settings) -> str:
    """Return the sites that may frame a scene.

    `*` would exclude files and the pages of editors; leaving the directive out allows everybody.
    """
    allowed = settings.embed_ancestors.strip()
    return "" if allowed == "*" else f"; frame-ancestors {allowed}"


@router.head("/embed.js", include_in_schema=False)
@router.get("/embed.js")
async def script(locale: str | None = None) -> Response:
    """Return the element `<backstep-scene>`, for any page to load; its texts are in `locale`,
    else in the language of the page."""
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return Response(element(locale), media_type="text/javascript", headers=headers)


@router.get("/qr.svg")
async def code(request: Request, url: str) -> Response:
    """Return the QR code of a link to this server."""
    _own(request, url)
    drawn = BytesIO()
    try:
        segno.make_qr(url, error="L", boost_error=True).save(drawn, kind="svg", scale=4)
    except segno.DataOverflowError:
        raise HTTPException(414, "That address is too long for a code") from None
    return Response(drawn.getvalue(), media_type="image/svg+xml")


def _own(request: Request, url: str) -> SplitResult:
    """Return the parts of an address. Raises a 404 if it is not of this server."""
    try:
        given = urlsplit(url)
    except ValueError:
        raise HTTPException(404, "That is no address") from None
    if given.scheme not in ("http", "https") or given.netloc != request.url.netloc:
        raise HTTPException(404, "That address is not of this server")
    return given


@router.get("/oembed")
async def oembed(
    request: Request,
    url: str,
    maxwidth: Annotated[int, Query(ge=1)] = _WIDTH,
    maxheight: Annotated[int, Query(ge=1)] = _HEIGHT,
    format: str = "json",
) -> dict[str, Any]:
    """Return a frame that shows a link to this server, as https://oembed.com specifies."""
    if format != "json":
        raise HTTPException(501, "Only json is spoken here")
    given = _own(request, url)
    if given.path not in ("", "/", "/embed"):
        raise HTTPException(404, "Only the lab and its scenes can be embedded")
    query = dict(parse_qsl(given.query))
    preset = PRESETS.get(query.get("preset", "circle"), PRESETS["circle"])
    # The largest frame with the aspect ratio of a slide that fits.
    width = min(_WIDTH, maxwidth, maxheight * _WIDTH // _HEIGHT)
    height = max(1, width * _HEIGHT // _WIDTH)
    server = f"{given.scheme}://{given.netloc}"
    title = f"backstep – {preset.label}"
    source = f"{server}/embed?{urlencode(query)}"
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "backstep",
        "provider_url": server,
        "cache_age": _DAY,
        "width": width,
        "height": height,
        "html": f'<iframe src="{escape(source)}" width="{width}" height="{height}"'
        f' title="{escape(title)}" style="border:0" loading="lazy" allow="fullscreen"></iframe>',
    }
