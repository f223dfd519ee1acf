"""What is made from static/shared is up to date, and Python has the results of the tables.

`tests/js/lib/shared.test.js` checks the same tables with the page's modules.
"""

import json
import re
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from backstep.engine.nn.steps import Kind
from backstep.paths import folder
from backstep.shared import reading
from backstep.shared.colors import COLORS, Colors
from backstep.shared.operations import OPERATIONS
from tests.shared import module, tables


def test_the_pages_module_is_up_to_date() -> None:
    assert module.MODULE.read_text(encoding="utf-8") == module.source(), "run `make shared`"


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_has_pythons_results(name: str) -> None:
    found = json.loads(tables.text(name))
    for now, known in zip(found, tables.known(name), strict=True):
        assert now == known


def test_there_are_enough_cases() -> None:
    assert len(tables.known("numbers")) >= 500
    assert len(tables.known("places")) >= 30


def test_every_kind_of_operation_has_a_phase_and_a_symbol() -> None:
    assert list(OPERATIONS.phases) == list(OPERATIONS.symbols) == list(get_args(Kind))


def test_a_file_must_have_exactly_the_fields_of_its_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "folder", lambda _: tmp_path)
    (tmp_path / "shared").mkdir()
    rows = COLORS.model_dump()
    for told in ({**rows, "more": 1}, {"classes": rows["classes"]}):
        (tmp_path / "shared/colors.json").write_text(json.dumps(told))
        with pytest.raises(ValidationError):
            reading.read_shared(Colors, "colors")


def test_what_was_read_cannot_be_changed() -> None:
    for field in Colors.model_fields:
        with pytest.raises(ValidationError):
            setattr(COLORS, field, ())


def test_two_files_cannot_have_the_same_key(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text('{"margin": 6}')
    with pytest.raises(ValueError, match="margin"):
        module.source(tmp_path)


def test_shared_signs_and_colors_are_written_nowhere_else() -> None:
    python = Path(reading.__file__).parents[1].rglob("*.py")
    page = (folder("static") / "js").rglob("*.js")
    written = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{10}|[₀₁₂₃₄₅₆₇₈₉]{10}|3e38|" + "|".join(COLORS.classes))
    for path in chain(python, page):
        if path != module.MODULE:
            assert not written.search(path.read_text(encoding="utf-8")), path
