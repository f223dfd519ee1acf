"""Pairs of a run that fails and the same run cured."""

import pytest

from backstep.lessons.book import Book
from backstep.lessons.failures import PAIRS, Pair
from backstep.settings import Caps


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.preset)
def test_a_cure_helps(pair: Pair) -> None:
    sheet = Book(Caps()).sheet()
    failing = sheet.facts(f"fail-{pair.preset}", pair.steps)
    cured = sheet.facts(f"cure-{pair.preset}", pair.steps)
    assert cured.train_loss < failing.train_loss or cured.test_loss < failing.test_loss
