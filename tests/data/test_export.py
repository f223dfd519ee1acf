"""A data set as a table, safe in a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data.csv_export import guarded


@pytest.mark.parametrize("text", ["=1+1", "+a", "-b", "@SUM(A1)", "\t=x", "\r=x"])
def test_what_looks_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert guarded(text).endswith(text)
