"""Sessions: settings at the position, going back over edits, and fair sharing of time."""

import asyncio
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import GRANULARITIES, Granularity, Position
from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.sessions.run.assemble import resolve, training
from backstep.sessions.session import Session
from backstep.sessions.state import Playback
from backstep.settings import Caps, Settings
from tests.examples import examples
from tests.waiting import go

SMALL = {
    "data": {"samples": 30, "test_share": 0.2},
    "network": {"hidden": [{"units": 3}]},
    "training": {"batch_size": 7},
}
LAST = 10  # the update of a network with one hidden layer


def session_of(given: dict[str, Any] | None = None, **settings: Any) -> Session:
    return Session(parse_spec(given or SMALL, Caps()), Settings(**settings))


def rate(value: float) -> dict[str, Any]:
    return {"training": {"optimizer": {"learning_rate": value}}}


def rate_of(session: Session) -> float:
    return session.spec.training.optimizer.hyperparameters["learning_rate"]


walks = st.lists(
    st.one_of(
        st.tuples(st.just("seek"), st.integers(0, 12), st.integers(0, LAST)),
        st.tuples(st.just("edit"), st.sampled_from(["learning_rate"]), st.floats(0.01, 0.5)),
        st.tuples(st.just("edit"), st.sampled_from(["batch_size"]), st.integers(1, 30)),
        st.tuples(st.just("edit"), st.sampled_from(["l2"]), st.floats(0, 0.1)),
        st.tuples(st.just("edit"), st.just("loss"), st.sampled_from(["mse", "huber", "auto"])),
        st.tuples(st.just("weight"), st.integers(0, 2), st.floats(-2, 2)),
    ),
    max_size=12,
)


async def walk(session: Session, steps: list[tuple[Any, ...]]) -> None:
    for kind, first, second in steps:
        match kind:
            case "seek":
                await session.seek(Position(first, second))
            case "edit" if first == "learning_rate":
                await session.edit(rate(second))
            case "edit":
                await session.edit({"training": {first: second}})
            case "weight":
                await session.set_parameter("layers.0.weight", [first, 0], second)


@given(walks)
@examples(60)
def test_the_spec_is_the_one_that_the_next_operation_obeys(steps: list[tuple[Any, ...]]) -> None:
    session = session_of()

    async def check() -> None:
        for each in steps:
            await walk(session, [each])
            _, loss = resolve(session.spec, session.assembly.data)
            assert training(session.spec, loss) == session.run.settings
            if session.run.position.op < LAST:
                assert session.run.settings == session.run.trainer.settings

    go(check)


@given(walks, st.integers(0, 12), st.integers(0, LAST))
@examples(40)
def test_a_way_over_edits_and_back_ends_where_it_began(
    steps: list[tuple[Any, ...]], step: int, op: int
) -> None:
    session = session_of()

    async def check() -> None:
        await walk(session, steps)
        here = session.run.position
        before, spec = session.run.parameters.tobytes(), session.spec
        await session.seek(Position(step, op))
        await session.seek(here)
        assert session.run.parameters.tobytes() == before
        assert session.spec is spec

    go(check)


def test_going_back_over_an_edit_brings_back_the_settings_before() -> None:
    session = session_of()

    async def check() -> None:
        await session.seek(Position(9, LAST))
        restarted, logged = await session.edit(rate(0.5))
        assert not restarted
        assert logged is not None
        assert logged["at"] == {"step": 10, "op": 0}
        assert rate_of(session) == 0.5
        await session.move(by="operation", count=1, back=True)
        assert rate_of(session) == 0.03
        await session.move(by="operation", count=1, back=False)
        assert rate_of(session) == 0.5

    go(check)


def test_an_edit_in_the_past_changes_what_rules_there_and_forgets_what_came_later() -> None:
    session = session_of()

    async def check() -> None:
        await session.seek(Position(9, LAST))
        await session.edit({"training": {"l2": 0.1, "loss": "mse"}})
        await session.seek(Position(4, 3))
        await session.edit({"training": {"batch_size": 5}})
        assert session.spec == parse_spec(SMALL | {"training": {"batch_size": 5}}, Caps())
        await session.seek(Position(20, 0))
        assert session.spec.training.l2 == 0
        assert len(session.run.log) == 1

    go(check)


def test_an_edit_that_changes_nothing_is_not_logged() -> None:
    session = session_of()

    async def check() -> None:
        await session.seek(Position(3, 0))
        assert await session.edit({}) == (False, None)
        assert await session.edit({"training": {"batch_size": 7}}) == (False, None)
        assert session.run.position == (3, 0)
        assert session.run.log == []

    go(check)


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 7},
        {"data": {"noise": 0.1}},
        {"data": {"name": "xor"}},
        {"network": {"hidden": []}},
        {"network": {"initializer": "he_normal"}},
        {"network": {"output_activation": "sigmoid"}},
    ],
)
def test_data_network_and_seed_begin_anew(changes: dict[str, Any]) -> None:
    session = session_of()

    async def check() -> None:
        await session.seek(Position(3, 0))
        await session.edit(rate(0.5))
        assert await session.edit(changes) == (True, None)
        assert (session.run.position, session.run_epoch) == ((0, 0), 2)
        assert session.run.log == []
        assert rate_of(session) == 0.5

    go(check)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"training": {"batch_size": 0}}, "training.batch_size"),
        ({"training": {"loss": "cross_entropy"}, "network": {"output_activation": "tanh"}},
         "training.loss"),
        ({"network": {"parameters": [{"weight": [[1]], "bias": [1]}] * 2}},
         "network.parameters.0.weight"),
        ({"data": {"name": "table", "x": [[1]], "y": [-1]}}, "data.y"),
    ],
)  # fmt: skip
def test_an_edit_that_is_refused_leaves_all_as_it_was(changes: dict[str, Any], field: str) -> None:
    session = session_of()

    async def check() -> None:
        await session.seek(Position(3, 4))
        before = (session.run, session.spec, session.run_epoch, session.run.position)
        with pytest.raises(SpecError) as refused:
            await session.edit(changes)
        assert refused.value.problems[0][0] == field
        assert (session.run, session.spec, session.run_epoch, session.run.position) == before

    go(check)


def test_an_edit_is_taken_back_to_the_bit_with_all_that_it_had_dropped() -> None:
    session, plain = session_of(), session_of()

    async def edited(each: Session) -> None:
        await each.seek(Position(7, LAST))
        await each.set_parameter("layers.1.bias", [0], 3.0)
        await each.seek(Position(12, 3))
        await each.edit(rate(0.5))

    async def check() -> None:
        await edited(session)
        await edited(plain)
        for place in (Position(4, 5), Position(7, LAST)):
            await session.seek(place)
            before = session.run.parameters.copy()
            await session.set_parameter("layers.0.weight", [0, 1], -2.0)
            await session.set_parameter("layers.0.weight", [0, 1], 2.0)
            await session.edit(rate(0.1))
            await session.seek(Position(30, 0))
            for _ in range(3):
                await session.undo()
            assert session.run.position == place
            np.testing.assert_array_equal(session.run.parameters, before)
            assert session.edits == plain.edits
        for each in (session, plain):
            await each.seek(Position(20, LAST))
        np.testing.assert_array_equal(session.run.parameters, plain.run.parameters)
        await session.undo()
        await session.undo()
        assert session.edits == []
        with pytest.raises(EngineError):
            await session.undo()

    go(check)


def test_reset_begins_anew_from_the_same_weights_with_the_settings_of_now() -> None:
    session = session_of()
    start = session.run.parameters.copy()

    async def check() -> None:
        await session.seek(Position(9, LAST))
        await session.edit(rate(0.5))
        await session.set_parameter("layers.1.bias", [0], 3.0)
        await session.reset()
        assert (session.run.position, session.run.head) == ((0, 0), (0, 0))
        assert (session.run_epoch, session.state.playing) == (2, False)
        np.testing.assert_array_equal(session.run.parameters, start)
        assert rate_of(session) == 0.5
        await session.seek(Position(5, 0))
        assert rate_of(session) == 0.5

    go(check)


@given(
    st.lists(
        st.tuples(st.sampled_from(GRANULARITIES), st.integers(1, 5), st.booleans()), max_size=8
    )
)
@examples(60)
def test_moves_end_where_single_boundaries_do(moves: list[tuple[Granularity, int, bool]]) -> None:
    session, single = session_of(), session_of().run

    async def check() -> None:
        for by, count, back in moves:
            await session.move(by=by, count=count, back=back)
            for _ in range(count):
                (single.back if back else single.forward)(by)
            assert session.run.position == single.position
            assert session.run.parameters.tobytes() == single.parameters.tobytes()

    go(check)


def test_a_long_way_lets_others_go_theirs() -> None:
    slow, quick = session_of(slice_seconds=0), session_of(slice_seconds=0)

    async def check() -> None:
        long = asyncio.create_task(slow.seek(Position(3000, 0)))
        await asyncio.sleep(0)
        await quick.seek(Position(5, 0))
        assert not long.done()
        assert 0 < slow.run.position.step < 3000
        await long
        assert slow.run.position == (3000, 0)

    go(check)


@pytest.mark.parametrize(("by", "slices"), [("operation", 0), ("step", 0), ("epoch", 60)])
def test_many_boundaries_let_others_go_theirs(by: Granularity, slices: float) -> None:
    slow, quick = session_of(slice_seconds=slices), session_of(slice_seconds=slices)

    async def check() -> None:
        long = asyncio.create_task(slow.move(by=by, count=300, back=False))
        await asyncio.sleep(0)
        await quick.move(by=by, count=2, back=False)
        assert not long.done()
        await long

    go(check)


def test_pause_stops_a_long_way_where_it_is() -> None:
    session = session_of(slice_seconds=0)

    async def check() -> None:
        long = asyncio.create_task(session.seek(Position(100_000, 0)))
        for _ in range(5):
            await asyncio.sleep(0)
        session.player.pause()
        await long
        assert 0 < session.run.position.step < 100_000

    go(check)


def test_going_too_far_ahead_is_refused_and_the_past_is_not() -> None:
    session = session_of(caps=Caps(steps_ahead=20))

    async def check() -> None:
        with pytest.raises(EngineError) as refused:
            await session.seek(Position(21, 0))
        assert refused.value.field == "step"
        for by, count in (("step", 22), ("epoch", 6)):
            with pytest.raises(EngineError) as refused:
                await session.move(by=by, count=count, back=False)  # type: ignore[arg-type]
            assert refused.value.field == "count"
        await session.seek(Position(20, 0))
        await session.seek(Position(40, 0))
        await session.seek(Position(0, 0))
        await session.seek(Position(60, 0))
        await session.move(by="step", count=1000, back=True)
        assert session.run.position == (0, 0)

    go(check)


@pytest.mark.parametrize("position", [Position(3, LAST + 1), Position(0, 99)])
def test_positions_that_do_not_exist_are_refused(position: Position) -> None:
    session = session_of()

    async def check() -> None:
        with pytest.raises(EngineError) as refused:
            await session.seek(position)
        assert refused.value.field == "op"
        assert session.run.position == (0, 0)

    go(check)


def test_listeners_are_told_until_they_stop() -> None:
    session = session_of()
    heard: list[Any] = []
    stop = session.listeners.listen(heard.append)

    async def check() -> None:
        before = session.version
        await session.seek(Position(1, 0))
        assert heard == [None]
        assert session.version > before
        assert session.listeners.watched
        stop()
        await session.seek(Position(2, 0))
        assert heard == [None]
        assert not session.listeners.watched

    go(check)


def test_playing_goes_on_until_paused() -> None:
    session = session_of()
    heard: list[Any] = []
    session.listeners.listen(heard.append)

    async def check() -> None:
        session.player.play(Playback("step", None))
        while session.run.trainer.updates < 200:
            await asyncio.sleep(0)
        session.player.pause()
        for _ in range(5):
            await asyncio.sleep(0)
        here = session.run.position
        for _ in range(5):
            await asyncio.sleep(0)
        assert session.run.position == here
        told = [event for event in heard if event]
        assert [(event["type"], event["playing"]) for event in told] == [
            ("status", True),
            ("status", False),
        ]

    go(check)


@pytest.mark.parametrize("by", GRANULARITIES)
def test_playing_stops_at_the_boundaries_asked_for(by: Granularity) -> None:
    # No move is long enough for several slices here, so only boundaries are visible.
    session, single = session_of(slice_seconds=60), session_of().run
    session.listeners.listen(lambda event: None)
    expected = [single.forward(by) for _ in range(4)]

    async def check() -> None:
        seen: list[Position] = []
        session.player.play(Playback(by, 1000))
        while len(seen) < 4:
            await asyncio.sleep(0)
            if session.run.position not in ((0, 0), *seen):
                seen.append(session.run.position)
        session.player.pause()
        assert seen == expected

    go(check)


def test_playing_rests_when_nobody_looks() -> None:
    session = session_of()
    stop = session.listeners.listen(lambda event: None)

    async def check() -> None:
        session.player.play(Playback("step", None))
        while not session.run.trainer.updates:
            await asyncio.sleep(0)
        stop()
        while session.state.playing:
            await asyncio.sleep(0)
        assert session.state.pending == Playback("step", None)

    go(check)


def test_playing_ends_at_a_failure() -> None:
    session = session_of(
        {
            "data": {"name": "plane"},
            "network": {"hidden": [{"units": 3, "activation": "linear"}]},
            "training": {"optimizer": {"learning_rate": 100}},
        }
    )
    session.listeners.listen(lambda event: None)

    async def check() -> None:
        session.player.play(Playback("step", None))
        while session.state.playing:
            await asyncio.sleep(0)
        assert session.run.failure is not None

    go(check)
