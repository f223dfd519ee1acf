"""The penalties l1 Σ|W| + (l2/2) ΣW² over a grid."""

import numpy as np

from app.engine.network import Architecture, penalty
from app.engine.program import Array


def penalties(
    architecture: Architecture, vectors: tuple[Array, Array, Array], a: Array, b: Array
) -> Array:
    """(points of a, points of b) on the plane θ₀ + a d₁ + b d₂ of the `vectors`, in float64.

    Weights that neither direction moves count once.
    """
    origin, first, second = vectors
    total = np.zeros((len(a), len(b)))
    if not (architecture.l1 or architecture.l2):
        return total
    moved = ((first != 0) | (second != 0)) & (architecture.layout.is_weight() > 0)
    still = origin.copy()
    still[moved] = 0
    origin, first, second = origin[moved], first[moved], second[moved]
    along_b = np.outer(b, second)
    for row, here in zip(total, a, strict=True):
        weights = origin + here * first + along_b
        if architecture.l1:
            row += architecture.l1 * np.abs(weights).sum(axis=1)
        if architecture.l2:
            row += architecture.l2 / 2 * np.einsum("ij,ij->i", weights, weights)
    total += penalty(architecture, still)
    return total
