"""Softmax over each column of an array (units, examples)."""

import numpy as np

from backstep.engine.program import Array, Program, call


def value(z: Array, a: Array) -> Program:
    """Return a program for aₖ = e^(zₖ − max z) / Σⱼ e^(zⱼ − max z) down each column."""
    # Ones times eᶻ writes each column's sum in every row: faster than a sum and a broadcast.
    largest, ones, sums = np.empty(z.shape[1]), np.ones((len(z), len(z))), np.empty_like(z)
    return [
        call(np.maximum.reduce, z, 0, None, largest),
        call(np.subtract, z, largest, a),
        call(np.exp, a, a),
        call(ones.dot, a, sums),
        call(np.divide, a, sums, a),
    ]


def pullback(a: Array, upstream: Array, delta: Array) -> Program:
    """Return a program for δₖ = aₖ (gₖ − Σⱼ gⱼ aⱼ), with g in `upstream`."""
    column, product = np.empty(a.shape[1]), np.empty_like(a)
    return [
        call(np.multiply, upstream, a, product),
        call(np.add.reduce, product, 0, None, column),
        call(np.subtract, upstream, column, delta),
        call(np.multiply, delta, a, delta),
    ]
