"""Optimizers, with PyTorch's definitions and defaults.

In the lines of numpy `w` are the parameters, `g` the gradients, `v`, `s`, `m` what is remembered;
the hyperparameters have their Greek letters' names, weight decay λ that of `lam`.
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
    """One optimizer: its hyperparameters, what it remembers, and its update three times: as a
    program over all parameters, worked out for one, and as lines of numpy."""

    name: str
    label: str
    help: str
    formula: str
    hyperparameters: tuple[Hyperparameter, ...]
    slots: tuple[str, ...]
    update: Update
    work: Work
    code: tuple[str, ...]

    def defaults(self) -> dict[str, float]:
        return {each.name: each.default for each in self.hyperparameters}


def _rate(default: float) -> Hyperparameter:
    return Hyperparameter(
        "learning_rate",
        "Learning rate η",
        "How far each update moves along the slope.",
        default,
        0.0,
        1000.0,
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
        "SGD",
        "Stochastic gradient descent: against the slope, times the learning rate.",
        "w ← w − η g",
        (_rate(0.03),),
        (),
        updates.sgd,
        working.sgd,
        ("w -= eta * g",),
    ),
    Optimizer(
        "momentum",
        "Momentum",
        "A heavy ball: past gradients keep pushing, so it rolls through small dips.",
        "v ← μ v + g,  w ← w − η v",
        (_rate(0.03), _MOMENTUM),
        ("velocity",),
        updates.momentum,
        working.momentum,
        ("v = mu * v + g", "w -= eta * v"),
    ),
    Optimizer(
        "nesterov",
        "Nesterov",
        "Momentum that looks ahead to where the ball is about to be.",
        "v ← μ v + g,  w ← w − η (g + μ v)",
        (_rate(0.03), _MOMENTUM),
        ("velocity",),
        updates.nesterov,
        working.nesterov,
        ("v = mu * v + g", "w -= eta * (g + mu * v)"),
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        "Each weight has its own pace, slower the more it has already been pushed.",
        "s ← s + g²,  w ← w − η g / (√s + ε)",
        (_rate(0.03), _eps(1e-10)),
        ("squares",),
        updates.adagrad,
        working.adagrad,
        ("s += g**2", "w -= eta * g / (np.sqrt(s) + eps)"),
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
        updates.rmsprop,
        working.rmsprop,
        ("s = alpha * s + (1 - alpha) * g**2", "w -= eta * g / (np.sqrt(s) + eps)"),
    ),
    Optimizer(
        "adam",
        "Adam",
        "Momentum and RMSprop together, corrected for their cold start.",
        "m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  w ← w − η m̂ / (√ŝ + ε)",
        (_rate(0.01), _BETA1, _BETA2, _eps(1e-8)),
        ("mean", "squares"),
        updates.adam,
        working.adam,
        _ADAM_CODE,
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
        updates.adamw,
        working.adamw,
        ("w -= eta * lam * w  # weights only", *_ADAM_CODE),
    ),
)
