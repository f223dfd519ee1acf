"""One follower of a class: a place for the newest frame, and the pace it sets.

No sockets here, as with `Client`.
"""

import asyncio
import re
from collections import deque
from time import monotonic
from typing import Protocol

from pydantic import ValidationError

from backstep.protocol.codec.finite import to_json
from backstep.protocol.spec.schema import problems
from backstep.protocol.stream import messages
from backstep.protocol.stream.messages import error_event, id_of, spoken, too_fast
from backstep.protocol.stream.teaching import Answer
from backstep.sessions.classroom import identity
from backstep.sessions.classroom.frame import ClassFrame, ClassMember
from backstep.sessions.connection import NO_HELLO, End, Refused, Send
from backstep.settings import Settings
from backstep.texts.languages import languages
from backstep.texts.message import Message

_ACK = re.compile(r'\{"type":"ack","seq":(\d{1,15})\}')  # as the page says it; others are parsed


class Class(Protocol):
    """What a follower sees of the class: a `Classroom`, here or in another process."""

    @property
    def frame(self) -> ClassFrame | None: ...

    @property
    def secret(self) -> bytes: ...

    def join(self, member: ClassMember) -> None: ...

    def leave(self, member: ClassMember) -> None: ...

    def stir(self) -> None: ...

    def answer(self, key: str, number: int, choice: int) -> bool: ...


class Follower:
    """A connection that follows a class; runs until cancelled. It may acknowledge frames and
    answer questions, nothing else."""

    role = "follower"
    heads = 1

    def __init__(self, classroom: Class, send: Send, settings: Settings) -> None:
        self._classroom, self._send, self._settings = classroom, send, settings
        self._key: str | None = None  # from hello on
        self._texts = languages().default
        self._welcomed = False
        self._events: deque[tuple[str, str]] = deque()
        self._frame: ClassFrame | None = None  # the last that was sent
        self._has: dict[str, int] = {}
        self._unacked: deque[int] = deque()
        self._since = 0.0  # when it last acknowledged what it had to
        self._over: End | None = None
        self._sending: float | None = None  # since when
        self._timer: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()

    def close(self) -> None:
        self._classroom.leave(self)

    @property
    def waiting(self) -> bool:
        """Whether it would take another frame."""
        return len(self._unacked) < self._settings.window

    def stir(self) -> None:
        self._wake.set()

    def tell(self, kind: str, text: str) -> None:
        """Post an event; what is presented now makes what was before it needless."""
        if kind == "presented" and self._events and self._events[-1][0] == kind:
            self._events.pop()
        self._events.append((kind, text))
        self._welcomed |= kind == "welcome"
        self._wake.set()

    def end(self, why: End) -> None:
        """The class is over: `run` raises Refused."""
        self._over = why
        self._wake.set()

    def slowed(self, seconds: float) -> None:
        """Tell that commands come faster than they are taken."""
        self.tell("error", to_json(spoken(too_fast(seconds), self._texts)))

    def at_once(self, text: str) -> bool:
        """Whether it was an acknowledgement, which is taken as it comes."""
        found = _ACK.fullmatch(text)
        if found is None or self._key is None:
            return False
        self._ack(int(found[1]))
        return True

    async def receive(self, text: str) -> None:
        """Carry out one command; what is wrong with it is answered, never raised, except Refused
        before a `hello`."""
        try:
            command = messages.commands.validate_json(text)
        except ValidationError as error:
            if self._key is None:
                raise Refused(*NO_HELLO) from None
            field, message = problems(error)[0]
            self._refuse("bad_command", message, field, id_of(text))
            return
        if isinstance(command, messages.Hello):
            if self._key is None:
                self._texts = languages().choose([command.lang or ""])
                self._join(command.key)
            return
        if self._key is None:
            raise Refused(*NO_HELLO)
        if isinstance(command, messages.Ack):
            self._ack(command.seq)
        elif isinstance(command, Answer):
            if not self._classroom.answer(self._key, command.number, command.choice):
                message = Message("refusals.class.answer")
                self._refuse("bad_value", message, "choice", command.id)
        else:
            self._refuse("not_driver", Message("refusals.watch_only"), "token", command.id)

    def _join(self, key: str | None) -> None:
        """Take part, as the one whom the server gave that key, else as a new one."""
        secret = self._classroom.secret
        self._classroom.join(self)
        if key is None or not identity.issued(secret, key):
            key = identity.issue(secret)
            self._events.append(("key", to_json({"type": "key", "id": None, "key": key})))
        self._key = key
        self._wake.set()

    def _refuse(self, code: str, message: str, field: str, identifier: str | None) -> None:
        event = error_event(code, message, field, identifier)
        self.tell("error", to_json(spoken(event, self._texts)))

    def _ack(self, seq: int) -> None:
        was = self.waiting
        while self._unacked and self._unacked[0] <= seq:
            self._unacked.popleft()
            self._since = monotonic()
        if not was and self.waiting:
            self._wake.set()
            self._classroom.stir()

    async def run(self) -> None:
        """Send what is owed, the newest frame only, until cancelled; raises TimeoutError when it
        is not read, or not acknowledged, in time."""
        async with asyncio.timeout(None) as limit:
            try:
                self._look(limit)
                while True:
                    await self._wake.wait()
                    self._wake.clear()
                    if self._over is not None:
                        raise Refused(*self._over)
                    await self._send_owed()
            finally:
                del limit  # it knows the task, which may keep this frame
                if self._timer is not None:
                    self._timer.cancel()

    async def _send_owed(self) -> None:
        self._sending = monotonic()
        while self._events:
            await self._send(self._events.popleft()[1])
        frame = self._classroom.frame
        if self._welcomed and frame is not None and frame is not self._frame and self.waiting:
            if not self._unacked:
                self._since = monotonic()
            self._frame = frame
            self._unacked.append(frame.number)
            await self._send(frame.data(self._has))
        self._sending = None

    def _look(self, limit: asyncio.Timeout) -> None:
        """End it if it has been slow for too long; looked at now and then, as a time limit for
        every frame of every follower costs more than the frames."""
        loop, seconds = asyncio.get_running_loop(), self._settings.send_seconds
        since = [self._sending] if self._sending is not None else []
        since += [self._since] if self._unacked else []
        if since and min(since) + seconds < monotonic():
            limit.reschedule(loop.time())
        else:
            self._timer = loop.call_later(seconds / 8, self._look, limit)
