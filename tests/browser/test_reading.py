"""Pages that are only read, in a browser: the glossary and the API reference."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import grave
from tests.browser.lab import ready

PAGES = ("/glossary?locale=en", "/glossary?locale=ru", "/docs?locale=en")
PHONE = 390


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_is_fit_for_everybody(page: Page, address: str, path: str, theme: str) -> None:
    page.goto(f"{address}{path}&theme={theme}")
    ready(page)
    assert not grave(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_the_whole_width(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.goto(address + path)
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_an_address_leads_to_a_term_below_the_header(page: Page, address: str) -> None:
    page.goto(f"{address}/glossary?locale=en#learning-rate")
    ready(page)
    term = page.locator("#learning-rate")
    expect(term).to_be_in_viewport()
    header, box = page.locator(".head").bounding_box(), term.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["y"] + header["height"]


def test_the_keyboard_reaches_letters_terms_and_the_other_language(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/glossary?locale=en")
    ready(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the text
    page.keyboard.press("Tab")
    expect(page.locator(".letters a").first).to_be_focused()
    page.locator(".letters").get_by_text("S", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#letter-S")).to_be_in_viewport()
    page.keyboard.press("Tab")  # on from there
    expect(page.locator("#saddle-point .anchor")).to_be_focused()
    page.locator("#language").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("locale=ru"))
    expect(page.locator("h1")).to_have_text("Словарь терминов")


def test_they_are_read_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path, text in (("/glossary", "learning rate"), ("/docs", "/api/runs/{run_id}")):
            page.goto(f"{address}{path}?locale=en")
            expect(page.get_by_role("heading", name=text).first).to_be_visible()
