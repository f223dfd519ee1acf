"""Sessions in this process's memory, with a limit on their number and expiry of idle ones."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from time import monotonic

from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec, SpecError
from backstep.sessions.connection import ENDED, MOVED, End
from backstep.sessions.keeping.persistence import Persistence
from backstep.sessions.run.scheduler import Scheduler
from backstep.sessions.run.sets import Sets
from backstep.sessions.session import Session
from backstep.sessions.stores.records import Records
from backstep.sessions.stores.sets import MemorySets
from backstep.sessions.tasks import end, ending
from backstep.settings import Settings
from backstep.texts.message import Message

_PRUNE_SECONDS = 3600.0
_ATTEMPTS = 3  # to save a session that keeps changing
log = logging.getLogger("backstep")


class Full(Exception):
    """The server has no room for another session."""


class MemoryStore:
    """Sessions by id. With `records` they outlive the process, and leave memory when unused."""

    def __init__(
        self, settings: Settings, sets: Sets | None = None, records: Records | None = None
    ) -> None:
        self._settings = settings
        self._sets = MemorySets(settings) if sets is None else sets
        self.scheduler = Scheduler(settings.slice_seconds, settings.round_seconds)
        self.persistence = Persistence(records, settings, self._sets)
        self.persistence.lost = self._lose
        self._sessions: dict[str, Session] = {}
        self._opening = 0  # sessions being built
        self._waking: dict[str, asyncio.Task[None]] = {}

    def create(self, spec: Spec, edits: Sequence[EditSpec] = ()) -> Session:
        """Return a new session.

        Raises Full if there is no room, and SpecError for a spec that cannot be trained.
        """
        self._make_room()
        session = self._build(spec, edits)
        self._add(session)
        return session

    async def open(self, spec: Spec, edits: Sequence[EditSpec] = ()) -> Session:
        """Create a session off the event loop, and save it. Raises as `create` does."""
        self._make_room()
        self._opening += 1
        try:
            await self.persistence.wake_set(spec.data.name)
            session = await asyncio.to_thread(self._build, spec, edits)
        finally:
            self._opening -= 1
        self._add(session)
        await session.keep()
        return session

    def _build(self, spec: Spec, edits: Sequence[EditSpec]) -> Session:
        return Session(spec, self._settings, edits, scheduler=self.scheduler, sets=self._sets)

    def _add(self, session: Session) -> None:
        session.keep = partial(self.persistence.save, session)
        session.wake_set = self.persistence.wake_set
        self._sessions[session.id] = session

    def _make_room(self) -> None:
        self.expire()
        room = self._settings.sessions - self._opening
        if len(self._sessions) >= room and (asleep := self._asleep()):
            self._release(min(asleep, key=lambda session: session.listeners.used).id)
        if len(self._sessions) >= room:
            raise Full(Message("refusals.store.full", n=self._settings.sessions))

    @property
    def room(self) -> int:
        """The number of sessions that there is still room for."""
        return max(0, self._settings.sessions - len(self._sessions) + len(self._asleep()))

    def _asleep(self) -> list[Session]:
        """Sessions that may leave memory: they are saved, and no client is connected."""
        return [
            session
            for session in self._sessions.values()
            if not session.listeners.watched and self.persistence.keeps(session)
        ]

    @property
    def playing(self) -> int:
        """The number of sessions that play."""
        return sum(session.state.playing for session in self._sessions.values())

    def quiet(self) -> bool:
        """Whether no engine work is pending."""
        return not self.playing and not self.scheduler.waiting

    def get(self, identifier: str) -> Session | None:
        return self._sessions.get(identifier)

    def coded(self, watch_code: str) -> Session | None:
        """Return the session with that watch code if it is in memory."""
        for session in self._sessions.values():
            if session.credentials.watch_code == watch_code:
                return session
        return None

    async def find(self, watch_code: str) -> str | None:
        """Return the id of the session with that watch code. Raises StoreError."""
        awake = self.coded(watch_code)
        return await self.persistence.find(watch_code) if awake is None else awake.id

    async def wake(self, identifier: str) -> None:
        """Load a session that is only in the store.

        Raises Full, StoreError, SpecError, and Held if another process holds it.
        """
        if identifier in self._sessions or not self.persistence.durable:
            return
        waking = self._waking.get(identifier)
        if waking is None:
            waking = self._waking[identifier] = asyncio.create_task(self._wake(identifier))
            waking.add_done_callback(lambda _: self._waking.pop(identifier))
        await asyncio.shield(waking)

    async def _wake(self, identifier: str) -> None:
        try:
            session = await self.persistence.load(identifier, self.scheduler)
            if session is not None:
                self._make_room()
                self._add(session)
        except (Full, SpecError):
            self.persistence.release([identifier])
            raise

    async def end(self, identifier: str) -> None:
        """End a session and delete its record."""
        self.remove(identifier)
        await self.persistence.delete(identifier)

    def remove(self, identifier: str, why: End = ENDED) -> None:
        session = self._sessions.pop(identifier, None)
        if session is not None:
            session.close(why)

    def _release(self, *identifiers: str) -> None:
        for identifier in identifiers:
            self.remove(identifier, MOVED)
        self.persistence.release(identifiers)

    async def give(self, identifier: str, *, force: bool) -> bool:
        """Save a session and leave it to another process; return whether that succeeded.

        A session with connected clients is left only with `force`.
        """
        session = self.get(identifier)
        if session is None:
            return True
        if force:
            session.player.rest()
        for _ in range(_ATTEMPTS):
            if not self.persistence.keeps(session):
                await self.persistence.save(session)
        if not self.persistence.keeps(session) or (session.listeners.watched and not force):
            return False
        self._release(identifier)
        await self.persistence.settled()
        return True

    def _lose(self, identifier: str) -> None:
        """Release a session that another process has taken over."""
        self._release(identifier)

    def expire(self) -> None:
        """Release sessions that have no clients and have been idle for too long.

        Saved ones are released sooner, because they can be loaded again.
        """
        now = monotonic()
        for session in list(self._sessions.values()):
            if session.listeners.watched:
                continue
            kept, settings = self.persistence.keeps(session), self._settings
            limit = settings.awake_seconds if kept else settings.idle_seconds
            if session.listeners.used < now - limit:
                self._release(session.id)

    async def keep_tidy(self) -> None:
        """Save positions and release idle sessions until cancelled."""
        due = monotonic()
        while not ending():
            if monotonic() >= due:
                due += _PRUNE_SECONDS
                await self.persistence.prune()
            await asyncio.sleep(self._settings.flush_seconds)
            try:
                await self.persistence.flush(list(self._sessions.values()))
            except Exception:
                # The next round may succeed; if this loop ended, nothing would be saved any more.
                log.exception("where the runs are could not be written down")
            self.expire()

    async def rest(self) -> None:
        """Stop all sessions and save their positions; those that played resume later."""
        for session in self._sessions.values():
            session.player.rest()
        await self.persistence.flush(list(self._sessions.values()))

    async def leave(self) -> None:
        """Save all positions and release all runs for other processes."""
        await self.persistence.flush(list(self._sessions.values()))
        self._release(*self._sessions)
        await self.persistence.settled()

    async def close(self) -> None:
        """Leave all runs and close the store."""
        await end(self._waking.values())
        await self.leave()
        await self.persistence.close()

    def __len__(self) -> int:
        return len(self._sessions)
