"""The surface's two parameters chosen in the drawing, and how finely it is drawn."""

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab

AXES = """['x', 'y'].map((axis) => {
  const layout = document.querySelector('#surface .plot').layout ?? {};
  return (layout.scene?.[`${axis}axis`] ?? layout[`${axis}axis`])?.title?.text ?? '';
}).join(' ')"""
SIDE = "document.querySelector('#surface .plot').data?.[0]?.z?.length"


def chosen(page: Page) -> list[str]:
    lists = page.locator("#surface .picks select")
    return [each.input_value() for each in lists.all()]


def test_two_clicks_choose_the_surfaces_parameters(lab: Lab, page: Page) -> None:
    page.locator("#surface").get_by_role("button", name="contour").click()
    page.locator("#surface").get_by_role("button", name="pick").click()
    hint = page.locator("#network .hint")
    expect(hint).to_contain_text("for x")
    lab.click_edge(3)
    expect(hint).to_contain_text("x is w⁽¹⁾₂₂")
    lab.click_edge(3)  # the same edge is no second axis
    page.locator("#network .node").nth(0).click()  # neither is an input
    expect(hint).to_contain_text("for y")
    page.locator("#network .bias").nth(5).click()
    expect(hint).to_be_hidden()
    assert chosen(page) == ["layers.0.weight.1.1", "layers.1.bias.1"]
    lab.until(f"{AXES} === arg", "w⁽¹⁾₂₂ b⁽²⁾₂")
    tags = page.locator("#network .axis")
    assert [tag.get_attribute("visibility") for tag in tags.all()] == ["visible"] * 2
    edge = page.locator("#network .hit").nth(3)
    assert (edge.get_attribute("aria-label") or "").endswith("x axis of the surface")
    expect(page.locator("#inspector")).to_be_hidden()
    page.locator("#surface").get_by_label("Plane", exact=True).select_option("random")
    expect(tags.first).to_have_attribute("visibility", "hidden")


def test_the_parameters_are_picked_by_keyboard_and_escape_lets_go(lab: Lab, page: Page) -> None:
    before = chosen(page)
    button = page.locator("#surface").get_by_role("button", name="pick")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#network .hint")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#network .hint")).to_be_hidden()
    assert chosen(page) == before
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#network .hit").first).to_be_focused()
    for key in ("ArrowDown", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#network .hint")).to_be_hidden()
    assert chosen(page) == ["layers.0.weight.0.1", "layers.0.weight.1.0"]


def test_an_axis_listed_twice_changes_places(lab: Lab, page: Page) -> None:
    first, second = chosen(page)
    page.locator("#surface .picks select").first.select_option(second)
    page.wait_for_function(
        "([value]) => document.querySelectorAll('#surface .picks select')[1].value === value",
        arg=[first],
    )
    assert chosen(page) == [second, first]


def test_the_surface_is_drawn_as_finely_as_asked(lab: Lab, page: Page) -> None:
    page.locator("#surface").get_by_role("button", name="contour").click()
    fineness = page.locator("#surface").get_by_label("Resolution")
    assert fineness.locator("option").all_inner_texts() == [
        "21 × 21",
        "41 × 41",
        "61 × 61",
        "101 × 101",
    ]
    for side in (41, 101, 21):
        fineness.select_option(str(side))
        lab.until(f"{SIDE} === arg", side)
