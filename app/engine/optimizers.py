"""Optimizers, with PyTorch's definitions and defaults.

Each row writes a program over the flat parameter vector: every parameter moves at once, from the
old values. What an optimizer remembers lies in flat vectors of the same length (`slots`), and the
count of its updates in one number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from app.engine.program import Array, Program, call
from app.engine.registry import Hyperparameter, Registry


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


Update = Callable[[Memory, Mapping[str, float]], Program]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: its hyperparameters, what it remembers, its update."""

    name: str
    label: str
    help: str
    formula: str
    hyperparameters: tuple[Hyperparameter, ...]
    slots: tuple[str, ...]
    update: Update

    def defaults(self) -> dict[str, float]:
        return {each.name: each.default for each in self.hyperparameters}


def _descend(memory: Memory, direction: Array, rate: float, scratch: Array) -> Program:
    """p ← p − rate · direction."""
    return [
        call(np.multiply, direction, rate, scratch),
        call(np.subtract, memory.parameters, scratch, memory.parameters),
    ]


def _sgd(memory: Memory, h: Mapping[str, float]) -> Program:
    return _descend(memory, memory.gradients, h["learning_rate"], memory.scratch())


def _gather(memory: Memory, h: Mapping[str, float]) -> Program:
    """v ← μ v + g."""
    v = memory.slots["velocity"]
    return [call(np.multiply, v, h["momentum"], v), call(np.add, v, memory.gradients, v)]


def _momentum(memory: Memory, h: Mapping[str, float]) -> Program:
    velocity = memory.slots["velocity"]
    return [
        *_gather(memory, h),
        *_descend(memory, velocity, h["learning_rate"], memory.scratch()),
    ]


def _nesterov(memory: Memory, h: Mapping[str, float]) -> Program:
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


def _adagrad(memory: Memory, h: Mapping[str, float]) -> Program:
    total, square = memory.slots["squares"], memory.scratch()
    return [
        call(np.square, memory.gradients, square),
        call(np.add, total, square, total),
        *_scaled(memory, total, h),
    ]


def _rmsprop(memory: Memory, h: Mapping[str, float]) -> Program:
    squares, square = memory.slots["squares"], memory.scratch()
    return [
        call(np.square, memory.gradients, square),
        *_average(squares, square, h["alpha"], square),
        *_scaled(memory, squares, h),
    ]


def _adam(memory: Memory, h: Mapping[str, float]) -> Program:
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


def _adamw(memory: Memory, h: Mapping[str, float]) -> Program:
    """Loshchilov & Hutter, *Decoupled Weight Decay Regularization*, 2019; weights only."""
    keep = 1.0 - h["learning_rate"] * h["weight_decay"] * memory.decays
    return [call(np.multiply, memory.parameters, keep, memory.parameters), *_adam(memory, h)]


def _rate(default: float) -> Hyperparameter:
    return Hyperparameter(
        "learning_rate",
        "Learning rate η",
        "How far each update moves along the slope.",
        default,
        1e-6,
        100.0,
        1e-6,
        "log",
    )


_MOMENTUM = Hyperparameter(
    "momentum",
    "Momentum μ",
    "How much of the previous direction is kept.",
    0.9,
    0.0,
    0.999,
    0.001,
)
_BETA1 = Hyperparameter(
    "beta1", "β₁", "How slowly the mean of the gradients forgets.", 0.9, 0.0, 0.9999, 0.0001
)
_BETA2 = Hyperparameter(
    "beta2", "β₂", "How slowly the mean of their squares forgets.", 0.999, 0.0, 0.99999, 0.00001
)


def _eps(default: float) -> Hyperparameter:
    return Hyperparameter(
        "eps",
        "ε",
        "Keeps the division from blowing up near zero.",
        default,
        1e-12,
        1.0,
        1e-12,
        "log",
    )


OPTIMIZERS: Registry[Optimizer] = Registry(
    "optimizer",
    Optimizer(
        "sgd",
        "SGD",
        "Stochastic gradient descent: against the slope, times the learning rate.",
        "w ← w − η g",
        (_rate(0.03),),
        (),
        _sgd,
    ),
    Optimizer(
        "momentum",
        "Momentum",
        "A heavy ball: past gradients keep pushing, so it rolls through small dips.",
        "v ← μ v + g,  w ← w − η v",
        (_rate(0.03), _MOMENTUM),
        ("velocity",),
        _momentum,
    ),
    Optimizer(
        "nesterov",
        "Nesterov",
        "Momentum that looks ahead to where the ball is about to be.",
        "v ← μ v + g,  w ← w − η (g + μ v)",
        (_rate(0.03), _MOMENTUM),
        ("velocity",),
        _nesterov,
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        "Each weight has its own pace, slower the more it has already been pushed.",
        "s ← s + g²,  w ← w − η g / (√s + ε)",
        (_rate(0.03), _eps(1e-10)),
        ("squares",),
        _adagrad,
    ),
    Optimizer(
        "rmsprop",
        "RMSprop",
        "Each weight's step is divided by the recent size of its gradients.",
        "s ← α s + (1 − α) g²,  w ← w − η g / (√s + ε)",
        (
            _rate(0.01),
            Hyperparameter(
                "alpha", "α", "How slowly the mean square forgets.", 0.99, 0.0, 0.9999, 0.0001
            ),
            _eps(1e-8),
        ),
        ("squares",),
        _rmsprop,
    ),
    Optimizer(
        "adam",
        "Adam",
        "Momentum and RMSprop together, corrected for their cold start.",
        "m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  w ← w − η m̂ / (√ŝ + ε)",
        (_rate(0.01), _BETA1, _BETA2, _eps(1e-8)),
        ("mean", "squares"),
        _adam,
    ),
    Optimizer(
        "adamw",
        "AdamW",
        "Adam, with every weight (not the biases) shrunk a little at each update.",
        "w ← w − η λ w, then as Adam",
        (
            _rate(0.01),
            _BETA1,
            _BETA2,
            _eps(1e-8),
            Hyperparameter(
                "weight_decay",
                "Weight decay λ",
                "The share of itself that a weight loses, times η.",
                0.01,
                0.0,
                1.0,
                0.001,
            ),
        ),
        ("mean", "squares"),
        _adamw,
    ),
)
