"""The optimizers' updates for one parameter, line by line, as on a blackboard.

A line has a formula with names in braces, their values, and its result. The names are those of
docs/protocol.md, *Inspection*.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from unicodedata import normalize


@dataclass(frozen=True)
class Scalars:
    """One parameter `w` before an update, its gradient `g`, and the optimizer's memory of it.

    `t` is the number of updates including this one. `decays`: whether weight decay applies (to
    weights, not to biases).
    """

    w: float
    g: float
    slots: Mapping[str, float]
    t: int
    decays: bool


@dataclass(frozen=True)
class Line:
    """`symbol` = `formula`, with `values` in its braces, = `result`."""

    symbol: str
    formula: str
    values: dict[str, float]
    result: float


Hyperparameters = Mapping[str, float]
Work = Callable[[Scalars, Hyperparameters], list[Line]]


def sgd(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of gradient descent."""
    eta = h["learning_rate"]
    return [Line("w", "{w} − {eta} × {g}", {"w": x.w, "eta": eta, "g": x.g}, x.w - eta * x.g)]


def _gather(x: Scalars, h: Hyperparameters) -> Line:
    v, mu = x.slots["velocity"], h["momentum"]
    return Line("v", "{mu} × {v} + {g}", {"mu": mu, "v": v, "g": x.g}, mu * v + x.g)


def momentum(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of momentum."""
    gathered, eta = _gather(x, h), h["learning_rate"]
    v = gathered.result
    values = {"w": x.w, "eta": eta, "v": v}
    return [gathered, Line("w", "{w} − {eta} × {v}", values, x.w - eta * v)]


def nesterov(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of Nesterov momentum."""
    gathered, eta, mu = _gather(x, h), h["learning_rate"], h["momentum"]
    v = gathered.result
    values = {"w": x.w, "eta": eta, "g": x.g, "mu": mu, "v": v}
    result = x.w - eta * (x.g + mu * v)
    return [gathered, Line("w", "{w} − {eta} × ({g} + {mu} × {v})", values, result)]


def _scaled(x: Scalars, s: float, h: Hyperparameters) -> Line:
    eta, eps = h["learning_rate"], h["eps"]
    values = {"w": x.w, "eta": eta, "g": x.g, "s": s, "eps": eps}
    result = x.w - eta * x.g / (sqrt(s) + eps)
    return Line("w", "{w} − {eta} × {g} / (√{s} + {eps})", values, result)


def adagrad(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of AdaGrad."""
    s = x.slots["squares"]
    total = Line("s", "{s} + {g}^2", {"s": s, "g": x.g}, s + x.g * x.g)
    return [total, _scaled(x, total.result, h)]


def rmsprop(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of RMSProp."""
    squares = _average("s", "alpha", h["alpha"], x.slots["squares"], x.g, "^2")
    return [squares, _scaled(x, squares.result, h)]


def _average(symbol: str, rate: str, keep: float, old: float, g: float, power: str = "") -> Line:
    """Return the line keep × old + (1 − keep) × g, or g²."""
    formula = f"{{{rate}}} × {{{symbol}}} + (1 − {{{rate}}}) × {{g}}{power}"
    new = g * g if power else g
    values = {rate: keep, symbol: old, "g": g}
    return Line(symbol, formula, values, keep * old + (1 - keep) * new)


def _corrected(mean: Line, rate: str, keep: float, t: int) -> Line:
    """Return the bias correction of a mean that started at zero."""
    symbol, hat = mean.symbol, normalize("NFC", f"{mean.symbol}\u0302")
    formula = f"{{{symbol}}} / (1 − {{{rate}}}^{{t}})"
    values = {symbol: mean.result, rate: keep, "t": float(t)}
    return Line(hat, formula, values, mean.result / (1 - keep**t))


def adam(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of Adam."""
    beta1, beta2, eta, eps = h["beta1"], h["beta2"], h["learning_rate"], h["eps"]
    mean = _average("m", "beta1", beta1, x.slots["mean"], x.g)
    squares = _average("s", "beta2", beta2, x.slots["squares"], x.g, "^2")
    m, s = _corrected(mean, "beta1", beta1, x.t), _corrected(squares, "beta2", beta2, x.t)
    formula = f"{{w}} − {{eta}} × {{{m.symbol}}} / (√{{{s.symbol}}} + {{eps}})"
    values = {"w": x.w, "eta": eta, m.symbol: m.result, s.symbol: s.result, "eps": eps}
    result = x.w - eta * m.result / (sqrt(s.result) + eps)
    return [mean, squares, m, s, Line("w", formula, values, result)]


def adamw(x: Scalars, h: Hyperparameters) -> list[Line]:
    """Return the lines of AdamW."""
    if not x.decays:
        return adam(x, h)
    eta, lam = h["learning_rate"], h["weight_decay"]
    values = {"w": x.w, "eta": eta, "lam": lam}
    shrunk = Line("w", "{w} − {eta} × {lam} × {w}", values, x.w - eta * lam * x.w)
    moved = Scalars(shrunk.result, x.g, x.slots, x.t, x.decays)
    return [shrunk, *adam(moved, h)]
