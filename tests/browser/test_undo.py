"""Undo and redo on the page: keys, buttons, offers, and after a restart of the server."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab
from tests.browser.server import serving


@pytest.fixture
def lab(page: Page, address: str) -> Lab:
    return Lab(page, address).open("step=20&op=14")


def says(lab: Lab, button: str, text: str) -> None:
    """Wait until a button of the header says what it would undo or redo."""
    expect(lab.page.locator(f"#{button}")).to_have_attribute("title", text)


def add_layer(lab: Lab) -> None:
    lab.button("Add a layer").click()
    expect(lab.page.locator("#network .node")).to_have_count(2 + 4 + 2 + 2 + 1)
    lab.at(0, 0)


def test_an_added_layer_is_undone_and_redone_by_keys(lab: Lab, page: Page) -> None:
    nodes = page.locator("#network .node")
    before = lab.snapshot()
    says(lab, "undo", "Nothing to undo")
    add_layer(lab)
    lab.says("Training restarted: layer added.")
    says(lab, "undo", "Undo: layer added")
    page.keyboard.press("Control+z")
    lab.at(20, 14)
    expect(nodes).to_have_count(2 + 4 + 2 + 1)
    says(lab, "redo", "Redo: layer added")
    assert lab.snapshot() == before
    page.keyboard.press("Control+Shift+z")
    expect(nodes).to_have_count(2 + 4 + 2 + 2 + 1)
    lab.at(0, 0)
    page.keyboard.press("Meta+z")
    lab.at(20, 14)
    page.keyboard.press("Control+y")
    lab.at(0, 0)


def test_the_buttons_undo_a_setting_and_a_reset(lab: Lab, page: Page) -> None:
    before = lab.snapshot()
    lab.setting("training.optimizer.learning_rate").fill("0.5")
    lab.setting("training.optimizer.learning_rate").press("Enter")
    says(lab, "undo", "Undo: learning rate η changed")
    page.locator("#theme").focus()
    page.keyboard.press("r")
    lab.at(0, 0)
    says(lab, "undo", "Undo: reset")
    page.locator("#undo").click()
    says(lab, "redo", "Redo: reset")
    page.locator("#undo").click()
    says(lab, "undo", "Nothing to undo")
    lab.at(20, 14)
    expect(lab.setting("training.optimizer.learning_rate")).to_have_value("0.03")
    assert lab.snapshot() == before
    # Pressed once more it does nothing, and keeps the focus.
    page.locator("#undo").press("Enter")
    expect(page.locator("#undo")).to_be_focused()


def test_a_point_edit_is_offered_for_undo(lab: Lab, page: Page) -> None:
    lab.button("edit points").click()
    page.locator("#output canvas.editing").press("Enter")
    lab.says("Training restarted: points edited.")
    lab.at(0, 0)
    lab.banner.get_by_role("button", name="Undo").click()
    lab.at(20, 14)
    says(lab, "redo", "Redo: points edited")


def test_in_a_text_field_the_keys_are_the_fields(lab: Lab, page: Page) -> None:
    add_layer(lab)
    lab.setting("training.batch_size").focus()
    page.keyboard.press("Control+z")
    page.locator("#preset").focus()
    says(lab, "undo", "Undo: layer added")
    page.keyboard.press("Control+z")
    says(lab, "redo", "Redo: layer added")


def test_after_a_restart_of_the_server_all_can_be_undone(
    page: Page, problems: list[str], tmp_path: Path
) -> None:
    store = f"sqlite:{tmp_path / 'runs.sqlite'}"
    with serving(store=store) as address:
        lab = Lab(page, address).open("step=20&op=14")
        before = lab.snapshot()
        add_layer(lab)
        says(lab, "undo", "Undo: layer added")
    lab.says("Connection lost")
    with serving(port=int(address.rpartition(":")[2]), store=store):
        page.wait_for_selector("html[data-ready]")
        says(lab, "undo", "Undo: layer added")
        page.keyboard.press("Control+z")
        lab.at(20, 14)
        assert lab.snapshot() == before
    # The browser itself reports each attempt that met no server.
    problems[:] = [
        each for each in problems if "ERR_CONNECTION" not in each and "WebSocket" not in each
    ]
