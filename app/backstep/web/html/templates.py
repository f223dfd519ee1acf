"""The templates of the pages."""

from pathlib import Path

from fastapi.templating import Jinja2Templates

from backstep.web.http.assets import Assets


def templates(folder: Path, assets: Assets) -> Jinja2Templates:
    """Return all templates; they know `static_url`, a file's address, and `modules` of a script."""
    found = Jinja2Templates(folder)
    found.env.globals["static_url"] = assets.url
    found.env.globals["modules"] = assets.modules
    return found
