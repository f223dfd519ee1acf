"""Time travel: any way to a position ends with the same bits as the direct way."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.engine.errors import InvalidPosition
from app.engine.operations import GRANULARITIES, Position
from app.engine.parameters import Parameter
from app.engine.run import ParameterEdit, Run, SettingsEdit
from tests.engine.helpers import make_run, settings


def numbers(run: Run) -> dict[str, Any]:
    """Everything a frame could show, as bytes."""
    trainer, op = run.trainer, run.position.op
    shown: dict[str, Any] = {
        "position": run.position,
        "parameters": trainer.parameters.tobytes(),
        "rows": trainer.batches.rows,
        "scores": run.score(),
        "settings": run.settings,
    }
    for done in range(op + 1):
        for quantity, array in trainer.results(done).items():
            if quantity not in ("parameter", "optimizer state"):
                shown[f"{done} {quantity}"] = array.tobytes()
    return shown


moves = st.one_of(
    st.tuples(st.just("forward"), st.sampled_from(GRANULARITIES), st.integers(1, 3)),
    st.tuples(st.just("back"), st.sampled_from(GRANULARITIES), st.integers(1, 3)),
    st.tuples(st.just("seek"), st.integers(0, 40), st.integers(0, 14)),
    st.tuples(st.just("weight"), st.integers(0, 24), st.floats(-2, 2)),
    st.tuples(st.just("rate"), st.sampled_from(["sgd", "adam", "momentum"]), st.floats(0.01, 0.5)),
    st.tuples(st.just("batch"), st.integers(1, 23), st.booleans()),
)


def play(run: Run, walk: list[tuple[Any, ...]]) -> None:
    for kind, first, second in walk:
        match kind:
            case "forward":
                run.forward(first, second)
            case "back":
                run.back(first, second)
            case "seek":
                run.seek(Position(first, second))
            case "weight":
                parameter = run.trainer.architecture.layout.at(first)
                run.edit(ParameterEdit(parameter, second))
            case "rate":
                run.edit(SettingsEdit(settings(optimizer=first, learning_rate=second)))
            case "batch":
                run.edit(SettingsEdit(settings(batch_size=first, shuffle=second)))


def direct(run: Run) -> Run:
    """A fresh run with the same log, gone straight to the same position."""
    fresh = make_run()
    for entry in run.log:
        fresh.seek(entry.at)
        if entry.at.op == 0 and entry.at.step and isinstance(entry.edit, SettingsEdit):
            fresh.seek(Position(entry.at.step, 0))
        fresh.edit(entry.edit)
    fresh.seek(run.position)
    return fresh


@given(st.lists(moves, max_size=12))
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_walk_ends_where_the_direct_way_does(walk: list[tuple[Any, ...]]) -> None:
    run = make_run(memory=4000)
    play(run, walk)
    assert numbers(run) == numbers(direct(run))


@given(st.integers(0, 300), st.integers(0, 14), st.integers(0, 300))
@hypothesis_settings(max_examples=30, deadline=None)
def test_fast_path_gives_the_same_bits(step: int, op: int, via: int) -> None:
    fast, slow = make_run(), make_run()
    fast.seek(Position(via, 3))
    fast.seek(Position(step, op))
    while slow.position < (step, op):
        slow.forward("operation")
    assert numbers(fast) == numbers(slow)


def test_granularities_meet_their_boundaries() -> None:
    run = make_run()
    last = run.operations.update
    assert [run.forward("layer") for _ in range(4)] == [(0, 2), (0, 4), (0, 6), (0, 7)]
    assert [run.forward("pass") for _ in range(3)] == [(0, 13), (0, 14), (1, 7)]
    assert run.forward("step") == (1, last)
    assert run.forward("epoch") == (2, last)  # 23 examples in tens: three batches an epoch
    assert run.forward("epoch") == (5, last)
    assert run.back("epoch") == (2, last)
    assert run.back("pass") == (2, last - 1)
    assert run.back("epoch") == (0, 0)
    assert run.back("operation") == (0, 0)


def test_last_batch_of_an_epoch_is_partial() -> None:
    run = make_run()
    sizes = []
    for step in range(6):
        run.seek(Position(step, 0))
        sizes.append(len(run.trainer.batches.rows))
    assert sizes == [10, 10, 3, 10, 10, 3]


def test_memory_is_bounded() -> None:
    run = make_run(memory=20_000)
    run.seek(Position(5_000, 0))
    held = [checkpoint.nbytes for _, checkpoint in run._checkpoints.items()]
    assert sum(held) <= 20_000
    assert len(run.curve) <= 513


def test_an_edit_in_the_past_drops_what_came_after() -> None:
    run = make_run()
    run.seek(Position(30, 14))
    run.edit(ParameterEdit(Parameter(0, 0, 0), 1.0))
    run.seek(Position(10, 5))
    assert run.head == (30, 14)
    run.edit(ParameterEdit(Parameter(0, 1, None), -1.0))
    assert run.head == (10, 5)
    assert [entry.at for entry in run.log] == [(10, 0)]
    assert max(at for at, _ in run.curve.items()) <= 10


def test_going_back_before_an_edit_undoes_it_and_forward_replays_it() -> None:
    run = make_run()
    run.seek(Position(7, 14))
    before = run.trainer.parameters.copy()
    run.edit(ParameterEdit(Parameter(1, 0, 2), 9.0))
    run.back("operation")
    assert not (run.trainer.parameters == 9.0).any()
    run.forward("operation")
    changed = np.flatnonzero(run.trainer.parameters != before)
    assert [run.trainer.architecture.layout.at(int(i)) for i in changed] == [Parameter(1, 0, 2)]


def test_infinity_stops_at_the_operation_that_made_it() -> None:
    run = make_run(loss="mse", activation="linear", learning_rate=1.0, scale=3.0)
    run.seek(Position(2000, 0))
    assert run.failure is not None
    assert run.position == run.failure.position < (2000, 0)
    walked = make_run(loss="mse", activation="linear", learning_rate=1.0, scale=3.0)
    while not walked.failure:
        walked.forward("operation")
    assert walked.failure == run.failure
    assert f"step {run.failure.position.step}" in run.failure.message
    there = run.position
    assert run.forward("step") == there
    run.back("step")
    assert run.failure is None
    assert run.forward("epoch") == there


@pytest.mark.parametrize("position", [(-1, 0), (0, 15), (3, -1)])
def test_positions_that_do_not_exist_are_refused(position: tuple[int, int]) -> None:
    with pytest.raises(InvalidPosition):
        make_run().seek(Position(*position))
