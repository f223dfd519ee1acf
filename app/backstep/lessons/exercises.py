"""Exercises: a number to compute by hand, checked against a scene or a formula."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from backstep.lessons.facts import Facts, FormulaFacts

SHARE, LEAST = 0.02, 0.0006  # tolerances: of the answer; of rounding to three decimals

Verdict = Literal["right", "sign", "close", "wrong"]


class Numbers(Protocol):
    """The source of an exercise's numbers."""

    def facts(self, name: str, step: int | None = None) -> Facts:
        """Return the numbers of a scene."""

    def formula(self, text: str, **variables: float) -> FormulaFacts:
        """Return the numbers of a formula."""


@dataclass(frozen=True)
class Exercise:
    """One question; `answer` computes the result from the engine's numbers."""

    name: str
    answer: Callable[[Numbers], float]


def verdict(given: float, answer: float) -> Verdict:
    """Compare with the answer; `sign` means right but for the sign."""
    tolerance = max(SHARE * abs(answer), LEAST)
    if abs(given - answer) <= tolerance:
        return "right"
    if abs(given + answer) <= tolerance:
        return "sign"
    return "close" if abs(given - answer) <= 5 * tolerance else "wrong"


def _exercises(*rows: Exercise) -> Mapping[str, Exercise]:
    return MappingProxyType({row.name: row for row in rows})


EXERCISES = _exercises(
    Exercise("numbers-pixels", lambda n: n.formula("a*b", a=28, b=28).value()),
    Exercise(
        "numbers-pick",
        lambda n: n.formula("a*x + b*y + c*z", a=0.3, b=-0.7, c=0.5, x=0, y=1, z=0).value(),
    ),
    Exercise("numbers-mean", lambda n: n.formula("(a + b + c)/3", a=0.8, b=-0.3, c=0.1).value()),
    Exercise("forward-z", lambda n: n.facts("by-hand").z(1, 1)),
    Exercise("forward-a", lambda n: n.facts("by-hand").a(1, 1)),
    Exercise("forward-output", lambda n: n.facts("by-hand").a(2, 1)),
    Exercise(
        "wrong-squared",
        lambda n: n.formula("((a - y)**2 + (b - z)**2)/2", a=0.8, y=1, b=0.3, z=0).value(),
    ),
    Exercise("wrong-surprise", lambda n: n.formula("-log(p)", p=0.25).value()),
    Exercise(
        "wrong-accuracy",
        lambda n: n.formula(
            "(step(a - 0.5) + step(b - 0.5) + step(c - 0.5) + 1 - step(d - 0.5))/4",
            a=0.9,
            b=0.6,
            c=0.4,
            d=0.2,
        ).value(),
    ),
    Exercise("downhill-slope", lambda n: n.facts("mirror").dw(1, 1, 1)),
    Exercise("downhill-step", lambda n: n.facts("mirror").new_w(1, 1, 1)),
    Exercise("downhill-second", lambda n: n.facts("mirror", 1).dw(1, 1, 1)),
    Exercise("chain-square", lambda n: n.formula("(2*x + 1)**2", x=1).slope("x")),
    Exercise("chain-sigmoid", lambda n: n.formula("sigmoid(w*x)", w=0, x=3).slope("w")),
    Exercise("chain-reuse", lambda n: n.formula("x*x + 5*x", x=2).slope("x")),
    Exercise("backward-delta", lambda n: n.facts("two-two-one").delta(2, 1)),
    Exercise("backward-gradient", lambda n: n.facts("two-two-one").dw(2, 1, 1)),
    Exercise("backward-hidden", lambda n: n.facts("two-two-one").delta(1, 2)),
    Exercise("learning-epoch", lambda n: n.formula("n/b", n=250, b=10).value()),
    Exercise("learning-mean", lambda n: n.formula("(a + b)/2", a=0.3, b=-0.1).value()),
    Exercise("learning-update", lambda n: -n.facts("chain").rate * n.facts("chain").dw(3, 1, 1)),
)
