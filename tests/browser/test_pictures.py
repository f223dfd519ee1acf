"""Stills and films from the page: what is saved is what the run is at, and the run stays there."""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import grave
from tests.browser.lab import Lab, Visit

QUERY = "preset=circle&samples=60&step=12&op=11&select=layers.1.weight.0.2&locale=en"
SVG = "{http://www.w3.org/2000/svg}"
# How many different colours an image has, drawn by the browser.
COLOURS = """async (image) => {
  const sheet = document.createElement('canvas').getContext('2d');
  [sheet.canvas.width, sheet.canvas.height] = [480, 270];
  sheet.drawImage(image, 0, 0, 480, 270);
  return new Set(new Uint32Array(sheet.getImageData(0, 0, 480, 270).data.buffer)).size;
}"""
# Pictures of noise, written by the page and read by the browser: how many pixels differ.
NOISE = """async (colours) => {
  const { Gif } = await import('/static/js/pictures/gif.js');
  const [width, height, count] = [150, 100, 3];
  const gif = new Gif(width, height, 10);
  let state = 1;
  const draw = () => (state = (state * 48271) % 2147483647);
  const shown = Array.from({ length: count }, () => {
    const image = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const n = draw() % colours;
      image.data.set([n, (n * 97) & 255, (n * 53) & 255, 255], 4 * i);
    }
    gif.add(image);
    return image.data;
  });
  const data = await gif.finish().arrayBuffer();
  const decoder = new ImageDecoder({ type: 'image/gif', data });
  await decoder.completed;
  let differ = 0;
  for (let frameIndex = 0; frameIndex < count; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    const sheet = new OffscreenCanvas(width, height).getContext('2d');
    sheet.drawImage(image, 0, 0);
    const read = sheet.getImageData(0, 0, width, height).data;
    for (let i = 0; i < read.length; i++) differ += read[i] !== shown[frameIndex][i];
  }
  return [decoder.tracks.selectedTrack.frameCount, differ];
}"""


@pytest.fixture
def lab(visit: Visit) -> Lab:
    return visit(QUERY)


def saved(dialog: Locator, path: Path) -> bytes:
    save = dialog.get_by_role("button", name="Save")
    expect(save).to_be_visible()
    with dialog.page.expect_download() as found:
        save.click()
    found.value.save_as(path)
    return path.read_bytes()


def drawn(dialog: Locator, panel: str, form: str) -> None:
    """Until the picture of a panel is there, in a form."""
    dialog.get_by_label("Format").select_option(form)
    dialog.get_by_label("Panel").select_option(label=panel)
    settled(dialog)


def settled(dialog: Locator) -> None:
    expect(dialog.locator("p[role=status]")).to_have_text("")


def chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    """The chunks of a PNG file, their checksums checked."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        body, told = png[at + 4 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        assert zlib.crc32(body) == struct.unpack(">I", told)[0]
        yield body[:4].decode(), body[4:]
        at += 12 + length


def images(gif: bytes) -> list[tuple[int, int, int, int]]:
    """Where the pictures of a GIF file lie: x, y, width, height."""
    assert gif[:6] == b"GIF89a"
    assert gif[-1:] == b";"
    found, at = [], 13
    while gif[at] != 0x3B:
        if gif[at] == 0x2C:
            found.append(struct.unpack("<4H", gif[at + 1 : at + 9]))
            colours = 3 << ((gif[at + 9] & 7) + 1)
            at += 10 + colours + 1
        else:
            at += 2
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return found


def test_nothing_is_saved_while_another_picture_is_drawn(lab: Lab) -> None:
    dialog = lab.export("Picture")
    settled(dialog)
    disabled = dialog.evaluate(
        """dialog => {
          const [save, copy] = dialog.querySelectorAll('.buttons button');
          const before = [save.disabled, copy.disabled];
          dialog.querySelector('select').dispatchEvent(new Event('change'));
          return [before, [save.disabled, copy.disabled]];
        }"""
    )
    assert disabled == [[False, False], [True, True]]
    settled(dialog)
    expect(dialog.get_by_role("button", name="Save")).to_be_enabled()


def test_an_svg_tells_the_moment_and_needs_no_page(lab: Lab, tmp_path: Path) -> None:
    dialog = lab.export("Picture")
    drawn(dialog, "Network", "svg")
    data = saved(dialog, tmp_path / "network.svg")
    root = ElementTree.fromstring(data)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Network, step 12"
    told = root.findtext(f"{SVG}desc") or ""
    assert "2 inputs, 4 neurons (tanh), 2 neurons (tanh), 1 output (sigmoid)" in told
    assert "Step 12, operation 11 of 14 (layer 2: gradients of its weights and biases)." in told
    assert f"Training loss {lab.page.locator('#output dd').first.text_content()}," in told
    value = lab.page.locator("#network .hit title", has_text="w⁽²⁾₁₃ =").text_content() or ""
    number = value.split(" = ")[1].split(" ")[0].rstrip(",;")
    assert f"from neuron 3 of layer 1 to neuron 1 of layer 2 = {number}, gradient" in told
    # Nothing in it is the page's: no styles, no HTML, no addresses but those of its own parts.
    assert not re.search(rb"var\(|class=|style=|foreignObject|href=\"(?!data:)", data)
    texts = {each.text for each in root.iter(f"{SVG}text")}
    assert "x₁ = " in " ".join(text or "" for text in texts)
    preview = dialog.locator(".pictures-preview img")
    assert preview.evaluate(COLOURS) > 200
    assert not grave(lab.page)
    drawn(dialog, "Loss curve", "svg")
    curve = ElementTree.fromstring(saved(dialog, tmp_path / "curve.svg"))
    assert not list(curve.iter(f"{SVG}image"))
    # The test set's losses before now and after, dashed.
    assert len([path for path in curve.iter(f"{SVG}path") if path.get("stroke-dasharray")]) == 2


def test_every_panel_gives_a_picture(lab: Lab) -> None:
    dialog = lab.export("Picture")
    names = {"Network", "Explanation", "Loss slice", "Output", "Loss curve"}
    expect(dialog.get_by_label("Panel").locator("option").first).to_have_text("Network")
    offered = dialog.get_by_label("Panel").locator("option").all_inner_texts()
    assert names <= set(offered)
    for name in offered:
        drawn(dialog, name, "svg")
        preview = dialog.locator(".pictures-preview img")
        preview.evaluate("image => image.decode()")
        assert preview.evaluate(COLOURS) > 20, name


def test_a_png_has_its_size_and_its_text(lab: Lab, tmp_path: Path) -> None:
    dialog = lab.export("Picture")
    dialog.get_by_label("Format").select_option("png")
    dialog.get_by_label("Scale").select_option("2")
    drawn(dialog, "Loss curve", "png")
    expect(dialog.locator(".pictures-size")).to_have_text("1920 × 440 px")
    dialog.get_by_role("textbox").fill("Как учится сеть")
    dialog.get_by_label("Theme").select_option("dark")
    settled(dialog)
    data = saved(dialog, tmp_path / "curve.png")
    parts = list(chunks(data))
    assert struct.unpack(">2I", parts[0][1][:8]) == (1920, 440)
    texts = dict(body.split(b"\0\0\0\0\0", 1) for name, body in parts if name == "iTXt")
    assert texts[b"Title"] == b"Loss curve, step 12"
    assert texts[b"Description"].decode() == "Как учится сеть"
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name="Copy picture").click()
    expect(dialog.locator("p[role=status]")).to_have_text("Copied.")
    size = lab.page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const {width, height} = await createImageBitmap(await item.getType('image/png'));
          return [width, height];
        }"""
    )
    assert size == [1920, 440]


def test_a_gif_of_few_colours_is_exact(page: Page, address: str) -> None:
    page.goto(f"{address}/lessons")
    for colours in (2, 16, 255):
        assert page.evaluate(NOISE, colours) == [3, 0], colours


def test_a_film_of_the_backward_pass_leaves_the_run_where_it_is(lab: Lab, tmp_path: Path) -> None:
    before = lab.snapshot()
    dialog = lab.export("Film")
    dialog.get_by_label("Show").select_option("backward")
    dialog.get_by_label("Width").select_option("480")
    expect(dialog.get_by_role("status")).to_have_text("8 frames, 8.0 s, 480 × 270 px")
    assert not grave(lab.page)
    dialog.get_by_role("button", name="Create").click()
    gif = saved(dialog, tmp_path / "pass.gif")
    assert struct.unpack("<2H", gif[6:10]) == (480, 270)
    places = images(gif)
    assert len(places) == 8
    assert places[0] == (0, 0, 480, 270)
    told = dialog.get_by_role("textbox").input_value()
    assert "A film of the operations of step 12." in told
    assert all(x + width <= 480 and y + height <= 270 for x, y, width, height in places)
    dialog.get_by_role("button", name="Close").click()
    assert lab.snapshot() == before
    assert lab.position == (12, 11)


def test_a_film_of_steps_plays_with_all_edits(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    lab.granularity("step")
    lab.button("Forward").click()
    lab.at(12, 14)
    page.get_by_label("Value", exact=True).fill("1.5")
    page.keyboard.press("Enter")
    lab.says("The parameter was set.")
    for step in range(13, 21):
        lab.button("Forward").click()
        lab.at(step, 14)
    loss = page.locator("#output dd").first.text_content()
    dialog = lab.export("Film")
    dialog.get_by_label("Format").select_option("webm")
    dialog.get_by_label("Width").select_option("640")
    dialog.get_by_label("to step").fill("20")
    dialog.get_by_label("every").fill("2")
    dialog.get_by_label("every").blur()
    expect(dialog.get_by_role("status")).to_have_text("11 frames, 1.1 s, 640 × 360 px")
    dialog.get_by_role("button", name="Create").click()
    data = saved(dialog, tmp_path / "steps.webm")
    assert f" to {loss}. Training loss {loss}," in dialog.get_by_role("textbox").input_value()
    assert data[:4] == b"\x1a\x45\xdf\xa3"
    size = dialog.locator("video").evaluate(
        """async (video) => {
          video.pause();
          video.currentTime = 1.0;
          await new Promise((resolve) => video.addEventListener('seeked', resolve, {once: true}));
          return [video.videoWidth, video.videoHeight, video.duration];
        }"""
    )
    assert size == [640, 360, pytest.approx(1.1, abs=0.01)]
    assert dialog.locator("video").evaluate(COLOURS) > 200


def test_the_text_says_that_the_loss_is_no_number(visit: Visit) -> None:
    lab = visit("preset=exploding&learning_rate=3&step=60&locale=en")
    lab.says("Training stopped")
    dialog = lab.export("Picture")
    text = dialog.get_by_label("Description (alt text)")
    for panel in ("Loss slice", "Loss surface"):
        dialog.get_by_label("Panel").select_option(label=panel)
        settled(dialog)
        expect(text).to_have_value(re.compile("here not a finite number[.;]"))


def test_what_a_film_cannot_be_of_is_named(lab: Lab) -> None:
    dialog = lab.export("Film")
    told, make = dialog.get_by_role("status"), dialog.get_by_role("button", name="Create")
    for label, wrong, right, why in (
        ("every", "0", "1", "“every” must be a whole number, 1 or more."),
        ("Frames per second", "51", "5", "“Frames per second” must be a whole number, 1 to 50."),
        (
            "from step",
            "13",
            "3",
            "The last step is before the first one. Choose a later last step.",
        ),
        ("to step", "", "3", "“to step” must be a whole number, 0 or more."),
    ):
        field = dialog.get_by_label(label)
        field.fill(wrong)
        field.blur()
        expect(told).to_have_text(why)
        expect(make).to_be_disabled()
        field.fill(right)
        field.blur()
        expect(make).to_be_enabled()
    for panel in ("Network", "Loss curve"):
        dialog.get_by_label(panel).uncheck()
    expect(told).to_have_text("Choose at least one panel.")


def test_a_film_that_is_called_off_leaves_nothing_behind(page: Page, visit: Visit) -> None:
    page.add_init_script("delete globalThis.VideoEncoder")
    lab = visit(QUERY)
    before = lab.snapshot()
    dialog = lab.export("Film")
    expect(dialog).to_contain_text("This browser cannot encode video")
    assert dialog.get_by_label("Format").locator("option").all_inner_texts() == ["GIF"]
    dialog.get_by_label("Show").select_option("operation")
    # So long that it is not done before it is called off.
    dialog.get_by_label("from step").fill("0")
    dialog.get_by_label("to step").fill("40")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_role("status")).to_contain_text(re.compile(r"Frame \d+ of 615"))
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog.get_by_role("button", name="Create")).to_be_visible()
    expect(dialog.get_by_role("button", name="Save")).to_be_hidden()
    expect(lab.page.locator(".studio")).to_have_count(0)
    dialog.get_by_label("to step").fill("100000")
    dialog.get_by_label("to step").blur()
    expect(dialog.get_by_role("status")).to_contain_text("frames are too many")
    expect(dialog.get_by_role("button", name="Create")).to_be_disabled()
    dialog.get_by_role("button", name="Close").click()
    assert lab.snapshot() == before
