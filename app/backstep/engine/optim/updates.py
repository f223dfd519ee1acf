"""The optimizers' updates as programs over flat vectors: every parameter moves at once, from the
old values. What an optimizer remembers lies in flat vectors of the same length (`slots`), and the
count of its updates in one number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backstep.engine.program import Array, Program, call


@dataclass(frozen=True)
class Memory:
    """What an update reads and writes; all flat, of length `parameters.size`.

    `decays` is 1 where weight decay applies (weights) and 0 where it does not (biases);
    `count` is 0-d: updates done by this optimizer.
    """

    parameters: Array
    gradients: Array
    decays: Array
    slots: Mapping[str, Array]
    count: Array

    def scratch(self) -> Array:
        return np.empty_like(self.parameters)


def _descend(memory: Memory, direction: Array, rate: float, scratch: Array) -> Program:
    """p ← p − rate · direction."""
    return [
        call(np.multiply, direction, rate, scratch),
        call(np.subtract, memory.parameters, scratch, memory.parameters),
    ]


def sgd(memory: Memory, h: Mapping[str, float]) -> Program:
    return _descend(memory, memory.gradients, h["learning_rate"], memory.scratch())


def _gather(memory: Memory, h: Mapping[str, float]) -> Program:
    """v ← μ v + g."""
    v = memory.slots["velocity"]
    return [call(np.multiply, v, h["momentum"], v), call(np.add, v, memory.gradients, v)]


def momentum(memory: Memory, h: Mapping[str, float]) -> Program:
    velocity = memory.slots["velocity"]
    return [
        *_gather(memory, h),
        *_descend(memory, velocity, h["learning_rate"], memory.scratch()),
    ]


def nesterov(memory: Memory, h: Mapping[str, float]) -> Program:
    ahead = memory.scratch()
    return [
        *_gather(memory, h),
        call(np.multiply, memory.slots["velocity"], h["momentum"], ahead),
        call(np.add, memory.gradients, ahead, ahead),
        *_descend(memory, ahead, h["learning_rate"], memory.scratch()),
    ]


def _scaled(memory: Memory, squares: Array, h: Mapping[str, float]) -> Program:
    """p ← p − η g / (√squares + ε)."""
    root, ratio = memory.scratch(), memory.scratch()
    return [
        call(np.sqrt, squares, root),
        call(np.add, root, h["eps"], root),
        call(np.divide, memory.gradients, root, ratio),
        *_descend(memory, ratio, h["learning_rate"], root),
    ]


def _average(mean: Array, new: Array, keep: float, scratch: Array) -> Program:
    """mean ← keep · mean + (1 − keep) · new."""
    return [
        call(np.multiply, mean, keep, mean),
        call(np.multiply, new, 1.0 - keep, scratch),
        call(np.add, mean, scratch, mean),
    ]


def adagrad(memory: Memory, h: Mapping[str, float]) -> Program:
    total, square = memory.slots["squares"], memory.scratch()
    return [
        call(np.square, memory.gradients, square),
        call(np.add, total, square, total),
        *_scaled(memory, total, h),
    ]


def rmsprop(memory: Memory, h: Mapping[str, float]) -> Program:
    squares, square = memory.slots["squares"], memory.scratch()
    return [
        call(np.square, memory.gradients, square),
        *_average(squares, square, h["alpha"], square),
        *_scaled(memory, squares, h),
    ]


def adam(memory: Memory, h: Mapping[str, float]) -> Program:
    """Kingma & Ba, *Adam: A Method for Stochastic Optimization*, 2015, algorithm 1."""
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
    """Loshchilov & Hutter, *Decoupled Weight Decay Regularization*, 2019; weights only."""
    keep = 1.0 - h["learning_rate"] * h["weight_decay"] * memory.decays
    return [call(np.multiply, memory.parameters, keep, memory.parameters), *adam(memory, h)]
