"""A copy of a run: one file, opened without network or server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backstep.engine.training.operations import GRANULARITIES, Granularity, Position
from backstep.protocol.codec.finite import finite
from backstep.protocol.facts.selection import find
from backstep.protocol.spec.schema import parse
from backstep.protocol.stream.frames import Watch
from backstep.sessions.offline.slots import FEWER
from backstep.sessions.session import Session
from backstep.settings import Settings
from backstep.web.copies import copy
from tests.browser.lab import Lab, ready

STEPS = 24
SPEC = parse(
    {"data": {"samples": 60}, "training": {"optimizer": {"name": "adam"}}}, Settings().caps
)
CHOSEN = [None, "layers.0.weight.2.1", "layers.1.bias.1", "layers.2.weight.0.0", "neurons.1.3"]
PLACES = [(0, 0), (0, 14), (1, 8), (17, 13), (22, 14), (23, 3), (23, 14)]
# Every number of a frame, as the page reads it from the recording.
READ = """async (places) => {
  const { Recording } = await import("backstep/js/copy/recording.js");
  const recording = new Recording(globalThis.backstep.recording);
  return places.map(([step, op, name]) => {
    const { meta, tensors } = recording.frame({ step, op }, name);
    const numbers = Object.fromEntries([...tensors].map(([n, { data }]) => [n, [...data]]));
    return { meta, tensors: numbers };
  });
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short run with all that a copy can show."""
    order = copy.Order(SPEC, STEPS, copy.RECORDED, moment=(0, 0))
    data, done = copy.make(order, Settings())
    assert done == STEPS
    path = tmp_path_factory.mktemp("copy") / "run.html"
    path.write_bytes(data)
    return path


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Without a network; whatever is asked for elsewhere fails the test."""
    asked: list[str] = []
    page.context.set_offline(True)
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.fixture
def shown(page: Page, made: Path) -> Lab:
    page.goto(made.as_uri())
    ready(page)
    return Lab(page, "")


def _alike(told: Any, own: Any, key: str, where: str) -> None:
    """The page's number is printed as the engine's, to every number of digits."""
    if isinstance(own, dict):
        for name, each in own.items():
            _alike(told[name], each, name, f"{where}.{name}")
    elif isinstance(own, list | tuple):
        assert len(told) == len(own), where
        for i, (one, other) in enumerate(zip(told, own, strict=True)):
            _alike(one, other, key, f"{where}.{i}")
    elif isinstance(own, float):
        assert told is not None, where
        for digits in range(1, FEWER.get(key, 6) + 1):
            assert f"{told:.{digits}g}" == f"{own:.{digits}g}", (where, told, own)
    else:
        assert told == own, where


def test_every_number_is_the_engine_s(shown: Lab) -> None:
    """Of frames at all sorts of places, told for all sorts of things selected."""
    session = Session(SPEC, Settings())
    asked = [(*place, name) for place in PLACES for name in CHOSEN]
    found = shown.page.evaluate(READ, asked)
    for (step, op, name), told in zip(asked, found, strict=True):
        session.run.seek(Position(step, op))
        selection = find(session.run.trainer.architecture, name)
        panels: dict[str, Any] = {"network": {"maps": 16}, "narration": {}, "health": {}}
        panels |= {"output": {"resolution": 32}, "inspector": {"select": name}}
        meta, tensors = session.frames.build(Watch(panels), None, selection)
        own = finite(meta)
        del own["head"]
        if own["inspection"]:
            del own["inspection"]["contributions"]
        _alike(told["meta"], own, "", f"{step}.{op} {name}")
        assert set(told["tensors"]) == set(tensors)
        for each, tensor in tensors.items():
            kind = "float32" if tensor.dtype == "float64" else tensor.dtype
            assert told["tensors"][each] == tensor.astype(kind).ravel().tolist(), (each, step, op)


@pytest.mark.parametrize("by", GRANULARITIES)
def test_steps_back_show_what_was_shown_before(shown: Lab, by: Granularity) -> None:
    shown.page.goto(f"{shown.page.url.partition('#')[0]}#step=3&op=4")
    shown.page.reload()
    run = Session(SPEC, Settings()).run
    run.seek(Position(3, 4))
    shown.at(*run.position)
    shown.granularity(by)
    pictures = []
    for _ in range(3):
        shown.button("Forward").click()
        shown.at(*run.forward(by))
        pictures.append((run.position, shown.snapshot()))
    for position, picture in pictures[-2::-1]:
        shown.button("Back").click()
        shown.at(*position)
        assert shown.snapshot() == picture


def test_the_picture_is_that_of_the_live_lab(
    shown: Lab, browser: Browser, address: str, problems: list[str]
) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        live = Lab(context.new_page(), address)
        for step, op in ((0, 14), (21, 9)):
            live.open(f"samples=60&optimizer=adam&step={step}&op={op}")
            live.at(step, op)
            shown.page.goto(f"{shown.page.url.partition('#')[0]}#step={step}&op={op}")
            shown.page.reload()
            shown.at(step, op)
            one, other = shown.snapshot(), live.snapshot()
            for each in ("weights", "neurons", "deltas", "metrics", "slopes"):
                assert one[each] == other[each]
    assert not problems


def test_all_that_is_wrong_in_the_address_is_told(page: Page, made: Path) -> None:
    page.goto(f"{made.as_uri()}#step=abc&panels=nope&select=foo&locale=en")
    banner = page.locator("#banner")
    expect(banner).to_contain_text("This network has no foo")
    expect(banner).to_contain_text("step: abc is not allowed; allowed: 0–23")
    expect(banner).to_contain_text("panels: nope is not allowed; allowed:")


def test_pictures_are_made_without_a_network(shown: Lab) -> None:
    page = shown.page
    page.goto(f"{page.url.partition('#')[0]}#step=5&op=11")
    page.reload()
    shown.at(5, 11)
    before = shown.snapshot()
    shown.button("Picture").click()
    still = page.get_by_role("dialog", name="Picture")
    expect(still.locator("p[role=status]")).to_have_text("")
    with page.expect_download() as found:
        still.get_by_role("button", name="Save").click()
    assert "Step 5, operation 11 of 14" in found.value.path().read_text()
    still.get_by_role("button", name="Close").click()
    shown.button("Film").click()
    film = page.get_by_role("dialog", name="Film")
    film.get_by_label("Show").select_option("backward")
    film.get_by_label("Format").select_option("webm")
    film.get_by_role("button", name="Create").click()
    expect(film.locator("video")).to_be_visible()
    film.locator("video").evaluate("video => video.play()")
    expect(film.get_by_role("status")).to_contain_text("8 frames")
    film.get_by_label("to step").fill("24")
    film.get_by_label("to step").blur()
    expect(film.get_by_role("status")).to_have_text("The last step here is 23.")
    film.get_by_role("button", name="Close").click()
    assert shown.snapshot() == before
