"""Where a run is, in this process or in another that shares the store, and how to reach it."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Literal, Protocol

from backstep.sessions.client.client import Client
from backstep.sessions.client.conversation import Listener
from backstep.sessions.connection import MOVED, End, Refused, Send, end_with
from backstep.sessions.keeping.memory import MemoryStore
from backstep.sessions.replicas.classes import ClassRelay, RemoteClassroom
from backstep.sessions.replicas.messages import Head, Messenger
from backstep.sessions.replicas.parties import Call, Guest
from backstep.sessions.session import Session
from backstep.sessions.stores.records import Held, StoreError
from backstep.sessions.tasks import end
from backstep.settings import Settings

Kind = Literal["run", "class"]
Number = tuple[str, str]  # the other process, and the conversation's number

_LOOK_SECONDS = 0.2  # between two attempts to obtain a run
_ANSWER_SECONDS = 3.0  # for another process to release a run
_LEAVING: End = end_with(1012, "restart", 2)


@dataclass(frozen=True)
class Elsewhere:
    """A run in another process."""

    id: str
    owner: str


class Party(Protocol):
    """An end of a conversation."""

    def hear(self, data: str | bytes) -> None:
        """Handle a message from the other end."""

    def end(self, why: End) -> None:
        """End the conversation here."""


class Exchange:
    """The exchange for the runs of `store`; without a shared store there are no other processes."""

    def __init__(self, store: MemoryStore, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._link: Messenger | None = None
        name = store.persistence.name
        if name is not None:
            # Only a store in Redis is shared, and the package redis is an extra.
            from backstep.sessions.replicas.link import Link

            self._link = Link(settings.store, name, self._heard, self._gone)
            self._link.peers = lambda: {peer for peer, _ in self._parties}
        self._parties: dict[Number, Party] = {}
        self._classes: dict[str, tuple[Elsewhere, RemoteClassroom]] = {}
        self._asked: dict[Number, asyncio.Future[bool]] = {}
        self._finding: dict[str, asyncio.Task[Session | Elsewhere | None]] = {}
        self._seeking: dict[str, asyncio.Task[Session | Elsewhere | None]] = {}
        self._giving: set[asyncio.Task[None]] = set()
        self._leaving = False

    @property
    def state(self) -> Literal["alone", "ok", "failing"]:
        """Whether other processes can be reached."""
        return "alone" if self._link is None else "failing" if self._link.trouble else "ok"

    @property
    def guests(self) -> int:
        """The number of conversations of other processes with runs here."""
        return sum(isinstance(each, Guest) for each in self._parties.values())

    @property
    def calls(self) -> int:
        """The number of conversations from here with runs elsewhere."""
        return len(self._parties) - self.guests

    async def run(self) -> None:
        """Exchange messages with other processes until cancelled."""
        if self._link is not None:
            await self._link.run()

    async def close(self) -> None:
        """End what is still in progress; call it after `run` has ended."""
        guests = [party.task for party in self._parties.values() if isinstance(party, Guest)]
        finding = [*self._finding.values(), *self._seeking.values()]
        await end([*finding, *self._giving, *(task for task in guests if task is not None)])
        if self._link is not None:
            await self._link.close()

    async def leave(self) -> None:
        """Close all connections from other processes, and accept no more."""
        self._leaving = True
        for number in [each for each, party in self._parties.items() if isinstance(party, Guest)]:
            self._end(number, _LEAVING)
        if self._link is not None:
            await self._link.said()

    async def find(self, identifier: str) -> Session | Elsewhere | None:
        """Return the run, loaded here if no process holds it or its process releases it.

        A process releases a run that has no clients. Raises as `MemoryStore.wake`, except Held.
        """
        finding = self._finding.get(identifier)
        if finding is None:
            # A whole class may request the same run at once.
            finding = self._finding[identifier] = asyncio.create_task(self._find(identifier))
            finding.add_done_callback(lambda _: self._finding.pop(identifier))
        return await asyncio.shield(finding)

    async def _find(self, identifier: str) -> Session | Elsewhere | None:
        deadline = monotonic() + self._settings.lease_seconds + 2
        while monotonic() < deadline:
            try:
                await self._store.wake(identifier)
                return self._store.get(identifier)
            except Held as held:
                owner = held.owner
            if self._link is None or not await self._link.alive([owner]):
                await asyncio.sleep(_LOOK_SECONDS)  # that process has died; its lease must expire
            elif not await self._ask(owner, identifier, force=False):
                return Elsewhere(identifier, owner)
        raise StoreError("a run is held by a process that does not answer")

    async def look(self, identifier: str) -> Session | None:
        """Return the run, or a recent copy of it, only to read it. Raises as `find`."""
        found = await self.find(identifier)
        if isinstance(found, Elsewhere):
            return await self._store.persistence.copy(identifier, self._store.scheduler)
        return found

    async def seize(self, identifier: str) -> Session | None:
        """Return the run, loaded here even if clients are connected to it. Raises as `find`."""
        found = await self.find(identifier)
        if not isinstance(found, Elsewhere):
            return found
        if not await self._ask(found.owner, identifier, force=True):
            raise StoreError("a run is not to be had")
        await self._store.wake(identifier)
        return self._store.get(identifier)

    async def find_class(self, code: str) -> Session | Elsewhere | None:
        """Return the run with that code, as `find`; hundreds may request the same one at once."""
        here = self._store.coded(code)
        if here is not None:
            return here
        seeking = self._seeking.get(code)
        if seeking is None:
            seeking = self._seeking[code] = asyncio.create_task(self._find_class(code))
            seeking.add_done_callback(lambda _: self._seeking.pop(code))
        return await asyncio.shield(seeking)

    def seeks(self, code: str) -> bool:
        """Whether a search for that code is in progress."""
        return code in self._seeking

    async def _find_class(self, code: str) -> Session | Elsewhere | None:
        identifier = await self._store.find(code)
        if identifier in self._classes:
            place, _ = self._classes[identifier]
            return place
        return None if identifier is None else await self.find(identifier)

    def call(self, place: Elsewhere, send: Send) -> Call:
        """Open a conversation with a run in another process."""
        number = self._open(place, "run")
        hang_up = partial(self._end, number, MOVED)
        call = Call(send, partial(self._say, number), hang_up, self._settings.send_seconds)
        self._parties[number] = call
        return call

    async def classroom(self, place: Elsewhere) -> RemoteClassroom:
        """Return the class of a run in another process. Raises StoreError."""
        if place.id not in self._classes:
            secret = await self._store.persistence.secret(place.id)
            if place.id not in self._classes:  # still
                number = self._open(place, "class")
                empty = partial(self._end, number, MOVED)
                far = RemoteClassroom(secret, partial(self._say, number), empty, self._settings)
                self._parties[number], self._classes[place.id] = far, (place, far)
        return self._classes[place.id][1]

    def _open(self, place: Elsewhere, kind: Kind) -> Number:
        number = place.owner, secrets.token_urlsafe(9)
        self._tell(number, {"do": "open", "kind": kind, "run": place.id})
        return number

    def _tell(self, number: Number, head: Head, body: bytes = b"") -> None:
        peer, own = number
        if self._link is not None:
            self._link.send(peer, head | {"number": own}, body)

    def _say(self, number: Number, data: str | bytes) -> None:
        body = data.encode() if isinstance(data, str) else data
        self._tell(number, {"do": "say", "text": isinstance(data, str)}, body)

    def _end(self, number: Number, why: End) -> None:
        """End a conversation in both processes."""
        party = self._drop(number)
        if party is not None:
            self._tell(number, {"do": "end", "why": why})
            party.end(why)

    def _drop(self, number: Number) -> Party | None:
        party = self._parties.pop(number, None)
        for identifier in [name for name, (_, far) in self._classes.items() if far is party]:
            del self._classes[identifier]
        return party

    def _gone(self, peer: str | None) -> None:
        """End conversations with that process (None: all): messages may have been lost."""
        for number in [each for each in self._parties if peer in (None, each[0])]:
            self._end(number, MOVED)
        for number in [each for each in self._asked if peer in (None, each[0])]:
            self._answered(number, StoreError("another process cannot be reached"))

    def _heard(self, peer: str, head: Head, body: bytes) -> None:
        number = peer, str(head["number"])
        match head["do"]:
            case "open":
                self._take_in(number, head["kind"], head["run"])
            case "say" if number in self._parties:
                self._parties[number].hear(body.decode() if head["text"] else body)
            case "say":
                self._tell(number, {"do": "end", "why": MOVED})
            case "end":
                party = self._drop(number)
                if party is not None:
                    code, reason = head["why"]
                    party.end((code, reason))
            case "give":
                task = asyncio.create_task(self._give(number, head["run"], head["force"]))
                self._giving.add(task)
                task.add_done_callback(self._giving.discard)
            case "given":
                self._answered(number, head["done"])

    def _answered(self, number: Number, answer: bool | StoreError) -> None:
        asked = self._asked.pop(number, None)
        if asked is None or asked.done():
            return
        if isinstance(answer, bool):
            asked.set_result(answer)
        else:
            asked.set_exception(answer)

    def _take_in(self, number: Number, kind: Kind, identifier: str) -> None:
        if self._leaving:
            self._tell(number, {"do": "end", "why": _LEAVING})
            return
        make: Callable[[Send], Awaitable[Listener]] = partial(self._listener, kind, identifier)
        guest = self._parties[number] = Guest(make, partial(self._say, number))
        guest.start(partial(self._end, number))

    async def _listener(self, kind: Kind, identifier: str, send: Send) -> Listener:
        try:
            await self._store.wake(identifier)
        except Exception:
            raise Refused(*MOVED) from None  # a new connection will receive the reason
        session = self._store.get(identifier)
        if session is None:
            raise Refused(*MOVED)
        if kind == "class":
            return ClassRelay(session.classroom, send, self._settings)
        return Client(session, send)

    async def _ask(self, owner: str, identifier: str, *, force: bool) -> bool:
        """Request that `owner` save and release a run; return whether it did.

        Without `force` it keeps a run with connected clients. Raises StoreError.
        """
        number = owner, secrets.token_urlsafe(9)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        self._tell(number, {"do": "give", "run": identifier, "force": force})
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                done: bool = await answer
                return done
        except TimeoutError:
            raise StoreError("another process does not answer") from None
        finally:
            self._asked.pop(number, None)

    async def _give(self, number: Number, identifier: str, force: bool) -> None:
        done = False
        with suppress(StoreError):
            done = await self._store.give(identifier, force=force)
        self._tell(number, {"do": "given", "done": done})
