"""The page while it learns, in headless Chromium with software drawing.

Prints the engine's updates and the page's frames per second at full speed, and the time of a step
from the key press to the picture. The server is a separate process, as in production; it and the
browser share the machine's cores.
"""

import argparse
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_server

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium

_COUNT = """seconds => new Promise((done) => {
  const root = document.documentElement;
  const updates = () => Number(document.querySelector('#curve canvas').ariaValueNow);
  let [frames, pictures, surfaces, ready] = [0, 0, 0, root.dataset.ready];
  const plot = document.querySelector('#surface .plot');
  new MutationObserver(() => surfaces++).observe(plot, {attributeFilter: ["data-updates"]});
  const [began, first] = [performance.now(), updates()];
  const tick = (now) => {
    frames++;
    if (root.dataset.ready !== ready) { pictures++; ready = root.dataset.ready; }
    const passed = (now - began) / 1000;
    if (passed < seconds) requestAnimationFrame(tick);
    else done([updates() - first, pictures, frames, surfaces].map((each) => each / passed));
  };
  requestAnimationFrame(tick);
})"""

_ALONE = """async seconds => {
  const plot = document.querySelector('#surface .plot');
  const box = document.createElement('div');
  const {width, height} = plot.getBoundingClientRect();
  box.style = `position: fixed; top: 0; left: 0; width: ${width}px; height: ${height}px`;
  document.body.append(box);
  const [surface, ...rest] = plot.data;
  const painted = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  let [drawn, began] = [0, performance.now()];
  while (performance.now() - began < 1000 * seconds) {
    const z = surface.z.map((row) => row.map((each) => each * (1 + 0.1 * Math.sin(drawn))));
    const options = {displayModeBar: false, plotGlPixelRatio: 1};
    await Plotly.react(box, [{...surface, z}, ...rest], plot.layout, options);
    await painted();
    drawn++;
  }
  return 1000 * drawn / (performance.now() - began);
}"""

_STEP = """() => new Promise((done) => {
  const op = document.querySelectorAll('#counts b')[2];
  const began = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  }).observe(op, {childList: true, characterData: true, subtree: true});
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
})"""


@contextmanager
def served() -> Iterator[str]:
    """Start the server as a process on a free port of the loopback."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "backstep", "serve", "--port", str(port)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/healthz").close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def opened(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/?{query}")
    page.wait_for_selector("html[data-ready]")
    page.wait_for_function("() => document.querySelector('#surface .plot').data")


def playing(page: Page, address: str, query: str, surface: str, seconds: float) -> list[float]:
    """Return updates, frames, animation frames and surfaces per second while playing."""
    opened(page, address, query)
    if surface == "hidden":
        page.add_style_tag(content="#surface { display: none !important; }")
    else:
        page.locator("#surface").get_by_role("button", name=surface).click()
    page.keyboard.press("k")
    page.wait_for_timeout(1500)
    rates: list[float] = page.evaluate(_COUNT, seconds)
    page.keyboard.press("k")
    return rates


def alone(page: Page, address: str, query: str, surface: str, seconds: float) -> float:
    """Return the surfaces per second that plotly.js draws alone at the same size."""
    opened(page, address, query)
    page.locator("#surface").get_by_role("button", name=surface).click()
    kind = "contour" if surface == "contour" else "surface"
    is_drawn = "kind => document.querySelector('#surface .plot').data[0].type === kind"
    page.wait_for_function(is_drawn, arg=kind)
    page.wait_for_timeout(500)
    rate: float = page.evaluate(_ALONE, seconds)
    return rate


def latency(page: Page, address: str, query: str, presses: int) -> list[float]:
    """Return the milliseconds from a key press to the picture of the step."""
    opened(page, address, query)
    times = []
    for _ in range(presses):
        times.append(page.evaluate(_STEP))
        page.wait_for_timeout(60)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--presses", type=int, default=100)
    given = parser.parse_args()
    networks = {"2-4-2-1 b10": "preset=circle", "2-8-8-1 b32": "preset=spiral"}
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.ARGUMENTS)
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        print(f"{'network':<14}{'surface':<10}{'updates/s':>11}{'pictures/s':>12}"
              f"{'rAF/s':>8}{'surfaces/s':>12}")  # fmt: skip
        for name, query in networks.items():
            for surface in ("hidden", "contour", "3-D"):
                rates = playing(page, address, query, surface, given.seconds)
                updates, pictures, frames, surfaces = rates
                print(f"{name:<14}{surface:<10}{updates:>11,.0f}{pictures:>12.1f}"
                      f"{frames:>8.1f}{surfaces:>12.1f}")  # fmt: skip
        for surface in ("contour", "3-D"):
            rate = alone(page, address, networks["2-4-2-1 b10"], surface, given.seconds)
            print(f"plotly.js alone, {surface}: {rate:.1f} surfaces/s")
        for name, query in networks.items():
            times = sorted(latency(page, address, query, given.presses))
            p95 = times[int(0.95 * len(times))]
            print(f"{name:<14}step to picture: median {statistics.median(times):.1f} ms,"
                  f" p95 {p95:.1f} ms, worst {times[-1]:.1f} ms")  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
