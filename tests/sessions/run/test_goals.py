"""Playing stops at a limit, at the right place and with the right reason."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.protocol.spec.schema import parse_spec
from backstep.protocol.stream.messages import Until
from backstep.sessions.run.assemble import assemble
from backstep.sessions.session import Session
from backstep.sessions.state import Playback
from backstep.settings import Caps, Settings
from tests.sessions.test_session import LAST, rate
from tests.waiting import go, reached

SPEC = {
    "data": {"samples": 60, "test_share": 0.25},
    "network": {"hidden": [{"units": 6}]},
    "training": {"batch_size": 7, "optimizer": {"name": "adam", "learning_rate": 0.05}},
}
PER_EPOCH = 7  # steps


def session_of(spec: dict[str, Any] | None = None) -> Session:
    session = Session(parse_spec(spec or SPEC, Caps()), Settings())
    session.listeners.listen(lambda event: None)
    return session


async def played(session: Session, by: Any, speed: float | None, **until: Any) -> Mapping[str, Any]:
    """Play to the end; return why it stopped."""
    session.player.play(Playback(by, speed, Until(**until)))
    await reached(lambda: not session.state.playing)
    assert session.state.stopped is not None
    return session.state.stopped


def first(condition: Any, spec: dict[str, Any] = SPEC) -> int:
    """Return the updates after which the curve of a separate run first meets a condition."""
    run: Run = assemble(parse_spec(spec, Caps()), memory=2**20).run
    for step in range(1000):
        run.seek(Position(step, LAST))
        if condition(run.score()):
            return step + 1
    raise AssertionError("never")


@pytest.mark.parametrize("by", ["step", "epoch", "operation", "pass"])
@pytest.mark.parametrize("over", ["train", "test"])
def test_it_stops_where_the_loss_is_first_below(by: str, over: str) -> None:
    session = session_of()
    expected = first(lambda scores: getattr(scores, over).loss < 0.45)

    async def play() -> None:
        speed = None if by in ("step", "epoch") else 1000
        told = await played(session, by, speed, loss=0.45, over=over)
        assert told["updates"] == expected
        assert (told["reason"], told["limit"], told["over"]) == ("loss", 0.45, over)
        assert told["value"] == getattr(session.run.score(), over).loss < 0.45
        assert session.run.position == (expected - 1, LAST)

    go(play)


def test_it_stops_where_the_accuracy_is_first_above() -> None:
    session = session_of()
    expected = first(lambda scores: scores.train.accuracy > 0.9)

    async def play() -> None:
        told = await played(session, "step", None, accuracy=0.9)
        assert (told["reason"], told["updates"]) == ("accuracy", expected)

    go(play)


@pytest.mark.parametrize(("by", "speed"), [("step", None), ("epoch", None), ("step", 1000.0)])
def test_it_stops_when_so_many_epochs_are_done(by: str, speed: float | None) -> None:
    session = session_of()

    async def play() -> None:
        told = await played(session, by, speed, epoch=4)
        assert told == {
            "reason": "epoch", "value": 4, "limit": 4, "over": "train", "updates": 4 * PER_EPOCH
        }  # fmt: skip
        assert session.run.position == (4 * PER_EPOCH - 1, LAST)

    go(play)


def test_an_epoch_is_where_it_is_whatever_the_batches_were() -> None:
    session = session_of()

    async def play() -> None:
        await session.seek(Position(9, LAST))  # three steps into the second epoch
        await session.edit({"training": {"batch_size": 10}})
        await session.seek(Position(0, 3))
        await played(session, "step", None, epoch=3)
        assert session.run.position == (7 + 3 + 3 + 5 - 1, LAST)

    go(play)


def test_what_is_met_first_counts() -> None:
    session = session_of()

    async def play() -> None:
        assert (await played(session, "step", None, loss=0.01, epoch=2))["reason"] == "epoch"
        assert (await played(session, "step", None, loss=0.5, epoch=900))["reason"] == "loss"

    go(play)


def test_a_goal_behind_is_found_again_on_the_way_there() -> None:
    session = session_of()
    expected = first(lambda scores: scores.train.loss < 0.45)

    async def play() -> None:
        await session.seek(Position(expected + 200, LAST))
        await session.seek(Position(2, 1))
        told = await played(session, "step", None, loss=0.45)
        assert told["updates"] == expected
        assert session.run.head.step == expected + 200

    go(play)


def test_a_goal_binds_nothing_but_playing() -> None:
    session = session_of()

    async def play() -> None:
        await played(session, "step", None, loss=0.45)
        assert (session.run.goal, session.run.reached) == (None, None)
        await session.seek(Position(900, 2))
        assert session.run.position == (900, 2)
        await session.edit(rate(0.01))

    go(play)


@pytest.mark.parametrize(
    ("spec", "until", "field"),
    [
        ({"data": {"name": "plane"}}, {"accuracy": 0.9}, "until.accuracy"),
        ({"data": {"test_share": 0}}, {"loss": 0.1, "over": "test"}, "until.over"),
    ],
)
def test_what_the_data_cannot_tell_is_refused(
    spec: dict[str, Any], until: dict[str, Any], field: str
) -> None:
    with pytest.raises(EngineError) as refused:
        session_of(spec).player.play(Playback("step", None, Until(**until)))
    assert refused.value.field == field


LONG = {
    "data": {"samples": 330, "test_share": 0},
    "network": {"hidden": [{"units": 6}]},
    "training": {"batch_size": 3, "optimizer": {"name": "sgd", "learning_rate": 0.3}},
}
EPOCH, EVERY = 110, 6  # steps, and those between two checks


def checked(step: int) -> bool:
    """Whether a limit over a data set is checked after a step: so often, and at an epoch's end."""
    place = step % EPOCH + 1
    return place % EVERY == 0 or place == EPOCH


@pytest.mark.parametrize(("by", "speed"), [("step", None), ("epoch", None), ("step", 1000.0)])
def test_a_loss_over_a_data_set_is_checked_16_times_an_epoch(by: str, speed: float | None) -> None:
    session = session_of(LONG)
    run: Run = assemble(parse_spec(LONG, Caps()), memory=2**20).run
    limit, step = 0.3, 0
    while not (checked(step) and run.score().train.loss < limit):
        step += 1
        run.seek(Position(step, run.operations.update))

    async def play() -> None:
        told = await played(session, by, speed, loss=limit)
        assert told["updates"] == step + 1
        # Going back and playing again stops at the same place, past other checkpoints.
        await session.seek(Position(7, 2))
        assert (await played(session, "step", None, loss=limit))["updates"] == step + 1

    go(play)


@pytest.mark.parametrize(("by", "speed"), [("step", None), ("epoch", None), ("operation", 1000.0)])
def test_the_loss_of_a_batch_is_checked_after_every_update(by: str, speed: float | None) -> None:
    session = session_of(LONG)
    run: Run = assemble(parse_spec(LONG, Caps()), memory=2**20).run
    limit, losses = 0.24, [1.0]
    while losses[-1] >= limit:
        run.seek(Position(len(losses) - 1, run.operations.update))
        losses.append(run.trainer.batch_loss or 0.0)

    async def play() -> None:
        told = await played(session, by, speed, loss=limit, over="batch")
        assert told == {
            "reason": "loss", "value": losses[-1], "limit": limit, "over": "batch",
            "updates": len(losses) - 1,
        }  # fmt: skip

    go(play)


def test_the_status_says_how_often_a_limit_is_checked() -> None:
    session = session_of(LONG)
    heard: list[Any] = []
    session.listeners.listen(lambda event: heard.append(event))

    async def play() -> None:
        for until, every in (
            ({"loss": 0.6}, EVERY),
            ({"loss": 0.6, "over": "batch"}, 1),
            ({"epoch": 1}, None),
        ):
            session.player.play(Playback("step", 100.0, Until(**until)))
            assert heard[-1]["checked_every"] == every
        session.player.pause()

    go(play)


@pytest.mark.parametrize("accuracy", [1.5, 1.0, -0.1])
def test_an_accuracy_that_cannot_be_passed_is_refused(accuracy: float) -> None:
    with pytest.raises(ValidationError, match="share of the examples"):
        Until(accuracy=accuracy)


def test_a_batch_has_no_accuracy() -> None:
    with pytest.raises(EngineError) as refused:
        session_of().player.play(Playback("step", None, Until(accuracy=0.9, over="batch")))
    assert refused.value.field == "until.over"
