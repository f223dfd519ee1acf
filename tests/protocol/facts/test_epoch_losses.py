"""Losses that repeat every epoch: the curve and the warnings see them (finding N11)."""

import json
from pathlib import Path

import numpy as np
import pytest

from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import parse_spec
from backstep.protocol.stream.frames import Watch
from backstep.sessions.session import Session
from backstep.sessions.view.curve import curve
from backstep.settings import Caps, Settings

SPIKE = Path(__file__).with_name("spike.json")  # one outlier: each epoch's loss goes from 24 to 598


def spiking() -> Session:
    return Session(parse_spec(json.loads(SPIKE.read_text()), Caps()), Settings())


def test_a_loss_that_leaps_once_an_epoch_is_no_flat_line() -> None:
    run = spiking().run
    run.seek(Position(19_999, run.operations.update))
    meta, tensors = curve(run)
    late = tensors["curve.steps"] > 1000
    whole = tensors["curve.train"][late]
    assert whole.max() > 300 > 25 > whole.min()
    # The points meet all phases of the epoch.
    phases = np.bincount(tensors["curve.steps"].astype(int) % 64 // 8, minlength=8)
    assert phases.min() > 0
    highest, counts = tensors["curve.batch.max"], tensors["curve.batch.counts"]
    assert counts.sum() == 20_000
    assert meta["curve"] == {"points": len(tensors["curve.steps"]), "bins": len(counts)}
    assert (highest[counts >= 64] > 1500).all()


@pytest.mark.parametrize("step", [999, 19_999, 20_010, 20_050])
def test_steps_that_leap_once_an_epoch_are_too_large(step: int) -> None:
    session = spiking()
    session.run.seek(Position(step, session.run.operations.update))
    meta, _ = session.frames.build(Watch({"health": {}}), None, None)
    (warning,) = meta["health"]["warnings"]
    assert warning["kind"] == "step_too_large"
    assert warning["value"] == pytest.approx(2, abs=0.05)
    assert warning["threshold"] == 1.5
