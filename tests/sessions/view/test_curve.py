"""When the loss curve is sent."""

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.protocol.stream.frames import Watch
from backstep.sessions.session import Session
from backstep.sessions.state import Playback, State
from backstep.sessions.view import curve
from backstep.sessions.view.curve import LossCurve
from tests.sessions.test_session import session_of

WATCH = Watch({"curve": {}})


def sent(losses: LossCurve, session: Session, watch: Watch = WATCH) -> list[int]:
    """The number of points of each curve that is due."""
    return [meta["curve"]["points"] for meta, _ in losses.owed(session, watch)]


def test_a_curve_is_sent_once_and_again_when_it_has_changed() -> None:
    session, losses = session_of(), LossCurve()
    assert sent(losses, session, Watch({"network": {}})) == []
    assert sent(losses, session) == [1]
    assert sent(losses, session) == []
    session.run.seek(Position(4, 0))
    (points,) = sent(losses, session)
    assert points > 1
    # Back in the past it is as long as it was.
    session.run.seek(Position(1, 0))
    assert sent(losses, session) == []


def test_while_the_run_plays_it_is_sent_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(curve, "monotonic", lambda: now)
    monkeypatch.setattr(Session, "state", State().play(Playback()))
    session, losses = session_of(), LossCurve()
    assert sent(losses, session) == [1]
    session.run.seek(Position(4, 0))
    now += 0.05
    assert sent(losses, session) == []
    now += 0.1
    assert len(sent(losses, session)) == 1


def test_without_a_test_set_its_losses_are_no_numbers() -> None:
    session = session_of({"data": {"test_share": 0}})
    meta, tensors = curve.curve(session.run)
    assert meta["curve"]["points"] == len(tensors["curve.steps"]) == 1
    assert tensors["curve.train"][0] > 0
    assert np.isnan(tensors["curve.test"]).all()
