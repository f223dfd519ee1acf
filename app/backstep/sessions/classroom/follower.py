"""One follower of a class: it receives the newest frame, at the pace it sets.

Like `Client`, this class knows nothing of sockets.
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
from backstep.protocol.stream.messages import ErrorCode, error_event, id_of, spoken, too_fast
from backstep.protocol.stream.teaching import Answer
from backstep.sessions.classroom import identity
from backstep.sessions.classroom.frame import ClassFrame, ClassMember
from backstep.sessions.connection import NO_HELLO, End, Refused, Send
from backstep.settings import Settings
from backstep.texts.languages import languages
from backstep.texts.message import Message

_ACK = re.compile(r'\{"type":"ack","seq":(\d{1,15})\}')  # as the page writes it; others are parsed


class Class(Protocol):
    """What a follower needs of the class: a `Classroom`, or its stand-in in another process."""

    @property
    def frame(self) -> ClassFrame | None:
        """The newest frame."""

    @property
    def secret(self) -> bytes:
        """The secret that seals the followers' keys."""

    def join(self, member: ClassMember) -> None:
        """Add a follower and send it the events that it begins with."""

    def leave(self, member: ClassMember) -> None:
        """Remove a follower."""

    def notify(self) -> None:
        """Check for a new frame: a follower may be ready for one."""

    def answer(self, key: str, number: int, choice: int) -> bool:
        """Count a follower's answer. Return False if it does not answer the open question."""


class Follower:
    """A connection that follows a class until cancelled.

    It may acknowledge frames and answer questions, nothing else.
    """

    role = "follower"
    heads = 1

    def __init__(self, classroom: Class, send: Send, settings: Settings) -> None:
        self._classroom, self._send, self._settings = classroom, send, settings
        self._key: str | None = None  # set by hello
        self._texts = languages().default
        self._welcomed = False
        self._events: deque[tuple[str, str]] = deque()
        self._frame: ClassFrame | None = None  # the last one sent
        self._has: dict[str, int] = {}
        self._unacked: deque[int] = deque()
        self._since = 0.0  # when it last acknowledged a frame that was due
        self._over: End | None = None
        self._sending: float | None = None  # when the current sending began
        self._timer: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()

    def close(self) -> None:
        self._classroom.leave(self)

    @property
    def waiting(self) -> bool:
        """Whether the window has room for another frame."""
        return len(self._unacked) < self._settings.window

    def notify(self) -> None:
        self._wake.set()

    def post(self, kind: str, text: str) -> None:
        """Queue an event. A `presented` event replaces one that is still queued."""
        if kind == "presented" and self._events and self._events[-1][0] == kind:
            self._events.pop()
        self._events.append((kind, text))
        self._welcomed |= kind == "welcome"
        self._wake.set()

    def end(self, why: End) -> None:
        """End the connection: `run` raises Refused."""
        self._over = why
        self._wake.set()

    def slowed(self, seconds: float) -> None:
        """Report that commands arrive faster than they are accepted."""
        self.post("error", to_json(spoken(too_fast(seconds), self._texts)))

    def at_once(self, text: str) -> bool:
        """Handle an acknowledgement immediately; return whether `text` was one."""
        found = _ACK.fullmatch(text)
        if found is None or self._key is None:
            return False
        self._ack(int(found[1]))
        return True

    async def receive(self, text: str) -> None:
        """Carry out one command and report its faults as events.

        Raises Refused only for faults before a `hello`.
        """
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
        """Join the class under the given key if the server issued it, else under a new one."""
        secret = self._classroom.secret
        self._classroom.join(self)
        if key is None or not identity.issued(secret, key):
            key = identity.issue(secret)
            self._events.append(("key", to_json({"type": "key", "id": None, "key": key})))
        self._key = key
        self._wake.set()

    def _refuse(self, code: ErrorCode, message: str, field: str, identifier: str | None) -> None:
        event = error_event(code, message, field, identifier)
        self.post("error", to_json(spoken(event, self._texts)))

    def _ack(self, seq: int) -> None:
        was = self.waiting
        while self._unacked and self._unacked[0] <= seq:
            self._unacked.popleft()
            self._since = monotonic()
        if not was and self.waiting:
            self._wake.set()
            self._classroom.notify()

    async def run(self) -> None:
        """Send events and the newest frame until cancelled.

        Raises TimeoutError when the follower does not read or acknowledge in time.
        """
        async with asyncio.timeout(None) as limit:
            try:
                self._look(limit)
                while True:
                    await self._wake.wait()
                    self._wake.clear()
                    if self._over is not None:
                        raise Refused(*self._over)
                    await self._send_pending()
            finally:
                del limit  # it refers to the task, which may keep this frame alive
                if self._timer is not None:
                    self._timer.cancel()

    async def _send_pending(self) -> None:
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
        """End the connection if it has been slow for too long.

        This is checked now and then: a timeout for each frame of each follower would cost more
        than the frames.
        """
        loop, seconds = asyncio.get_running_loop(), self._settings.send_seconds
        since = [self._sending] if self._sending is not None else []
        since += [self._since] if self._unacked else []
        if since and min(since) + seconds < monotonic():
            limit.reschedule(loop.time())
        else:
            self._timer = loop.call_later(seconds / 8, self._look, limit)
