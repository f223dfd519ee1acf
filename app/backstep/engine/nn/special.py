"""The normal distribution, which numpy lacks and the exact GELU needs."""

from functools import cache
from math import erfc, exp, pi, sqrt

import numpy as np

from backstep.engine.program import Array

_NODES_PER_UNIT = 8
_REACH = 40  # φ(40) is 0 in float64, so no tail lies beyond it
_ORDER = 11


def _ratio(x: float) -> float:
    """Mills' ratio R(x) = (1 − Φ(x)) / φ(x) for x ≥ 0.

    Far out by Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/(x + …)))); see Abramowitz &
    Stegun, *Handbook of Mathematical Functions*, 26.2.14.
    """
    if x < 5:
        return sqrt(pi / 2) * exp(x * x / 2) * erfc(x / sqrt(2))
    rest = 0.0
    for n in range(100, 0, -1):
        rest = n / (x + rest)
    return 1 / (x + rest)


@cache
def _taylor_table() -> Array:
    """Taylor coefficients of Mills' ratio at nodes 1/8 apart, (order + 1, nodes).

    R′ = x R − 1, hence R⁽ᵐ⁺¹⁾ = x R⁽ᵐ⁾ + m R⁽ᵐ⁻¹⁾.
    """
    nodes = np.arange(_REACH * _NODES_PER_UNIT + 1) / _NODES_PER_UNIT
    table = np.empty((_ORDER + 1, len(nodes)))
    table[0] = [_ratio(x) for x in nodes.tolist()]
    table[1] = nodes * table[0] - 1
    for m in range(1, _ORDER):
        table[m + 1] = (nodes * table[m] + table[m - 1]) / (m + 1)
    table.setflags(write=False)
    return table


def normal_cdf(x: Array, density: Array, out: Array) -> None:
    """Φ(x) into `out`, given φ(x) in `density`, same shapes.

    The lower tail is φ(x) R(−x): it keeps its digits, however small it is.
    """
    table = _taylor_table()
    size = np.minimum(np.abs(x), _REACH)
    nearest = np.rint(size * _NODES_PER_UNIT)
    offset = size - nearest / _NODES_PER_UNIT
    # NaN has no node; "clip" gives it any, and the offset carries the NaN through.
    with np.errstate(invalid="ignore"):
        node = nearest.astype(np.intp)
    coefficients = table.take(node, axis=1, mode="clip")
    tail = coefficients[-1]
    for row in coefficients[-2::-1]:
        tail = tail * offset + row
    tail *= density
    np.copyto(out, np.where(x < 0, tail, 1 - tail))


def normal_pdf(x: Array, out: Array) -> None:
    """φ(x) = exp(−x²/2)/√(2π) into `out`, same shape."""
    np.multiply(x, x, out)
    np.multiply(out, -0.5, out)
    np.exp(out, out)
    np.multiply(out, 1 / sqrt(2 * pi), out)
