"""The pages' templates."""

from fastapi.templating import Jinja2Templates

from backstep.paths import folder
from backstep.web.http.assets import Assets


def templates(assets: Assets | None = None) -> Jinja2Templates:
    """All templates; `static_url` gives a file's address, `modules` what a script needs."""
    found = Jinja2Templates(folder("templates"))
    assets = assets or Assets(folder("static"))
    found.env.globals["static_url"] = assets.url
    found.env.globals["modules"] = assets.modules
    return found
