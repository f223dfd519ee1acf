"""A computation as a list of bound numpy calls.

The arrays of a network never move, so each numpy call can be bound to its operands and its output
once. To run an operation is then a bare loop over such calls. The fast path consists of the same
calls in the same order, so its numbers cannot differ.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Call = Callable[[], object]
Program = list[Call]


def call(function: Callable[..., object], *operands: Any, **named: Any) -> Call:
    """Bind `function` to `operands`; numbers become 0-d arrays, which numpy reads faster."""
    arrays = (np.array(x) if isinstance(x, float) else x for x in operands)
    return partial(function, *arrays, **named)


def execute(program: Sequence[Call]) -> None:
    """Run every call in order."""
    for each in program:
        each()
