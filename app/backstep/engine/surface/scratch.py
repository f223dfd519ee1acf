"""Reusable memory: allocating it again would take longer than computing."""

from collections.abc import Hashable
from math import prod

import numpy as np

from backstep.engine.surface.kernels import Dtype, Floats


class Scratch:
    """Arrays by the place in the computation that uses them."""

    def __init__(self) -> None:
        self._held: dict[tuple[Hashable, Dtype], Floats] = {}

    def take(self, place: Hashable, shape: tuple[int, ...], dtype: Dtype) -> Floats:
        """Return an array of `shape` for a place; its earlier contents are lost."""
        size = prod(shape)
        held = self._held.get((place, dtype))
        if held is None or held.size < size:
            held = self._held[place, dtype] = np.empty(size, dtype)
        return held[:size].reshape(shape)
