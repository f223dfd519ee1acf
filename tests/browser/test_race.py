"""A race on the page: its paths and losses are the stream's, and it can be changed by hand."""

from typing import Any

import numpy as np
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.lab import Visit
from tests.received import meta_of

PATHS = """(document.querySelector('#surface .plot').data ?? [])
  .filter((each) => each.text?.length).map((each) => [each.text.at(-1), each.line.dash,
    each.marker.symbol, each.line.color, each.z?.at(-1) ?? null, each.x.length])"""
LOSSES = """[...document.querySelectorAll('#race .tick.name')]
  .map((each) => [each.textContent, Number(each.dataset.loss)])"""


class Heard:
    """Return the races that the page has received."""

    def __init__(self, page: Page) -> None:
        self.races: list[tuple[int, list[dict[str, Any]]]] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            meta = meta_of(payload)
            if "race" in meta:
                self.races.append((meta["updates"], meta["race"]["racers"]))

    @property
    def last(self) -> list[dict[str, Any]]:
        return self.races[-1][1]


def test_a_race_is_begun_played_and_seen(page: Page, visit: Visit) -> None:
    heard = Heard(page)
    lab = visit("")
    lab.button("Race").click()
    lab.button("four optimizers").click()
    lab.granularity("step")
    lab.full_speed()
    # Late racers catch up visibly; these start together.
    lab.until("texts('#race .tick.name').length === 4")
    page.keyboard.press("k")
    lab.until("Number(texts('#counts b')[1]) >= 30")
    page.keyboard.press("k")
    expect(lab.button("Play")).to_be_visible()
    # All racers have caught up, and the picture shows it.
    lab.until(f"({PATHS}).length === 3 && ({PATHS}).every((path) => path[5] > 8)")
    agreed = page.wait_for_function(
        """() => {
          const updates = document.querySelector('#curve .flag').textContent;
          const said = `after ${updates} updates`;
          const racers = [...document.querySelectorAll('#race .loss')].slice(1);
          return document.querySelector('#surface').textContent.includes(said)
            && racers.every((each) => each.title.startsWith(said)) && updates;
        }"""
    )
    updates = int(agreed.json_value())
    racers = heard.last
    assert [each["updates"] for each in racers] == [updates] * 3
    assert all(at == each["updates"] for at, race in heard.races for each in race)
    expected = {each["optimizer"]["name"]: each["loss"] for each in racers}
    assert list(expected) == ["momentum", "rmsprop", "adam"]  # the fourth is the run
    labels = dict(page.evaluate(LOSSES))
    names = ("A Momentum 0.03", "B RMSprop 0.01", "C Adam 0.01")
    assert [labels[name] for name in names] == list(expected.values())
    lab.until(
        f"JSON.stringify(({PATHS}).map((path) => path[4])) === JSON.stringify(arg)",
        [float(np.float32(loss)) for loss in expected.values()],
    )
    paths = page.evaluate(PATHS)
    assert [path[0] for path in paths] == ["A", "B", "C"]
    for told_by in (1, 2, 3):
        assert len({path[told_by] for path in paths}) == 3
    page.keyboard.press("Home")
    lab.until("new Set(texts('#race .loss')).size === 1")


def test_racers_are_changed_by_hand_and_one_that_diverges_says_so(page: Page, visit: Visit) -> None:
    heard = Heard(page)
    query = "data=plane&hidden=3&activation=relu&learning_rate=1&step=59&op=10"
    lab = visit(query)
    lab.button("Race").press("Enter")
    lab.button("η × 0.1 1 10 100").press("Enter")
    lab.until("texts('#race .loss').at(-1).startsWith('diverged at')")
    step = heard.last[-1]["failure"]["step"]
    expect(page.locator("#race .loss").last).to_have_text(f"diverged at {step + 1}")
    page.get_by_label("Learning rate of racer B").fill("0.001")
    page.get_by_label("Learning rate of racer B").press("Enter")
    page.get_by_label("Optimizer of racer C").select_option("adam")
    lab.until("texts('#race .tick.name').includes('C Adam 0.01')")
    lab.until("texts('#race .tick.name').includes('B SGD 0.001')")
    lab.button("Remove racer A").press("Enter")
    lab.until("texts('#race .racer b').join('') === 'BC'")
    lab.until(f"({PATHS}).map((path) => path[0]).join('') === 'BC'")
    lab.button("from here").click()
    lab.until("texts('#race .loss').length === 3 && new Set(texts('#race .loss')).size === 1")
    lab.button("Add a racer").press("Enter")
    lab.until("texts('#race .racer b').join('') === 'BCA'")
    lab.button("Close the race").press("Enter")
    expect(page.locator("#race")).to_be_hidden()
    lab.until(f"({PATHS}).length === 0")
