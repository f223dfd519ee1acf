"""A class whose run is in another process.

There, a `ClassRelay` represents all followers of this process: each frame is transferred once,
already encoded. Here, a `RemoteClassroom` distributes it at the pace of the followers.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from backstep.protocol.codec import safetensors
from backstep.protocol.stream.frames import encode
from backstep.sessions.classroom.classroom import Classroom
from backstep.sessions.classroom.frame import ClassFrame, ClassMember, Extras, hand_out
from backstep.sessions.connection import End, Refused, Send
from backstep.sessions.replicas.messages import Head, pack, unpack
from backstep.sessions.replicas.parties import Say
from backstep.sessions.tasks import ending
from backstep.sessions.view.landscape import Drawn
from backstep.settings import Settings

_GRACE = 2.0  # seconds on top of a follower's time for its hello


class ClassRelay:
    """Represents the followers of another process; a `Listener` and a `ClassMember`."""

    def __init__(self, classroom: Classroom, send: Send, settings: Settings) -> None:
        self._classroom, self._send, self._window = classroom, send, settings.window
        self.heads = 0
        self._events: deque[bytes] = deque()
        self._frame: ClassFrame | None = None  # the last one sent
        self._has: dict[str, int] = {}
        self._unacked: deque[int] = deque()
        self._over: End | None = None
        self._wake = asyncio.Event()
        classroom.enter(self)

    def close(self) -> None:
        self._classroom.leave(self)

    @property
    def waiting(self) -> bool:
        return len(self._unacked) < self._window

    def stir(self) -> None:
        self._wake.set()

    def tell(self, kind: str, text: str) -> None:
        self._post({"do": "tell", "kind": kind}, text.encode())

    def end(self, why: End) -> None:
        self._over = why
        self._wake.set()

    def slowed(self, seconds: float) -> None:
        """Do nothing: processes have no rate limit."""

    def at_once(self, text: str) -> bool:
        return False

    async def receive(self, text: str) -> None:
        said = json.loads(text)
        match said["do"]:
            case "greet":
                events = self._classroom.greeting()
                self._post({"do": "greeting"}, json.dumps(events).encode())
            case "ack":
                while self._unacked and self._unacked[0] <= said["number"]:
                    self._unacked.popleft()
                self._wake.set()
                self._classroom.stir()
            case "answer":
                self._classroom.answer(said["key"], said["number"], said["choice"])
            case "count":
                self.heads = said["heads"]
                self._classroom.recount()

    def _post(self, head: Head, body: bytes) -> None:
        self._events.append(pack(head, body))
        self._wake.set()

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._over is not None:
                raise Refused(*self._over)
            while self._events:
                await self._send(self._events.popleft())
            frame = self._classroom.frame
            if frame is not None and frame is not self._frame and self.waiting:
                self._frame = frame
                self._unacked.append(frame.number)
                await self._send_frame(frame)

    async def _send_frame(self, frame: ClassFrame) -> None:
        for name, (stamp, (meta, tensors)) in frame.extras.items():
            if self._has.get(name) != stamp:
                self._has[name] = stamp
                head = {"do": "extra", "name": name, "stamp": stamp}
                await self._send(pack(head, encode(meta, tensors)))
        head = {"do": "frame", "number": frame.number, "extras": list(frame.extras)}
        await self._send(pack(head, frame.plain))


class Received(ClassFrame):
    """A frame that another process made."""

    def __init__(self, number: int, data: bytes, extras: Extras) -> None:
        super().__init__(number, *_decoded(data), extras)
        self._bytes[frozenset()] = data


def _decoded(data: bytes) -> Drawn:
    tensors, metadata = safetensors.decode(data)
    return json.loads(metadata["frame"]), tensors


class RemoteClassroom:
    """Stands in for a `Classroom` of another process.

    `say` sends to the `ClassRelay`; `empty` is called when the last follower has left.
    """

    def __init__(
        self, secret: bytes, say: Say, empty: Callable[[], None], settings: Settings
    ) -> None:
        self.secret = secret
        self.frame: ClassFrame | None = None
        self._say, self._empty, self._settings = say, empty, settings
        self._coming: list[ClassMember] = []  # followers that are not greeted yet
        self._members: set[ClassMember] = set()
        self._extras: dict[str, tuple[int, Drawn]] = {}
        self._number = 0  # of the last frame received
        self._over: End | None = None
        self._question: dict[str, Any] | None = None  # the open one
        self._arrived, self._stirred = asyncio.Event(), asyncio.Event()
        self._work: asyncio.Task[None] | None = asyncio.create_task(self._run())
        # The follower that it was made for may disconnect before it joins.
        soon = settings.hello_seconds + _GRACE
        self._timer = asyncio.get_running_loop().call_later(soon, self._leave_if_empty)

    def __len__(self) -> int:
        return len(self._members) + len(self._coming)

    def join(self, member: ClassMember) -> None:
        if self._over is not None:  # the class ended before the follower said hello
            member.end(self._over)
            return
        if not self._coming:
            self._tell_there({"do": "greet"})
        self._coming.append(member)
        self._tell_there({"do": "count", "heads": len(self)})

    def leave(self, member: ClassMember) -> None:
        if member not in self._members and member not in self._coming:
            return
        self._members.discard(member)
        if member in self._coming:
            self._coming.remove(member)
        self._tell_there({"do": "count", "heads": len(self)})
        self._stirred.set()
        self._leave_if_empty()

    def _leave_if_empty(self) -> None:
        if not len(self):
            self._empty()

    def stir(self) -> None:
        self._stirred.set()

    def answer(self, key: str, number: int, choice: int) -> bool:
        question = self._question
        if question is None or question["number"] != number or choice >= len(question["choices"]):
            return False
        self._tell_there({"do": "answer", "key": key, "number": number, "choice": choice})
        return True

    def _tell_there(self, said: dict[str, Any]) -> None:
        self._say(json.dumps(said))

    def end(self, why: End) -> None:
        """End the class here: it cannot be followed from this process any more."""
        self._over = why
        self._timer.cancel()
        if self._work is not None:
            self._work.cancel()
            self._work = None
        for member in [*self._members, *self._coming]:
            member.end(why)

    def hear(self, data: str | bytes) -> None:
        """Handle a message from the `ClassRelay`."""
        head, body = unpack(data if isinstance(data, bytes) else data.encode())
        match head["do"]:
            case "greeting":
                # The greeting contains all earlier events; members receive later ones too.
                events = [(kind, text) for kind, text in json.loads(body)]
                for kind, text in events:
                    self._note(kind, text)
                for member in self._coming:
                    for kind, text in events:
                        member.tell(kind, text)
                self._members.update(self._coming)
                self._coming.clear()
                self._arrived.set()
                self._stirred.set()
            case "tell":
                text = body.decode()
                self._note(head["kind"], text)
                for member in self._members:
                    member.tell(head["kind"], text)
            case "extra":
                self._extras[head["name"]] = head["stamp"], _decoded(body)
            case "frame":
                extras = {name: self._extras[name] for name in head["extras"]}
                self._number = head["number"]
                self.frame = Received(self._number, body, extras)
                self._arrived.set()

    def _note(self, kind: str, text: str) -> None:
        if kind == "question":
            self._question = json.loads(text)
        elif kind == "revealed":
            self._question = None
        elif kind == "edited" and json.loads(text)["restarted"]:
            self.frame = None  # it shows the old network

    async def _run(self) -> None:
        """Distribute frames, and request the next when a member waits for it.

        The pace is at most that at which all members can be served.
        """
        acked = 0
        while not ending():
            await self._arrived.wait()
            self._arrived.clear()
            await hand_out(self._members)
            await asyncio.sleep(len(self) / self._settings.class_frames)
            while not any(member.waiting for member in self._members):
                self._stirred.clear()
                await self._stirred.wait()
            if acked == self._number:
                continue
            acked = self._number
            self._tell_there({"do": "ack", "number": acked})
