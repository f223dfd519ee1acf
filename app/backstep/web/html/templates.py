"""The pages' templates."""

from pathlib import Path

from fastapi.templating import Jinja2Templates

from backstep.web.http.assets import Assets


def templates(folder: Path, assets: Assets) -> Jinja2Templates:
    """All templates; `static_url` gives a file's address, `modules` what a script needs."""
    found = Jinja2Templates(folder)
    found.env.globals["static_url"] = assets.url
    found.env.globals["modules"] = assets.modules
    return found
