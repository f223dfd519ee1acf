"""The path that a surface shows, and the plane of its principal components."""

from typing import Any

import numpy as np
import pytest

from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator
from backstep.engine.training.operations import Position
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import parse
from backstep.sessions.session import Session
from backstep.sessions.view import paths
from backstep.sessions.view.landscape import Landscape, moment
from backstep.settings import Caps, Settings

PCA = {"plane": "pca", "over": "train", "zoom": 1, "seed": 0, "resolution": 3}


def session_of(preset: str) -> Session:
    return Session(parse(dict(PRESETS[preset].spec), Caps()), Settings())


def drawn(session: Session, **options: Any) -> tuple[dict[str, Any], Array]:
    """Metadata of the surface, and its path."""
    data = session.assembly.data
    *_, (meta, tensors) = Landscape().surface(
        moment(session.run), data, PCA | options, lambda: False
    )
    return meta["surface"], tensors["surface.path"]


def walked(session: Session, steps: int) -> Array:
    """Parameters after 0, 1, 2, … updates, (steps + 1, parameters); stands at the end."""
    run, found = session.run, [session.run.parameters.copy()]
    for step in range(1, steps + 1):
        run.seek(Position(step, 0))
        found.append(run.parameters.copy())
    return np.stack(found)


def explained(path: Array) -> list[float]:
    """The shares of variance of the first two principal components."""
    sizes = np.linalg.svd(path - path.mean(axis=0), compute_uv=False) ** 2
    return [float(each) for each in sizes[:2] / sizes.sum()]


@pytest.mark.parametrize(
    ("preset", "steps"), [("circle", 6), ("circle", 1), ("reviews", 100), ("digits", 100)]
)
def test_the_plane_is_that_of_every_point_of_the_path_once(preset: str, steps: int) -> None:
    session = session_of(preset)
    path = walked(session, steps)
    surface, shown = drawn(session)
    assert (surface["points"], surface["of"]) == (steps + 1, steps + 1)
    assert surface["explained"] == pytest.approx(explained(path), abs=1e-9)
    assert len(shown) == steps + 1


@pytest.mark.parametrize("preset", ["reviews", "digits"])
def test_a_long_path_is_thinned_and_says_so(preset: str) -> None:
    session = session_of(preset)
    path = walked(session, 700)
    surface, shown = drawn(session)
    assert surface["of"] == 701
    assert 100 <= surface["points"] < 701
    assert surface["explained"] == pytest.approx(explained(path), abs=0.005)
    assert len(shown) <= surface["points"]


@pytest.mark.parametrize("op", [0, 5, 12])
def test_the_path_goes_on_to_the_furthest_moment(op: int) -> None:
    session = session_of("circle")
    walked(session, 20)
    session.run.seek(Position(8, op))
    surface, path = drawn(session)
    assert (surface["points"], surface["of"], len(path)) == (21, 21, 21)


def test_losses_that_the_curve_lacks_are_those_of_the_training_set() -> None:
    session = session_of("digits")
    parameters = walked(session, 20)
    _, path = drawn(session, plane="random", over="batch")
    architecture, data = session.run.trainer.architecture, session.assembly.data
    evaluator = Evaluator(architecture, data.train_x, data.train_y, classify=False)
    expected = [evaluator.loss(each) for each in parameters[:-1]]
    np.testing.assert_array_equal(path[:-1, 2], expected)


def test_few_losses_are_computed_where_each_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_MOST_WORK", 0)
    session = session_of("digits")
    walked(session, 100)
    surface, path = drawn(session)
    assert surface["points"] == 101
    assert 8 < len(path) < 40
    assert np.isfinite(path).all()
