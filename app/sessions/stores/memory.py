"""Sessions in this process's memory, with a cap on their number and an expiry for the idle."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from app.protocol.edits import EditSpec
from app.protocol.spec import Spec
from app.sessions.session import Session
from app.sessions.sets import NO_SETS, Sets
from app.sessions.turns import Turns
from app.settings import Settings


class Full(Exception):
    """There is no room for another session."""


class MemoryStore:
    """Sessions by id."""

    def __init__(self, settings: Settings, sets: Sets = NO_SETS) -> None:
        self._settings = settings
        self._sets = sets
        self._turns = Turns(settings.slice_seconds, settings.round_seconds)
        self._sessions: dict[str, Session] = {}

    def create(self, spec: Spec, edits: Sequence[EditSpec] = ()) -> Session:
        """A new session; raises Full when there is no room, SpecError for a spec that cannot be
        trained."""
        self.expire()
        if len(self._sessions) >= self._settings.sessions:
            raise Full(f"{self._settings.sessions} runs are open; try again later")
        session = Session(spec, self._settings, edits, turns=self._turns, sets=self._sets)
        self._sessions[session.id] = session
        return session

    def get(self, identifier: str) -> Session | None:
        return self._sessions.get(identifier)

    def remove(self, identifier: str) -> None:
        session = self._sessions.pop(identifier, None)
        if session is not None:
            session.close()

    def expire(self) -> None:
        """Let go of sessions that nobody is connected to and nobody has used for a while."""
        cut = monotonic() - self._settings.idle_seconds
        idle = [s.id for s in self._sessions.values() if not s.watched and s.used < cut]
        for identifier in idle:
            self.remove(identifier)

    async def keep_tidy(self) -> None:
        """Expire the idle, until cancelled."""
        while True:
            await asyncio.sleep(min(60.0, self._settings.idle_seconds))
            self.expire()

    def close(self) -> None:
        for identifier in list(self._sessions):
            self.remove(identifier)

    def __len__(self) -> int:
        return len(self._sessions)
