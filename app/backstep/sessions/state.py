"""What a session is doing: an immutable value, and the moves from one value to the next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from backstep.engine.training.operations import Granularity
from backstep.protocol.stream.messages import Until
from backstep.sessions.connection import End


class Phase(Enum):
    """The four phases of a session."""

    PAUSED = "paused"
    PLAYING = "playing"
    RESTING = "resting"  # stopped with its server; it resumes when its driver is back
    ENDED = "ended"


class IllegalMove(Exception):
    """A session in this phase does not allow that move."""

    def __init__(self, move: str, phase: Phase) -> None:
        super().__init__(f"cannot {move} a session that is {phase.value}")
        self.move, self.phase = move, phase


@dataclass(frozen=True)
class Playback:
    """How a session plays: in which units, at which rate, up to which limit."""

    by: Granularity = "step"
    rate: float | None = None  # units per second; None: at full speed
    until: Until | None = None

    @property
    def text(self) -> str:
        """What `read_playback` reads."""
        until = self.until and self.until.model_dump(exclude_none=True)
        return json.dumps({"by": self.by, "rate": self.rate, "until": until})


def read_playback(text: str) -> Playback:
    """A playback that was stored as `text`; those of version 0.1 have no `until`."""
    found = json.loads(text)
    until = found.get("until")
    return Playback(found["by"], found["rate"], until and Until.model_validate(until))


@dataclass(frozen=True)
class State:
    """A session's phase and the values that belong to it.

    Each move returns the next state, and raises `IllegalMove` if the phase does not allow it:

        play    any but ENDED      → PLAYING
        pause   any but ENDED      → PAUSED
        stop    PLAYING            → PAUSED, with the reason
        rest    PLAYING            → RESTING
        defer   PAUSED             → RESTING
        resume  RESTING            → PLAYING
        end     any but ENDED      → ENDED
    """

    phase: Phase = Phase.PAUSED
    playback: Playback = Playback()
    stopped: Mapping[str, Any] | None = None  # the limit at which it last stopped
    pending: Playback | None = None  # RESTING: how it will continue
    end_reason: End | None = None  # ENDED: why connections are refused

    @property
    def playing(self) -> bool:
        return self.phase is Phase.PLAYING

    @property
    def resumable(self) -> Playback | None:
        """How the session would continue after a restart of the server; None if it would not."""
        return self.playback if self.playing else self.pending

    def play(self, playback: Playback) -> "State":
        """Start playing, or change how."""
        self._allow("play", Phase.PAUSED, Phase.PLAYING, Phase.RESTING)
        return State(Phase.PLAYING, playback)

    def pause(self) -> "State":
        """Stop playing on request."""
        self._allow("pause", Phase.PAUSED, Phase.PLAYING, Phase.RESTING)
        return replace(self, phase=Phase.PAUSED, pending=None)

    def stop(self, reason: Mapping[str, Any]) -> "State":
        """Stop playing because a limit was reached."""
        self._allow("stop", Phase.PLAYING)
        return replace(self, phase=Phase.PAUSED, stopped=reason)

    def rest(self) -> "State":
        """Stop playing until the driver is back."""
        self._allow("rest", Phase.PLAYING)
        return replace(self, phase=Phase.RESTING, pending=self.playback)

    def defer(self, pending: Playback) -> "State":
        """Play when the driver is back, because the run played in another process."""
        self._allow("defer", Phase.PAUSED)
        return replace(self, phase=Phase.RESTING, pending=pending)

    def resume(self) -> "State":
        """Continue playing: the driver is back."""
        self._allow("resume", Phase.RESTING)
        return State(Phase.PLAYING, self.pending or self.playback)

    def end(self, reason: End) -> "State":
        """Stop for good."""
        self._allow("end", Phase.PAUSED, Phase.PLAYING, Phase.RESTING)
        return replace(self, phase=Phase.ENDED, pending=None, end_reason=reason)

    def _allow(self, move: str, *phases: Phase) -> None:
        if self.phase not in phases:
            raise IllegalMove(move, self.phase)
