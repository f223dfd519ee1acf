"""The loss surface: every plane, both renderers, and a click that sets the parameters."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Visit

TYPES = "(document.querySelector('#surface .plot').data ?? []).map((each) => each.type)"
TITLES = """['x', 'y'].map((axis) => {
  const layout = document.querySelector('#surface .plot').layout ?? {};
  return (layout.scene?.[`${axis}axis`] ?? layout[`${axis}axis`])?.title?.text ?? '';
})"""

OVER_THE_AXES = """['left', 'top', 'right', 'bottom'].every((side) => {
  const [live, axes] = ['.live', '.plot .nsewdrag'].map((each) =>
    document.querySelector(`#surface ${each}`).getBoundingClientRect());
  return live.width > 0 && Math.abs(live[side] - axes[side]) < 1.5;
})"""


def choose(page: Page, plane: str, mode: str = "contour") -> None:
    surface = page.locator("#surface")
    surface.get_by_role("button", name=mode).click()
    surface.get_by_label("Plane", exact=True).select_option(plane)


@pytest.mark.parametrize(
    ("plane", "titles"),
    [
        ("random", ["random 1", "random 2"]),
        ("gradient", ["−gradient", "random ⟂ gradient"]),
        ("pca", ["PC 1", "PC 2"]),
    ],
)
def test_every_plane_is_drawn_with_its_axes_named(
    page: Page, visit: Visit, plane: str, titles: list[str]
) -> None:
    lab = visit("step=60&op=14")
    choose(page, plane)
    lab.until(f"JSON.stringify({TITLES}) === JSON.stringify(arg)", titles)
    lab.until(f"{TYPES}[0] === 'contour'")
    if plane == "pca":
        expect(page.locator("#surface > .note").last).to_contain_text("of the variance of the path")


def test_the_camera_stays_while_training_goes_on(lab: Lab, page: Page) -> None:
    lab.until(f"{TYPES}[0] === 'surface'")
    page.evaluate(
        """Plotly.relayout(document.querySelector('#surface .plot'),
           {'scene.camera.eye': {x: 2, y: 0.3, z: 0.4}})"""
    )
    lab.granularity("epoch")
    lab.button("Forward").click()
    lab.at(24, 14)
    expect(page.locator("#surface > .note").last).to_contain_text("after 25 updates")
    lab.until("document.querySelector('#surface .plot').layout.scene.camera.eye.x === 2")


def test_a_link_keeps_the_camera(lab: Lab, page: Page) -> None:
    lab.until(f"{TYPES}[0] === 'surface'")
    page.evaluate(
        """Plotly.relayout(document.querySelector('#surface .plot'),
           {'scene.camera': {eye: {x: 2, y: 0.3, z: 0.4}}})"""
    )
    page.wait_for_url("**camera=2.00,0.30,0.40**")
    page.reload()
    lab.until(f"{TYPES}[0] === 'surface'")
    lab.until("document.querySelector('#surface .plot').layout.scene.camera.eye.y === 0.3")


def test_a_click_on_the_contour_sets_both_parameters(page: Page, visit: Visit) -> None:
    lab = visit("step=20&op=14")
    choose(page, "parameters")
    lab.until(f"{TYPES}[0] === 'contour'")
    before = lab.snapshot()["weights"]
    box = page.locator("#surface .plot .plotly .draglayer .nsewdrag").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.3
    page.mouse.move(x, y)
    # A click selects the point under the pointer.
    lab.until("document.querySelector('#surface .plot')._hoverdata?.length > 0")
    page.mouse.click(x, y)
    lab.until("location.search.split('~').length === 2")
    after = lab.snapshot()["weights"]
    assert sum(a != b for a, b in zip(before, after, strict=True)) >= 2
    lab.says("2 parameters were set")
    lab.banner.get_by_role("button", name="Undo").click()
    lab.until("!location.search.includes('edits')")
    assert lab.snapshot()["weights"] == before
    lab.at(20, 14)


def test_the_batch_has_a_surface_of_its_own(page: Page, visit: Visit) -> None:
    lab = visit("step=20&op=14")
    lab.until(f"{TYPES}[0] === 'surface'")
    page.locator("#surface").get_by_label("Examples that the loss is computed over").select_option(
        "batch"
    )
    expect(page.locator("#surface > .note").last).to_contain_text("10 examples")


def test_the_point_of_the_slice_can_be_dragged(page: Page, visit: Visit) -> None:
    lab = visit("step=20&op=14&select=layers.2.weight.0.1")
    expect(page.locator("#slice .name")).to_contain_text("w⁽³⁾₁₂")
    point = page.locator("#slice .point")
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    lab.until("location.search.includes('edits=20.14:layers.2.weight.0.1=')")


def test_while_a_run_plays_the_contour_is_drawn_over_the_axes_and_can_be_read(
    lab: Lab, page: Page
) -> None:
    choose(page, "parameters")
    lab.until(f"{TYPES}[0] === 'contour'")
    live, tip = page.locator("#surface .live"), page.locator("#surface .tip")
    expect(live).to_be_hidden()
    box = page.locator("#surface .plot .plotly .draglayer .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.3)
    expect(tip).to_contain_text("loss")
    before = tip.inner_text()
    lab.full_speed()
    page.keyboard.press("k")
    lab.until(OVER_THE_AXES)
    expect(tip).not_to_have_text(before)
    page.keyboard.press("k")
    expect(live).to_be_hidden()
    updates = "document.querySelector('#surface .plot').dataset.updates"
    lab.until(f"texts('#surface > .note').at(-1).includes(`after ${{{updates}}} update`)")


def test_while_a_run_plays_the_surface_in_space_is_drawn_in_plotlys_box(
    lab: Lab, page: Page
) -> None:
    lab.until(f"{TYPES}[0] === 'surface'")
    solid = page.locator("#surface .solid")
    expect(solid).to_be_hidden()
    page.evaluate(
        """Plotly.relayout(document.querySelector('#surface .plot'),
           {'scene.camera.eye': {x: 1.6, y: 0.7, z: 0.9}})"""
    )
    lab.granularity("step")
    lab.full_speed()
    page.keyboard.press("k")
    expect(solid).to_be_visible()
    page.keyboard.press("k")
    lab.until(f"{TYPES}[0] === 'surface'")
    expect(solid).to_be_hidden()
    lab.until("document.querySelector('#surface .plot').layout.scene.camera.eye.x === 1.6")
    # Plotly's own projection of the corners of the surface, by the names of its axes.
    away = page.evaluate(
        """async () => {
          const { cameraOf, placer } = await import('/static/js/panels/surface/solid.js');
          const plot = document.querySelector('#surface .plot');
          const [{ x, y, z }] = plot.data;
          const at = [x.length - 1, 0];
          const point = [x[at[0]], y[at[1]], z[at[1]][at[0]]];
          const [width, height] = [plot.clientWidth, plot.clientHeight];
          const ours = placer(cameraOf(plot), width, height)(...point);
          const annotations = [{ x: point[0], y: point[1], z: point[2], text: 'here', showarrow: false }];
          await Plotly.relayout(plot, { 'scene.annotations': annotations });
          const box = plot.getBoundingClientRect();
          const name = [...plot.querySelectorAll('.annotation-text')].find((each) => each.textContent === 'here');
          const seen = name.getBoundingClientRect();
          return [seen.left + seen.width / 2 - box.left - ours[0], seen.top + seen.height / 2 - box.top - ours[1]];
        }"""  # noqa: E501
    )
    assert max(abs(each) for each in away) < 3


def test_the_bands_drawn_while_playing_are_those_of_plotly(page: Page, visit: Visit) -> None:
    """The middles of bands, where there are no lines, have the same color in both."""
    lab = visit("step=60&op=14")
    choose(page, "parameters")
    lab.until(f"{TYPES}[0] === 'contour'")
    differing = page.evaluate(
        """async () => {
          const { paint } = await import('/static/js/panels/surface/live.js');
          const plot = document.querySelector('#surface .plot');
          const { data: [field], layout } = plot;
          const [width, height] = [plot.clientWidth - 52, plot.clientHeight - 42];
          const url = await Plotly.toImage({ data: [{ ...field, line: { width: 0 } }], layout },
            { format: 'png', width: plot.clientWidth, height: plot.clientHeight, scale: 1 });
          const image = new Image();
          image.src = url;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          const theirs = context.getImageData(44, 6, width, height).data;
          const words = new Uint32Array(width * height);
          paint(words, width, height, field, layout.xaxis.range, layout.yaxis.range, 14);
          const ours = new Uint8ClampedArray(words.buffer);
          let differing = 0;
          for (let i = 0; i < ours.length; i += 4) {
            const away = [0, 1, 2].map((c) => Math.abs(ours[i + c] - theirs[i + c]));
            if (Math.max(...away) > 8) differing++;
          }
          return differing / (width * height);
        }"""
    )
    assert differing < 0.25  # lines, and plotly's rounding at its corners
