"""The optimizers' updates as programs over flat vectors.

Every parameter moves at once, from the old values. The optimizer's memory is in flat vectors of the
same length (`slots`), and the number of its updates in `count`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backstep.engine.program import Array, Program, call


@dataclass(frozen=True)
class Memory:
    """What an update reads and writes; all vectors are flat, of length `parameters.size`.

    `decays` is 1 where weight decay applies (weights) and 0 elsewhere (biases). `count` is 0-d: the
    number of updates by this optimizer.
    """

    parameters: Array
    gradients: Array
    decays: Array
    slots: Mapping[str, Array]
    count: Array

    def scratch(self) -> Array:
        return np.empty_like(self.parameters)


def _descend(memory: Memory, direction: Array, rate: float, scratch: Array) -> Program:
    """Return a program for p ← p − rate · direction."""
    return [
        call(np.multiply, direction, rate, scratch),
        call(np.subtract, memory.parameters, scratch, memory.parameters),
    ]


def sgd(memory: Memory, h: Mapping[str, float]) -> Program:
    """Gradient descent: p ← p − η g.

    Robbins & Monro, *A Stochastic Approximation Method*, 1951.
    """
    return _descend(memory, memory.gradients, h["learning_rate"], memory.scratch())


def _gather(memory: Memory, h: Mapping[str, float]) -> Program:
    """Return a program for v ← μ v + g."""
    v = memory.slots["velocity"]
    return [call(np.multiply, v, h["momentum"], v), call(np.add, v, memory.gradients, v)]


def momentum(memory: Memory, h: Mapping[str, float]) -> Program:
    """Momentum: v ← μ v + g, p ← p − η v.

    Polyak, *Some Methods of Speeding Up the Convergence of Iteration Methods*, 1964.
    """
    velocity = memory.slots["velocity"]
    return [
        *_gather(memory, h),
        *_descend(memory, velocity, h["learning_rate"], memory.scratch()),
    ]


def nesterov(memory: Memory, h: Mapping[str, float]) -> Program:
    """Nesterov momentum in PyTorch's form: v ← μ v + g, p ← p − η (g + μ v).

    Sutskever et al., *On the Importance of Initialization and Momentum in Deep
    Learning*, 2013.
    """
    ahead = memory.scratch()
    return [
        *_gather(memory, h),
        call(np.multiply, memory.slots["velocity"], h["momentum"], ahead),
        call(np.add, memory.gradients, ahead, ahead),
        *_descend(memory, ahead, h["learning_rate"], memory.scratch()),
    ]


def _scaled(memory: Memory, squares: Array, h: Mapping[str, float]) -> Program:
    """Return a program for p ← p − η g / (√squares + ε)."""
    root, ratio = memory.scratch(), memory.scratch()
    return [
        call(np.sqrt, squares, root),
        call(np.add, root, h["eps"], root),
        call(np.divide, memory.gradients, root, ratio),
        *_descend(memory, ratio, h["learning_rate"], root),
    ]


def _average(mean: Array, new: Array, keep: float, scratch: Array) -> Program:
    """Return a program for mean ← keep · mean + (1 − keep) · new."""
    return [
        call(np.multiply, mean, keep, mean),
        call(np.multiply, new, 1.0 - keep, scratch),
        call(np.add, mean, scratch, mean),
    ]


def adagrad(memory: Memory, h: Mapping[str, float]) -> Program:
    """AdaGrad: s ← s + g², p ← p − η g / (√s + ε).

    Duchi, Hazan & Singer, *Adaptive Subgradient Methods for Online Learning and Stochastic
    Optimization*, 2011.
    """
    total, square = memory.slots["squares"], memory.scratch()
    return [
        call(np.square, memory.gradients, square),
        call(np.add, total, square, total),
        *_scaled(memory, total, h),
    ]


def rmsprop(memory: Memory, h: Mapping[str, float]) -> Program:
    """RMSProp: s ← α s + (1 − α) g², p ← p − η g / (√s + ε).

    Tieleman & Hinton, *Neural Networks for Machine Learning*, lecture 6.5, 2012.
    """
    squares, square = memory.slots["squares"], memory.scratch()
    return [
        call(np.square, memory.gradients, square),
        *_average(squares, square, h["alpha"], square),
        *_scaled(memory, squares, h),
    ]


def adam(memory: Memory, h: Mapping[str, float]) -> Program:
    """Adam: gradient means m and s, corrected for their start at zero; p ← p − η m̂ / (√ŝ + ε).

    Kingma & Ba, *Adam: A Method for Stochastic Optimization*, 2015, algorithm 1.
    """
    mean, squares = memory.slots["mean"], memory.slots["squares"]
    square, root = memory.scratch(), memory.scratch()
    first, second = np.empty(()), np.empty(())  # 1 − β₁ᵗ and √(1 − β₂ᵗ)
    return [
        call(np.add, memory.count, 1.0, memory.count),
        call(np.power, h["beta1"], memory.count, first),
        call(np.subtract, 1.0, first, first),
        call(np.power, h["beta2"], memory.count, second),
        call(np.subtract, 1.0, second, second),
        call(np.sqrt, second, second),
        *_average(mean, memory.gradients, h["beta1"], square),
        call(np.square, memory.gradients, square),
        *_average(squares, square, h["beta2"], square),
        call(np.sqrt, squares, root),
        call(np.divide, root, second, root),
        call(np.add, root, h["eps"], root),
        call(np.divide, mean, root, root),
        call(np.divide, root, first, root),
        *_descend(memory, root, h["learning_rate"], square),
    ]


def adamw(memory: Memory, h: Mapping[str, float]) -> Program:
    """AdamW: p ← p − η λ p for weights (not for biases), then Adam.

    Loshchilov & Hutter, *Decoupled Weight Decay Regularization*, 2019.
    """
    keep = 1.0 - h["learning_rate"] * h["weight_decay"] * memory.decays
    return [call(np.multiply, memory.parameters, keep, memory.parameters), *adam(memory, h)]
