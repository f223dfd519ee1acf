"""Every text of the pages comes from a language: in the pseudo-locale all of them have marks."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from backstep.lessons.book import EXTRAS, LESSONS
from tests.browser import pseudo
from tests.browser.lab import Lab, ready
from tests.browser.pseudo import unmarked
from tests.browser.test_own import FLOWERS, upload

LOCALE = f"locale={pseudo.CODE}"
# Names of encodings, and what the file FLOWERS contains: shown as they are.
FILE = ("latin-1", "macintosh", "windows-1251", "windows-1252", "flowers.csv", "length", "width",
        "colour", "kind", "setosa", "virginica", "blue", "red", "oops")  # fmt: skip
FORMULA = "(x*y - sin(x)/2 + max(x, y))**2 + relu(-x)"
# A formula for each kind of refusal.
REFUSED = {
    "too_long": "x + " * 100 + "x",
    "character": "x $ y",
    "operand": "x +",
    "operator": "2x",
    "opening": "sin x",
    "closing": "(x",
    "function": "tan(x)",
    "count": "max(x)",
    "too_large": "1e999",
    "name": "a" * 17,
    "nodes": "1+" * 80 + "1",
    "depth": "(" * 50 + "x" + ")" * 50,
    "variables": "+".join("abcdfghijklmn"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served with one language more."""
    with pseudo.serving(pseudo.checkout(tmp_path_factory.mktemp("pseudo"))) as found:
        yield found


def opened(page: Page, address: str, query: str = "") -> Lab:
    return Lab(page, address).open(f"{LOCALE}&{query}")


def press(within: Page | Locator, name: str) -> None:
    """Click the first button with a text or label that contains `name`."""
    within.get_by_role("button", name=name).first.click()


def test_every_operation_of_a_step(page: Page, address: str) -> None:
    lab = opened(page, address, "step=40&op=0&select=layers.1.weight.0.2")
    for op in range(1, 15):
        page.keyboard.press(".")
        lab.at(40, op)
        lab.snapshot()
        assert not unmarked(page)
    press(page.locator("#explanation"), "wrong order")
    assert not unmarked(page)


def test_what_the_panels_open(page: Page, address: str) -> None:
    lab = opened(page, address, "step=40&op=13&select=neurons.1.1")
    page.locator("#inspector").locator(".chip.slope").first.click()
    assert not unmarked(page)
    press(page.locator("#explanation"), "gates")
    press(page.locator("#focus"), "table")
    lab.until("texts('#table td').length > 20 && texts('#explanation svg text').length > 5")
    assert not unmarked(page)
    press(page.locator("#focus"), "batch mean")
    lab.until("texts('#focus').some((text) => text.includes('Means'))")
    page.locator("#stop summary").click()
    assert not unmarked(page)


def test_surfaces_and_a_race(page: Page, address: str) -> None:
    lab = opened(page, address, "step=40&op=13")
    surface = page.locator("#surface")
    press(surface, "contour")
    for plane, axis in (("random", "random 1"), ("gradient", "−gradient"), ("pca", "PC 1")):
        surface.locator("select").first.select_option(plane)
        lab.until("texts('#surface .xtitle').includes(arg)", f"⟦{axis}⟧")
        assert not unmarked(page)
    press(surface, "Race")
    press(page.locator("#race"), "optimizers")
    lab.until("texts('#race .tick.name').length === 4")
    assert not unmarked(page)


def test_questions_and_failures(page: Page, address: str) -> None:
    for op in (10, 13):  # before a gradient, and before the update
        lab = opened(page, address, f"step=40&op={op}&ask=1")
        lab.at(40, op)
        page.keyboard.press(".")
        question = page.locator("#ask .question")
        expect(question).to_be_visible()
        assert not unmarked(page)
        question.get_by_role("button").first.click()
        lab.at(40, op + 1)
        expect(question).to_have_attribute("data-answer", re.compile("right|wrong"))
        assert not unmarked(page)
    opened(page, address, "initializer=zeros&step=5&op=14")
    expect(page.locator("#health")).to_be_visible()
    assert not unmarked(page)
    query = "preset=plane&learning_rate=10&hidden=4&activation=relu&batch_size=250"
    lab = opened(page, address, query)
    lab.full_speed()
    page.keyboard.press("k")
    lab.says("⟦Training stopped")
    assert not unmarked(page)


def test_examples_of_every_kind(page: Page, address: str) -> None:
    lab = opened(page, address, "preset=digits&step=60&op=10")
    encode, output = page.locator("#encode"), page.locator("#output")
    expect(encode).to_be_visible()
    assert not unmarked(page)
    encode.locator('[data-tab="draw"]').click()
    press(output, "Confusion")
    expect(page.locator(".confusion td button")).to_have_count(100)
    assert not unmarked(page)
    page.locator(".confusion td button").filter(has_text=re.compile(r"\d")).first.click()
    expect(output.locator(".listing button").first).to_be_visible()
    assert not unmarked(page)
    press(output, "Highest loss")
    expect(output.locator(".tabbed:not([hidden]) .listing button")).to_have_count(24)
    assert not unmarked(page)
    lab = opened(page, address, "preset=reviews&step=300&op=3")
    lab.at(300, 3)
    encode.locator('[data-tab="map"]').click()
    page.locator(".wordmap .word").first.focus()
    shown = page.locator(".wordmap .word, #network .cell, #encode .token, #encode .quote")
    data = {word for text in shown.all_text_contents() for word in re.findall("[A-Za-z_]+", text)}
    encode.locator('[data-tab="write"]').click()
    encode.locator(".write, textarea, input[type=text]").first.fill("zebra")
    expect(encode.locator(".unknown")).to_contain_text("zebra")
    assert not unmarked(page, "zebra", *data)


def test_dialogs(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab = opened(page, address, "step=3&op=3")
    for button, opened_by in (
        ("help", "keys"),
        ("embed", "embedding"),
        ("present", "presenting"),
        ("share", "sharing"),
    ):
        page.locator(f"#{button}").click()
        dialog = page.locator(f"#{opened_by}")
        expect(dialog).to_be_visible()
        assert not unmarked(page, *_address(page))
        press(dialog, "Close")
        expect(dialog).to_be_hidden()
    for name in ("Picture", "Film", "Offline copy"):
        page.locator("#export").click()
        press(page.locator("#exports"), f"{name}…")
        dialog = page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        status = dialog.locator("p[role=status]")
        if name == "Picture":
            expect(status).to_have_text("", timeout=30_000)
        assert not unmarked(page, *_address(page))
        page.keyboard.press("Escape")
    lab.setting("data.own").click()
    upload(page, FLOWERS)
    expect(page.get_by_role("listitem").filter(has_text="oops")).to_be_visible()
    assert not unmarked(page, *FILE, *_address(page))


def _address(page: Page) -> list[str]:
    """The address and the code of the class, where there is one."""
    return page.locator(".present-link, .present-code").all_text_contents()


def test_a_picture_is_described(page: Page, address: str) -> None:
    opened(page, address, "step=12&op=11&select=layers.1.weight.0.2")
    page.locator("#export").click()
    press(page.locator("#exports"), "Picture…")
    dialog = page.locator("dialog[open]")
    for panel in ("network", "surface", "slice", "output", "curve", "explanation"):
        dialog.locator("select").first.select_option(panel)
        expect(dialog.locator("p[role=status]")).to_have_text("", timeout=30_000)
        described = dialog.locator("textarea")
        expect(described).not_to_have_value("")
        assert described.input_value().startswith("⟦")
    assert not unmarked(page)


def test_a_scene(page: Page, address: str) -> None:
    panels = "network,inspector,slice,transport,output,ribbon,explanation,curve,health"
    page.goto(f"{address}/embed?{LOCALE}&panels={panels}&keys=deck&step=3&op=9")
    page.wait_for_selector("html[data-ready]")
    assert not unmarked(page)


def test_a_lecture(browser: Browser, page: Page, address: str) -> None:
    lab = opened(page, address, "step=2&op=8")
    page.locator("#present").click()
    code = page.locator(".present-code").inner_text()
    press(page.locator("#presenting"), "Close")
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        phone = context.new_page()
        phone.set_default_timeout(60_000)
        phone.goto(f"{address}/watch/{code}?{LOCALE}")
        phone.wait_for_selector("html[data-ready]")
        assert not unmarked(phone)
        press(page.locator("#explanation"), "ask me")
        page.keyboard.press(".")
        asked = phone.locator("#asked")
        expect(asked).to_be_visible()
        assert not unmarked(phone)
        asked.get_by_role("button").first.click()
        expect(page.locator("#ask")).to_contain_text("1")
        assert not unmarked(page, *_address(page))
        page.locator("#ask").get_by_role("button").first.click()
        expect(asked.locator(".is-right")).to_have_count(1)
        assert not unmarked(phone)
        asked.get_by_role("button").last.click()
        phone.locator("#explore").click()
        expect(phone.locator("html")).to_have_attribute("data-mode", "own")
        assert not unmarked(phone)
        page.locator("#present").click()
        press(page.locator("#presenting"), "Stop")
        lab.says("⟦")
        assert not unmarked(page, *_address(page))


def test_an_offline_copy(page: Page, address: str, tmp_path: Path) -> None:
    opened(page, address, "step=1&op=3")
    page.locator("#export").click()
    press(page.locator("#exports"), "Offline copy…")
    dialog = page.locator("dialog[open]")
    dialog.locator("input[type=number]").first.fill("3")
    dialog.locator("button.primary").first.click()
    save = dialog.locator("a[download]")
    expect(save).to_be_visible()
    with page.expect_download() as found:
        save.click()
    path = tmp_path / "copy.html"
    found.value.save_as(path)
    page.goto(f"{path.as_uri()}#{LOCALE}&step=1&op=4&panels=network,explanation,transport")
    page.wait_for_selector("html[data-ready]")
    assert not unmarked(page)


def test_the_formula_lab(page: Page, address: str, problems: list[str]) -> None:
    page.goto(f"{address}/expression?{LOCALE}&formula={quote(FORMULA)}&values=x:2,y:3")
    ready(page)
    assert not unmarked(page)
    slider = page.locator("input[type=range]").first
    for _ in range(int(slider.get_attribute("max") or 0)):
        page.keyboard.press("ArrowRight")
        assert not unmarked(page)
    expect(page.locator(".chain .good")).to_be_visible()
    page.locator('[data-number="x"]').fill("0")
    expect(page.locator(".chain .bad")).to_be_visible()
    assert not unmarked(page)
    refusal = page.locator(".formula-problem")
    for formula in REFUSED.values():
        page.locator(".formula-field").fill("3")  # which has no variables
        expect(refusal).to_be_hidden()
        assert not unmarked(page)
        page.locator(".formula-field").fill(formula)
        expect(refusal).to_be_visible()
        assert not unmarked(page)
    assert [each for each in problems if "422" not in each] == []
    problems.clear()


@pytest.mark.parametrize(
    "path",
    ["/lessons", "/glossary", "/docs", *(f"/lessons/{slug}" for slug in (*LESSONS, *EXTRAS))],
)
def test_a_page_to_read(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}?{LOCALE}")
    ready(page)
    assert not unmarked(page)
    for question in page.locator(".predict").all():
        question.locator(".choices button").first.click()
    for form in page.locator("[data-exercise]").all():
        form.get_by_role("button").click()
        expect(form.locator("output")).not_to_be_empty()
        form.get_by_role("textbox").fill("123456")
        form.get_by_role("button").click()
        expect(form).to_have_attribute("data-verdict", "wrong")
    assert not unmarked(page)


@pytest.mark.parametrize(
    "path",
    ["/watch", "/watch?code=a/b", *(f"/lessons/{slug}/worksheet" for slug in LESSONS)],
)
def test_a_form_or_a_worksheet(page: Page, address: str, path: str, problems: list[str]) -> None:
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}{LOCALE}")
    assert not unmarked(page)
    assert [each for each in problems if "404" not in each] == []  # no class has that code
    problems.clear()
