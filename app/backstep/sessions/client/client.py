"""One client of a session: what it watches, what it is sent, and the pace it sets.

This class knows nothing of sockets: bytes and text leave through `send`, commands arrive through
`receive`.
"""

import asyncio
from collections import deque
from typing import Any

from pydantic import ValidationError

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.protocol.codec.finite import to_json
from backstep.protocol.spec.schema import Spec, SpecError, problems
from backstep.protocol.stream import messages, teaching
from backstep.protocol.stream.frames import encode_frame
from backstep.protocol.stream.messages import (
    AnyCommand,
    Hello,
    error_event,
    id_of,
    spoken,
    too_fast,
)
from backstep.sessions.client import inspection
from backstep.sessions.client.pace import Pace
from backstep.sessions.client.view import ClientView
from backstep.sessions.connection import NO_HELLO, Refused, Send, end_with
from backstep.sessions.run.scheduler import Turn
from backstep.sessions.session import Session
from backstep.sessions.state import IllegalMove, Phase, Playback
from backstep.sessions.tasks import end
from backstep.sessions.view.describe import run_state
from backstep.texts.languages import languages
from backstep.texts.message import Message

_MAX_UNREAD = 200  # queued events; no command is carried out while there are more


class Client:
    """A connection to `session` that runs until cancelled."""

    def __init__(self, session: Session, send: Send) -> None:
        self.session = session
        self._send = send
        self._settings = session.settings
        self.role: str | None = None
        self._texts = languages().default  # until hello
        self._events: deque[dict[str, Any]] = deque()
        self._answers: list[str] = []
        self._wake, self._read = asyncio.Event(), asyncio.Event()
        self._pace = Pace(session.settings)
        self._turn: Turn | None = None  # granted before the next frame is made
        self._view = ClientView(session, self._wake.set)
        self._known_spec: Spec | None = None  # the spec that the client knows
        self._stop_listening = session.listeners.listen(self._changed)

    def close(self) -> None:
        self._stop_listening()
        self._stop_listening = lambda: None  # the old one refers back to this client
        self._view.close()

    def _changed(self, event: dict[str, Any] | None) -> None:
        # Only the presenter learns how the class answers.
        private = event is not None and event["type"] == "class" and self.role != "driver"
        if event is not None and self.role is not None and not private:
            self._announce(event)
        self._view.notify()

    def _announce(self, event: dict[str, Any], identifier: str | None = None) -> None:
        """Queue an event of the session, completed with what differs by client."""
        if event["type"] in ("welcome", "edited"):
            self._known_spec = self.session.spec
            event = run_state(self.session) | event
        self._post(event | {"role": self.role, "id": identifier})

    def _post(self, event: dict[str, Any]) -> None:
        self._events.append(spoken(event, self._texts))
        self._send_soon()

    def slowed(self, seconds: float) -> None:
        """Report that commands arrive faster than they are accepted."""
        self._post(too_fast(seconds))

    def at_once(self, text: str) -> bool:
        """Handle what need not wait for earlier commands; return whether `text` is done.

        An acknowledgement is done. A pause interrupts the current move, and is then carried out in
        its order.
        """
        if self.role is None or not ('"ack"' in text or '"pause"' in text):
            return False
        try:
            command = messages.commands.validate_json(text)
        except ValidationError:
            return False
        if isinstance(command, messages.Pause) and self.role == "driver":
            self.session.interrupt()
        if not isinstance(command, messages.Ack):
            return False
        self._pace.ack(command.seq)
        self._wake.set()
        return True

    async def receive(self, text: str) -> None:
        """Carry out one command and report its faults as events.

        Raises Refused only for faults before a `hello`.
        """
        if len(self._events) >= _MAX_UNREAD:
            self._read.clear()
            await self._read.wait()
        try:
            command = messages.commands.validate_json(text)
        except ValidationError as error:
            if self.role is None:
                raise Refused(*NO_HELLO) from None
            field, message = problems(error)[0]
            self._post(error_event("bad_command", message, field, id_of(text)))
            return
        if self.role is None and not isinstance(command, Hello):
            raise Refused(*NO_HELLO)
        if isinstance(command, messages.DRIVING) and self.role != "driver":
            message = Message("refusals.watch_only")
            self._post(error_event("not_driver", message, "token", command.id))
            return
        try:
            await self._carry_out(command)
        except SpecError as error:
            field, message = error.problems[0]
            self._post(error_event("bad_spec", message, field, command.id))
        except EngineError as error:
            self._post(error_event("bad_value", error.message, error.field, command.id))
        except IllegalMove:
            self._check()  # if the run has ended, raise that reason instead
            raise

    async def _carry_out(self, command: AnyCommand) -> None:
        session = self.session
        match command:
            case Hello():
                self._hello(command)
            case messages.Ack(seq=seq):
                self._pace.ack(seq)
                self._wake.set()
            case messages.Forward() | messages.Back():
                back = isinstance(command, messages.Back)
                await session.move(by=command.by, count=command.count, back=back)
                self._answer(command.id)
            case messages.Seek(step=step, op=op):
                await session.seek(Position(step, op))
                self._answer(command.id)
            case messages.Play(by=by, rate=rate, until=until):
                session.player.play(Playback(by, rate, until))
                self._answer(command.id)
            case messages.Pause():
                session.player.pause()
                self._answer(command.id)
            case messages.Reset():
                await session.reset()
                self._edited(command.id, restarted=True, edit=None)
            case messages.EditCommand(changes=changes):
                restarted, logged = await session.edit(changes)
                self._edited(command.id, restarted=restarted, edit=logged)
            case messages.SetParameter():
                logged = await session.set_parameter(command.tensor, command.index, command.value)
                self._edited(command.id, restarted=False, edit=logged)
            case messages.Undo():
                self._edited(command.id, restarted=await session.undo(), edit=None)
            case messages.Redo():
                self._edited(command.id, restarted=await session.redo(), edit=None)
            case teaching.Show(seq=seq):
                if seq == self._pace.sent:
                    session.classroom.show(self._view.last_version)
            case teaching.Ask():
                session.classroom.ask(command)
            case teaching.Reveal():
                session.classroom.reveal(command)
            case teaching.Present():
                session.classroom.present(command)
                self._announce(session.classroom.report(), command.id)
            case teaching.Answer():
                message = "only followers of a class answer"
                self._post(error_event("not_follower", message, "answer", command.id))
            case _:
                # Wait for a frame that is being made: it must not change halfway.
                async with session.still:
                    self._look(command)

    def _look(self, command: AnyCommand) -> None:
        """Carry out a command that changes or asks what this client sees, not the run."""
        frames = self.session.frames
        match command:
            case messages.FocusCommand(example=example):
                self._view.set_focus(example)
                self._answer(command.id)
            case messages.WatchCommand(panels=panels):
                self._view.set_panels(panels)
                self._answer(command.id)
            case messages.Inspect():
                found = inspection.inspect(frames, self._view.focus, command)
                self._post({"type": "inspection", "id": command.id, **found})
            case messages.Nudge():
                found = inspection.nudge(frames, command)
                self._post({"type": "nudged", "id": command.id, **found})
            case messages.Predict():
                found = inspection.predict(frames, command)
                self._post({"type": "prediction", "id": command.id, **found})

    def _hello(self, command: Hello) -> None:
        token = command.token
        drives = token is not None and self.session.credentials.holds(token)
        if token is not None and not drives:
            raise Refused(*end_with(4403, "token"))
        self.role = "driver" if drives else "viewer"
        self._texts = languages().choose([command.lang or ""])
        resume = command.resume
        if resume and resume.epoch == self.session.run_epoch:
            self._pace.resume(resume.seq)
        self._announce({"type": "welcome", "restarted": True}, command.id)
        notice = self.session.listeners.notice
        if notice is not None:
            self._post(notice)
        if drives and self.session.state.phase is Phase.RESTING:
            self.session.player.resume()

    def _answer(self, identifier: str | None) -> None:
        if identifier is not None:
            self._answers.append(identifier)
        self._view.require()
        self._send_soon()

    def _send_soon(self) -> None:
        """Send soon: something must not wait for the other clients' turns."""
        self._wake.set()
        if self._turn is not None:
            self.session.scheduler.prioritize(self._turn)

    def _edited(
        self, identifier: str | None, *, restarted: bool, edit: dict[str, Any] | None
    ) -> None:
        event = {"type": "edited", "restarted": restarted, "edit": edit}
        self.session.listeners.announce(event, besides=self._changed)
        self._announce(event, identifier)
        self._answer(identifier)

    async def run(self) -> None:
        """Send events and frames at the client's pace until cancelled."""
        workers = self._view.start()
        try:
            while True:
                # A client that stops acknowledging is gone, or is better off with a new connection.
                async with asyncio.timeout(self._pace.patience):
                    await self._wake.wait()
                self._wake.clear()
                self._check()
                while self._events:
                    event = self._events.popleft()
                    await self._deliver(to_json(event))
                self._read.set()
                if self.role is None or not self._pending():
                    continue
                if self._pace.early > 0 and self.session.state.playing and not self._answers:
                    await asyncio.sleep(self._pace.early)
                self._turn = self.session.scheduler.ask(urgent=bool(self._answers))
                await self._turn
                self._check()
                if self._events:
                    self._wake.set()
                    continue
                if self.session.spec is not self._known_spec:
                    # The run moved past an edit, so other settings apply.
                    self._announce({"type": "edited", "restarted": False, "edit": None})
                    continue
                await self._deliver(await self._frame())
        finally:
            await end(workers)

    def _check(self) -> None:
        """Raise Refused if the run has ended: nothing can be answered any more."""
        reason = self.session.state.end_reason
        if reason is not None:
            raise Refused(*reason)

    def _pending(self) -> bool:
        return self._view.pending and self._pace.open

    async def _deliver(self, data: str | bytes) -> None:
        async with asyncio.timeout(self._settings.send_seconds):
            await self._send(data)

    async def _frame(self) -> bytes:
        """Encode a frame of the current state, with the ids of the commands that it answers."""
        async with self.session.still:
            answers, self._answers = self._answers, []
            meta, tensors = await self._view.take()
            return encode_frame(meta | {"answers": answers, "seq": self._pace.send()}, tensors)
