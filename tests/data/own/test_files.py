"""Realistic files are understood as the people who wrote them meant them."""

import math
from typing import Any

import pytest

from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.prepared import Prepared
from backstep.data.own.reading import Limits
from tests.data.own.files import FILES, LETTERS, File

LIMITS = Limits(rows=20_000, columns=100, line=100_000, categories=50, inputs=256)
_NAMES = [file.name for file in FILES]


def read(file: File, **choices: Any) -> Prepared:
    return prepare(file.content, Choices(**choices), LIMITS)


@pytest.mark.parametrize("file", FILES, ids=_NAMES)
def test_a_file_is_understood(file: File) -> None:
    found = read(file)
    payload = found.describe()
    assert payload["types"] == [LETTERS[letter] for letter in file.types]
    for name in ("separator", "decimal", "encoding", "header", "skip", "target"):
        assert payload[name] == getattr(file, name), name
    assert {problem["kind"] for problem in payload["problems"]} == file.kinds
    if file.classes is not None:
        assert payload["classes"] == file.classes
    if file.used is not None:
        assert payload["used"] == file.used


@pytest.mark.parametrize("file", FILES, ids=_NAMES)
def test_the_cells_of_a_file_have_their_values(file: File) -> None:
    columns = {column.name: column for column in read(file).columns}
    for name, values in file.values.items():
        assert columns[name].numbers[: len(values)] == list(values)
    for name, labels in file.labels.items():
        assert columns[name].labels[: len(labels)] == list(labels)
    for name, count in file.missing.items():
        assert columns[name].missing == count
    for name, unit in file.units.items():
        assert columns[name].unit == unit


@pytest.mark.parametrize("file", FILES, ids=_NAMES)
def test_saying_what_was_guessed_changes_nothing(file: File) -> None:
    found = read(file)
    payload = found.describe()
    again = read(
        file,
        **{name: payload[name] for name in ("separator", "decimal", "header", "skip", "types")},
        encoding=payload["encoding"],
        missing_of={column["name"]: column["words"] for column in payload["columns"]},
        orders={c["name"]: c["order"] for c in payload["columns"] if c["order"]},
        target=payload["target"],
        task=payload["task"],
        split=payload["split"] or "",
    )
    repeated = again.describe()
    # What was left out by a guess is now left out by the request, and only that need be said.
    told = ("problems", "problem_count")
    assert {k: v for k, v in repeated.items() if k not in told} == {
        k: v for k, v in payload.items() if k not in told
    }


def test_no_number_of_a_file_is_infinite_or_undefined() -> None:
    for file in FILES:
        for column in read(file).columns:
            assert all(value is None or math.isfinite(value) for value in column.numbers)
