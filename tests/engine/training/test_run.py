"""Time travel: any way to a position ends with the same bits as walking there by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.errors import InvalidPosition
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.training.operations import GRANULARITIES, Position
from backstep.engine.training.run import Entry, ParameterEdit, Run, SettingsEdit
from backstep.engine.training.trainer import Trainer
from tests.engine.helpers import bias, make_run, make_trainer, settings, weight
from tests.examples import examples


def numbers(trainer: Trainer, op: int) -> dict[str, Any]:
    """All that a trainer holds after operation `op`, as bytes."""
    held: dict[str, Any] = {
        "parameters and memory": trainer.save().numbers.tobytes(),
        "rows": trainer.batches.rows,
        "epoch": trainer.batches.epoch,
    }
    for done in range(op + 1):
        for quantity, array in trainer.results(done).items():
            if quantity not in ("parameter", "optimizer state"):
                held[f"{done} {quantity}"] = array.tobytes()
    return held


def by_hand(run: Run, **given: Any) -> Trainer:
    """A fresh trainer taken to the run's position one operation after the other, with its edits."""
    trainer, _ = make_trainer(**given)

    def act(at: Position) -> None:
        for entry in run.log:
            match entry:
                case Entry(here, SettingsEdit(chosen)) if here == at:
                    trainer.configure(chosen)
                case Entry(here, ParameterEdit(parameter, value)) if here == at:
                    index = trainer.architecture.layout.index(parameter)
                    trainer.parameters[index] = value

    last = trainer.operations.update
    for step in range(run.position.step + 1):
        act(Position(step, 0))
        for op in range(last + 1 if step < run.position.step else run.position.op + 1):
            trainer.perform(op)
        if step < run.position.step or run.position.op == last:
            act(Position(step, last))
    return trainer


def assert_as_by_hand(run: Run, **given: Any) -> None:
    op = run.position.op
    assert numbers(run.trainer, op) == numbers(by_hand(run, **given), op)


moves = st.one_of(
    st.tuples(st.just("forward"), st.sampled_from(GRANULARITIES), st.integers(1, 3)),
    st.tuples(st.just("back"), st.sampled_from(GRANULARITIES), st.integers(1, 3)),
    st.tuples(st.just("seek"), st.integers(0, 40), st.integers(0, 14)),
    st.tuples(st.just("weight"), st.integers(0, 24), st.floats(-2, 2)),
    st.tuples(st.just("rate"), st.sampled_from([*OPTIMIZERS]), st.floats(0.01, 0.5)),
    st.tuples(st.just("batch"), st.integers(1, 25), st.booleans()),
    st.tuples(st.just("epochs"), st.integers(1, 3), st.none()),
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
            case "epochs":
                assert run.forward("epoch", first).op == run.operations.update
                assert run.trainer.batches.at_epoch_end


@given(st.lists(moves, max_size=12))
@examples(100)
def test_any_walk_ends_where_the_hand_does(walk: list[tuple[Any, ...]]) -> None:
    run = make_run(memory=4000)
    play(run, walk)
    assert_as_by_hand(run)


@given(st.integers(0, 300), st.integers(0, 14), st.integers(0, 300))
@examples(30)
def test_fast_path_gives_the_same_bits(step: int, op: int, via: int) -> None:
    run = make_run()
    run.seek(Position(via, 3))
    run.seek(Position(step, op))
    assert_as_by_hand(run)


@pytest.mark.parametrize("activation", [name for name, row in ACTIVATIONS.items() if row.hidden])
@pytest.mark.parametrize("loss", LOSSES)
def test_fast_path_gives_the_same_bits_with(activation: str, loss: str) -> None:
    chosen: dict[str, Any] = {"sizes": (3, 5, 4, 4, 2), "activation": activation, "loss": loss}
    run = make_run(optimizer="adam", l1=0.001, l2=0.01, **chosen)
    run.seek(Position(40, run.operations.update))
    assert run.failure is None
    assert_as_by_hand(run, optimizer="adam", l1=0.001, l2=0.01, **chosen)


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


def test_memory_is_bounded_whatever_the_optimizer_remembers() -> None:
    run = make_run(memory=20_000)
    run.seek(Position(2_000, 0))
    assert 5_000 < run.held <= 20_000
    run.edit(SettingsEdit(settings(optimizer="adam")))
    run.seek(Position(5_000, 0))
    assert 5_000 < run.held <= 20_000
    assert len(run.curve) <= 513
    run.seek(Position(1_234, 9))
    assert_as_by_hand(run)


def test_an_edit_in_the_past_drops_what_came_after() -> None:
    run = make_run()
    run.seek(Position(30, 14))
    run.edit(ParameterEdit(weight(0, 0, 0), 1.0))
    run.seek(Position(10, 5))
    assert run.head == (30, 14)
    run.edit(ParameterEdit(bias(0, 1), -1.0))
    assert run.head == (10, 5)
    assert [entry.at for entry in run.log] == [(10, 0)]
    assert max(at for at, _ in run.curve.items()) <= 10


def test_going_back_before_an_edit_undoes_it_and_forward_replays_it() -> None:
    run = make_run()
    run.seek(Position(7, 14))
    before = run.trainer.parameters.copy()
    run.edit(ParameterEdit(weight(1, 0, 2), 9.0))
    run.back("operation")
    assert not (run.trainer.parameters == 9.0).any()
    run.forward("operation")
    changed = np.flatnonzero(run.trainer.parameters != before)
    assert [run.trainer.architecture.layout.at(int(i)) for i in changed] == [weight(1, 0, 2)]


def test_settings_that_wait_for_the_next_step_outlast_a_weight_set_by_hand() -> None:
    run = make_run()
    run.seek(Position(4, 14))
    run.edit(SettingsEdit(settings(learning_rate=0.5)))
    run.edit(ParameterEdit(weight(0, 0, 0), 1.0))
    assert run.settings == settings(learning_rate=0.5)
    assert [entry.at for entry in run.log] == [(4, 14), (5, 0)]
    run.forward("step")
    assert run.trainer.settings == settings(learning_rate=0.5)
    assert_as_by_hand(run)


def test_settings_after_a_step_drop_a_weight_set_in_the_next() -> None:
    run = make_run()
    run.seek(Position(5, 3))
    run.edit(ParameterEdit(weight(0, 0, 0), 1.0))
    run.seek(Position(4, 14))
    run.edit(SettingsEdit(settings(learning_rate=0.5)))
    assert [type(entry.edit) for entry in run.log] == [SettingsEdit]


def test_the_same_thing_set_again_at_one_place_is_logged_once() -> None:
    run = make_run()
    for op in (14, 3):
        run.seek(Position(7, op))
        for value in (0.1, 0.2, 0.3):
            run.edit(ParameterEdit(weight(1, 0, 2), value))
            run.edit(ParameterEdit(weight(1, 1, 2), value))
            run.edit(SettingsEdit(settings(optimizer="momentum", learning_rate=value)))
        assert len(run.log) == 3
        assert_as_by_hand(run)


@pytest.mark.parametrize(("batch_size", "steps"), [(5, 3), (13, 1), (7, 2), (23, 1)])
def test_an_epoch_ends_where_the_batch_size_set_in_it_says(batch_size: int, steps: int) -> None:
    run = make_run()
    run.forward("step")  # 13 of 23 examples are left
    run.edit(SettingsEdit(settings(batch_size=batch_size)))
    assert run.forward("epoch") == (steps, 14)
    assert run.trainer.batches.at_epoch_end
    run.back("epoch")
    assert run.forward("epoch") == (steps, 14)  # now through the log
    assert_as_by_hand(run)


def test_settings_changed_in_the_last_batch_of_an_epoch() -> None:
    run = make_run()
    run.seek(Position(2, 6))
    assert run.trainer.batches.rows == run.trainer.batches.order[20:].tolist()
    run.edit(SettingsEdit(settings(batch_size=2, shuffle=False)))
    assert run.position == (2, 6)
    assert len(run.trainer.batches.rows) == 2
    assert run.forward("epoch") == (3, 14)
    run.forward("operation")
    assert run.trainer.batches.rows == [0, 1]
    assert_as_by_hand(run)


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


def test_after_a_failure_the_fast_path_is_fast_again() -> None:
    run = make_run(loss="mse", activation="linear", learning_rate=1.0, scale=3.0)
    run.seek(Position(2000, 0))
    run.seek(Position(0, 0))
    run.edit(SettingsEdit(settings(loss="mse", learning_rate=0.001)))
    walked = count_operations(run)
    run.seek(Position(1000, 0))
    assert run.failure is None
    assert len(walked) < 50


def test_a_step_that_failed_in_its_update_is_done_again_with_other_settings() -> None:
    wild: dict[str, Any] = {"loss": "mse", "sizes": (2, 1), "scale": 1e150, "batch_size": 23}
    run = make_run(learning_rate=1e300, **wild)
    run.seek(Position(3, 0))
    assert run.failure is not None
    assert run.position == (0, run.operations.update)
    run.edit(SettingsEdit(settings(loss="mse", learning_rate=0.01, batch_size=23)))
    assert run.log[0].at == (0, 0)
    assert run.failure is None
    assert_as_by_hand(run, learning_rate=1e300, **wild)


def test_numbers_too_large_to_watch_are_walked_but_once() -> None:
    run = make_run(loss="mse", sizes=(2, 1), activation="linear", learning_rate=1e-6)
    run.edit(ParameterEdit(weight(0, 0, 0), 1e152))
    walked = count_operations(run)
    while not run.toward(Position(50, 0), 0.0):
        pass
    assert run.position == (50, 0)
    assert run.failure is None
    assert len(walked) == 51 * len(run.operations) - len(run.operations)


def count_operations(run: Run) -> list[int]:
    """The operations that `run` will have walked."""
    walked: list[int] = []
    perform = run.trainer.perform

    def count(op: int) -> None:
        walked.append(op)
        perform(op)

    run.trainer.perform = count  # type: ignore[method-assign]
    return walked


@pytest.mark.parametrize("position", [(-1, 0), (0, 15), (3, -1)])
def test_positions_that_do_not_exist_are_refused(position: tuple[int, int]) -> None:
    with pytest.raises(InvalidPosition):
        make_run().seek(Position(*position))
