"""Realistic files in the dialog: what was understood of each is shown, and is what it says."""

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.lab import Lab
from tests.data.own.files import FILES, LETTERS, File

_SHOWN = (
    "de-thousands", "de-money", "none-is-a-class", "preamble", "de-excel-1252", "de-gaps",
    "de-dates", "fr-spaces", "ch-apostrophe", "in-lakh", "us-money", "excel-bom", "tabs",
    "footnotes-and-total", "quoted-newlines", "hundred-columns", "all-missing",
    "gaps-in-many-words", "years-as-header", "booleans-in-four-spellings", "ids-and-constants",
    "texts", "dates-either-way", "one-column",
)  # fmt: skip
_BY_NAME = {file.name: file for file in FILES}


def upload(lab: Lab, file: File) -> Locator:
    """Choose a file, and wait for what is found in it."""
    name = f"{file.name}.csv"
    payload = FilePayload(name=name, mimeType="text/csv", buffer=file.content)
    lab.page.set_input_files("input[accept*=csv]", payload)
    dialog = lab.own_data
    expect(dialog.locator(".file b")).to_have_text(name)
    expect(dialog.locator("p[role=status]")).to_be_hidden()
    return dialog


def test_what_is_understood_of_realistic_files_is_shown(lab: Lab, problems: list[str]) -> None:
    lab.setting("data.own").click()
    for name in _SHOWN:
        file = _BY_NAME[name]
        dialog = upload(lab, file)
        for path, value in (
            ("separator", file.separator),
            ("decimal", file.decimal),
            ("encoding", file.encoding),
            ("skip", str(file.skip)),
        ):
            expect(dialog.locator(f'[data-path="{path}"]'), name).to_have_value(value)
        expect(dialog.locator('[data-path="header"]'), name).to_be_checked(checked=file.header)
        types = dialog.locator('[data-path^="type."]').evaluate_all("all => all.map(e => e.value)")
        assert types == [LETTERS[letter] for letter in file.types], name
        chosen = dialog.locator('input[name="own-target"]:checked')
        expect(chosen, name).to_have_attribute("aria-label", f"Predict {file.target}")
        trains = dialog.get_by_role("button", name="Train on this file")
        expect(trains, name).to_be_enabled(enabled="no_inputs" not in file.kinds)
    problems[:] = [each for each in problems if "422" not in each]


def test_every_guess_is_corrected_in_the_dialog(lab: Lab) -> None:
    lab.setting("data.own").click()
    dialog = upload(lab, _BY_NAME["de-all-ambiguous"])
    expect(dialog.get_by_role("listitem").first).to_contain_text("fits either decimal sign")
    expect(dialog.locator("thead").first).to_contain_text("mean 2296")
    dialog.get_by_label("Decimal sign").select_option(".")
    expect(dialog.locator("thead").first).to_contain_text("mean 2.3")

    dialog = upload(lab, _BY_NAME["none-is-a-class"])
    expect(dialog.locator(".file")).to_contain_text("2 classes")
    dialog.get_by_label("Words that mean no value in treatment").fill("None")
    dialog.get_by_label("Words that mean no value in treatment").press("Enter")
    expect(dialog.locator("thead").first).to_contain_text("20 missing")

    dialog = upload(lab, _BY_NAME["dates-either-way"])
    dialog.get_by_label("Order of the dates in when").select_option("dmy")
    expect(dialog.locator(".problems")).not_to_contain_text("may be swapped")
    expect(dialog.locator(".problems")).to_contain_text("03/04/2024 = 2024-04-03")

    dialog = upload(lab, _BY_NAME["spellings-of-a-class"])
    expect(dialog.locator(".file")).to_contain_text("2 classes")
    dialog.get_by_label("Merge spellings").uncheck()
    expect(dialog.locator(".file")).to_contain_text("4 classes")
    dialog.get_by_label("Merge spellings").check()
    expect(dialog.locator(".file")).to_contain_text("2 classes")

    dialog = upload(lab, _BY_NAME["preamble"])
    dialog.get_by_label("Lines to skip").fill("3")
    dialog.get_by_label("Lines to skip").press("Enter")
    expect(dialog.get_by_label("First row is a header")).not_to_be_checked()
    dialog.get_by_text("First rows as the network gets them").click()
    expect(dialog.locator(".trained tbody tr")).to_have_count(8)


def test_a_set_that_was_taken_away_keeps_its_split(lab: Lab) -> None:
    file = File("again", lab.download("Data as CSV").path().read_bytes(), "nnc-")
    dialog = upload(lab, file)
    expect(dialog.get_by_label("Keep the file's test rows")).to_be_checked()
    dialog.get_by_role("button", name="Train on this file").click()
    lab.says("Now training on again.csv")
    expect(lab.setting("data.test_share")).to_have_value("50")
