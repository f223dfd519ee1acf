"""The loss over a grid by one forward pass a point: for networks of any kinds of layers.

The other modules here know short cuts, for layers that link all to all.
"""

from collections.abc import Generator

import numpy as np

from backstep.engine.program import Array
from backstep.engine.surface.planes import Plane
from backstep.engine.training.evaluation import Evaluator


def walk(
    evaluator: Evaluator, plane: Plane, a: Array, b: Array | None
) -> Generator[None, None, Array]:
    """Total losses (k of b, k of a), or (k of a,) along a line; yields after each point."""
    rows = [()] if b is None else [(each,) for each in b]
    grid = np.empty((len(rows), len(a)))
    for row, second in zip(grid, rows, strict=True):
        for at, first in enumerate(a):
            row[at] = evaluator.loss(plane.point(first, *second))
            yield
    return grid[0] if b is None else grid
