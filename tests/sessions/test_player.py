"""The player changes the state of a session, and nobody else does."""

import asyncio
import json
from collections.abc import Callable

import pytest

from backstep.engine.training.operations import Position
from backstep.sessions.client.client import Client
from backstep.sessions.connection import ENDED, Refused
from backstep.sessions.state import IllegalMove, Playback, State
from tests.sessions.ending import all_end, waits
from tests.sessions.test_session import session_of
from tests.waiting import go


def test_a_session_paused_before_its_turn_moves_no_more() -> None:
    session = session_of()
    session.listeners.listen(lambda event: None)

    async def check() -> None:
        session.player.play(Playback())
        await asyncio.sleep(0)  # the player asks for its turn
        assert session.scheduler.waiting
        session.player.pause()
        await session.seek(Position(3, 0))
        while session.scheduler.waiting:
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        assert session.run.position == (3, 0)

    go(check)


def test_an_epoch_is_played_to_its_end_after_a_pause() -> None:
    session = session_of(slice_seconds=0)
    session.listeners.listen(lambda event: None)
    end = session_of().run.forward("epoch")

    async def check() -> None:
        session.player.pause()
        session.player.play(Playback("epoch", 0.001))  # the next one is far off
        while session.run.position != end:
            await asyncio.sleep(0)
        session.player.pause()

    go(check)


def test_a_new_rate_ends_the_wait_for_a_slow_one() -> None:
    session = session_of()
    session.listeners.listen(lambda event: None)

    async def check() -> None:
        for faster in (Playback("operation", 1000.0), Playback("operation")):
            session.player.play(Playback("operation", 1e-6))  # the next unit is due in eleven days
            await waits()
            position = session.run.position
            session.player.play(faster)
            while session.run.position == position:
                await asyncio.sleep(0)

    go(check)


def test_a_pause_ends_the_wait_for_the_next_unit() -> None:
    session = session_of()
    session.listeners.listen(lambda event: None)

    async def check() -> None:
        session.player.play(Playback("operation", 1e-6))
        await waits()
        session.player.pause()
        await all_end()

    go(check)


def test_playing_on_or_pausing_cancels_what_was_to_be_resumed() -> None:
    session = session_of()
    session.listeners.listen(lambda event: None)

    async def check() -> None:
        session.player.play(Playback("epoch", 5.0))
        version = session.version
        session.player.rest()
        assert session.version > version  # so that it is written down
        assert session.state.pending == Playback("epoch", 5.0)
        session.player.pause()
        session.player.rest()  # rests already
        assert session.state == State(playback=Playback("epoch", 5.0))
        with pytest.raises(IllegalMove):
            session.player.resume()

    go(check)


def test_an_ended_session_refuses_to_play_and_to_end_again() -> None:
    session = session_of()
    session.close()
    player = session.player

    def play() -> None:
        player.play(Playback())

    moves: list[Callable[[], None]] = [play, player.pause, player.resume, session.close]
    for move in moves:
        with pytest.raises(IllegalMove):
            move()
    assert session.state.end_reason == ENDED


@pytest.mark.parametrize(
    "name", ["state", "version", "run", "run_epoch", "assembly", "frames", "spec", "still", "id"]
)
def test_nobody_outside_writes_what_a_session_is(name: str) -> None:
    session = session_of()
    with pytest.raises(AttributeError):
        setattr(session, name, getattr(session, name))


def test_nobody_outside_writes_the_state_of_a_player_or_the_notice() -> None:
    session = session_of()
    for held, name in ((session.player, "state"), (session.listeners, "notice")):
        with pytest.raises(AttributeError):
            setattr(held, name, None)


def test_a_client_whose_run_has_ended_is_refused() -> None:
    session = session_of()

    async def check() -> None:
        async def send(data: str | bytes) -> None: ...

        client = Client(session, send)
        hello = {"type": "hello", "token": session.credentials.token}
        await client.receive(json.dumps(hello))
        session.close()
        with pytest.raises(Refused, match='"code":"ended"'):
            await client.receive(json.dumps({"type": "play", "by": "step"}))
        client.close()

    go(check)
