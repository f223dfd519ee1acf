"""Made-up layer kinds on the page: drawn, stepped through, inspected, edited, copied."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backstep.engine.nn.layers.kinds import offering
from tests.browser.lab import Lab, ready
from tests.browser.server import serving
from tests.kinds import MEAN, SCALE

NETWORK = "preset=circle&hidden=4-mean2-scale&activation=tanh-sigmoid"
OPERATIONS = 17
SELECTED = "layers.2.scale.1"


@pytest.fixture(scope="module")
def kinds_address() -> Iterator[str]:
    """Where the app is served with two kinds more."""
    with offering(SCALE, MEAN), serving() as found:
        yield found


@pytest.fixture
def lab(page: Page, kinds_address: str) -> Lab:
    return Lab(page, kinds_address).open(f"{NETWORK}&step=3&op=0&select={SELECTED}")


def test_a_step_has_the_operations_of_its_layers(lab: Lab, page: Page) -> None:
    expect(page.locator("#ribbon button")).to_have_count(OPERATIONS)
    for op in range(1, OPERATIONS):
        page.locator("#ribbon button").nth(op).click()
        lab.at(3, op)
        expect(page.locator("#explanation")).not_to_contain_text(re.compile("undefined|NaN|null"))
    # A link for each number that flows: 2 · 4, 4 into means, 2 scaled, 2 into the output.
    expect(page.locator("#network .hit")).to_have_count(8 + 4 + 2 + 2)


def test_a_parameter_is_inspected_and_set(lab: Lab, page: Page) -> None:
    page.locator("#ribbon button").nth(OPERATIONS - 2).click()
    lab.at(3, OPERATIONS - 2)
    inspector = page.locator("#inspector")
    expect(inspector.locator(".name")).to_have_text("w⁽³⁾₂₂")
    expect(inspector.locator(".check .good")).to_have_count(2)
    expect(page.locator("#network .hit.selected")).to_have_count(1)
    value = inspector.locator(".title input[type=number]").first
    value.fill("1.5")
    value.press("Enter")
    expect(page.locator("#network .hit.selected title")).to_contain_text("+1.5")


def test_the_controls_build_its_settings(lab: Lab, page: Page) -> None:
    window = page.locator('[data-path="network.hidden.1.window"]')
    expect(window).to_have_value("2")
    expect(page.locator('[data-path="network.hidden.1.activation"]')).to_have_count(0)
    window.fill("4")
    window.press("Enter")
    expect(page.locator("#network .hit")).to_have_count(8 + 4 + 1 + 1)


def test_a_copy_shows_the_same(page: Page, kinds_address: str, tmp_path: Path) -> None:
    made = page.request.post(f"{kinds_address}/api/runs", data={"network": {"hidden": [
        {"units": 4}, {"kind": "mean"}, {"kind": "scale"}]}}).json()  # fmt: skip
    run = f"{kinds_address}/api/runs/{made['id']}"
    answer = page.request.get(
        f"{run}/export.html?steps=3&panels=ribbon,network,inspector,transport"
    )
    assert answer.ok, answer.text()
    file = tmp_path / "copy.html"
    file.write_bytes(answer.body())
    page.goto(file.as_uri())
    ready(page)
    expect(page.locator("#ribbon button")).to_have_count(OPERATIONS)
    page.locator("#ribbon button").nth(OPERATIONS - 2).click()
    page.locator("#network .hit").nth(12).dispatch_event("click")
    expect(page.locator("#inspector .name")).to_have_text("w⁽³⁾₁₁")
    expect(page.locator("#inspector .check .good")).to_have_count(2)
