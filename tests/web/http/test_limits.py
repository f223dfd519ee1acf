"""Token buckets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.settings import Rate
from backstep.web.http import limits
from backstep.web.http.limits import Bucket, Buckets, neighbourhood


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_goes_through_and_then_so_many_a_second() -> None:
    clock = Clock()
    bucket = Bucket(Rate(per_second=2, burst=3), clock)
    assert [bucket.take() for _ in range(3)] == [0, 0, 0]
    assert bucket.take() == 0.5
    clock.now = 0.5
    assert bucket.take() == 0
    assert bucket.take() == 0.5


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0.1, 50)), max_size=60))
def test_no_more_gets_through_than_was_filled(asked: list[tuple[float, float]]) -> None:
    clock = Clock()
    bucket = Bucket(Rate(per_second=5, burst=20), clock)
    taken = largest = 0.0
    for pause, amount in asked:
        clock.now += pause
        wait = bucket.take(amount)
        if wait:
            # The announced wait is long enough.
            clock.now += wait + 1e-9
            assert bucket.take(amount) == 0
        taken, largest = taken + amount, max(largest, amount)
    assert taken <= 20 + 5 * clock.now + largest + 1e-6


def test_every_address_and_kind_has_its_own() -> None:
    buckets, rate = Buckets(), Rate(per_second=1, burst=1)
    assert buckets.take("runs", rate, "10.0.0.1") == 0
    assert buckets.take("runs", rate, "10.0.0.1") > 0
    assert buckets.take("runs", rate, "10.0.0.2") == 0
    assert buckets.take("requests", rate, "10.0.0.1") == 0


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MAX_BUCKETS", 3)
    buckets, rate = Buckets(), Rate(per_second=1, burst=1)
    for last in (1, 2, 3, 1, 4):
        buckets.take("runs", rate, f"10.0.0.{last}")
    assert len(buckets) == 3
    assert buckets.take("runs", rate, "10.0.0.1") > 0
    assert buckets.take("runs", rate, "10.0.0.2") == 0


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("a name", "a name"),
    ],
)
def test_a_neighbourhood_counts_as_one(address: str, one: str) -> None:
    assert neighbourhood(address) == one
