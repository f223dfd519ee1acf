"""Races: each racer has the same bits as a run with its optimizer alone."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Run
from backstep.protocol.spec.edits import At, EditSpec
from backstep.protocol.spec.schema import parse_spec
from backstep.protocol.stream.panels import RaceOptions as Options
from backstep.sessions.client.surface_worker import SurfaceWorker
from backstep.sessions.racing.race import Race
from backstep.sessions.session import Session
from backstep.sessions.view.landscape import Drawn
from backstep.settings import Settings
from tests.waiting import go

SETTINGS = Settings()
LAST = 14  # the update, in the default network
FOUR: list[dict[str, Any]] = [
    {"name": "sgd", "learning_rate": 0.3},
    {"name": "momentum", "learning_rate": 0.03, "momentum": 0.8},
    {"name": "rmsprop", "learning_rate": 0.01},
    {"name": "adam", "learning_rate": 0.1},
]
BLOWN = [{"name": "sgd", "learning_rate": 100.0}, {"name": "sgd", "learning_rate": 0.01}]
PLANE = {"data": {"name": "plane"}, "network": {"hidden": [{"units": 3, "activation": "relu"}]}}
SURFACE = {"plane": "pca", "over": "train", "zoom": 1, "seed": 0, "resolution": 9}


def options(optimizers: list[dict[str, Any]], start: int = 0) -> dict[str, Any]:
    racers = [{"optimizer": each} for each in optimizers]
    return Options.model_validate({"racers": racers, "start": start}).model_dump()


def session(spec: dict[str, Any] | None = None, edits: list[EditSpec] | None = None) -> Session:
    return Session(parse_spec(spec or {}, SETTINGS.caps), SETTINGS, edits or [])


def alone(optimizer: dict[str, Any], target: Position, spec: dict[str, Any] | None = None) -> Run:
    """Return a separate run with that optimizer."""
    given = {**(spec or {}), "training": {"optimizer": optimizer}}
    run = session(given).run
    run.seek(target)
    return run


def racing(held: Session, asked: dict[str, Any], race: Callable[[Race], Awaitable[None]]) -> None:
    """Run an action while a race is watched."""

    async def main() -> None:
        found, leave = held.races.join(held, asked, lambda: None)
        try:
            await race(found)
        finally:
            leave()

    go(main)


async def level(race: Race, held: Session) -> None:
    """Wait until all have reached the run's position, or failed, and look."""
    while not race.racers or not race.level:
        await asyncio.sleep(0)
    async with held.still:
        await race.look()


def same(race: Race, target: Position, spec: dict[str, Any] | None = None) -> None:
    for racer, asked in zip(race.racers, race.options.racers, strict=True):
        run = alone(asked.optimizer.model_dump(), target, spec)
        assert racer.parameters.tobytes() == run.parameters.tobytes()
        assert racer.loss == run.score().train.loss
        scores = {at: point.train.loss for at, point in run.curve.items()}
        steps, losses = racer.curve()
        known = {int(at): loss for at, loss in zip(steps, losses, strict=True)}
        common = sorted(set(scores) & set(known))
        assert [known[at] for at in common] == [scores[at] for at in common]
        strides = (target.step + 1) // max(run.curve.stride, racer.run.curve.stride)
        assert len(common) >= max(strides, 1)
        last, loss = racer.trail[-1]
        assert (last.tobytes(), loss) == (run.parameters.tobytes(), racer.loss)


def test_racers_are_the_runs_that_they_would_be_alone_whichever_way_one_came() -> None:
    held = session()

    async def run(race: Race) -> None:
        for target in ((29, LAST), (700, 4), (12, 9), (0, 0), (2000, LAST), (55, 0)):
            await held.seek(Position(*target))
            updates = held.run.trainer.updates
            await level(race, held)
            same(race, Position(updates - 1, LAST) if updates else Position(0, 0))

    racing(held, options(FOUR), run)


def test_a_racer_that_fails_is_told_and_harms_no_other() -> None:
    held = session(PLANE)

    async def run(race: Race) -> None:
        update = held.run.operations.update
        await held.seek(Position(199, update))
        await level(race, held)
        blown, calm = race.racers
        expected = alone(BLOWN[0], Position(199, update), PLANE).failure
        assert expected is not None
        assert blown.failure is not None
        assert (blown.failure["step"], blown.failure["op"]) == expected.position
        assert blown.updates - blown.failure["step"] in (0, 1)
        assert all(np.isfinite(parameters).all() for parameters, _ in blown.trail)
        assert calm.failure is None
        assert (
            calm.parameters.tobytes()
            == alone(BLOWN[1], held.run.position, PLANE).parameters.tobytes()
        )
        # Before the failure it was healthy.
        await held.seek(Position(0, update))
        await level(race, held)
        assert blown.failure is None
        assert (
            blown.parameters.tobytes()
            == alone(BLOWN[0], held.run.position, PLANE).parameters.tobytes()
        )

    racing(held, options(BLOWN), run)


def test_edits_before_the_start_are_the_racers_too_and_later_only_what_is_not_the_optimizer() -> (
    None
):
    moved = EditSpec(at=At(step=9, op=LAST), parameter="layers.0.weight.0.0", value=2.0)
    late = EditSpec(at=At(step=40, op=LAST), parameter="layers.0.weight.0.0", value=-2.0)
    wider = EditSpec(at=At(step=30, op=0), training={"batch_size": 25})
    faster = EditSpec(at=At(step=35, op=0), training={"optimizer": {"learning_rate": 1.0}})
    held = session(edits=[moved, wider, faster, late])
    parted = EditSpec(at=At(step=20, op=0), training={"optimizer": FOUR[3]})
    expected = session(edits=[moved, parted, wider]).run
    expected.seek(Position(59, LAST))

    async def run(race: Race) -> None:
        await held.seek(Position(59, LAST))
        await level(race, held)
        (racer,) = race.racers
        assert racer.parameters.tobytes() == expected.parameters.tobytes()
        assert racer.curve()[0][0] == 20
        # Up to the start of the race, it is the run itself.
        await held.seek(Position(19, LAST))
        await level(race, held)
        assert race.racers[0].parameters.tobytes() == held.run.parameters.tobytes()

    racing(held, options([FOUR[3]], start=20), run)


def test_a_race_follows_edits_and_new_runs() -> None:
    held = session()

    async def run(race: Race) -> None:
        await held.seek(Position(19, LAST))
        await level(race, held)
        before = race.racers
        await held.edit({"training": {"optimizer": {"learning_rate": 0.5}}})
        await held.seek(Position(24, LAST))
        await level(race, held)
        assert race.racers is before  # no effect on them
        await held.edit({"network": {"hidden": [{"units": 3, "activation": "relu"}]}})
        assert race.racers == []
        assert race.trails() == []
        await level(race, held)
        assert [racer.parameters.tobytes() for racer in race.racers] == 4 * [
            held.run.parameters.tobytes()
        ]

    racing(held, options(FOUR), run)


def test_equal_races_are_one_and_different_ones_few() -> None:
    held = session()

    async def main() -> None:
        def ignore() -> None: ...

        starts = range(SETTINGS.races)
        joined = [held.races.join(held, options(FOUR, start), ignore) for start in starts]
        (race, leave), *_ = joined
        again, leave_again = held.races.join(held, options(FOUR, 0), ignore)
        assert again is race
        for _ in range(2):
            with pytest.raises(EngineError, match="races already"):
                held.races.join(held, options(FOUR, 99), ignore)
            leave_again()
            leave_again = leave
        held.races.join(held, options(FOUR, 99), ignore)[1]()
        assert held.listeners.watched
        for _, leave in joined[1:]:
            leave()
        assert not held.listeners.watched
        assert not held.races

    asyncio.run(main())


def test_the_picture_has_the_paths_in_its_own_plane_and_makes_room_for_them() -> None:
    held, drawn = session(), list[Drawn]()

    async def run(race: Race) -> None:
        await held.seek(Position(299, LAST))
        await level(race, held)
        asked = SURFACE | {"x": "layers.0.weight.0.0", "y": "layers.2.weight.0.1"}
        worker = SurfaceWorker(
            held, "surface", lambda: asked, lambda: True, drawn.append, race=lambda: race
        )
        for plane in ("pca", "parameters"):
            asked["plane"] = plane
            await worker.once(dict(asked))

    racing(held, options(FOUR), run)
    layout = held.run.trainer.architecture.layout
    at = [
        layout.index(layout.find(name)) for name in ("layers.0.weight.0.0", "layers.2.weight.0.1")
    ]
    fine = [(meta, tensors) for meta, tensors in drawn if not meta["surface"]["coarse"]]
    assert len(fine) == 2
    for meta, tensors in fine:
        surface = meta["surface"]
        assert len(surface["racers"]) == 4
        for number, optimizer in enumerate(FOUR):
            path = tensors[f"race.{number}.path"]
            run_alone = alone(optimizer, Position(299, LAST))
            assert path[-1, 2] == run_alone.score().train.loss
            if surface["plane"] == "parameters":
                assert path[-1, :2] == pytest.approx(run_alone.parameters[at], rel=1e-12)
                stored = np.array([each[at] for _, each in run_alone.checkpoints()])
                assert len(path) > 30
                for point in path[:, :2]:
                    assert np.abs(stored - point).max(axis=1).min() < 1e-12
                assert path[0, :2] == pytest.approx(stored[0], rel=1e-12)
            for i, axis in enumerate(("x", "y")):
                assert surface[axis]["min"] < path[:, i].min()
                assert path[:, i].max() < surface[axis]["max"]
