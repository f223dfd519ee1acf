"""The state of a session changes only by legal moves."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from backstep.protocol.stream.messages import Until
from backstep.sessions.connection import ENDED, MOVED
from backstep.sessions.state import IllegalMove, Phase, Playback, State

EPOCHS = Playback("epoch", 5.0, Until(loss=0.1))
PENDING = Playback("epoch", 5.0)
REASON = {"reason": "loss", "value": 0.09}

IN: dict[Phase, State] = {
    Phase.PAUSED: State(),
    Phase.PLAYING: State().play(EPOCHS),
    Phase.RESTING: State().play(EPOCHS).rest(),
    Phase.ENDED: State().end(ENDED),
}
MOVES: dict[str, Callable[[State], State]] = {
    "play": lambda state: state.play(EPOCHS),
    "pause": lambda state: state.pause(),
    "stop": lambda state: state.stop(REASON),
    "rest": lambda state: state.rest(),
    "defer": lambda state: state.defer(PENDING),
    "resume": lambda state: state.resume(),
    "end": lambda state: state.end(MOVED),
}
LEGAL: dict[tuple[Phase, str], Phase] = {
    (Phase.PAUSED, "play"): Phase.PLAYING,
    (Phase.PAUSED, "pause"): Phase.PAUSED,
    (Phase.PAUSED, "defer"): Phase.RESTING,
    (Phase.PAUSED, "end"): Phase.ENDED,
    (Phase.PLAYING, "play"): Phase.PLAYING,
    (Phase.PLAYING, "pause"): Phase.PAUSED,
    (Phase.PLAYING, "stop"): Phase.PAUSED,
    (Phase.PLAYING, "rest"): Phase.RESTING,
    (Phase.PLAYING, "end"): Phase.ENDED,
    (Phase.RESTING, "play"): Phase.PLAYING,
    (Phase.RESTING, "pause"): Phase.PAUSED,
    (Phase.RESTING, "resume"): Phase.PLAYING,
    (Phase.RESTING, "end"): Phase.ENDED,
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("phase", Phase)
def test_a_move_is_made_where_it_is_legal_and_raises_elsewhere(phase: Phase, move: str) -> None:
    state = IN[phase]
    assert state.phase is phase
    if (phase, move) in LEGAL:
        assert MOVES[move](state).phase is LEGAL[phase, move]
    else:
        with pytest.raises(IllegalMove, match=f"cannot {move} a session that is {phase.value}"):
            MOVES[move](state)
    assert state == IN[phase]  # a move returns another state


def test_playing_forgets_why_it_stopped_and_keeps_the_settings() -> None:
    stopped = IN[Phase.PLAYING].stop(REASON)
    assert (stopped.stopped, stopped.playback) == (REASON, EPOCHS)
    assert stopped.pause().stopped == REASON
    again = stopped.play(PENDING)
    assert (again.stopped, again.playback) == (None, PENDING)


def test_what_rests_plays_on_to_its_limit() -> None:
    resting = IN[Phase.RESTING]
    assert resting.playback == EPOCHS
    assert resting.resumable == EPOCHS
    assert resting.resume().playback == EPOCHS
    assert resting.pause().resumable is None


def test_what_another_process_played_plays_on() -> None:
    deferred = State().defer(PENDING)
    assert (deferred.playing, deferred.resumable) == (False, PENDING)
    assert deferred.resume() == State().play(PENDING)


def test_an_ended_session_says_why_and_plays_no_more() -> None:
    ended = IN[Phase.RESTING].end(MOVED)
    assert (ended.end_reason, ended.resumable) == (MOVED, None)


@pytest.mark.parametrize("field", ["phase", "playback", "stopped", "pending", "end_reason"])
def test_nobody_writes_into_a_state(field: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(State(), field, None)


class Moves(RuleBasedStateMachine):
    """Any sequence of moves, beside a model: a phase, and what would resume after a restart."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.phase = Phase.PAUSED
        self.playback = Playback()
        self.pending: Playback | None = None

    playbacks = st.builds(
        Playback,
        st.sampled_from(["operation", "layer", "step", "epoch"]),
        st.none() | st.floats(0.1, 100),
        st.none() | st.builds(Until, loss=st.floats(0.01, 1)),
    )

    def _made(self, name: str, move: Callable[[], State]) -> bool:
        """Try a move; return whether it was legal."""
        after = LEGAL.get((self.phase, name))
        if after is None:
            with pytest.raises(IllegalMove):
                move()
            return False
        self.state, self.phase = move(), after
        return True

    @rule(playback=playbacks)
    def play(self, playback: Playback) -> None:
        if self._made("play", lambda: self.state.play(playback)):
            self.playback, self.pending = playback, None

    @rule()
    def pause(self) -> None:
        if self._made("pause", lambda: self.state.pause()):
            self.pending = None

    @rule()
    def stop(self) -> None:
        self._made("stop", lambda: self.state.stop(REASON))

    @rule()
    def rest(self) -> None:
        if self._made("rest", lambda: self.state.rest()):
            self.pending = self.playback

    @rule(playback=playbacks)
    def defer(self, playback: Playback) -> None:
        if self._made("defer", lambda: self.state.defer(playback)):
            self.pending = playback

    @rule()
    def resume(self) -> None:
        if self._made("resume", lambda: self.state.resume()):
            assert self.pending is not None
            self.playback, self.pending = self.pending, None

    @rule()
    def end(self) -> None:
        if self._made("end", lambda: self.state.end(ENDED)):
            self.pending = None

    @invariant()
    def agrees_with_the_model(self) -> None:
        state: Any = self.state
        assert state.phase is self.phase
        assert state.playback == self.playback
        assert state.pending == self.pending
        assert (state.pending is not None) == (self.phase is Phase.RESTING)
        assert (state.end_reason is not None) == (self.phase is Phase.ENDED)
        playing = self.phase is Phase.PLAYING
        assert state.resumable == (self.playback if playing else self.pending)


TestMoves = Moves.TestCase
