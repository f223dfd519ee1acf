"""Lessons as a reader sees them: scenes that run, questions, exercises."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from backstep.lessons.book import EXTRAS, LESSONS
from backstep.lessons.catalogue import SCENES
from backstep.settings import Caps
from tests.browser.axe import grave
from tests.browser.lab import ready


def test_every_scene_runs(page: Page, address: str) -> None:
    """Console errors fail the test: the fixture checks for them."""
    for scene in SCENES.values():
        page.goto(f"{address}/embed?{scene.embed(Caps())}")
        ready(page)
        assert page.locator("#banner").is_hidden(), scene.name


@pytest.mark.parametrize("slug", [*LESSONS, *EXTRAS])
def test_a_page_is_fit_for_everybody(page: Page, address: str, slug: str) -> None:
    # Scenes are pages of their own, and looked at in tests of theirs; here their stills are.
    page.route(
        "**/embed.js?*", lambda route: route.fulfill(content_type="text/javascript", body="")
    )
    page.goto(f"{address}/lessons/{slug}?locale=en")
    ready(page)
    assert not grave(page)


def test_a_lesson_is_read_asked_and_answered(page: Page, address: str) -> None:
    page.goto(f"{address}/lessons/forward?locale=en")
    ready(page)
    question = page.locator(".predict").first
    answer = question.locator("details")
    expect(answer).to_be_hidden()
    question.get_by_role("button").nth(0).click()
    expect(question).to_have_attribute("data-answer", "wrong")
    expect(answer).to_be_visible()

    form = page.locator('[data-exercise="forward-z"]')
    for given, verdict in (("0,2", "sign"), ("−0,2", "right"), ("x", "right")):
        form.get_by_role("textbox").fill(given)
        form.get_by_role("button").click()
        expect(form).to_have_attribute("data-verdict", verdict)
    expect(form.locator("output")).to_contain_text("Enter a number, such as")

    figure = page.locator("#scene-layers")
    expect(figure.locator(".still")).to_be_visible()
    figure.scroll_into_view_if_needed()
    scene = figure.frame_locator("iframe")
    # The numbers in the text are those of the scene.
    quoted = page.locator("mn[data-value]").all_text_contents()
    expect(scene.locator("#network .label").first).to_be_visible()
    shown = scene.locator("#network .label").all_text_contents()
    for number in ("0.786", "−0.623", "0.812"):
        assert number in quoted
        assert any(number.lstrip("−") in label for label in shown), number


def test_the_cure_is_one_click_away(page: Page, address: str) -> None:
    page.goto(f"{address}/lessons/failures?locale=en")
    ready(page)
    failure = page.locator(".failure").first
    failure.scroll_into_view_if_needed()
    expect(failure.locator(".cure")).to_be_hidden()
    expect(failure.locator("iframe")).to_have_count(1)
    failure.get_by_role("button", name=re.compile("^The cure")).click()
    expect(failure.locator("iframe")).to_have_count(2)
    for frame in (failure.frame_locator("iframe").nth(0), failure.frame_locator("iframe").nth(1)):
        expect(frame.locator("#counts")).not_to_contain_text(re.compile(r"Step\s*0\b"))


def test_a_lesson_reads_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/lessons/downhill?locale=ru")
        assert page.locator(".still").count() == page.locator("figure.scene").count() > 4
        for still in page.locator(".still").all()[:2]:
            expect(still).to_be_visible()
        expect(page.locator("math").first).to_be_visible()
        page.get_by_text("Ответ", exact=True).first.click()
        expect(page.locator(".predict details p").first).to_be_visible()


def test_a_scene_asks_before_it_shows(page: Page, address: str) -> None:
    page.goto(f"{address}/embed?{SCENES['errors'].embed(Caps())}")
    ready(page)
    forward = page.get_by_role("button", name=re.compile("^Forward"))
    forward.click()  # the output's δ, which has no question
    expect(page.locator("#explanation")).to_contain_text("prediction")
    expect(page.locator("#ask")).to_be_hidden()
    forward.click()
    expect(page.locator("#ask")).to_be_visible()
    page.locator("#ask").get_by_role("button").first.click()
    expect(page.locator("#ask .question")).not_to_have_attribute("data-answer", "open")
