"""Data becomes numbers: pictures, words, classes; what is drawn or written is answered."""

import re

from playwright.sync_api import Page, expect

from tests.browser.lab import Visit


def test_a_pixel_is_one_entry_of_the_vector(page: Page, visit: Visit) -> None:
    lab = visit("preset=digits&step=3&op=3")
    lab.at(3, 3)
    numbers = page.locator(".pixel-numbers text").all_text_contents()
    assert len(numbers) == 64
    page.locator('.picture [data-at="20"]').hover()
    expect(page.locator(".encode .marked")).to_have_count(3)
    value = float(numbers[20])
    told = page.locator(".encode .pointed-at")
    expect(told).to_contain_text("Row 3, column 5")
    exact = re.search(r"column 5: ([\d.]+)", told.inner_text())
    assert exact is not None
    assert abs(float(exact[1]) - value) < 0.006
    page.locator('.strip [data-at="20"]').click()
    expect(page.locator("#inspector")).to_contain_text("input 21")


def test_a_digit_that_is_drawn_is_predicted_and_again_as_training_goes_on(
    page: Page, visit: Visit
) -> None:
    lab = visit("preset=digits&step=400&op=10")
    lab.at(400, 10)
    page.locator('#encode [data-tab="draw"]').click()
    bars = page.locator("#encode .class-bars li")
    expect(bars).to_have_count(10)
    expect(bars.nth(1)).to_contain_text("–")
    box = page.locator(".pad").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(x, y + 25)
    page.mouse.down()
    page.mouse.move(x, y + 150, steps=6)
    page.mouse.up()
    expect(bars.nth(1)).to_have_class(re.compile("best"))
    before = bars.all_text_contents()
    shares = [float(text.split()[0]) for text in bars.locator("b").all_text_contents()]
    assert abs(sum(shares) - 100) < 1
    page.keyboard.press("ArrowRight")
    lab.granularity("epoch")
    page.locator("#transport button").last.click()
    lab.until("texts('#encode .class-bars li').join() !== arg", ",".join(before))
    page.get_by_role("button", name="Clear").click()
    expect(bars.nth(1)).to_contain_text("–")


def test_a_digit_can_be_drawn_by_keyboard(page: Page, visit: Visit) -> None:
    lab = visit("preset=digits&step=400&op=10")
    page.locator('#encode [data-tab="draw"]').click()
    page.locator(".pad").focus()
    position = lab.position
    for key in ["ArrowUp"] * 5 + [" "] + ["ArrowDown"] * 9:
        page.keyboard.press(key)
    expect(page.locator("#encode .class-bars li").nth(1)).to_have_class(re.compile("best"))
    assert lab.position == position


def test_a_sentence_becomes_numbers_and_an_answer(page: Page, visit: Visit) -> None:
    lab = visit("preset=reviews&step=300&op=3")
    lab.at(300, 3)
    page.locator('#encode [data-tab="write"]').click()
    page.get_by_label("A sentence of your own").fill("A wonderful, wonderful zebra")
    expect(page.locator("#encode .tokens li")).to_have_count(4)
    expect(page.locator("#encode .unknown")).to_have_text(re.compile("zebra"))
    expect(page.locator("#encode")).to_contain_text(
        "Not in the vocabulary, so the network ignores: “zebra”."
    )
    expect(page.locator("#encode .class-bars li").nth(1)).to_have_class(re.compile("best"))
    page.get_by_label("A sentence of your own").fill("awful, boring and rude")
    expect(page.locator("#encode .class-bars li").nth(0)).to_have_class(re.compile("best"))
    page.locator('#encode [data-tab="map"]').click()
    word = page.locator(".wordmap .word", has_text=re.compile("^good$"))
    word.focus()
    expect(page.locator("#encode .pointed-at")).to_contain_text("Nearest to “good”:")
    expect(page.locator(".wordmap .near")).to_have_count(5)


def test_behind_a_count_of_the_confusion_stand_its_examples(page: Page, visit: Visit) -> None:
    lab = visit("preset=digits&step=60&op=10")
    lab.at(60, 10)
    page.locator("#output").get_by_role("button", name="Confusion").click()
    counts = page.locator(".confusion td button")
    expect(counts).to_have_count(100)
    total = sum(int(text) for text in counts.all_text_contents() if text.isdigit())
    assert total > 300
    wrong = page.locator(".confusion .differ button").filter(has_text=re.compile(r"\d")).first
    wanted = int(wrong.inner_text())
    wrong.click()
    rows = page.locator("#output .listing button")
    expect(rows).to_have_count(wanted)
    example = rows.first.get_attribute("data-example")
    rows.first.click()
    lab.until("new URLSearchParams(location.search).get('focus') === arg", example)
    page.locator("#output").get_by_role("button", name="Highest loss").click()
    rows = page.locator("#output .tabbed:not([hidden]) .listing button")
    expect(rows).to_have_count(24)
    losses = [float(text) for text in rows.locator("b").all_text_contents()]
    assert losses == sorted(losses, reverse=True)
