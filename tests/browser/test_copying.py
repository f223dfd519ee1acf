"""The lab's dialog that makes an offline copy."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.lab import Lab, ready


def test_a_copy_is_made_its_size_told_and_saved(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    dialog = lab.export("Offline copy")
    dialog.get_by_label("Steps").fill("3")
    dialog.get_by_label("Loss surface").uncheck()
    dialog.get_by_role("button", name="Create").click()
    save = dialog.get_by_role("link", name="Save")
    expect(save).to_be_visible()
    told = re.search(r"Done: (\d+) kB", dialog.inner_text())
    with page.expect_download() as found:
        save.click()
    path = tmp_path / "copy.html"
    found.value.save_as(path)
    assert told is not None
    assert int(told[1]) == round(path.stat().st_size / 1000)
    assert found.value.suggested_filename == "backstep-3.html"
    page.goto(path.as_uri())
    ready(page)
    expect(page.locator("#copy-note")).to_contain_text("In this copy: 3 steps")
    expect(page.locator("#surface")).to_have_count(0)
