"""The penalties l1 Σ|W| + (l2/2) ΣW² over a grid."""

from collections.abc import Generator

import numpy as np

from backstep.engine.nn.network import Architecture, penalty
from backstep.engine.program import Array

_BLOCK = 64_000  # weights times grid points in a block


def penalties(
    architecture: Architecture, vectors: tuple[Array, Array, Array], a: Array, b: Array
) -> Generator[None, None, Array]:
    """Return the penalties (points of a, points of b) on the plane θ₀ + a d₁ + b d₂ in float64.

    `vectors` are θ₀, d₁ and d₂. Weights that neither direction moves are computed once. The squares
    are a quadratic form in a and b; the absolute values are added up one by one. Yields between
    blocks.
    """
    origin, first, second = vectors
    total = np.zeros((len(a), len(b)))
    if not (architecture.l1 or architecture.l2):
        return total
    moved = ((first != 0) | (second != 0)) & (architecture.layout.is_weight() > 0)
    still = origin.copy()
    still[moved] = 0
    total += penalty(architecture, still)
    weights = np.stack([each[moved] for each in vectors])
    if architecture.l2:
        total += architecture.l2 / 2 * _squares(weights, a, b)
    if architecture.l1:
        step = max(1, _BLOCK // len(b))
        for at in range(0, weights.shape[1], step):
            origin, first, second = weights[:, at : at + step]
            along_b = np.outer(b, second)
            for row, here in zip(total, a, strict=True):
                row += architecture.l1 * np.abs(along_b + (origin + here * first)).sum(axis=1)
                yield
    return total


def _squares(weights: Array, a: Array, b: Array) -> Array:
    """Return Σ (w₀ + a w₁ + b w₂)² over the columns of `weights` (3, k)."""
    gram = weights @ weights.T
    along_a = gram[0, 0] + 2 * a * gram[0, 1] + a * a * gram[1, 1]
    along_b = 2 * b * gram[0, 2] + b * b * gram[2, 2]
    squares: Array = along_a[:, None] + along_b + 2 * np.outer(a, b) * gram[1, 2]
    return squares
