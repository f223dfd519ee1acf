"""Samples of the past: evenly spaced, and bounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.training.history import Samples, Scattered


def kept(samples: Samples[int]) -> list[int]:
    return [at for at, _ in samples.items()]


def fill(samples: Samples[int], upto: int) -> Samples[int]:
    for at in range(upto + 1):
        if samples.wants(at):
            samples.add(at, at)
    return samples


@given(st.integers(0, 400), st.integers(2, 20))
def test_never_more_than_the_capacity_and_evenly_spaced(upto: int, capacity: int) -> None:
    samples = fill(Samples(capacity), upto)
    assert len(samples) <= capacity
    assert kept(samples) == list(range(0, upto + 1, samples.stride))


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_last_before_is_found(upto: int, at: int) -> None:
    samples = fill(Samples(8), upto)
    assert samples.before(at) == max(each for each in kept(samples) if each <= at)


@given(st.integers(0, 400), st.integers(0, 400))
def test_what_is_dropped_may_come_again(upto: int, after: int) -> None:
    samples = fill(Samples(8), upto)
    before = kept(samples)
    samples.drop_after(after)
    assert kept(samples) == [at for at in before if at <= after]
    assert kept(fill(samples, upto)) == before


def test_weights_count_whatever_they_are() -> None:
    weights = np.array([1] * 50 + [7] * 150)
    samples: Samples[int] = Samples(40, weigh=lambda at: int(weights[at]))
    for at in range(200):
        fill(samples, at)
        assert sum(weights[kept(samples)]) <= 40 or len(samples) == 2


def test_two_may_always_stay() -> None:
    samples = fill(Samples(1, weigh=lambda _: 100), 100)
    assert kept(samples) == [0, 64]


def scatter(upto: int, capacity: int) -> Scattered[int]:
    samples: Scattered[int] = Scattered(capacity)
    fill(samples, upto)
    return samples


@given(st.integers(0, 3000), st.integers(2, 40))
def test_scattered_samples_are_one_a_stride_and_never_too_many(upto: int, capacity: int) -> None:
    samples = scatter(upto, capacity)
    places, stride = kept(samples), samples.stride
    assert len(places) <= capacity
    assert places[0] == 0
    # Every stride that is over has one.
    assert [at // stride for at in places[: upto // stride]] == list(range(upto // stride))


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_where_scattered_samples_lie_depends_on_the_furthest_place_only(
    upto: int, after: int
) -> None:
    samples = scatter(upto, 16)
    before = kept(samples)
    samples.drop_after(after)
    fill(samples, upto)
    assert kept(samples) == before


@given(st.integers(0, 5000), st.integers(0, 12))
def test_the_next_scattered_place_is_the_one_that_is_wanted(at: int, level: int) -> None:
    samples: Scattered[int] = Scattered(10, stride=2**level)
    assert samples.next(at) == next(i for i in range(at + 1, at + 2**15) if samples.wants(i))


@pytest.mark.parametrize("period", [2, 3, 25, 64, 100, 256])
def test_scattered_samples_meet_every_phase_of_a_period(period: int) -> None:
    samples = scatter(60_000, 512)
    phases = np.bincount(np.array(kept(samples)) % period * min(period, 5) // period)
    assert phases.min() > 0.5 * phases.mean()
