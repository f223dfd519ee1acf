"""The held-out accuracy that the presets promise, after a few seconds of playing."""

from typing import Any

import pytest

from backstep.engine.training.evaluation import Scores
from backstep.engine.training.operations import Position
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import merge, parse_spec
from backstep.sessions.run.assemble import assemble
from backstep.settings import Caps


def learned(name: str, updates: int, changes: dict[str, Any] | None = None) -> Scores:
    spec = merge(parse_spec(dict(PRESETS[name].spec), Caps()), changes or {}, Caps())
    run = assemble(spec, memory=2**22).run
    run.seek(Position(updates - 1, run.operations.update))
    return run.score()


@pytest.mark.parametrize(
    ("name", "updates", "accuracy"),
    [("digits", 1000, 0.95), ("reviews", 800, 0.85), ("arms", 2000, 0.93)],
)
def test_held_out_examples_are_told_apart(name: str, updates: int, accuracy: float) -> None:
    test = learned(name, updates).test
    assert test is not None
    assert test.accuracy is not None
    assert test.accuracy >= accuracy


def test_a_bag_of_words_does_as_well_and_words_at_their_places_do_not() -> None:
    bag = learned("reviews", 800, {"data": {"encoding": "bag"}}).test
    placed = learned("reviews", 800, {"data": {"encoding": "one_hot"}}).test
    assert bag is not None
    assert placed is not None
    assert (bag.accuracy or 0) > 0.85
    assert (placed.accuracy or 1) < 0.75
