"""An uploaded file keeps its names and units: in the header, the map, the answers and the list."""

from playwright.sync_api import FilePayload, expect

from tests.browser.lab import Lab

ROWS = "\n".join(
    f"{40 + 3 * i},{1950 + 7 * i % 60},{90_000 + 2_100 * i + (i % 5) * 900}" for i in range(40)
)
HOUSES = f"area (m²),built,price (EUR)\n{ROWS}\n".encode()
VOTES = (
    "age,income,vote\n"
    + "\n".join(f"{20 + i},{900 + 40 * i},{'ja' if i % 3 else 'nein'}" for i in range(40))
).encode()


def train(lab: Lab, name: str, content: bytes) -> None:
    """Train on a file."""
    lab.setting("data.own").click()
    payload = FilePayload(name=name, mimeType="text/csv", buffer=content)
    lab.page.set_input_files("input[accept*=csv]", payload)
    lab.own_data.get_by_role("button", name="Train on this file").click()
    expect(lab.own_data).to_be_hidden()


def chosen(lab: Lab) -> str:
    """What the box of presets shows."""
    found: str = lab.page.locator("#preset").evaluate("box => box.selectedOptions[0].textContent")
    return found


def test_a_price_is_answered_in_euros(lab: Lab) -> None:
    train(lab, "houses.csv", HOUSES)
    lab.until(
        "document.querySelector('#preset').selectedOptions[0].textContent === arg",
        "houses.csv · price (EUR)",
    )
    output = lab.page.locator("#output")
    expect(output).to_contain_text("RMSE (test)")
    expect(output.locator("dd", has_text="EUR")).to_be_visible()
    output.get_by_role("button", name="Highest loss").click()
    first = output.locator(".listing li").first
    expect(first).to_contain_text("EUR")
    output.get_by_role("button", name="standardized").click()
    expect(first).not_to_contain_text("EUR")
    lab.page.wait_for_url("**units=standardized**")
    title = lab.page.locator("#network .node title").last
    expect(title).not_to_contain_text("EUR")
    output.get_by_role("button", name="standardized").click()
    lab.granularity("step")
    lab.button("Forward").click()
    expect(title).to_contain_text("EUR")


def test_classes_of_a_file_are_named(lab: Lab) -> None:
    train(lab, "votes.csv", VOTES)
    lab.until(
        "document.querySelector('#preset').selectedOptions[0].textContent === arg",
        "votes.csv · vote",
    )
    output = lab.page.locator("#output")
    expect(output.locator(".threshold")).to_contain_text("if ŷ >")
    output.get_by_role("button", name="Confusion").click()
    expect(output).to_contain_text("nein")


def test_the_box_says_that_a_run_is_no_longer_the_preset(lab: Lab) -> None:
    lab.open("preset=circle")
    assert chosen(lab) == "Circle"
    lab.setting("training.optimizer.learning_rate").fill("0.5")
    lab.setting("training.optimizer.learning_rate").press("Enter")
    lab.until(
        "document.querySelector('#preset').selectedOptions[0].textContent === 'Circle, changed'"
    )
    lab.button("Undo").click()
    lab.until("document.querySelector('#preset').selectedOptions[0].textContent === 'Circle'")
