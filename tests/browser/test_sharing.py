"""A run over an uploaded file is shared: by a link that carries it, or as a saved file."""

import json
import re
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect
from safetensors import safe_open

from tests.browser.lab import Lab, ready
from tests.browser.server import serving
from tests.browser.test_own_names import HOUSES, train

LARGE = "x,y\n" + "\n".join(
    f"{(i * 7919) % 10007 / 977},{(i * i) % 9973 / 89}" for i in range(6000)
)


def sharing(lab: Lab) -> tuple[str, str]:
    """What the dialog says, and the link."""
    lab.page.locator("#share").click()
    dialog = lab.page.locator("#sharing")
    expect(dialog).to_be_visible()
    return dialog.inner_text(), dialog.get_by_label("Link to this moment").input_value()


def called(lab: Lab, name: str) -> None:
    lab.until("document.querySelector('#preset').selectedOptions[0].textContent === arg", name)


def test_a_link_carries_a_small_file_to_another_server(lab: Lab, browser: Browser) -> None:
    train(lab, "houses.csv", HOUSES)
    called(lab, "houses.csv · price (EUR)")
    lab.granularity("step")
    for step in range(2):
        lab.button("Forward").click()
        lab.at(step, 14)
    seen = lab.snapshot()
    text, link = sharing(lab)
    assert "your data: houses.csv · price (EUR)" in text
    assert "#data=1." in link
    with serving() as other, browser.new_context(locale="en-US") as context:
        there = Lab(context.new_page(), other)
        there.page.goto(link.replace(lab.address, other))
        ready(there.page)
        there.at(1, 14)
        called(there, "houses.csv · price (EUR)")
        assert there.snapshot()["weights"] == seen["weights"]
        assert "#data=1." in there.page.url
        there.page.reload()
        ready(there.page)
        there.at(1, 14)
        assert "your data: houses.csv" in sharing(there)[0]
        # A server that has forgotten the set gets it again.
        forgotten = re.sub("data=own-[^&]+", "data=own-40x2x1-" + "A" * 20, there.page.url)
        there.page.goto("about:blank")
        there.page.goto(forgotten)
        ready(there.page)
        called(there, "houses.csv · price (EUR)")


def test_a_damaged_link_says_so_and_opens_the_page(page: Page, address: str) -> None:
    lab = Lab(page, address)
    page.goto(f"{address}/?data=own-40x2x1-AAAAAAAAAAAAAAAAAAAA#data=1.AAAA")
    lab.says("The data in the link are damaged")
    ready(page)
    assert "#" not in page.url


def test_a_large_file_is_saved_with_the_moment_and_dropped_again(
    lab: Lab, browser: Browser, tmp_path: Path
) -> None:
    train(lab, "large.csv", LARGE.encode())
    called(lab, "large.csv · y")
    lab.page.keyboard.press(".")
    lab.at(0, 1)
    text, link = sharing(lab)
    assert re.search("more than 20 kB", text)
    assert "#" not in link
    with lab.page.expect_download() as found:
        lab.page.locator("#sharing").get_by_role("button", name="Save as .backstep").click()
    found.value.save_as(tmp_path / "run.backstep")
    with safe_open(tmp_path / "run.backstep", "numpy") as saved:
        about = saved.metadata()
        assert saved.get_tensor("data.file").tobytes() == LARGE.encode()
    assert (about["backstep"], about["name"]) == ("1", "large.csv")
    assert json.loads(about["position"]) == {"step": 0, "op": 1}
    assert json.loads(about["spec"])["data"]["name"].startswith("own-")
    with serving() as other, browser.new_context(locale="en-US") as context:
        there = Lab(context.new_page(), other).open()
        there.page.set_input_files("input[accept*=csv]", tmp_path / "run.backstep")
        called(there, "large.csv · y")
        there.at(0, 1)
        broken = FilePayload(name="run.backstep", mimeType="", buffer=b"{}")
        there.page.set_input_files("input[accept*=csv]", broken)
        there.says("run.backstep is not a .backstep file, or it is damaged.")
