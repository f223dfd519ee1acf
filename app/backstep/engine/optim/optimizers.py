"""Optimizers, with PyTorch's definitions and defaults; `updates.py` cites their papers.

In the lines of numpy, `w` are the parameters and `g` the gradients; hyperparameters and the
optimizer's memory have their symbols.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backstep.engine.optim import updates, working
from backstep.engine.optim.updates import Memory
from backstep.engine.optim.working import Work
from backstep.engine.program import Program
from backstep.engine.registry import Hyperparameter, Registry

Update = Callable[[Memory, Mapping[str, float]], Program]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: its hyperparameters, its memory, and its update in three forms.

    `slots` are the arrays of the memory, with their symbols in formulas and lines of numpy.
    `update` is a program over all parameters, `work` computes one parameter line by line, and
    `code` are lines of numpy.
    """

    name: str
    formula: str | None
    hyperparameters: tuple[Hyperparameter, ...]
    slots: Mapping[str, str]
    update: Update
    work: Work
    code: tuple[str, ...]

    def defaults(self) -> dict[str, float]:
        return {each.name: each.default for each in self.hyperparameters}


def _rate(default: float) -> Hyperparameter:
    return Hyperparameter(
        "learning_rate",
        "eta",
        default,
        0.0,
        1000.0,
        1e-6,
        "log",
    )


_MOMENTUM = Hyperparameter(
    "momentum",
    "mu",
    0.9,
    0.0,
    0.999,
    0.001,
)
_BETA1 = Hyperparameter("beta1", "beta1", 0.9, 0.0, 0.9999, 0.0001)
_BETA2 = Hyperparameter("beta2", "beta2", 0.999, 0.0, 0.99999, 0.00001)


def _eps(default: float) -> Hyperparameter:
    return Hyperparameter(
        "eps",
        "eps",
        default,
        1e-12,
        1.0,
        1e-12,
        "log",
    )


_ADAM_CODE = (
    "t += 1",
    "m = beta1 * m + (1 - beta1) * g",
    "s = beta2 * s + (1 - beta2) * g**2",
    "m_hat = m / (1 - beta1**t)",
    "s_hat = s / (1 - beta2**t)",
    "w -= eta * m_hat / (np.sqrt(s_hat) + eps)",
)


OPTIMIZERS: Registry[Optimizer] = Registry(
    "optimizer",
    Optimizer(
        "sgd",
        "w ← w − η g",
        (_rate(0.03),),
        {},
        updates.sgd,
        working.sgd_lines,
        ("w -= eta * g",),
    ),
    Optimizer(
        "momentum",
        "v ← μ v + g,  w ← w − η v",
        (_rate(0.03), _MOMENTUM),
        {"velocity": "v"},
        updates.momentum,
        working.momentum_lines,
        ("v = mu * v + g", "w -= eta * v"),
    ),
    Optimizer(
        "nesterov",
        "v ← μ v + g,  w ← w − η (g + μ v)",
        (_rate(0.03), _MOMENTUM),
        {"velocity": "v"},
        updates.nesterov,
        working.nesterov_lines,
        ("v = mu * v + g", "w -= eta * (g + mu * v)"),
    ),
    Optimizer(
        "adagrad",
        "s ← s + g²,  w ← w − η g / (√s + ε)",
        (_rate(0.03), _eps(1e-10)),
        {"squares": "s"},
        updates.adagrad,
        working.adagrad_lines,
        ("s += g**2", "w -= eta * g / (np.sqrt(s) + eps)"),
    ),
    Optimizer(
        "rmsprop",
        "s ← α s + (1 − α) g²,  w ← w − η g / (√s + ε)",
        (
            _rate(0.01),
            Hyperparameter("alpha", "alpha", 0.99, 0.0, 0.9999, 0.0001),
            _eps(1e-8),
        ),
        {"squares": "s"},
        updates.rmsprop,
        working.rmsprop_lines,
        ("s = alpha * s + (1 - alpha) * g**2", "w -= eta * g / (np.sqrt(s) + eps)"),
    ),
    Optimizer(
        "adam",
        "m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  w ← w − η m̂ / (√ŝ + ε)",
        (_rate(0.01), _BETA1, _BETA2, _eps(1e-8)),
        {"mean": "m", "squares": "s"},
        updates.adam,
        working.adam_lines,
        _ADAM_CODE,
    ),
    Optimizer(
        "adamw",
        None,
        (
            _rate(0.01),
            _BETA1,
            _BETA2,
            _eps(1e-8),
            Hyperparameter(
                "weight_decay",
                "lam",
                0.01,
                0.0,
                1.0,
                0.001,
            ),
        ),
        {"mean": "m", "squares": "s"},
        updates.adamw,
        working.adamw_lines,
        ("w -= eta * lam * w  # weights only", *_ADAM_CODE),
    ),
)
