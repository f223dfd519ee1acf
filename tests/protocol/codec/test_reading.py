"""JSON from outside is read unchanged, or refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.protocol.codec.reading import read_json

trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(trees)
def test_it_is_what_the_standard_library_reads(tree: Any) -> None:
    text = json.dumps(tree)
    assert read_json(text) == tree
    assert read_json(b"\xef\xbb\xbf" + text.encode()) == tree


@pytest.mark.parametrize("text", ["", "{", "[" * 5000, '"\\ud800"', '{"\\udfff": 1}', "1" * 5000])
def test_what_cannot_be_answered_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"line|column|EOF"):
        read_json(text)
    with pytest.raises(ValueError, match=r"line|column|EOF"):
        read_json(text.encode())
