"""The pages, and the files they load."""

from pathlib import Path
from typing import Any, Literal

import plotly
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.templating import Jinja2Templates

from backstep.paths import folder
from backstep.protocol.spec.edits import read_edits
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import read
from backstep.protocol.spec.schema import Spec, SpecError
from backstep.sessions.run.sets import find
from backstep.settings import Settings
from backstep.web.http.assets import Assets

router = APIRouter()
_LOCALES = ("en", "ru")
FOREVER = "public, max-age=31536000, immutable"


def templates(assets: Assets | None = None) -> Jinja2Templates:
    """The pages' templates; `static_url` gives a file's address, `modules` what a script needs."""
    found = Jinja2Templates(folder("templates"))
    assets = assets or Assets(folder("static"))
    found.env.globals["static_url"] = assets.url
    found.env.globals["modules"] = assets.modules
    return found


@router.get("/", response_class=HTMLResponse)
async def lab(request: Request) -> HTMLResponse:
    """The lab, at the spec and the moment that the query describes."""
    pages: Jinja2Templates = request.app.state.templates
    return pages.TemplateResponse(request, "lab.html", {"boot": boot_of(request)})


def boot_of(request: Request) -> dict[str, Any]:
    """What the page starts from; a bad query is told, and the default shown."""
    settings: Settings = request.app.state.settings
    query = dict(request.query_params)
    problems: list[tuple[str, str]] = []
    moment, edits = None, []
    try:
        spec = read(query, settings.caps)
        edits = read_edits(query.get("edits", ""))
        find(spec.data.name, request.app.state.sets)
    except SpecError as error:
        problems += error.problems
        spec = _preset_alone(query, settings)
        problems.append(("link", "the rest of its settings was left out"))
    if "step" in query or "op" in query:
        step, op = query.get("step", "0"), query.get("op", "0")
        if step.isdecimal() and op.isdecimal() and len(step) < 10 and len(op) < 4:
            moment = {"step": int(step), "op": int(op)}
        else:
            problems.append(("step", "step and op are whole numbers from 0"))
    locale = query.get("locale")
    if locale is not None and locale not in _LOCALES:
        problems.append(("locale", f"{locale!r} is not one of {', '.join(_LOCALES)}"))
        locale = None
    return {
        "spec": spec.model_dump(exclude_none=True),
        "edits": [edit.model_dump(exclude_none=True) for edit in edits],
        "preset": query.get("preset", "circle"),
        "moment": moment,
        "select": query.get("select"),
        "focus": _focus(query.get("focus"), problems),
        "ask": query.get("ask") == "1",
        "problems": [{"field": field, "message": message} for field, message in problems],
        "theme": query.get("theme", "auto"),
        "locale": locale,
    }


def _focus(text: str | None, problems: list[tuple[str, str]]) -> int | Literal["mean"] | None:
    """The example in focus: a row of the training set, or the batch's mean."""
    if text is None or text == "mean":
        return "mean" if text else None
    if text.isdecimal() and len(text) < 10:
        return int(text)
    problems.append(("focus", "is a row of the training set, or mean"))
    return None


def _preset_alone(query: dict[str, str], settings: Settings) -> Spec:
    """What a query that cannot be read as a whole still names."""
    named = query.get("preset", "")
    return read({"preset": named} if named in PRESETS else {}, settings.caps)


@router.head("/vendor/plotly.min.js", include_in_schema=False)
@router.get("/vendor/plotly.min.js")
async def plotly_script() -> FileResponse:
    """plotly.js as the installed plotly package ships it."""
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return FileResponse(script, media_type="text/javascript", headers={"Cache-Control": FOREVER})
