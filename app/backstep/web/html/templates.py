"""The templates of the pages."""

from fastapi.templating import Jinja2Templates

from backstep.paths import folder
from backstep.web.http.assets import Assets


def templates(assets: Assets | None = None) -> Jinja2Templates:
    """Return all templates; they know `static_url`, a file's address, and `modules` of a script."""
    found = Jinja2Templates(folder("templates"))
    assets = assets or Assets(folder("static"))
    found.env.globals["static_url"] = assets.url
    found.env.globals["modules"] = assets.modules
    return found
