"""Copies in a deck without a server: everything is a file, and the network is cut."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backstep.paths import folder
from backstep.protocol.spec.schema import parse_spec
from backstep.settings import Settings
from backstep.web.copies import copy
from backstep.web.html.element import element
from tests.browser.deck import REVEAL, Deck, page_of, shown

STEPS = 24
COPY = 'src="circle.html" panels="network,transport" theme="projector" step="3" op="4"'
DECK = """
<section><backstep-scene COPY></backstep-scene>
  <p class="fragment" data-backstep="forward layer">Forward</p>
  <p class="fragment" data-backstep="seek 300">Further than there is</p>
  <p class="fragment" data-backstep="seek 20 3">On</p></section>
<section><backstep-scene server="DEAD" preset="circle" step="7" fallback="circle.html#op=2">
  </backstep-scene></section>
<section><backstep-scene server="DEAD" preset="circle"></backstep-scene></section>
<section><backstep-scene src="circle.html" keys="sim" panels="network,race" controls="2">
  </backstep-scene></section>
"""
STANDS = "op => document.querySelector('backstep-scene').ask('get_state').then((s) => s.op === op)"
ASK = """async () => {
  const scene = document.querySelector('backstep-scene');
  const heard = [];
  scene.addEventListener('moved', ({ detail }) => heard.push(detail.op));
  const state = await scene.getState();
  const no = ({ code, field }) => [code, field];
  const told = [
    await scene.forward('step', 2), await scene.back(), await scene.seek(9, 1),
    await scene.play({ by: 'step', rate: 100 }), await scene.pause(), await scene.setState(state),
  ].map(({ step, op, playing }) => [step, op, playing]);
  await scene.select('layers.1.weight.0.2');
  const refused = [
    await scene.edit({}).catch(no), await scene.seek(-1).catch(no), await scene.seek(24).catch(no),
    await scene.forward('jump').catch(no), await scene.select('layers.9.bias.0').catch(no),
    await scene.setState('1:preset=xor&step=2').catch(no), await scene.ask('dance').catch(no),
  ];
  return [told, refused, (await scene.getState()).match(/select=([^&]*)/)[1], heard.length > 3];
}"""


@pytest.fixture(scope="module")
def dead() -> Iterator[str]:
    """Return the address of a server that does not exist."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory, dead: str) -> Path:
    """Create a deck, the parts of reveal.js and of ours that it needs, and a copy."""
    path = tmp_path_factory.mktemp("slides")
    spec = parse_spec({"data": {"samples": 60}}, Settings().caps)
    panels = ("network", "explanation", "transport", "curve")
    data, _ = copy.make(copy.Order(spec, STEPS, panels), Settings())
    (path / "circle.html").write_bytes(data)
    for each in ("reveal.js", "reveal.css", "plugin/notes.js"):
        (path / each).parent.mkdir(exist_ok=True)
        shutil.copy(REVEAL / each, path / each)
    (path / "embed.js").write_text(element())
    (path / "static/js/embed").mkdir(parents=True)
    shutil.copy(folder("static") / "js/embed/reveal.js", path / "static/js/embed")
    sections = DECK.replace("DEAD", dead).replace("COPY", COPY)
    document = page_of(sections, ".").replace('"/', '"')
    (path / "deck.html").write_text(document)
    return path


@pytest.fixture
def deck(page: Page, slides: Path) -> Deck:
    page.goto((slides / "deck.html").as_uri())
    return Deck(page)


def test_a_copy_is_driven_like_a_scene(deck: Deck) -> None:
    deck.ready(0)
    deck.at(0, 3, 4)
    told, refused, selected, moved = deck.page.evaluate(ASK)
    assert told[:3] == [[4, 14, False], [4, 13, False], [9, 1, False]]
    assert told[3][2]
    assert told[5] == [3, 4, False]
    assert refused == [
        ["recorded", "edit"],
        ["bad_command", "seek.step"],
        ["recorded", "seek.step"],
        ["bad_command", "forward.by"],
        ["bad_value", "select.name"],
        ["recorded", "state"],
        ["bad_command", None],
    ]
    assert selected == "layers.1.weight.0.2"
    assert moved


def test_fragments_move_a_copy_and_take_it_back(deck: Deck) -> None:
    deck.ready(0)
    scene = deck.scene(0)
    expect(scene.locator("html")).to_have_attribute("data-projector", "")
    expect(scene.locator("#explanation, #curve")).to_have_count(0)
    for key, place in (("Right", 6), ("Right", 6), ("Left", 6), ("Left", 4)):
        deck.page.keyboard.press(f"Arrow{key}")
        deck.at(0, 3, place)
    for _ in range(3):
        deck.page.keyboard.press("ArrowRight")
    deck.at(0, 20, 3)
    # After a click into the copy, the keys still belong to the deck.
    scene.get_by_role("button", name="Forward").click()
    deck.at(0, 20, 4)
    deck.page.keyboard.press("ArrowLeft")
    deck.at(0, 3, 6)


def test_a_scene_whose_server_is_dead_shows_its_copy_or_says_why(
    deck: Deck, dead: str, problems: list[str]
) -> None:
    page = deck.page
    deck.go(1)
    scene = page.locator(".slides > section:nth-child(2) backstep-scene")
    scene.evaluate(
        """scene => {
          globalThis.codes = [];
          for (const name of ['error', 'ready']) {
            scene.addEventListener(name, ({ detail }) => codes.push(detail.code ?? name));
          }
          globalThis.early = scene.forward();
        }"""
    )
    deck.at(1, 7, 3)
    expect(scene.locator("p")).to_contain_text(f"The server {dead} cannot be reached. An offline")
    assert page.evaluate("early.then(({ step, op }) => [step, op])") == [7, 3]
    assert page.evaluate("codes") == ["unreachable", "ready"]
    deck.go(2)
    said = page.locator(".slides > section:nth-child(3) backstep-scene p")
    expect(said).to_contain_text(f"The server {dead} cannot be reached. Try again")
    assert {each for each in problems if "ERR_CONNECTION_REFUSED" not in each} == set()
    problems.clear()


def test_the_speaker_sees_the_moment_on_the_projector(page: Page, slides: Path) -> None:
    # Windows of files may not communicate.
    with shown((slides / "deck.html").read_text(), slides) as url:
        page.goto(url)
        deck = Deck(page)
        deck.ready(0)
        notes = page.context.new_page()
        notes.goto(f"{url}?receiver")
        notes.wait_for_function(STANDS, arg=4)
        page.bring_to_front()  # a page in the background does not draw
        page.keyboard.press("ArrowRight")
        deck.at(0, 3, 6)
        notes.bring_to_front()
        notes.wait_for_function(STANDS, arg=6)
        notes.close()
        page.goto("about:blank")


def test_what_a_copy_cannot_show_is_told_and_keys_can_be_its_own(deck: Deck) -> None:
    deck.go(3)
    deck.ready(3)
    scene = deck.scene(3)
    expect(scene.locator("#banner")).to_contain_text(
        "panels: network,race is not allowed; allowed: network, explanation, transport, curve"
    )
    expect(scene.locator("#banner")).to_contain_text("controls: 2 is not allowed; allowed: 0, 1")
    scene.locator("#network").click(position={"x": 4, "y": 4})
    deck.page.keyboard.press(".")
    deck.at(3, 0, 1)
    deck.page.keyboard.press("PageUp")
    deck.page.wait_for_function("() => Reveal.getIndices().h === 2")
