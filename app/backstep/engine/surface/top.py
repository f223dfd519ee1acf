"""Losses of planes on which only the last pre-activation moves, as a sum z = u(a) + v(b).

Then e^z = e^u · e^v: exponentials are computed along the axes only. The argument of the logarithm,
Σₖ e^{zₖ} or 1 + e^z, is at each grid point a product of small matrices, one per example, with as
many terms as there are rows that both coordinates move, and two more. If those are few, the product
for two examples together is a matrix product too. A sum of logarithms is the logarithm of a
product. The squared error is a quadratic form. Everything is in float64.
"""

from collections.abc import Iterator
from math import log2

import numpy as np

from backstep.engine.program import Array
from backstep.engine.surface.forms import Sum

_BLOCK = 64_000  # numbers in a block
_ROOM = 1000.0  # of the 1023 binary digits before the point of float64
_PAIRED = 3  # largest number of terms for which examples are taken in pairs
_LN2 = float(np.log(2))


def quadratic(form: Sum, targets: Array, totals: Array) -> None:
    """Add Σ (u + v − y)² over outputs and examples to `totals` (points of a, points of b)."""
    first, second = (table.reshape(-1, table.shape[2]) for table in form.full_tables())
    first += (form.fixed - targets.T).reshape(-1, 1)
    totals += np.square(first).sum(axis=0)[:, None] + np.square(second).sum(axis=0)
    totals += 2 * first.T @ second


def products(form: Sum, targets: Array, totals: Array, *, classes: bool) -> Iterator[None] | None:
    """Add the bce, or for `classes` the cross-entropy, to `totals` (points of a, points of b).

    z is in units of ln 2, `targets` (units, n) are 0 and 1. Returns None if the exponentials might
    overflow.
    """
    shift = form.fixed.max(axis=1, keepdims=True) if classes else np.zeros((1, 1))
    fixed = form.fixed - shift
    reach = sum(_largest(table) for table in form.tables)
    # A sum over classes has a term that is 1 at u = v = 0; 1 + e^z is never below 1.
    digits = reach + max(float(fixed.max()), 0.0) + log2(fixed.shape[1] + 1)
    if not digits < _ROOM:
        return None
    right = _right(form, targets, fixed)
    totals -= _LN2 * right
    tables = np.exp2(form.tables[0]), np.exp2(form.tables[1])
    terms = (_of_classes if classes else _of_outputs)(form, tables, np.exp2(fixed))
    return _sums(*terms, digits, totals)


def _largest(table: Array) -> float:
    return max(float(table.max(initial=0)), -float(table.min(initial=0)))


def _right(form: Sum, targets: Array, fixed: Array) -> Array:
    """Return Σ y z over outputs and examples, (points of a, points of b), with z less its shift."""
    of_a, of_b = (
        targets[rows].T.ravel() @ table.reshape(-1, table.shape[2])
        for rows, table in zip(form.rows, form.tables, strict=True)
    )
    right: Array = np.add.outer(of_a, of_b) + (targets.T * fixed).sum()
    return right


def _of_outputs(form: Sum, tables: tuple[Array, Array], fixed: Array) -> tuple[Array, Array]:
    """Return the terms of 1 + e^z per output and example, (n · units, 2, points) of a and b."""
    both = []
    for rows, table in zip(form.rows, tables, strict=True):
        terms = np.ones((*fixed.shape, 2, table.shape[2]))
        terms[:, rows, 1] = table
        both.append(terms.reshape(-1, 2, table.shape[2]))
    both[0][:, 1] *= fixed.reshape(-1, 1)
    return both[0], both[1]


def _of_classes(form: Sum, tables: tuple[Array, Array], fixed: Array) -> tuple[Array, Array]:
    """Return the terms of Σₖ e^{zₖ}, (n, terms, points) of a and of b.

    In order: what b does not move, what only b moves, and each class that both move.
    """
    (first, second), (rows_a, rows_b) = tables, form.rows
    shared = np.intersect1d(rows_a, rows_b)
    at_a, at_b = np.isin(rows_a, shared), np.isin(rows_b, shared)
    still = np.setdiff1d(np.arange(fixed.shape[1]), np.union1d(rows_a, rows_b))
    count = len(shared)
    left = np.ones((len(fixed), count + 2, first.shape[2]))
    right = np.ones((len(fixed), count + 2, second.shape[2]))
    if count:
        both = (first, second) if at_a.all() and at_b.all() else (first[:, at_a], second[:, at_b])
        np.multiply(both[0], fixed[:, shared, None], out=left[:, :count])
        right[:, :count] = both[1]
    left[:, count] = _weighted(fixed[:, rows_a[~at_a]], first[:, ~at_a])
    left[:, count] += fixed[:, still].sum(axis=1, keepdims=True)
    right[:, count + 1] = _weighted(fixed[:, rows_b[~at_b]], second[:, ~at_b])
    needed = count + (1 if at_b.all() else 2)
    if needed == count + 1 and at_a.all() and not len(still):
        needed = count
    return left[:, :needed], right[:, :needed]


def _weighted(fixed: Array, table: Array) -> Array:
    """Return Σ over rows of fixed (n, rows) · table (n, rows, points)."""
    total: Array = np.matmul(fixed[:, None], table)[:, 0]
    return total


def _in_pairs(terms: Array) -> Array:
    """Return the terms of the product for two examples, (n / 2, terms², points).

    An odd example is paired with a sum of 1.
    """
    if len(terms) % 2:
        one = np.zeros((1, *terms.shape[1:]))
        one[:, 0] = 1
        terms = np.concatenate([terms, one])
    half = len(terms) // 2
    pairs = terms[:half, :, None] * terms[half:, None]
    return pairs.reshape(half, -1, terms.shape[2])


def _sums(left: Array, right: Array, digits: float, totals: Array) -> Iterator[None]:
    """Add Σ ln Σ left · right to `totals`: the inner sum over terms, the outer over examples."""
    if left.shape[1] <= _PAIRED and 2 * digits < _ROOM:
        left, right, digits = _in_pairs(left), _in_pairs(right), 2 * digits
    step = max(1, _BLOCK // totals.size)
    room = np.empty((min(step, len(left)), *totals.shape))
    for at in range(0, len(left), step):
        block = room[: len(left[at : at + step])]
        np.matmul(left[at : at + step].transpose(0, 2, 1), right[at : at + step], out=block)
        totals += log_of_product(block, digits)
        yield


def log_of_product(factors: Array, digits: float) -> Array:
    """Return Σ ln of `factors` along the first axis, overwriting them.

    No factor is further from 1 than 2^±`digits`, so some can be multiplied before the logarithm.
    """
    while 3 * digits < _ROOM and len(factors) > 1:
        half, odd = divmod(len(factors), 2)
        if odd:
            np.multiply(factors[0], factors[-1], out=factors[0])
        np.multiply(factors[:half], factors[half : 2 * half], out=factors[:half])
        factors, digits = factors[:half], digits * (2 + odd)
    np.log(factors, factors)
    total: Array = factors.sum(axis=0)
    return total
