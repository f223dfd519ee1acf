"""The class that follows a run: what it sees, the frame that all followers share, and its polls."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

from backstep.protocol.codec.finite import to_json
from backstep.protocol.facts.scenes import Focus
from backstep.protocol.spec.schema import Spec, SpecError
from backstep.protocol.stream.frames import Watch
from backstep.protocol.stream.teaching import SHOWN, Ask, Present, Reveal
from backstep.sessions.classroom.frame import ClassFrame, ClassMember, copied, hand_out
from backstep.sessions.classroom.poll import Poll
from backstep.sessions.connection import End
from backstep.sessions.roles import Presented
from backstep.sessions.tasks import ending
from backstep.sessions.view.curve import LossCurve
from backstep.sessions.view.describe import state
from backstep.sessions.view.framing import moment
from backstep.sessions.view.landscape import Drawn
from backstep.sessions.view.watching import read_panels

_REPORT_SECONDS = 0.25  # between two reports to the presenter
_DEFAULT: dict[str, dict[str, Any]] = {"network": {}, "narration": {}, "curve": {}}


class Classroom:
    """The followers of one session. It works only while there are any."""

    def __init__(self, session: Presented) -> None:
        self._session = session
        self._members: set[ClassMember] = set()
        self.frame: ClassFrame | None = None
        self._watch = Watch(read_panels(_DEFAULT, session.settings.caps))
        self._focus: Focus = None
        self._page: dict[str, Any] = {}
        self._hold = False
        self._shown = 0  # counts the presenter's changes of what the class sees
        self._released = -1  # the version that the presenter has seen, for `hold`
        self._poll: Poll | None = None
        self._asked = 0
        self._made: tuple[int, int] | None = None  # (session version, _shown) of the newest frame
        self._curve = LossCurve()
        self._extras: dict[str, tuple[int, Drawn]] = {}
        self._number = self._stamp = 0  # of the last frame, and of the last extra
        self._points_of: Any = None
        self._told: Spec | None = None
        self._greeting = (-1, "")  # (session version, welcome event as JSON)
        self._due = 0.0
        self._stirred = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._stop_listening: Callable[[], None] = lambda: None
        self._report: asyncio.TimerHandle | None = None
        self._presented = False

    def __len__(self) -> int:
        return len(self._members)

    @property
    def secret(self) -> bytes:
        """The secret that seals the followers' keys; it lasts as long as the run."""
        return self._session.credentials.token_hash

    def join(self, member: ClassMember) -> None:
        """Add a follower and send it the events that it begins with."""
        self.enter(member)
        for kind, text in self.greeting():
            member.tell(kind, text)

    def enter(self, member: ClassMember) -> None:
        """Add a follower without sending it anything."""
        reason = self._session.state.end_reason
        if reason is not None:  # the run ended before the follower said hello
            member.end(reason)
        if not self._members:
            self._stop_listening = self._session.listeners.listen(self._changed)
            self._work = asyncio.create_task(self._run())
            self._told = self._session.spec
        self._members.add(member)
        self._stirred.set()
        self.recount()

    def greeting(self) -> list[tuple[str, str]]:
        """Return the events that a follower begins with, as (type, JSON)."""
        events = [("welcome", self._welcome()), ("presented", to_json(self._presentation()))]
        if self._poll is not None:
            events.append(("question", to_json(self._question(self._poll))))
        return events

    def _welcome(self) -> str:
        """Return the welcome event as JSON; kept until the run moves, as many join at once."""
        version, text = self._greeting
        if version != self._session.version:
            welcome = state(self._session) | {"type": "welcome", "restarted": True, **_FOLLOWER}
            text = to_json(welcome)
            self._greeting = self._session.version, text
        return text

    def leave(self, member: ClassMember) -> None:
        if member not in self._members:
            return
        self._members.remove(member)
        self.recount()
        if not self._members:
            self._stop_listening()
            self._stop_listening = lambda: None
            if self._work is not None:
                self._work.cancel()
            self._work = self.frame = self._made = None

    def dismiss(self, why: End) -> None:
        """End the class because the run has ended or moved to another process."""
        for member in self._members:
            member.end(why)

    def stir(self) -> None:
        """Check for a new frame: a follower may be ready for one."""
        self._stirred.set()

    def _tell(self, event: dict[str, Any]) -> None:
        """Send an event to all followers; it is encoded only once."""
        text = to_json(event)
        for member in self._members:
            member.tell(event["type"], text)

    def _changed(self, event: dict[str, Any] | None) -> None:
        """Pass the session's change or event on to the class."""
        if event is not None and event["type"] in ("edited", "status"):
            if event["type"] == "edited":
                self._told = self._session.spec
                event = state(self._session) | event
                if event["restarted"]:
                    # The frame shows the old network, or was made before followers learned of
                    # the new one; pages drop what they have drawn when this event arrives.
                    self.frame = self._made = self._points_of = None
                    self._curve = LossCurve()
            self._tell(event | _FOLLOWER)
        self._stirred.set()

    def present(self, command: Present) -> None:
        """Change what the class sees. Raises SpecError."""
        for name in command.panels:
            if name not in SHOWN:
                message = f"is not shown to a class; allowed: {', '.join(SHOWN)}"
                raise SpecError([(f"panels.{name}", message)])
        watch = Watch(read_panels(command.panels, self._session.settings.caps))
        page, self._page = self._page, command.page
        selected, self._presented = self._selection, True
        if (watch, command.focus) != (self._watch, self._focus):
            if not ("curve" in self._watch and "curve" in watch):
                self._curve = LossCurve()
            self._watch, self._focus = watch, command.focus
            self._shown += 1
        self._hold = command.hold
        if (page, selected) != (self._page, self._selection):
            self._tell(self._presentation())
        self._stirred.set()

    @property
    def _selection(self) -> str | None:
        found: str | None = self._watch.panels.get("narration", {}).get("select")
        return found

    def _presentation(self) -> dict[str, Any]:
        return {"type": "presented", "select": self._selection, "page": self._page, **_FOLLOWER}

    def show(self, version: int) -> None:
        """Release the frame of that version: the presenter has seen it."""
        self._released = version
        self._stirred.set()

    def ask(self, command: Ask) -> None:
        """Ask the class a question; it replaces an open one."""
        self._asked += 1
        self._poll = Poll(self._asked, command)
        self._tell(self._question(self._poll))
        self.recount()

    def _question(self, poll: Poll) -> dict[str, Any]:
        return {"type": "question", **poll.question, **_FOLLOWER}

    def reveal(self, command: Reveal) -> None:
        """Close the question, if one is open, and show the class the step and its answers."""
        poll, self._poll = self._poll, None
        if poll is not None:
            told = {"right": command.right, "because": command.because, "counts": poll.counts}
            self._tell({"type": "revealed", "number": poll.number, **told, **_FOLLOWER})
        self.show(self._session.version)
        self.recount()

    def answer(self, key: str, number: int, choice: int) -> bool:
        """Count a follower's answer. Return False if it does not answer the open question."""
        poll = self._poll
        if poll is None or poll.number != number or not poll.answer(key, choice):
            return False
        self.recount()
        return True

    def report(self) -> dict[str, Any]:
        """Return what the presenter sees: counts of followers and answers, no names."""
        poll, heads = self._poll, sum(member.heads for member in self._members)
        asked = None if poll is None else poll.question | {"counts": poll.counts}
        return {"type": "class", "followers": heads, "asked": asked}

    def recount(self) -> None:
        """Send the presenter a report soon."""
        if self._presented and self._report is None:
            loop = asyncio.get_running_loop()
            self._report = loop.call_later(_REPORT_SECONDS, self._send_report)

    def _send_report(self) -> None:
        self._report = None
        self._session.listeners.announce(self.report())

    @property
    def _owed(self) -> bool:
        """Whether there is a new state that the class may see, and a follower ready for it."""
        session = self._session
        if self._made == (session.version, self._shown):
            return False
        held = self._hold and not session.state.playing and self._released != session.version
        if (held and self.frame is not None) or (held and self._poll is not None):
            return False
        return any(member.waiting for member in self._members)

    async def _run(self) -> None:
        """Make frames while there are followers, no faster than all of them can be served."""
        session = self._session
        while not ending():
            await self._stirred.wait()
            self._stirred.clear()
            if not self._owed:
                continue
            early = self._due - monotonic()
            if early > 0:
                await asyncio.sleep(early)
            await session.scheduler.ask(urgent=not session.state.playing)
            if session.spec is not self._told:
                # The run moved past an edit, so other settings apply.
                self._changed({"type": "edited", "restarted": False, "edit": None})
            await self._make()
            apart = max(session.settings.frame_seconds, len(self) / session.settings.class_frames)
            self._due = max(self._due, monotonic() - apart) + apart
            await hand_out(self._members)

    async def _make(self) -> None:
        session = self._session
        async with session.still:
            made = (session.version, self._shown)
            meta, tensors = await moment(session, self._watch, self._focus, self._selection)
            self._collect()
        self._number += 1
        self.frame, self._made = ClassFrame(self._number, meta, tensors, self._extras), made

    def _collect(self) -> None:
        """Collect what not every frame contains (points, curve), if it is new."""
        session = self._session
        maps = self._watch.panels.get("network", {}).get("maps")
        if self._points_of != (session.run_epoch, maps):
            self._points_of = (session.run_epoch, maps)
            self._put("points", ({}, session.frames.points(self._watch)))
        if "curve" not in self._watch:
            self._extras.pop("curve", None)
        for drawn in self._curve.owed(session, self._watch):
            self._put("curve", drawn)

    def _put(self, name: str, drawn: Drawn) -> None:
        self._stamp += 1
        meta, tensors = drawn
        self._extras[name] = (
            self._stamp,
            (meta, {key: copied(each) for key, each in tensors.items()}),
        )


_FOLLOWER = {"role": "follower", "id": None}
