"""Paths against brute force: every path of a small network listed and multiplied out."""

from itertools import pairwise, product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.insight.paths import Chain, largest
from backstep.engine.program import Array


def chain_of(widths: list[int], seed: int, *, coarse: bool = False) -> Chain:
    """Random factors; coarse ones are small whole numbers, so that many products are equal."""
    rng = np.random.default_rng(seed)

    def draw(*shape: int) -> Array:
        return rng.integers(-2, 3, shape).astype(float) if coarse else rng.normal(size=shape)

    return Chain(
        [draw(width) for width in widths[:-1]],
        [draw(there, here) for here, there in pairwise(widths)],
        draw(widths[-1]),
        [None] * (len(widths) - 1),
    )


def every_path(chain: Chain, unit: int) -> dict[tuple[int, ...], float]:
    """Each path from a neuron with its product."""
    ways = product([unit], *map(range, chain.widths[1:]))
    return {way: prod(chain.factors(way)) for way in ways}


widths = st.lists(st.integers(1, 4), min_size=1, max_size=5)


@given(widths=widths, seed=st.integers(0, 999), most=st.integers(1, 30), coarse=st.booleans())
def test_the_largest_are_those_of_brute_force(
    widths: list[int], seed: int, most: int, coarse: bool
) -> None:
    chain = chain_of(widths, seed, coarse=coarse)
    unit = seed % widths[0]
    everything = every_path(chain, unit)
    found = largest(chain, unit, most)
    assert len(found) == len(set(found)) == min(most, len(everything))
    sizes = [abs(everything[path]) for path in found]
    expected = sorted(map(abs, everything.values()), reverse=True)[: len(found)]
    np.testing.assert_allclose(sizes, expected, rtol=1e-12, atol=0)


@given(widths=widths, seed=st.integers(0, 999))
def test_count_and_total_are_those_of_all_paths(widths: list[int], seed: int) -> None:
    chain = chain_of(widths, seed)
    unit = seed % widths[0]
    everything = every_path(chain, unit)
    assert chain.count(unit) == len(everything)
    scale = sum(map(abs, everything.values()))
    total = float(chain.totals[0][unit])
    assert total == pytest.approx(sum(everything.values()), abs=1e-13 * scale)


def test_equal_products_come_in_the_order_of_their_units() -> None:
    weights = [np.ones((3, 2)), np.ones((2, 3))]
    chain = Chain([np.ones(2), np.ones(3)], weights, np.ones(2), [None, None])
    assert largest(chain, 1, 9) == sorted(every_path(chain, 1))


def test_from_the_output_there_is_one_path() -> None:
    chain = chain_of([3], 0)
    assert largest(chain, 2, 6) == [(2,)]
    assert chain.factors((2,)) == [chain.delta[2]]
    assert chain.count(2) == 1


def test_more_paths_than_can_be_listed() -> None:
    chain = chain_of([256] * 8 + [10], 3)
    assert chain.count(17) == 256**7 * 10
    found = largest(chain, 17, 24)
    products = [abs(prod(chain.factors(path))) for path in found]
    assert products == sorted(products, reverse=True)
    assert len(set(found)) == 24


def test_what_is_not_finite_is_no_obstacle() -> None:
    chain = chain_of([3, 3, 2], 1)
    chain.weights[0][:] = np.nan
    assert len(largest(chain, 0, 6)) == 6
