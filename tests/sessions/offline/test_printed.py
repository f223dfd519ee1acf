"""Shortened numbers are printed as the numbers themselves."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backstep.engine.program import Array
from backstep.sessions.offline.printed import cells, shortened

numbers = st.one_of(
    st.floats(),
    st.floats(-1e3, 1e3),
    st.integers(-(10**7), 10**7).map(lambda n: n / 10**6),  # many are on an edge
    st.integers(-99, 99).map(float),
)


@given(arrays(np.float64, 20, elements=numbers), st.integers(1, 7))
def test_no_printed_digit_changes(values: Array, digits: int) -> None:
    for number, short in zip(values.tolist(), shortened(values, digits).tolist(), strict=True):
        if not math.isfinite(number):
            assert str(short) == str(number)
            continue
        for each in range(1, digits + 1):
            assert f"{short:.{each}g}" == f"{number:.{each}g}"
        assert number.is_integer() == short.is_integer()


def test_most_numbers_get_shorter() -> None:
    values = np.random.default_rng(1).normal(size=1000)
    ends = shortened(values).view(np.int64) & (2**28 - 1)
    assert (ends == 0).mean() > 0.95


@pytest.mark.parametrize("number", [0.12345649, 1.5, 9.99999499])
def test_cells_have_an_edge_where_a_rounding_changes(number: float) -> None:
    here = np.array([number, number + 2e-8 if number != 1.5 else 1.50001])
    assert cells(here)[0] != cells(here)[1]
