"""A weight moved in thought by dragging it, in the drawing or in the inspector."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Visit
from tests.browser.test_inspector import number

MOMENT = "step=40&op=13"
NAME = "w⁽¹⁾₂₂"


def told(page: Page) -> list[float]:
    """ΔL, slope · ε and their difference, once they are there."""
    results = page.locator("#inspector .nudge-told b")
    expect(results.first).not_to_have_text("–")
    return [number(text) for text in results.all_inner_texts()]


def test_a_weight_dragged_is_moved_in_thought_only(page: Page, visit: Visit) -> None:
    lab = visit(MOMENT)
    weight = lab.weight(NAME)
    x, y = lab.point_of_edge(3)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 80, steps=4)
    page.mouse.up()
    expect(page.locator("#inspector .title .name")).to_have_text(NAME)
    expect(page.locator("#inspector .nudge b")).to_have_text("ε = +0.800")
    real, predicted, error = told(page)
    assert error == pytest.approx(real - predicted, abs=2e-4)
    assert abs(error) > 0
    assert lab.weight(NAME) == weight
    assert float(page.locator("#network .editor input").input_value()) == pytest.approx(
        weight + 0.8, abs=1e-3
    )
    expect(page.locator("#slice .wedge")).to_have_attribute("visibility", "visible")
    page.locator("#network .editor").get_by_role("button", name="Close").click()
    expect(page.locator("#inspector .nudge b")).to_have_text("ε = 0")
    assert lab.weight(NAME) == weight
    assert "edits=" not in page.url


def test_what_was_tried_can_be_set(page: Page, visit: Visit) -> None:
    lab = visit(f"{MOMENT}&select=layers.0.weight.1.1")
    weight = lab.weight(NAME)
    grip = page.locator("#inspector .grip")
    grip.focus()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    expect(grip).to_have_attribute("aria-valuenow", "0.19")
    assert lab.position == (40, 13)
    told(page)
    page.locator("#inspector").get_by_role("button", name="Apply").click()
    lab.until("location.search.includes('edits=')")
    assert lab.weight(NAME) == pytest.approx(weight + 0.19, abs=1e-3)
    expect(page.locator("#inspector .nudge b")).to_have_text("ε = 0")
