"""The pace that a client sets."""

import pytest

from backstep.sessions.client.pace import Pace
from backstep.settings import Settings

SETTINGS = Settings(window=2, send_seconds=20, frame_seconds=0.01)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_only_so_many_frames_go_unacknowledged() -> None:
    pace = Pace(SETTINGS)
    assert [pace.send(), pace.send()] == [1, 2]
    assert not pace.open
    pace.ack(1)
    assert pace.open
    pace.send()
    pace.ack(99)
    assert pace.send() == 4
    assert pace.open


def test_numbers_go_on_after_another_connection() -> None:
    pace = Pace(SETTINGS)
    pace.resume(17)
    assert pace.open
    assert pace.send() == 18


def test_who_does_not_acknowledge_is_let_go() -> None:
    clock = Clock()
    pace = Pace(SETTINGS, clock)
    assert pace.patience is None
    pace.send()
    clock.now += 15
    pace.send()
    assert pace.patience == pytest.approx(5)
    # A slow client is not a lost one.
    pace.ack(1)
    assert pace.patience == pytest.approx(20)
    pace.ack(2)
    assert pace.patience is None


def test_frames_are_so_far_apart_and_a_late_one_is_made_up_for() -> None:
    clock = Clock()
    pace = Pace(SETTINGS, clock)
    assert pace.early < 0
    pace.send()
    clock.now += 0.004
    pace.ack(1)
    pace.send()
    assert pace.early == pytest.approx(0.006)
