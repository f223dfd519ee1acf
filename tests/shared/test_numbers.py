"""Numbers as text."""

from hypothesis import given
from hypothesis import strategies as st

from backstep.shared.numbers import percent, plain, signed, sub, sup


def test_what_is_no_number_is_told() -> None:
    assert plain(None) == signed(None) == "–"
    assert plain(float("nan")) == signed(float("nan")) == "NaN"
    assert signed(float("inf")) == "> 3e38"
    assert signed(float("-inf")) == "< −3e38"
    assert percent(float("nan")) == "NaN"


@given(st.floats(-1e30, 1e30))
def test_a_number_is_close_to_what_is_written(value: float) -> None:
    told = float(signed(value).replace("−", "-"))
    assert abs(told - value) <= 6e-3 * abs(value) + 6e-5 * (abs(value) < 1)


def test_names_have_raised_layers_and_lowered_units() -> None:
    assert sup(12) == "⁽¹²⁾"
    assert sub(1, 3) == "₁₃"
    assert sub(12, 3) == "₁₂,₃"
