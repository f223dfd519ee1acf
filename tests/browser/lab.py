"""The lab as a user sees it: what it shows, and what it offers."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Download, Locator, Page, expect

_TEXTS = "const texts = (s) => [...document.querySelectorAll(s)].map((e) => e.textContent)"

_SNAPSHOT = f"""() => {{
  {_TEXTS};
  return {{
    weights: texts('#network .hit title').sort(),
    neurons: texts('#network .node title'),
    deltas: texts('#network .delta'),
    metrics: texts('#output dd'),
    explanation: texts('#explanation'),
    slopes: [...document.querySelectorAll('#network .slope')]
      .map((e) => e.getAttribute('visibility')),
  }};
}}"""

# The value beside the accuracy's name, such as "98.4 % blue if ŷ > 0.5".
ACCURACY = (
    "[...document.querySelectorAll('#output dt')]"
    ".find((name) => name.textContent.startsWith('Accuracy')).nextElementSibling.textContent"
)

_POSITION = """() => {
  const counts = [...document.querySelectorAll('#counts b')];
  const [, step, op] = counts.map((e) => parseInt(e.textContent));
  return document.documentElement.dataset.ready ? [step, op] : null;
}"""


def ready(page: Page) -> None:
    """Wait for a page's first picture."""
    page.wait_for_selector("html[data-ready]")


class Lab:
    """Return the page at `address`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, query: str = "") -> "Lab":
        """Open a query and wait for the first frame."""
        self.page.goto(f"{self.address}/?{query}")
        ready(self.page)
        return self

    def at(self, step: int, op: int) -> None:
        """Wait until the page has reached a position."""
        self.page.wait_for_function(
            f"([step, op]) => JSON.stringify(({_POSITION})()) === JSON.stringify([step, op])",
            arg=[step, op],
        )

    def left(self, step: int, op: int) -> None:
        """Wait until the page shows another position than this one."""
        self.page.wait_for_function(
            f"(left) => ![JSON.stringify(left), 'null'].includes(JSON.stringify(({_POSITION})()))",
            arg=[step, op],
        )

    @property
    def position(self) -> tuple[int, int]:
        step, op = self.page.evaluate(_POSITION)
        return step, op

    def snapshot(self) -> dict[str, Any]:
        """Every number of the drawing, the metrics and the explanation."""
        found: dict[str, Any] = self.page.evaluate(_SNAPSHOT)
        return found

    def button(self, name: str) -> Locator:
        """Return the button whose name begins with this text."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def export(self, name: str) -> Locator:
        """Choose in the menu “Export”; the dialog that it opens."""
        self.button("Export").click()
        self.page.get_by_role("button", name=f"{name}…").click()
        return self.page.get_by_role("dialog", name=name)

    def download(self, name: str) -> Download:
        """Choose a file in the menu “Export”."""
        self.button("Export").click()
        with self.page.expect_download() as found:
            self.page.get_by_role("link", name=name).click()
        return found.value

    @property
    def own_data(self) -> Locator:
        """The dialog for one's own data."""
        return self.page.get_by_role("dialog", name="Your own data")

    def granularity(self, by: str) -> None:
        self.page.locator("#granularity").get_by_role("button", name=by, exact=True).click()

    def full_speed(self) -> None:
        """Let this granularity play as fast as it can."""
        self.page.locator("#counts select").select_option("0")

    @property
    def train_loss(self) -> float:
        return float(self.page.locator("#output dd").first.inner_text())

    @property
    def accuracy(self) -> float:
        """On the test set, in percent."""
        return float(self.page.evaluate(f"parseFloat({ACCURACY})"))

    @property
    def banner(self) -> Locator:
        return self.page.locator("#banner")

    def weight(self, name: str) -> float:
        """Return a weight's value from the drawing, by its name in formulas."""
        title = self.page.locator("#network .hit title", has_text=f"{name} =").text_content()
        assert title is not None
        number = re.search(r"= ([+−][\d.]+(?:e[−\d]+)?)", title)
        assert number is not None, title
        return float(number[1].replace("−", "-"))

    def point_of_edge(self, number: int) -> tuple[float, float]:
        """Return a point of a weight's curve that no other curve covers."""
        edge = self.page.locator("#network .hit").nth(number)
        x, y = edge.evaluate(
            """e => {
              for (let share = 0.05; share < 1; share += 0.01) {
                const p = e.getPointAtLength(e.getTotalLength() * share);
                const {x, y} = p.matrixTransform(e.getScreenCTM());
                if (document.elementFromPoint(x, y) === e) return [x, y];
              }
              throw new Error("the edge is hidden by others");
            }"""
        )
        return x, y

    def click_edge(self, number: int) -> None:
        """Click a weight's curve."""
        self.page.mouse.click(*self.point_of_edge(number))

    def setting(self, path: str) -> Locator:
        """Return a control by the spec's path."""
        return self.page.locator(f'#controls [data-path="{path}"]')

    def until(self, condition: str, arg: object = None) -> None:
        """Wait for a condition on the page; `texts(selector)` returns texts there.

        The condition is not met while it reads something that does not exist yet.
        """
        wait = f"""(arg) => {{
          {_TEXTS};
          try {{ return {condition}; }}
          catch (error) {{ if (error instanceof TypeError) return false; throw error; }}
        }}"""
        self.page.wait_for_function(wait, arg=arg)

    def says(self, text: str) -> None:
        """Wait until the banner contains a text."""
        expect(self.banner).to_contain_text(text)


Visit = Callable[[str], Lab]
