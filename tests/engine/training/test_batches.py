"""Mini-batches: each example once per epoch, in a repeatable order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.training.batches import Batches


def make(count: int = 23, *, batch_size: int = 10, shuffle: bool = True, seed: int = 1) -> Batches:
    """Batches of examples whose input is their index and whose target is its negative."""
    inputs = np.arange(float(count))[:, None]
    rng = np.random.default_rng(seed)
    return Batches(inputs, -inputs, rng, batch_size=batch_size, shuffle=shuffle)


def taken(batches: Batches, many: int) -> list[list[int]]:
    """Return the examples of each of the next batches."""
    rows = []
    for _ in range(many):
        (batch,) = batches.take(1)
        assert batch[0].tolist() == batches.rows
        assert (batch[1] == 1).all()
        assert (batch[2] == -batch[0]).all()
        rows.append(batches.rows)
    return rows


@given(st.integers(1, 40), st.integers(1, 50), st.booleans())
def test_each_example_once_an_epoch(count: int, batch_size: int, shuffle: bool) -> None:
    batches = make(count, batch_size=batch_size, shuffle=shuffle)
    orders = []
    for epoch in range(3):
        rows = taken(batches, batches.per_epoch)
        assert {len(each) for each in rows[:-1]} <= {batch_size}
        assert batches.epoch == epoch
        assert batches.at_epoch_end
        orders.append([row for each in rows for row in each])
        assert sorted(orders[-1]) == list(range(count))
    if shuffle and count > 20:
        assert orders[0] != orders[1] != orders[2]
    if not shuffle:
        assert orders == [list(range(count))] * 3


def test_several_at_once_are_the_same_ones() -> None:
    single, several = make(), make()
    one = taken(single, 9)
    many: list[list[int]] = []
    while len(many) < 9:
        many += several.take(9 - len(many))[:, 0].astype(int).tolist()
        assert several.batch == len(many) - 1 - 3 * several.epoch
    assert many == one
    assert several.place == single.place


@pytest.mark.parametrize("at", [0, 1, 2, 3, 4, 7])
def test_a_place_leads_to_the_same_batches_again(at: int) -> None:
    batches = make()
    taken(batches, at)
    place = batches.place
    once = taken(batches, 8)
    batches.restore(place)
    assert batches.place == place
    assert taken(batches, 8) == once


def test_a_new_batch_size_acts_from_the_next_batch_on() -> None:
    batches = make()
    order = batches.order.tolist()
    taken(batches, 1)
    batches.configure(batch_size=4, shuffle=False)
    assert taken(batches, 4) == [order[i : i + 4] for i in (10, 14, 18, 22)]
    assert taken(batches, 1) == [[0, 1, 2, 3]]


def test_shuffling_may_be_changed_back_before_the_first_batch() -> None:
    batches, untouched = make(), make()
    batches.configure(batch_size=10, shuffle=False)
    assert batches.order.tolist() == list(range(23))
    batches.configure(batch_size=10, shuffle=True)
    assert taken(batches, 9) == taken(untouched, 9)
