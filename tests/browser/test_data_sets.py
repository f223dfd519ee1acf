"""Images, words and several classes in a real Chromium: the lab's controls and numbers fit them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import ACCURACY, Lab, Visit


@pytest.mark.parametrize(("preset", "least"), [("digits", 95), ("reviews", 85), ("arms", 93)])
def test_it_learns(visit: Visit, preset: str, least: int) -> None:
    lab = visit(f"preset={preset}")
    lab.full_speed()
    lab.button("Play").click()
    lab.until(f"parseFloat({ACCURACY}) >= arg", least)


def test_words_may_be_encoded_otherwise(visit: Visit) -> None:
    lab = visit("preset=reviews")
    expect(lab.setting("data.dimensions")).to_have_value("2")
    expect(lab.setting("data.samples")).to_have_count(0)
    lab.setting("data.encoding").select_option("bag")
    expect(lab.setting("data.dimensions")).to_have_count(0)
    expect(lab.setting("data.encoding")).to_have_value("bag")
    lab.setting("data.name.circle").click()
    expect(lab.setting("data.encoding")).to_have_count(0)
    expect(lab.setting("data.samples")).to_have_value("500")


def test_no_map_of_another_set_lies_behind_a_curve(lab: Lab, page: Page) -> None:
    picture = page.locator("#output .map canvas").first
    expect(picture).to_be_visible()
    lab.setting("data.name.sine").click()
    expect(picture).to_be_hidden()
