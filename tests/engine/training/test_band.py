"""The band of batch losses: every loss is in it, whichever way the run went."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.program import Array
from backstep.engine.training.band import BINS, Band
from backstep.engine.training.operations import Position
from backstep.engine.training.run import ParameterEdit, Run, SettingsEdit
from tests.engine.helpers import make_run, settings, weight

LAST = 14


def losses_of(run: Run, steps: int) -> Array:
    """The loss of each batch, walked to one by one."""
    found = []
    for step in range(steps):
        run.seek(Position(step, LAST))
        found.append(run.trainer.batch_loss)
    return np.array(found, dtype=np.float64)


def assert_band_of(band: Band, losses: Array) -> None:
    bins = band.bins()
    assert bins.counts.sum() == len(losses)
    np.testing.assert_array_equal(bins.starts, np.cumsum(bins.counts) - bins.counts)
    parts = np.split(losses, bins.starts[1:].astype(int)) if len(losses) else []
    np.testing.assert_allclose(bins.means, [part.mean() for part in parts], rtol=1e-13)
    np.testing.assert_array_equal(bins.lowest, [part.min() for part in parts])
    np.testing.assert_array_equal(bins.highest, [part.max() for part in parts])


@given(st.lists(st.integers(1, 700), max_size=12))
def test_every_loss_is_in_a_bin(counts: list[int]) -> None:
    losses = np.random.default_rng(1).exponential(size=sum(counts))
    band = Band()
    for part in np.split(losses, np.cumsum(counts)[:-1]) if counts else []:
        band.add(part)
    assert band.bins().counts.size <= BINS + 1
    assert_band_of(band, losses)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 900))
def test_what_comes_again_changes_nothing(upto: int, back: int, slice_: int) -> None:
    losses = np.random.default_rng(1).exponential(size=4000)
    band, straight = Band(), Band()
    straight.add(losses)
    band.add(losses[:upto])
    band.stand(min(back, upto))
    for start in range(min(back, upto), 4000, slice_):
        band.add(losses[start : start + slice_])
    np.testing.assert_array_equal(band.known.full, straight.known.full)
    np.testing.assert_array_equal(band.known.tail, straight.known.tail)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 400))
def test_other_losses_from_somewhere_on(upto: int, at: int, before: int) -> None:
    rng = np.random.default_rng(1)
    losses, others = rng.exponential(size=(2, 3000))
    at = min(at, upto)
    band = Band()
    band.add(losses[:upto])
    # As a run does: from somewhere before, and earlier if the bin's first losses are missing.
    stood = max(0, at - before)
    band.stand(stood)
    if not band.whole(at):
        stood = band.start(at)
        band.stand(stood)
    band.add(losses[stood:at])
    band.drop_after(at)
    band.add(others[at:])
    assert_band_of(band, np.concatenate([losses[:at], others[at:]]))


@pytest.mark.parametrize("steps", [5, 40, 1300])
def test_a_run_at_full_speed_knows_the_loss_of_every_batch(steps: int) -> None:
    run = make_run()
    run.seek(Position(steps - 1, LAST))
    walked = losses_of(make_run(), steps)
    bins = run.batch_losses()
    parts = np.split(walked, bins.starts[1:].astype(int))
    np.testing.assert_array_equal(bins.lowest, [part.min() for part in parts])
    np.testing.assert_array_equal(bins.highest, [part.max() for part in parts])
    np.testing.assert_allclose(bins.means, [part.mean() for part in parts], rtol=1e-13)


def test_the_band_is_the_same_whichever_way_the_run_came() -> None:
    rng = np.random.default_rng(4)
    straight, run = make_run(), make_run()
    straight.seek(Position(2500, 3))
    for step in rng.integers(2400, size=40):
        run.seek(Position(int(step), int(rng.integers(LAST + 1))))
    run.seek(Position(2500, 3))
    for one, other in zip(
        vars(straight.batch_losses()).values(), vars(run.batch_losses()).values(), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("op", [3, LAST])
@pytest.mark.parametrize("head", [1111, 3000])
def test_an_edit_keeps_the_losses_before_it_only(op: int, head: int) -> None:
    run = make_run()
    run.seek(Position(head, LAST))
    run.seek(Position(1111, op))
    run.edit(ParameterEdit(weight(0, 0, 0), 1.0))
    run.edit(SettingsEdit(settings(learning_rate=0.2, batch_size=7)))
    assert run.batch_losses().counts.sum() == 1111 + (op == LAST)
    run.seek(Position(1800, 0))
    again = make_run()
    again.adopt(run.log)
    walked = losses_of(again, 1800)
    bins = run.batch_losses()
    parts = np.split(walked, bins.starts[1:].astype(int))
    np.testing.assert_array_equal(bins.highest, [part.max() for part in parts])
    np.testing.assert_array_equal(bins.lowest, [part.min() for part in parts])


def test_an_edit_taken_back_was_never_there() -> None:
    run, straight = make_run(), make_run()
    run.seek(Position(1500, LAST))
    run.seek(Position(900, 4))
    log, position = run.log, run.position
    run.edit(ParameterEdit(weight(0, 0, 0), 1.0))
    run.seek(Position(950, LAST))
    run.adopt(log, position)
    for each in (run, straight):
        each.seek(Position(1600, LAST))
    np.testing.assert_array_equal(run.batch_losses().highest, straight.batch_losses().highest)


def test_a_run_that_resumes_knows_what_it_knew() -> None:
    run, resumed = make_run(), make_run()
    run.seek(Position(1700, LAST))
    run.seek(Position(1690, 3))
    resumed.resume(run.past())
    resumed.seek(Position(1700, LAST))
    for each in (run, resumed):
        each.seek(Position(1690, 3))
        each.edit(ParameterEdit(weight(0, 0, 0), 1.0))
        each.seek(Position(1800, 0))
    one, other = run.batch_losses(), resumed.batch_losses()
    np.testing.assert_array_equal(one.means, other.means)
    np.testing.assert_array_equal(one.counts, other.counts)


def test_recent_losses_are_a_mean_over_all_updates() -> None:
    band = Band()
    band.add(np.arange(1000.0))
    assert band.stride == 2
    assert band.recent(1000, 100) == (np.arange(900.0, 1000.0).mean(), 900)
    assert band.recent(501, 3) == (np.arange(496.0, 500.0).mean(), 496)
    assert band.recent(1000, 1001) is None
    band.add(np.arange(1000.0, 1601.0))
    assert band.stride == 4
    assert band.recent(1601, 1) == (1600.0, 1600)
