"""Runs axe-core on a page: finds obstacles for people with a screen reader or a keyboard."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
_GRAVE = {"serious", "critical"}


def grave(page: Page) -> list[str]:
    """Return the serious and critical issues of the page, each with its place."""
    page.evaluate(_SOURCE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{issue['id']}: {issue['help']}: {node['target']}"
        for issue in found["violations"]
        if issue["impact"] in _GRAVE
        for node in issue["nodes"]
    ]
