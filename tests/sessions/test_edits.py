"""A run's address makes the same run again, whatever was changed on the way."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.training.operations import Position
from backstep.protocol.spec.edits import parse_edits, read_edits
from backstep.protocol.spec.query import read
from backstep.protocol.spec.schema import SpecError, parse
from backstep.sessions.session import Session
from backstep.sessions.view.describe import state
from backstep.settings import Settings
from tests.examples import examples

SETTINGS = Settings()
SPEC = parse({"data": {"samples": 46}, "network": {"hidden": [{"units": 3}]}}, SETTINGS.caps)


def again(session: Session) -> Session:
    """The run that the session's address describes, at the same position."""
    query = dict(parse_qsl(state(session)["query"]))
    copy = Session(read(query, SETTINGS.caps), SETTINGS, read_edits(query.get("edits", "")))
    asyncio.run(copy.seek(session.run.position))
    return copy


def numbers(session: Session) -> tuple[Any, ...]:
    trainer = session.run.trainer
    return (
        trainer.parameters.tobytes(),
        session.run.score(),
        trainer.batches.rows,
        session.spec.training,
    )


moves = st.one_of(
    st.tuples(st.just("seek"), st.integers(0, 20), st.integers(0, 10)),
    st.tuples(st.just("weight"), st.integers(0, 2), st.floats(-2, 2)),
    st.tuples(st.just("rate"), st.sampled_from(["sgd", "adam"]), st.floats(0.01, 0.5)),
    st.tuples(st.just("batch"), st.integers(1, 23), st.booleans()),
)


async def walk(session: Session, steps: list[tuple[Any, ...]]) -> None:
    for kind, first, second in steps:
        match kind:
            case "seek":
                await session.seek(Position(first, second))
            case "weight":
                await session.set_parameter("layers.0.weight", [first, 1], second)
            case "rate":
                optimizer = {"name": first, "learning_rate": second}
                await session.edit({"training": {"optimizer": optimizer}})
            case "batch":
                await session.edit({"training": {"batch_size": first, "shuffle": second}})


@given(st.lists(moves, max_size=8))
@examples(60)
def test_the_address_makes_the_same_run(steps: list[tuple[Any, ...]]) -> None:
    session = Session(SPEC, SETTINGS)
    asyncio.run(walk(session, steps))
    assert numbers(again(session)) == numbers(session)


def test_settings_chosen_before_the_first_operation_are_the_starts() -> None:
    session = Session(SPEC, SETTINGS)
    asyncio.run(walk(session, [("rate", "adam", 0.2), ("batch", 5, False)]))
    assert session.edits == []
    assert session.start.training.optimizer.name == "adam"


def test_edits_ahead_of_the_position_are_told_too() -> None:
    session = Session(SPEC, SETTINGS)
    asyncio.run(walk(session, [("seek", 9, 3), ("weight", 1, 0.5), ("seek", 2, 0)]))
    assert [(edit.at.step, edit.parameter) for edit in session.edits] == [
        (9, "layers.0.weight.1.1")
    ]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"at": {"step": 1, "op": 4}, "training": {"l1": 0.1}}, "edits.0.at.op"),
        ({"at": {"step": 1, "op": 0}, "parameter": "layers.9.bias.0", "value": 1}, "edits.0.param"),
        ({"at": {"step": 1, "op": 0}, "training": {"colour": 1}}, "training.colour"),
    ],
)
def test_edits_that_do_not_fit_the_run_are_refused(edit: dict[str, Any], field: str) -> None:
    with pytest.raises(SpecError) as caught:
        Session(SPEC, SETTINGS, parse_edits([edit]))
    assert caught.value.problems[0][0].startswith(field)


def test_an_edit_taken_back_where_it_was_made_is_not_told() -> None:
    session = Session(SPEC, SETTINGS)
    asyncio.run(walk(session, [("seek", 1, 0), ("rate", "sgd", 0.25), ("rate", "sgd", 0.03)]))
    assert session.edits == []
    assert numbers(again(session)) == numbers(session)
