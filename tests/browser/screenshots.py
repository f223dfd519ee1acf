"""Screenshots of the pages: `python -m tests.browser.screenshots` writes them to `shots/`.

Names of pages may follow; without any, all are taken.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from tests.browser import chromium
from tests.browser.server import serving

PAGES = {
    "lab": "/?preset=circle&step=230&op=11&select=layers.1.weight.0.2",
    "digits": "/?preset=digits&step=400&op=5",
    "reviews": "/?preset=reviews&step=400&op=5",
    "curve": "/?preset=spiral&step=1500&op=11",
    "embed": "/embed?preset=circle&step=230&op=11&select=layers.1.weight.0.2",
    "watch": "/watch/{code}?locale=en",  # of a class that sees the lab's moment
    "lessons": "/lessons?locale=en",
    "lesson": "/lessons/downhill?locale=en",
    "myths": "/lessons/myths?locale=en",
    "failures": "/lessons/failures?locale=en",
    "glossary": "/glossary?locale=en",
    "docs": "/docs?locale=en",
    "formula": "/expression?formula=x*y%20%2B%20sin(x)&values=x:2,y:3&locale=en",
}
SIZES = ((1440, 900), (960, 540), (390, 844))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FOLDER = Path(__file__).parents[2] / "shots"

READY = "html[data-ready]"
# plotly creates this element when it has drawn; a page may have no surface.
PANEL = "#surface"
DRAWN = "#surface .plot .js-plotly-plot, #surface .main-svg"
PATIENCE = 10_000  # ms
SETTLE = 600  # ms, for WebGL that plotly draws after it has reported completion


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the screenshots; return the exit code."""
    parser = argparse.ArgumentParser(prog="screenshots", description="Pictures of the pages.")
    parser.add_argument("names", nargs="*", metavar="PAGE", help=f"of {', '.join(PAGES)}")
    names = parser.parse_args(arguments).names or list(PAGES)
    unknown = [name for name in names if name not in PAGES]
    if unknown:
        parser.error(f"no such page: {', '.join(unknown)}")

    FOLDER.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.ARGUMENTS)
        )
        unready = 0
        code = _present(browser, address) if "watch" in names else ""
        for name in names:
            for width, height in SIZES:
                for scheme in SCHEMES:
                    path = FOLDER / f"{name}-{width}x{height}-{scheme}.png"
                    url = address + PAGES[name].format(code=code)
                    unready += not _take(browser, url, (width, height), scheme, path)
                    print(path.relative_to(FOLDER.parent))
        browser.close()
    return 1 if unready else 0


def _present(browser: Browser, address: str) -> str:
    """Return the code of a class that the lab presents to while the browser is open."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address + PAGES["lab"])
    page.wait_for_selector(READY)
    page.locator("#present").click()
    return page.locator(".present-code").inner_text()


def _take(
    browser: Browser,
    url: str,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
    path: Path,
) -> bool:
    """Take a screenshot; return whether the page was ready."""
    ready = True
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: print(f"{path.name}: {error}", file=sys.stderr))
        page.goto(url)
        try:
            page.wait_for_selector(READY, state="attached", timeout=PATIENCE)
            _wait_for_surface(page)
        except TimeoutError as error:
            ready = False
            what = error.message.partition("\n")[0]
            print(f"{path.name}: taken unready: {what}", file=sys.stderr)
        page.screenshot(path=path)
    return ready


def _wait_for_surface(page: Page) -> None:
    panel = page.locator(PANEL)
    if not panel.is_visible():
        return
    panel.scroll_into_view_if_needed()  # it is drawn when it comes into view
    try:
        page.wait_for_selector(DRAWN, state="attached", timeout=PATIENCE)
    finally:
        page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(SETTLE)


if __name__ == "__main__":
    sys.exit(main())
