"""Answers to exercises."""

import pytest

from backstep.lessons.exercises import verdict


@pytest.mark.parametrize(
    ("given", "answer", "expected"),
    [
        (0.0684, 0.06839, "right"),
        (0.068, 0.06839, "right"),
        (-0.0684, 0.0684, "sign"),
        (0.072, 0.0684, "close"),
        (0.2, 0.0684, "wrong"),
        (0, 0, "right"),
        (0.1, 0, "wrong"),
    ],
)
def test_an_answer_may_be_rounded(given: float, answer: float, expected: str) -> None:
    assert verdict(given, answer) == expected
