"""Softmax, which mixes the entries of a column: (units, examples)."""

import numpy as np

from backstep.engine.program import Array, Program, call


def value(z: Array, a: Array) -> Program:
    """aₖ = e^(zₖ − max z) / Σ, down each column."""
    # Ones times eᶻ repeats each column's sum in every row: faster than to add up and spread.
    largest, ones, sums = np.empty(z.shape[1]), np.ones((len(z), len(z))), np.empty_like(z)
    return [
        call(np.maximum.reduce, z, 0, None, largest),
        call(np.subtract, z, largest, a),
        call(np.exp, a, a),
        call(ones.dot, a, sums),
        call(np.divide, a, sums, a),
    ]


def pullback(a: Array, upstream: Array, delta: Array) -> Program:
    """δₖ = aₖ (gₖ − Σⱼ gⱼ aⱼ)."""
    column, product = np.empty(a.shape[1]), np.empty_like(a)
    return [
        call(np.multiply, upstream, a, product),
        call(np.add.reduce, product, 0, None, column),
        call(np.subtract, upstream, column, delta),
        call(np.multiply, delta, a, delta),
    ]
