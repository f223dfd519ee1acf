"""The loss curve of the lab, and the limits at which playing stops."""

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab


def test_the_curve_says_what_its_lines_are(lab: Lab, page: Page) -> None:
    lab.open("step=99&op=14")
    key = page.locator("#curve .key")
    expect(key).to_contain_text("train")
    expect(key).to_contain_text("test")
    expect(key).to_contain_text("batches")


def test_a_logarithmic_axis_is_one_click_away_and_remembered(lab: Lab, page: Page) -> None:
    lab.open("step=99&op=14")
    log = page.locator("#curve .key button")
    expect(log).to_have_attribute("aria-pressed", "false")
    log.click()
    expect(log).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**curve=log**")
    assert lab.position == (99, 14)
    lab.open("preset=xor")
    expect(log).to_have_attribute("aria-pressed", "true")
    lab.open("preset=xor&curve=linear")
    expect(log).to_have_attribute("aria-pressed", "false")


def test_a_limit_that_cannot_be_met_is_refused(lab: Lab, page: Page) -> None:
    stop = page.locator("#stop")
    stop.locator("summary").click()
    accuracy = stop.locator("[data-path='stop.accuracy']")
    accuracy.fill("150")
    accuracy.press("Enter")
    expect(stop.get_by_role("alert")).to_contain_text("not including, 100")
    expect(accuracy).to_have_attribute("aria-invalid", "true")
    accuracy.fill("85")
    accuracy.press("Enter")
    expect(stop.get_by_role("alert")).to_have_text("")
    expect(stop).to_contain_text("Checked after every update.")


def test_playing_stops_at_the_loss_of_a_batch(lab: Lab, page: Page) -> None:
    stop = page.locator("#stop")
    stop.locator("summary").click()
    stop.locator("[data-path='stop.over']").select_option("batch")
    expect(stop.locator("[data-path='stop.accuracy']")).to_be_hidden()
    loss = stop.locator("[data-path='stop.loss']")
    loss.fill("0.3")
    loss.press("Enter")
    expect(stop).to_contain_text("Checked after every update.")
    lab.granularity("step")
    lab.full_speed()
    lab.button("Play").click()
    lab.says("Stopped: the batch loss is 0.2737, below 0.3, after 446 updates.")


def test_a_link_brings_the_view_back(lab: Lab, page: Page) -> None:
    view = "tab=confusion&surface=contour&table=1&notation=gates&by=epoch&rate=10"
    lab.open(f"preset=xor&step=9&op=3&{view}")
    lab.at(9, 3)
    expect(lab.button("Confusion")).to_have_attribute("aria-pressed", "true")
    expect(lab.button("contour")).to_have_attribute("aria-pressed", "true")
    page.locator("#output").get_by_role("button", name="Highest loss").click()
    page.wait_for_url("**tab=hardest**")
    for part in view.split("&")[1:]:
        assert part in page.url


def test_outputs_are_called_by_their_classes(lab: Lab, page: Page) -> None:
    lab.open("preset=digits")
    titles = page.locator("#network .node title").all_text_contents()
    assert [name for name in titles if name.startswith("“")][-1].startswith("“9”")


def test_a_test_example_is_called_so(lab: Lab, page: Page) -> None:
    lab.open("preset=circle&focus=260")
    expect(page.locator("#focus")).to_contain_text("Test example 10")
