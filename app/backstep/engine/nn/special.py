"""The normal distribution function, which numpy lacks and the exact GELU needs."""

from functools import cache
from math import erfc, exp, factorial, pi, sqrt

import numpy as np

from backstep.engine.program import Array

_NODES_PER_UNIT = 8
_REACH = 10  # Φ(-10) is 8e-24: beyond it float64 sees 0 and 1
_ORDER = 10


@cache
def _taylor_table() -> Array:
    """Taylor coefficients of Φ at nodes 1/8 apart, (order + 1, nodes).

    Φ⁽ᵐ⁺¹⁾(x) = (−1)ᵐ Heₘ(x) φ(x), and Heₘ₊₁ = x Heₘ − m Heₘ₋₁
    (Abramowitz & Stegun, *Handbook of Mathematical Functions*, 26.2.31 and 22.7.14).
    """
    count = 2 * _REACH * _NODES_PER_UNIT + 1
    table = np.empty((_ORDER + 1, count))
    for k in range(count):
        x = k / _NODES_PER_UNIT - _REACH
        density = exp(-x * x / 2) / sqrt(2 * pi)
        table[0, k] = erfc(-x / sqrt(2)) / 2
        before, hermite = 0.0, 1.0
        for m in range(_ORDER):
            table[m + 1, k] = (-1) ** m * hermite * density / factorial(m + 1)
            before, hermite = hermite, x * hermite - m * before
    table.setflags(write=False)
    return table


def normal_cdf(x: Array, out: Array) -> None:
    """Φ(x) = (1 + erf(x/√2)) / 2 into `out`, same shape; error below 1e-15."""
    table = _taylor_table()
    inside = np.clip(x, -_REACH, _REACH)
    nearest = np.rint(inside * _NODES_PER_UNIT)
    offset = inside - nearest / _NODES_PER_UNIT
    # NaN has no node; "clip" gives it any, and the offset carries the NaN through.
    with np.errstate(invalid="ignore"):
        node = (nearest + _REACH * _NODES_PER_UNIT).astype(np.intp)
    coefficients = table.take(node, axis=1, mode="clip")
    result = coefficients[-1]
    for row in coefficients[-2::-1]:
        result = result * offset + row
    np.copyto(out, result)


def normal_pdf(x: Array, out: Array) -> None:
    """φ(x) = exp(−x²/2)/√(2π) into `out`, same shape."""
    np.multiply(x, x, out)
    np.multiply(out, -0.5, out)
    np.exp(out, out)
    np.multiply(out, 1 / sqrt(2 * pi), out)
