"""What is drawn of a network; tests/shared compares the places with the page."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstep.pictures.geometry import strongest


@given(st.lists(st.floats(-10, 10), max_size=40), st.integers(1, 50))
def test_the_strongest_are_no_weaker_than_the_rest(weights: Sequence[float], most: int) -> None:
    found = strongest(np.array(weights, dtype=np.float64), most)
    assert found == sorted(set(found))
    assert len(found) == min(most, len(weights))
    rest = set(range(len(weights))) - set(found)
    if rest:
        assert min(abs(weights[at]) for at in found) >= max(abs(weights[at]) for at in rest)


def test_what_is_wanted_is_drawn_however_weak_it_is() -> None:
    weights = np.array([3.0, -5.0, 1.0, 4.0])
    assert strongest(weights, 2, [2]) == [1, 2]
    assert strongest(weights, 2, [2], [0, 3]) == [2, 3]
