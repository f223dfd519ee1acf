"""No bytes from outside make a decoder fail in a way that it does not know."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.faults.decoders import CHANGES, DECODERS


@st.composite
def damaged(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """One of the seeds with a piece taken out, put in or put elsewhere; or anything."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.integers(0, len(data))) for _ in range(2))
        piece = draw(st.binary(max_size=8) | st.just(data[start:end] * 2) | st.just(b""))
        data = data[:start] + piece + data[end:]
    return draw(st.just(data) | st.binary(max_size=64))


@pytest.mark.parametrize("name", DECODERS)
@examples(60)
@given(choice=st.data())
def test_a_decoder_knows_what_it_refuses(name: str, choice: st.DataObject) -> None:
    row = DECODERS[name]
    with suppress(*row.refuses):
        row.read(choice.draw(damaged((*row.seeds, *CHANGES))))


@pytest.mark.parametrize("name", DECODERS)
def test_what_is_whole_is_read(name: str) -> None:
    for seed in DECODERS[name].seeds:
        if name == "edits":  # one is JSON, the other of an address
            continue
        DECODERS[name].read(seed)
