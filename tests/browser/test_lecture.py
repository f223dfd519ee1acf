"""A lecturer and two followers, each in a separate browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import grave
from tests.browser.lab import Lab, ready

PHONE: ViewportSize = {"width": 390, "height": 844}


class Phone(Lab):
    """A follower's page; its problems fail the test."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def follow(self, code: str) -> "Phone":
        self.page.goto(f"{self.address}/watch/{code}")
        ready(self.page)
        return self

    def mode(self, name: str) -> None:
        expect(self.page.locator("html")).to_have_attribute("data-mode", name)


@contextmanager
def phones(browser: Browser, address: str, count: int) -> Iterator[list[Phone]]:
    contexts = [browser.new_context(viewport=PHONE, locale="en-US") for _ in range(count)]
    found = [Phone(context.new_page(), address) for context in contexts]
    yield found
    assert not [error for phone in found for error in phone.errors]
    for context in contexts:
        context.close()


@pytest.fixture
def code(lab: Lab) -> str:
    """Let the lab present; return the code that it shows."""
    lab.page.locator("#present").click()
    found = lab.page.locator(".present-code").inner_text()
    assert re.fullmatch("[0-9A-Z]{6}", found)
    picture = lab.page.locator(".present-picture")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("e => e.naturalWidth") > 0
    assert not grave(lab.page)
    lab.page.keyboard.press("Escape")
    return found


def test_a_class_steps_together_explores_and_comes_back(
    browser: Browser, lab: Lab, code: str, address: str
) -> None:
    with phones(browser, address, 2) as (one, other):
        one.follow(code)
        other.follow(code)
        expect(lab.page.locator("#present")).to_contain_text("2")
        for op in (1, 2, 3):
            lab.page.keyboard.press(".")
            for each in (lab, one, other):
                each.at(0, op)
        lab.click_edge(9)
        expect(one.page.locator("#network .halo").first).to_be_visible()
        expect(one.page.locator("#legend")).to_be_in_viewport()
        seen = one.snapshot()
        assert seen["weights"] == lab.snapshot()["weights"]
        assert not grave(one.page)
        # A follower's keys do nothing, but it can start a run of its own.
        one.page.keyboard.press(".")
        one.says("The lecturer controls this run")
        one.at(0, 3)
        one.button("Explore on my own").click()
        one.mode("own")
        one.at(0, 3)
        assert one.snapshot()["weights"] == seen["weights"]
        one.page.keyboard.press("ArrowRight")
        one.at(0, 4)
        lab.page.keyboard.press("Shift+ArrowRight")
        lab.left(0, 3)
        other.at(*lab.position)
        one.at(0, 4)
        one.button("Back to the lecture").click()
        one.mode("lecture")
        one.at(*other.position)
        assert one.snapshot() == other.snapshot()
        # The lecturer reloads the page: the same class, the same numbers.
        before = lab.position
        lab.page.reload()
        ready(lab.page)
        lab.at(*before)
        lab.page.keyboard.press(".")
        one.at(before[0], before[1] + 1)
        expect(lab.page.locator("#present")).to_contain_text("2")
        # The same with other settings.
        lab.page.locator("#preset").select_option(label="Exclusive or")
        lab.page.wait_for_url("**/?preset=xor*")
        ready(lab.page)
        lab.at(0, 0)
        lab.page.keyboard.press(".")
        for each in (lab, one):
            each.at(0, 1)
        one.until("texts('#network .hit title').join() === arg", ",".join(titles(lab)))

        # Only after the lecturer's step.
        lab.page.locator("#present").click()
        lab.page.get_by_role("button", name="Stop presenting").click()
        lab.says("The class has ended")
        one.says("This class has ended")
        expect(one.page.locator("#place")).to_have_text("Ended")


def titles(lab: Lab) -> list[str]:
    found: list[str] = lab.page.locator("#network .hit title").all_text_contents()
    return found


def test_the_class_is_asked_before_it_sees(
    browser: Browser, lab: Lab, code: str, address: str
) -> None:
    with phones(browser, address, 2) as (one, other):
        one.follow(code)
        other.follow(code)
        lab.page.locator("#explanation").get_by_role("button", name="ask me").click()
        lab.page.locator("#ribbon button").nth(8).click()
        for each in (lab, one, other):
            each.at(0, 8)
        lab.page.keyboard.press(".")
        asked = one.page.locator("#asked")
        expect(asked).to_contain_text("positive or negative?")
        one.at(0, 8)
        assert not grave(one.page)
        asked.get_by_role("button", name="negative").click()
        expect(lab.page.locator("#ask")).to_contain_text("negative · 1")
        # A reloaded page is the same follower: its answer may change, and counts once.
        one.page.reload()
        asked.get_by_role("button", name="positive").click()
        other.page.locator("#asked").get_by_role("button", name="negative").click()
        expect(lab.page.locator("#ask")).to_contain_text("positive · 1")
        expect(lab.page.locator("#ask")).to_contain_text("negative · 1")
        lab.page.locator("#ask").get_by_role("button", name="positive").click()
        expect(asked.locator(".is-right")).to_have_count(1)
        one.at(0, 9)
        asked.get_by_role("button", name="Continue").click()
        expect(asked).to_be_hidden()


def test_a_wrong_code_says_so(page: Page, address: str, problems: list[str]) -> None:
    page.goto(f"{address}/watch/zzzzzz?locale=en")
    expect(page.get_by_role("alert")).to_contain_text("No class has the code")
    assert not grave(page)
    problems.clear()  # the browser itself logs the 404
