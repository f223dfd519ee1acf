"""What is saved of sessions, when, and how they are restored.

One thread does all writing, in the order of the requests. What it writes is taken on the event
loop, from values that no longer change.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import TypeVar

from backstep.data.own.names import shape_of
from backstep.data.own.own_set import OwnSet
from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import parse_spec
from backstep.sessions.credentials import Credentials
from backstep.sessions.keeping import snapshot
from backstep.sessions.run.log import read_log
from backstep.sessions.run.scheduler import Scheduler
from backstep.sessions.run.sets import Sets
from backstep.sessions.run.undo import UndoHistory, read
from backstep.sessions.session import Session
from backstep.sessions.state import read_playback
from backstep.sessions.stores import sets_format
from backstep.sessions.stores.records import Lost, Record, Records, StoreError, Whereabouts
from backstep.settings import Settings
from backstep.texts.message import Message

T = TypeVar("T")
log = logging.getLogger("backstep")

_LONG = 2_000_000  # parameter updates; replaying more would make users wait
_SNAPSHOT_SECONDS = 2.0  # between two snapshots of a run
_SNAPSHOT_SHARE = 0.03  # added per run: where many play, none gets far
_NOT_KEPT = {
    "type": "error",
    "code": "not_kept",
    "message": Message("refusals.store.not_kept"),
    "field": "store",
}


class Persistence:
    """Saves sessions in `records`; if that is None, nothing is saved."""

    def __init__(self, records: Records | None, settings: Settings, sets: Sets) -> None:
        self._records, self._settings, self._sets = records, settings, sets
        self._thread = ThreadPoolExecutor(1, "store")
        self._moved: dict[str, int] = {}  # the saved version of each session
        self._histories: dict[str, UndoHistory] = {}  # the saved history; each edit makes another
        self._unkept: set[str] = set()  # sessions that are only in memory
        self._snapshots: dict[str, float] = {}  # when each was last taken
        self.trouble: str | None = None
        self.lost: Callable[[str], None] = lambda identifier: None  # a run was taken over

    @property
    def durable(self) -> bool:
        return self._records is not None

    @property
    def name(self) -> str | None:
        """The name of this process in a shared store; None if the store is not shared."""
        return None if self._records is None else self._records.name

    @property
    def held(self) -> int:
        """The number of runs that only this process may write."""
        return len(self._moved)

    def keeps(self, session: Session) -> bool:
        """Whether the session's whole state has been saved."""
        written = self._moved.get(session.id) == session.version and not self._edited(session)
        return self.durable and written and session.id not in self._unkept

    def _edited(self, session: Session) -> bool:
        """Whether the session was edited after its last complete save; a save may be running."""
        return self._histories.get(session.id) is not session.history

    async def _work(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _try(self, work: Callable[[], None], sessions: Iterable[Session]) -> bool:
        """Do `work` and return whether it succeeded; warn the clients of `sessions` if not."""
        try:
            await self._work(work)
        except Lost as lost:
            for identifier in lost.runs:
                log.warning("a run goes on in another process, which took it over")
                self.lost(identifier)
            return False
        except StoreError as error:
            if self.trouble is None:
                log.error("runs cannot be written down: %s", error)
            self.trouble = str(error)
            for session in sessions:
                if session.id not in self._unkept:
                    self._unkept.add(session.id)
                    session.listeners.warn(dict(_NOT_KEPT))
            return False
        return True

    async def save(self, session: Session) -> None:
        """Save the whole state of a session; return when it is written."""
        if self._records is None:
            return
        if self.trouble is not None:
            # `flush` tries again, so that not every command has to wait for a timeout.
            self._unkept.add(session.id)
            return
        records, version, history = self._records, session.version, session.history
        taken = _take(session)
        self._snapshots[session.id] = monotonic()
        if await self._try(lambda: records.save(taken()), [session]):
            self._moved[session.id] = version
            self._histories[session.id] = history
            if session.id in self._unkept:
                self._unkept.remove(session.id)
                session.listeners.withdraw({"type": "kept"})

    async def flush(self, sessions: Sequence[Session]) -> None:
        """Save the position of every session; after a failure, the whole state."""
        records = self._records
        if records is None:
            return
        if self.trouble is not None:
            if not await self._try(records.reopen, sessions):
                return
            self.trouble = None
            log.warning("runs are written down again")
            for session in sessions:
                await self.save(session)
        await self._try(records.beat, [])
        apart = _SNAPSHOT_SECONDS + _SNAPSHOT_SHARE * len(sessions)
        for session in sessions:
            # A position of an edited run means nothing beside the record of the run before.
            if self._edited(session) or self._wants_snapshot(session, apart):
                await self.save(session)
        moved = [
            each
            for each in sessions
            if self._moved.get(each.id) != each.version and not self._edited(each)
        ]
        versions = {each.id: each.version for each in moved}
        moves = [(each.id, _whereabouts(each)) for each in moved]
        if moves and await self._try(lambda: records.move(moves), moved):
            self._moved |= versions

    def _wants_snapshot(self, session: Session, apart: float) -> bool:
        """Whether the session has trained for long since its last snapshot."""
        if session.id in self._unkept:
            return True
        since = monotonic() - self._snapshots.get(session.id, 0.0)
        moved = self._moved.get(session.id) != session.version
        return moved and since > apart and _is_long(session)

    async def load(self, identifier: str, scheduler: Scheduler) -> Session | None:
        """Load a session with its position and take hold of it.

        Raises StoreError, Held and SpecError.
        """
        records = self._records
        if records is None:
            return None
        record = await self._work(lambda: records.take(identifier))
        if record is None:
            return None
        session = await self._restored(record, scheduler)
        self._moved[identifier] = session.version
        self._histories[identifier] = session.history
        return session

    async def copy(self, identifier: str, scheduler: Scheduler) -> Session | None:
        """Return the saved state of a run, only to read it. Raises StoreError and SpecError."""
        records = self._records
        record = None
        if records is not None:
            record = await self._work(lambda: records.load(identifier))
        return await self._restored(record, scheduler) if record else None

    async def _restored(self, record: Record, scheduler: Scheduler) -> Session:
        await self.wake_set(str(json.loads(record.spec)["data"]["name"]))
        session = await asyncio.to_thread(_restore, record, self._settings, scheduler, self._sets)
        where = record.where
        # The furthest position first: the curve reaches up to there.
        for step, op in ((where.head_step, where.head_op), (where.step, where.op)):
            await session.come_back(Position(step, op))
        if where.playing is not None:
            session.player.defer(read_playback(where.playing))
        return session

    async def secret(self, identifier: str) -> bytes:
        """Return the hash of a run's token. Raises StoreError if there is no such run."""
        records = self._records
        if records is not None:
            record = await self._work(lambda: records.load(identifier))
            if record is not None:
                return record.token_hash
        raise StoreError("there is no such run")

    async def find(self, watch_code: str) -> str | None:
        """Return the id of the run with that watch code. Raises StoreError."""
        records = self._records
        return None if records is None else await self._work(lambda: records.find(watch_code))

    async def save_set(self, identifier: str, own: OwnSet) -> None:
        """Save an uploaded data set."""
        records = self._records
        if records is not None:
            await self._try(lambda: records.save_set(identifier, sets_format.encode_set(own)), [])

    async def wake_set(self, identifier: str) -> None:
        """Load an uploaded data set that is only in the store. Raises StoreError."""
        records = self._records
        if records is None or not shape_of(identifier) or self._sets.get(identifier):
            return
        data = await self._work(lambda: records.load_set(identifier))
        if data is None:
            return
        try:
            self._sets.put(identifier, await self._work(lambda: sets_format.decode_set(data)))
        except ValueError as error:
            log.error("a data set in the store %s", error)

    async def delete(self, identifier: str) -> None:
        """Delete a run's record."""
        records = self._records
        self._forget([identifier])
        if records is not None:
            await self._try(lambda: records.delete(identifier), [])

    def release(self, identifiers: Sequence[str]) -> None:
        """Give up runs that are no longer in memory: any process may load them."""
        self._forget(identifiers)
        if self._records is not None:
            self._thread.submit(self._release, self._records, identifiers)

    def _forget(self, identifiers: Sequence[str]) -> None:
        for identifier in identifiers:
            self._moved.pop(identifier, None)
            self._histories.pop(identifier, None)
            self._snapshots.pop(identifier, None)
            self._unkept.discard(identifier)

    def _release(self, records: Records, identifiers: Sequence[str]) -> None:
        # If this fails, the lease expires with the process.
        with suppress(StoreError):
            records.release(identifiers)

    async def settled(self) -> None:
        """Wait until all earlier requests are done."""
        await self._work(lambda: None)

    async def prune(self) -> None:
        """Delete runs that nobody has opened for a long time."""
        records, seconds = self._records, self._settings.keep_seconds
        if records is not None:
            await self._try(lambda: records.prune(seconds), [])

    async def close(self) -> None:
        try:
            if self._records is not None:
                await self._work(self._records.close)
        finally:
            # Do not wait for a thread that is stuck.
            self._thread.shutdown(wait=False, cancel_futures=True)


def _whereabouts(session: Session) -> Whereabouts:
    playing = session.state.resumable
    return Whereabouts(*session.run.position, *session.run.head, playing.text if playing else None)


def _is_long(session: Session) -> bool:
    trainer = session.run.trainer
    return trainer.updates * trainer.parameters.size > _LONG


def _take(session: Session) -> Callable[[], Record]:
    """Return a function that makes the record of the session as it is now, in any thread."""
    saved, where, epoch = session.saved, _whereabouts(session), session.run_epoch
    history = session.history
    past = session.run.past() if _is_long(session) else None
    return lambda: Record(
        session.id,
        session.credentials.token_hash,
        session.credentials.watch_code,
        epoch,
        saved.spec,
        saved.edits,
        where,
        None if past is None else snapshot.encode_past(past),
        history.text if history.count else None,
    )


def _restore(record: Record, settings: Settings, scheduler: Scheduler, sets: Sets) -> Session:
    """Return the session of a record, at its start. Raises SpecError."""
    spec = parse_spec(json.loads(record.spec), settings.caps)
    credentials = Credentials(record.id, record.watch_code, record.token_hash)
    session = Session(
        spec,
        settings,
        scheduler=scheduler,
        sets=sets,
        credentials=credentials,
        epoch=record.run_epoch,
        history=read(record.acts) if record.acts else UndoHistory(),
    )
    session.run.adopt(read_log(session.assembly, record.edits, settings.caps))
    past = snapshot.decode_past(record.snapshot) if record.snapshot else None
    if past is not None:
        session.run.resume(past)
    return session
