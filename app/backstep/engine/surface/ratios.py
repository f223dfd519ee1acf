"""The hyperbolic tangent of a sum of two tables, without computing hyperbolic tangents.

tanh(α(a) + β(b)) = 1 − 2 v / (u + v) with u = e^(2α) and v = e^(−2β). Exponentials are computed
along the axes only; a grid point costs an addition and a division. The rest, 1 − 2 h, is folded
into the layer above.
"""

from dataclasses import dataclass

import numpy as np

from backstep.engine.program import Array
from backstep.engine.surface.forms import Affine, Filled, Form
from backstep.engine.surface.kernels import Dtype, Floats
from backstep.engine.surface.layers import Layers
from backstep.engine.surface.scratch import Scratch

_TWICE = 2 * float(np.log2(np.e))  # 2^x is faster than e^x
_FEWEST = 5  # points of an axis for which a table of exponentials pays
# Largest binary exponents: of v, so that it keeps all its digits; and of u, beyond which the ratio
# is 0 or 1 to the last digit for every v.
_REACH = {np.float32: (60.0, 120.0), np.float64: (400.0, 900.0)}


@dataclass(frozen=True)
class Ratio:
    """h = v / (u + v) of the units of `layer`, and a row of ones below them.

    `first` (points of a, (units + 1) · n) is u, `second` (points of b, (units + 1) · n) is v.
    """

    layer: int
    units: int
    first: Floats
    second: Floats
    base: None = None

    def fill(self, i: slice, j: slice, out: Floats) -> None:
        """Write h at the grid points i × j into `out` (points, (units + 1) · n)."""
        first, second = self.first[i, None], self.second[None, j]
        grid = out.reshape(len(first), -1, out.shape[1])
        # A copy and a sum of equal shapes: for numpy, faster than a broadcast.
        grid[...] = first
        np.add(grid, second, out=grid)
        np.divide(second, grid, out=grid)


def as_ratio(
    layers: Layers, form: Form, examples: int, dtype: Dtype, scratch: Scratch
) -> Ratio | None:
    """Return the activations of the form's layer as ratios.

    Returns None if they are not tangents of a sum, or if the exponentials would overflow.
    """
    if form.layer + 1 == layers.depth or not layers.kernels[form.layer].tangent:
        return None
    if not isinstance(form, Affine | Filled) or form.base is not None:
        return None
    if min(form.counts) < _FEWEST:
        return None
    units = form.units * examples
    u, v = (
        scratch.take(place, (count, units + examples), dtype)
        for place, count in zip(("u", "v"), form.counts, strict=True)
    )
    form.tables(_TWICE, u[:, :units], v[:, :units])
    u[:, units:], v[:, units:] = -np.inf, 0  # a ratio of 1
    reach, furthest = _REACH[dtype]
    if not max(v.max(), -v.min()) < reach:
        return None
    np.clip(u, -furthest, furthest, out=u)
    np.negative(v, out=v)
    return Ratio(form.layer, form.units, np.exp2(u, out=u), np.exp2(v, out=v))


def above_ratio(matrices: Array) -> Array:
    """Return the layer above, (3, out, in + 1), for h instead of 1 − 2 h."""
    folded = matrices.copy()
    folded[..., -1] += matrices[..., :-1].sum(axis=-1)
    folded[..., :-1] *= -2
    return folded
