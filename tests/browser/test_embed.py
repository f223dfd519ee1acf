"""Scenes in a deck of slides, in Chromium with real reveal.js."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.deck import Deck, page_of, shown
from tests.browser.lab import Visit, ready
from tests.browser.server import serving
from tests.waiting import until

DECK = """
<section><backstep-scene panels="network,transport,curve" step="12" op="5"></backstep-scene>
  <p class="fragment" data-backstep="forward layer">Forward</p>
  <p class="fragment" data-backstep="seek 20 3">On</p></section>
<section><backstep-scene preset="xor" panels="network,transport" autoplay rate="30" by="step">
  </backstep-scene></section>
<section><backstep-scene preset="one-weight" panels="slice,transport"></backstep-scene></section>
"""
COLORS = """async (image) => {
  await image.decode();
  const size = [image.naturalWidth, image.naturalHeight];
  const context = new OffscreenCanvas(...size).getContext("2d");
  context.drawImage(image, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, ...size).data.buffer)).size;
}"""


@pytest.fixture
def deck(page: Page, address: str) -> Iterator[Deck]:
    """Three slides with a scene each, the first one ready."""
    with opened(page, page_of(DECK, address)) as found:
        found.ready(0)
        yield found


@contextmanager
def opened(page: Page, document: str) -> Iterator[Deck]:
    with shown(document) as url:
        page.goto(url)
        yield Deck(page)
        page.goto("about:blank")


class Wire:
    """What the server sends a page, run by run."""

    def __init__(self, page: Page) -> None:
        self.frames: dict[str, int] = {}
        self.open: set[str] = set()
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        run = socket.url.split("/")[-2]
        self.open.add(run)

        def count(data: bytes | str) -> None:
            if isinstance(data, bytes):
                self.frames[run] = self.frames.get(run, 0) + 1

        socket.on("framereceived", count)
        socket.on("close", lambda _: self.open.discard(run))


def eventually(page: Page, condition: Callable[[], bool]) -> None:
    # Playwright hears of nothing while this thread only sleeps.
    until(condition, lambda seconds: page.wait_for_timeout(1000 * seconds))


def position(server: str, run: str) -> tuple[int, int]:
    with urlopen(f"{server}/api/runs/{run}") as answer:
        found = json.load(answer)["position"]
    return found["step"], found["op"]


def bits(server: str, run: str) -> bytes:
    """Every parameter of a run, as the server has it."""
    with urlopen(f"{server}/api/runs/{run}/checkpoint") as answer:
        found: bytes = answer.read()
    return found


def test_only_the_slide_that_is_shown_computes_and_streams(page: Page, address: str) -> None:
    wire = Wire(page)
    with opened(page, page_of(DECK, address)) as deck:
        deck.ready(0)
        assert len(wire.open) == 1  # the scenes of the other slides are not even there
        deck.go(1)
        deck.ready(1)
        playing = deck.run(1)
        eventually(page, lambda: position(address, playing) > (3, 0))
        eventually(page, lambda: wire.open == {playing})
        deck.go(2)
        deck.ready(2)
        eventually(page, lambda: playing not in wire.open)
        shown = deck.run(2)
        deck.scene(2).locator("[data-control=play]").click()
        eventually(page, lambda: position(address, shown) > (0, 0))
        sent, stood = wire.frames[playing], position(address, playing)
        then, _ = position(address, shown)
        eventually(page, lambda: position(address, shown) > (then + 12, 0))
        assert (wire.frames[playing], position(address, playing)) == (sent, stood)
        deck.go(1)
        eventually(page, lambda: position(address, playing) > stood)
        eventually(page, lambda: wire.frames[playing] > sent)


def test_fragments_move_the_scene_and_take_it_back(deck: Deck, address: str) -> None:
    deck.at(0, 12, 5)
    run = deck.run(0)
    start = bits(address, run)
    for op in (6, 5, 6):
        deck.page.keyboard.press("ArrowRight" if op == 6 else "ArrowLeft")
        deck.at(0, 12, op)
    deck.page.keyboard.press("ArrowRight")
    deck.at(0, 20, 3)
    assert bits(address, run) != start
    assert deck.slide == 0
    # Both at once, and both again as when the deck is entered from its end.
    deck.page.evaluate("Reveal.slide(0, 0, -1)")
    deck.at(0, 12, 5)
    assert bits(address, run) == start
    deck.page.evaluate("Reveal.slide(0, 0, 1)")
    deck.at(0, 20, 3)


def test_keys_are_the_decks_after_a_click_inside(deck: Deck) -> None:
    page, press = deck.page, deck.page.keyboard.press
    deck.scene(0).get_by_role("button", name="Forward").click()
    deck.at(0, 12, 6)
    press("End")
    eventually(page, lambda: deck.slide == 2)
    deck.ready(2)
    deck.scene(2).get_by_role("button", name="Forward").click()
    deck.at(2, 0, 1)
    press("PageUp")
    eventually(page, lambda: deck.slide == 1)
    deck.go(2)
    # The scene may have the keys; those that leave a slide are still the deck's.
    deck.scene(2).locator("#keys-mode").click()
    press(".")
    deck.at(2, 0, 2)
    for paused in (True, False):
        press("b")
        page.wait_for_function("paused => Reveal.isPaused() === paused", arg=paused)
    press("PageUp")
    eventually(page, lambda: deck.slide == 1)


def test_a_lazy_frame_that_was_emptied_comes_back_to_the_same_bits(
    page: Page, address: str
) -> None:
    wire = Wire(page)
    source = f"{address}/embed?preset=circle&panels=network,transport&step=7&op=2"
    slides = f'<section><iframe data-src="{source}"></iframe></section><section></section>'
    with opened(page, page_of(slides, address, "viewDistance: 1")) as deck:
        deck.at(0, 7, 2)
        deck.scene(0).get_by_role("button", name="Forward").click()
        deck.at(0, 7, 3)
        [run] = wire.open
        seen = bits(address, run)
        # A plain frame gives keys back as reveal.js itself takes them.
        page.keyboard.press("PageDown")
        eventually(page, lambda: deck.slide == 1 and not wire.open)
        assert page.locator(".slides iframe").get_attribute("src") is None
        deck.go(0)
        deck.at(0, 7, 3)
        [again] = wire.open
        assert bits(address, again) == seen


def test_an_address_that_is_opened_by_itself_holds(page: Page, address: str) -> None:
    scene = f"{address}/embed?preset=circle&panels=network,transport&step=7&op=2&locale=en"
    counts = page.locator("#counts b")
    for _ in range(2):
        page.goto(scene)
        expect(counts.nth(2)).to_have_text("2 / 14")
        page.get_by_role("button", name="Forward").click()
        expect(counts.nth(2)).to_have_text("3 / 14")


@pytest.mark.parametrize("scale", [0.5, 2])
def test_the_pointer_is_right_on_a_scaled_slide(page: Page, address: str, scale: float) -> None:
    scene = '<backstep-scene panels="network,curve,transport" step="99"></backstep-scene>'
    config = f"width: 480, height: 300, minScale: {scale}, maxScale: {scale}"
    with opened(page, page_of(f"<section>{scene}</section>", address, config)) as deck:
        deck.ready(0)
        curve = deck.scene(0).locator("#curve canvas")
        box = curve.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)

        def share() -> float:
            now, most = (float(curve.get_attribute(f"aria-value{n}") or 0) for n in ("now", "max"))
            return now / most

        eventually(page, lambda: abs(share() - 0.25) < 0.02)


def test_the_speaker_sees_the_run_on_the_projector(deck: Deck, page: Page, address: str) -> None:
    run = deck.run(0)
    notes = page.context.new_page()
    notes.goto(f"{page.url}?receiver")
    speaker = Deck(notes)
    speaker.ready(0)
    page.bring_to_front()  # a page behind another does not draw
    page.keyboard.press("ArrowRight")
    deck.at(0, 12, 6)
    notes.bring_to_front()
    assert speaker.run(0) == run
    assert position(address, run) == (12, 6)
    wait = "() => document.querySelector('backstep-scene').ask('get_state').then((s) => s.op === 6)"
    notes.wait_for_function(wait)
    # It cannot be moved from there.
    refused = notes.evaluate(
        "document.querySelector('backstep-scene').forward().catch((error) => error.code)"
    )
    assert refused == "not_driver"
    notes.close()


def test_a_page_of_this_computer_may_drive_and_is_answered(deck: Deck) -> None:
    told = deck.page.evaluate(
        """async () => {
          const scene = document.querySelector('backstep-scene');
          const state = await scene.getState();
          const forward = await scene.forward('step', 3);
          await scene.edit({training: {optimizer: {learning_rate: 0.5}}});
          const back = await scene.setState(state);
          const wrong = await scene.seek(-1).catch((error) => error.field);
          return [forward.step, forward.op, back.step, back.op, wrong];
        }"""
    )
    assert told == [14, 14, 12, 5, "seek.step"]
    # "hidden" would hide the element, and frameworks set "server" as a property.
    seen, asked = deck.page.evaluate(
        """() => {
          const scene = document.createElement('backstep-scene');
          scene.setAttribute('hidden', '8-8');
          scene.server = 'http://127.0.0.1:1';
          document.querySelector('section').append(scene);
          const told = [!scene.hidden, scene.address];
          scene.remove();
          return told;
        }"""
    )
    assert (seen, asked) == (True, "http://127.0.0.1:1/embed?hidden=8-8")


def test_messages_of_foreign_pages_and_of_other_windows_are_refused(page: Page) -> None:
    frame = '<iframe src="{}/embed?panels=network,transport" width="600" height="400"></iframe>'
    with (
        serving(embed_origins="self") as address,
        opened(page, frame.format(address)) as deck,
    ):
        page.evaluate(
            """() => {
              globalThis.heard = [];
              addEventListener('message', ({ data }) => heard.push(data));
            }"""
        )
        scene = page.frame_locator("iframe")
        scene.locator("html[data-ready]").wait_for()
        ask = "{ target: 'backstep', type: 'forward', by: 'step', id: 'x' }"
        page.evaluate(f"frames[0].postMessage({ask}, '*')")
        # Not even the scene's own page, when it is not the one about it.
        scene.locator("body").evaluate(f"() => postMessage({ask}, '*')")
        # What is done by hand comes after what they would have done.
        counts = scene.locator("#counts b")
        scene.get_by_role("button", name="Forward").click()
        expect(counts.nth(2)).to_contain_text("1 / ")
        expect(counts.nth(1)).to_have_text("0")
        assert page.evaluate("heard") == []
        assert deck.page is page


def test_the_dialog_makes_a_scene_of_the_moment(page: Page, visit: Visit) -> None:
    lab = visit("step=12&op=5&select=layers.1.weight.0.2")
    lab.at(12, 5)
    page.locator("#embed").click()
    dialog = page.locator("#embedding")
    dialog.get_by_label("Explanation").uncheck()
    scene = page.frame_locator("#embedding iframe")
    scene.locator("html[data-ready]").wait_for()
    expect(scene.locator("#explanation")).to_have_count(0)
    counts = scene.locator("#counts b")
    expect(counts.nth(1)).to_have_text("12")
    dialog.get_by_label("For").select_option("reveal")
    pasted = dialog.get_by_label("Code to paste").input_value()
    assert "RevealBackstep" in pasted
    assert "step=12&amp;op=5&amp;select=layers.1.weight.0.2&amp;panels=network" in pasted
    drawn = page.wait_for_function("() => document.querySelector('.embed-code').naturalWidth")
    assert drawn.json_value() > 0


def test_on_paper_every_scene_is_a_still_of_its_moment(page: Page, address: str) -> None:
    scenes = [
        '<backstep-scene panels="network,transport" step="5" op="2"></backstep-scene>',
        '<backstep-scene panels="surface,transport" step="3"></backstep-scene>',
    ]
    slides = "".join(f"<section>{scene}</section><section>Text</section>" for scene in scenes)
    with shown(page_of(slides, address)) as url:
        page.goto(f"{url}?print-pdf")
        page.wait_for_selector("html[data-backstep=drawn]")
        frames = [page.frame_locator(".slides iframe").nth(i) for i in range(2)]
        expect(frames[0].locator("#counts b").nth(1)).to_have_text("5")
        expect(frames[0].locator("#network .node")).to_have_count(9)
        # What WebGL draws leaves paper blank.
        colors = frames[1].locator("#surface .still").evaluate(COLORS)
        assert colors > 100
        page.goto("about:blank")


def test_a_phone_has_the_way_to_the_dialog(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    lab = visit("")
    expect(page.locator("#embed")).to_be_hidden()
    lab.button("Export").click()
    page.locator("#exports").get_by_role("button", name="Embed", exact=True).click()
    expect(page.get_by_role("dialog", name="Embed")).to_be_visible()


def test_a_scene_that_no_script_can_start_says_so(
    page: Page, address: str, problems: list[str]
) -> None:
    page.set_content(
        f'<iframe sandbox="allow-scripts" src="{address}/embed?panels=network"></iframe>'
    )
    said = page.frame_locator("iframe").locator(".unstarted")
    said.evaluate("() => { for (const each of document.getAnimations()) each.finish(); }")
    expect(said).to_be_visible()
    assert all("CORS" in each or "ERR_FAILED" in each for each in problems), problems
    problems.clear()


def test_what_is_hidden_cannot_be_seen(page: Page, address: str) -> None:
    page.goto(f"{address}/embed?preset=circle&panels=network,transport&hide=play,reset,focus")
    ready(page)
    expect(page.locator('[data-control="forward"]')).to_be_visible()
    for name in ("play", "reset", "focus"):
        expect(page.locator(f'[data-control="{name}"]')).to_be_hidden()
