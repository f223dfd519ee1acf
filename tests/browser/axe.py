"""axe-core in a page: what people with a screen reader or a keyboard would stumble over."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
_GRAVE = {"serious", "critical"}


def grave(page: Page) -> list[str]:
    """Serious and critical issues of the page as it stands, each with where it is."""
    page.evaluate(_SOURCE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{issue['id']}: {issue['help']}: {node['target']}"
        for issue in found["violations"]
        if issue["impact"] in _GRAVE
        for node in issue["nodes"]
    ]
