"""Numbers shortened to what their printed digits need.

The page prints a number with at most a given number of significant digits. Numbers in the same
*cell* are printed alike with that many digits or fewer. A cell is half a unit of the last digit
wide, so that every edge at which rounding changes, to any number of digits, is an edge of a cell.
"""

import numpy as np
import numpy.typing as npt

from backstep.engine.program import Array
from backstep.shared.numbers import NUMERALS

DIGITS = NUMERALS.digits.recorded
_NEAR = 1e-6  # share of a cell; a number closer to an edge is kept unchanged
_LEAST_BITS = 8  # of the 52 bits of a float64's fraction
_LARGEST_POWER = 300


def cells(values: Array, digits: int = DIGITS) -> npt.NDArray[np.int64]:
    """Return a key for each number; numbers with equal keys are printed alike.

    A number that is whole, not finite, or on an edge has a key of its own: its bits.
    """
    size = np.abs(values)
    own = ~np.isfinite(values) | (values == np.rint(values)) | (size < 10.0**-_LARGEST_POWER)
    size = np.where(own, 1.0, size)
    power = np.floor(np.log10(size))
    scaled = 2 * size * 10.0 ** (digits - 1 - power)
    own |= (np.abs(scaled - np.rint(scaled)) < _NEAR) | (power > _LARGEST_POWER)
    place = ((power + 400) * 20 * 10.0**digits + np.floor(scaled)) * 2 + (values < 0)
    # The keys are negative: as the bits of a float64, small negative integers are NaN.
    return np.where(own, values.view(np.int64), -1 - place.astype(np.int64))


def shortened(values: Array, digits: int = DIGITS) -> Array:
    """Return the numbers with the fewest bits that stay in their cells; other bits are zero."""
    wanted, result = cells(values, digits), values.copy()
    left = wanted < 0
    left &= wanted > -(2**52)
    bits = values.view(np.int64)
    for kept in range(_LEAST_BITS, 52):
        if not left.any():
            break
        unit = np.int64(1) << np.int64(52 - kept)
        candidate = ((bits + unit // 2) & ~(unit - 1)).view(np.float64)
        good = left & (cells(candidate, digits) == wanted)
        result[good] = candidate[good]
        left &= ~good
    return result
