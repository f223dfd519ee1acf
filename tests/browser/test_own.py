"""Uploaded data on the page: a file dropped, corrected and trained on; points edited; exports."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.lab import Lab, ready

FLOWERS = """length;width;colour;kind
5,1;1,4;red;setosa
4,9;1,4;red;setosa
4,8;oops;blue;setosa
7,0;4,7;blue;virginica
6,4;4,5;red;virginica
6,9;4,9;;virginica
5,8;5,1
6,6;4,6;blue;virginica
4,7;1,3;red;setosa
"""
_DROP = """text => {
  const data = new DataTransfer();
  data.items.add(new File([text], 'flowers.csv', {type: 'text/csv'}));
  for (const type of ['dragenter', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true}));
  }
}"""


def upload(page: Page, text: str) -> None:
    file = FilePayload(name="flowers.csv", mimeType="text/csv", buffer=text.encode())
    page.set_input_files("input[accept*=csv]", file)


def test_a_dropped_file_is_set_right_and_trained_on(lab: Lab) -> None:
    page = lab.page
    page.evaluate(_DROP, FLOWERS)
    dialog = lab.own_data
    expect(dialog.get_by_role("listitem")).to_contain_text(
        ["line 4, “width”: “oops” is not a number", "line 8: 2 cells instead of 4"]
    , use_inner_text=True)  # fmt: skip
    expect(dialog.locator("td.broken")).to_have_text("oops")
    # Without the color both inputs are numbers: a plane to draw over.
    dialog.get_by_label("Type of colour").select_option("ignore")
    expect(dialog.get_by_label("Type of colour")).to_have_value("ignore")
    expect(dialog.locator(".file")).to_contain_text("8 of 9 rows can be used · 2 inputs")
    dialog.get_by_label("Predict kind").check()
    dialog.get_by_role("button", name="Train on this file").click()
    lab.says("Training restarted: data changed")
    expect(dialog).to_be_hidden()
    lab.until("texts('#network .label').some((text) => text.startsWith('length'))")
    page.keyboard.press("ArrowRight")
    expect(lab.setting("data.own")).to_have_attribute("aria-pressed", "true")
    expect(lab.setting("data.test_share")).to_have_value("20")
    expect(lab.setting("data.noise")).to_have_count(0)


def test_a_file_with_nothing_to_learn_says_so_until_it_has(lab: Lab, problems: list[str]) -> None:
    page = lab.page
    lab.setting("data.own").click()
    dialog = lab.own_data
    upload(page, "x,label\n1,a\n2,a\n3,a\n4,a\n5,a\n")
    expect(dialog.get_by_role("listitem")).to_contain_text(["Every row has the class “a”"])
    expect(dialog.get_by_role("button", name="Train on this file")).to_be_disabled()
    upload(page, "x,label\n1,a\n2,b\n3,a\n4,b\n5,b\n")
    expect(dialog.get_by_role("button", name="Train on this file")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    problems[:] = [each for each in problems if "422" not in each]


def test_points_are_added_moved_and_removed(lab: Lab) -> None:
    page = lab.page
    lab.button("edit points").click()
    box = page.locator("#output .map").bounding_box()
    assert box is not None
    start = lab.weight("w⁽¹⁾₁₁")

    def until_points(count: int) -> None:
        page.wait_for_function(
            "n => new URL(location).searchParams.get('points')?.split('~').length === n", arg=count
        )

    page.mouse.click(box["x"] + 6, box["y"] + 6)
    until_points(501)
    page.mouse.move(box["x"] + 6, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 12)
    page.mouse.move(box["x"] + 170, box["y"] + 170)
    page.mouse.up()
    page.wait_for_function("() => /~5\\.[\\d]+,-5\\.[\\d]+,1/.test(location.search)")
    assert lab.weight("w⁽¹⁾₁₁") == start
    lab.button("Remove points").click()
    page.mouse.click(box["x"] + 170, box["y"] + 170)
    until_points(500)
    # The same with keys, at the cursor, which is at the last click.
    lab.button("Add a point of blue").or_(lab.button("Add a point of class 1")).first.click()
    page.locator("#output canvas.editing").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    until_points(501)
    lab.button("done").click()
    again = Lab(page, lab.address)
    page.reload()
    ready(page)
    until_points(501)
    assert again.weight("w⁽¹⁾₁₁") == start


def test_playing_stops_when_it_should_and_says_why(lab: Lab) -> None:
    page = lab.page
    page.locator("#stop summary").click()
    page.locator('[data-path="stop.epoch"]').fill("3")
    page.locator('[data-path="stop.epoch"]').press("Enter")
    page.keyboard.press("Tab")
    lab.full_speed()
    lab.button("Play").click()
    lab.says("Stopped: 3 epochs are done, after 75 updates.")
    lab.at(74, 14)


def test_what_is_taken_away_and_brought_back(lab: Lab) -> None:
    page = lab.page
    page.keyboard.press("End")
    page.locator("#granularity").get_by_role("button", name="epoch").click()
    page.keyboard.press("ArrowRight")
    lab.at(24, 14)
    found = page.locator("#network .hit title", has_text="w⁽¹⁾₁₁ =").text_content() or ""
    trained = found.split(",")[0].split("\n")[0]
    names = {}
    for label in ("PyTorch script", "NumPy script", "Data as CSV", "Checkpoint"):
        saved = lab.download(label)
        names[label], path = saved.suggested_filename, saved.path()
    assert names["NumPy script"] == "backstep_numpy.py"
    assert names["Data as CSV"] == "backstep-data.csv"
    page.keyboard.press("Home")
    lab.at(0, 0)
    file = FilePayload(name="a.safetensors", mimeType="", buffer=path.read_bytes())
    page.set_input_files("input[accept='.safetensors']", file)
    lab.says("starts again with the parameters of a.safetensors")
    lab.until("texts('#network .hit title').some((text) => text.startsWith(arg))", trained)
