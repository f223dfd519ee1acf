"""One client of a session: what it watches, what it is owed, and the pace it sets.

No sockets here: bytes and text go out through `send`, commands come in through `receive`.
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from time import monotonic
from typing import Any

from pydantic import ValidationError

from app.engine.errors import EngineError
from app.engine.operations import Position
from app.protocol import messages
from app.protocol.finite import to_json
from app.protocol.frames import Focus, Watch, encode
from app.protocol.messages import AnyCommand, Hello
from app.protocol.selection import find
from app.protocol.spec import Spec, SpecError, problems
from app.sessions import inspection
from app.sessions.describe import layout, state
from app.sessions.drawer import Drawer
from app.sessions.landscape import PANELS as LANDSCAPES
from app.sessions.landscape import Drawn
from app.sessions.session import Session

Send = Callable[[str | bytes], Awaitable[None]]

_CURVE_SECONDS = 0.1  # the loss curve is sent at most so often while playing


class Refused(Exception):
    """The connection ends with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Client:
    """A connection to `session`; runs until cancelled."""

    def __init__(self, session: Session, send: Send) -> None:
        self.session = session
        self._send = send
        self._settings = session.settings
        self.role: str | None = None
        self.watch = Watch()
        self.focus: Focus = None
        self.selection: str | None = None
        self._events: deque[dict[str, Any]] = deque()
        self._answers: list[str] = []
        self._wake = asyncio.Event()
        self._seq = self._acked = 0
        self._sent_version = -1
        self._sent_epoch = 0
        self._due = 0.0  # when the next frame may go, while playing
        self._curve_sent: tuple[float, Any] = (0.0, None)
        self._drawn: dict[str, Drawn] = {}
        self._told: Spec | None = None  # the spec that the client knows of
        self._stop_listening = session.listen(self._changed)

    def close(self) -> None:
        self._stop_listening()

    def _changed(self, event: dict[str, Any] | None) -> None:
        if event is not None and self.role is not None:
            self._tell(event)
        self._wake.set()

    def _tell(self, event: dict[str, Any], identifier: str | None = None) -> None:
        """Post an event of the session, with what it leaves to each client to say."""
        if event["type"] in ("welcome", "edited"):
            self._told = self.session.spec
            event = state(self.session) | event
        self._post(event | {"role": self.role, "id": identifier})

    def _post(self, event: dict[str, Any]) -> None:
        self._events.append(event)
        self._wake.set()

    async def receive(self, text: str) -> None:
        """Carry out one command; what is wrong with it is answered, never raised, except Refused
        before a `hello`."""
        try:
            command = messages.commands.validate_json(text)
        except ValidationError as error:
            if self.role is None:
                raise Refused(4400, "the first message must be a hello") from None
            field, message = problems(error)[0]
            self._post(_error("bad_command", message, field, _id_of(text)))
            return
        if self.role is None and not isinstance(command, Hello):
            raise Refused(4400, "the first message must be a hello")
        if isinstance(command, messages.DRIVING) and self.role != "driver":
            message = "this connection may only watch"
            self._post(_error("not_driver", message, "token", command.id))
            return
        try:
            await self._carry_out(command)
        except SpecError as error:
            field, message = error.problems[0]
            self._post(_error("bad_spec", message, field, command.id))
        except EngineError as error:
            self._post(_error("bad_value", str(error), error.field, command.id))

    async def _carry_out(self, command: AnyCommand) -> None:
        session = self.session
        match command:
            case Hello():
                self._hello(command)
            case messages.Ack(seq=seq):
                self._acked = max(self._acked, min(seq, self._seq))
                self._wake.set()
            case messages.Forward() | messages.Back():
                back = isinstance(command, messages.Back)
                await session.move(by=command.by, count=command.count, back=back)
                self._answer(command.id)
            case messages.Seek(step=step, op=op):
                await session.seek(Position(step, op))
                self._answer(command.id)
            case messages.Play(by=by, rate=rate):
                session.play(by, rate)
                self._answer(command.id)
            case messages.Pause():
                session.pause()
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
            case messages.FocusCommand(example=example):
                self._set_focus(example)
                self._answer(command.id)
            case messages.WatchCommand(panels=panels):
                self._set_watch(panels)
                self._answer(command.id)
            case messages.Inspect():
                found = inspection.inspect(session.frames, self.focus, command)
                self._post({"type": "inspection", "id": command.id, **found})
            case messages.Nudge():
                found = inspection.nudge(session.frames, command)
                self._post({"type": "nudged", "id": command.id, **found})
            case messages.Predict():
                found = inspection.predict(session.frames, command)
                self._post({"type": "prediction", "id": command.id, **found})

    def _hello(self, command: Hello) -> None:
        token = command.token
        drives = token is not None and secrets.compare_digest(token, self.session.token)
        if token is not None and not drives:
            raise Refused(4403, "the token is not this run's")
        self.role = "driver" if drives else "viewer"
        resume = command.resume
        if resume and resume.epoch == self.session.run_epoch:
            self._seq = self._acked = max(0, resume.seq)
        self._tell({"type": "welcome", "restarted": True}, command.id)

    def _answer(self, identifier: str | None) -> None:
        if identifier is not None:
            self._answers.append(identifier)
        self._sent_version = -1
        self._wake.set()

    def _edited(
        self, identifier: str | None, *, restarted: bool, edit: dict[str, Any] | None
    ) -> None:
        event = {"type": "edited", "restarted": restarted, "edit": edit}
        self.session.announce(event, besides=self._changed)
        self._tell(event, identifier)
        self._answer(identifier)

    def _set_focus(self, example: Focus) -> None:
        count = layout(self.session)["train_size"]
        if isinstance(example, int) and example >= count:
            message = f"there is no example {example}; the last is {count - 1}"
            raise EngineError(message, field="example")
        self.focus = example

    def _set_watch(self, panels: dict[str, dict[str, Any]]) -> None:
        caps, checked = self._settings.caps, {}
        for name, options in panels.items():
            model = messages.PANELS.get(name)
            if model is None:
                allowed = ", ".join(messages.PANELS)
                raise SpecError([(f"panels.{name}", f"there is no such panel; allowed: {allowed}")])
            try:
                checked[name] = model.model_validate(options).model_dump()
            except ValidationError as error:
                field, message = problems(error)[0]
                raise SpecError([(f"panels.{name}.{field}", message)]) from None
            for option in ("maps", "resolution"):
                if checked[name].get(option, 0) > caps.grid:
                    field = f"panels.{name}.{option}"
                    raise SpecError([(field, f"is at most {caps.grid}")])
        self.watch = Watch(checked)
        self.selection = checked.get("narration", {}).get("select")
        self._drawn.clear()
        self._curve_sent = (0.0, None)
        self._sent_epoch = 0

    async def run(self) -> None:
        """Send what is owed, at the client's pace, until cancelled."""
        drawers = [asyncio.create_task(self._drawer(panel).run()) for panel in LANDSCAPES]
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._events:
                    event = self._events.popleft()
                    await self._deliver(to_json(event))
                if self.role is None or not self._owed():
                    continue
                early = self._due - monotonic()
                if early > 0 and self.session.playing and not self._answers:
                    await asyncio.sleep(early)
                if self.session.spec is not self._told:
                    # The run moved over an edit: other settings rule here.
                    self._tell({"type": "edited", "restarted": False, "edit": None})
                    continue
                # From when it was due, not from now: what one frame is late the next makes up for.
                pace = self._settings.frame_seconds
                self._due = max(self._due, monotonic() - pace) + pace
                await self._deliver(self._frame())
        finally:
            for drawer in drawers:
                drawer.cancel()

    def _owed(self) -> bool:
        waiting = self._seq - self._acked >= self._settings.window
        changed = self._sent_version != self.session.version or bool(self._drawn)
        return changed and not waiting

    async def _deliver(self, data: str | bytes) -> None:
        async with asyncio.timeout(self._settings.send_seconds):
            await self._send(data)

    def _frame(self) -> bytes:
        session = self.session
        selected = find(session.run.trainer.architecture, self.selection)
        meta, tensors = session.frames.build(self.watch, self.focus, selected)
        self._seq += 1
        meta |= {
            "seq": self._seq,
            "run_epoch": session.run_epoch,
            "playing": session.playing,
            "by": session.by,
            "rate": session.rate,
            "answers": self._answers,
        }
        if self._sent_epoch != session.run_epoch:
            self._sent_epoch = session.run_epoch
            self._drawn.clear()
            tensors |= session.frames.points(self.watch)
        for extra, arrays in [*self._drawn.values(), *self._curve()]:
            meta |= extra
            tensors |= arrays
        self._drawn.clear()
        self._answers = []
        self._sent_version = session.version
        return encode(meta, tensors)

    def _curve(self) -> Iterator[Drawn]:
        """The loss curve, when it is watched, has changed, and was not sent just now."""
        if "curve" not in self.watch:
            return
        sent_at, sent = self._curve_sent
        recent = monotonic() - sent_at < _CURVE_SECONDS and self.session.playing
        shape = inspection.curve_shape(self.session.run)
        if sent == (self.session.run_epoch, *shape) or recent:
            return
        self._curve_sent = (monotonic(), (self.session.run_epoch, *shape))
        yield inspection.curve(self.session.run)

    def _drawer(self, panel: str) -> Drawer:
        def options() -> Mapping[str, Any] | None:
            return None if self.role is None else self.watch.panels.get(panel)

        def deliver(drawn: Drawn) -> None:
            self._drawn[panel] = drawn
            self._wake.set()

        return Drawer(self.session, panel, options, lambda: panel not in self._drawn, deliver)


def _error(code: str, message: str, field: str, identifier: str | None) -> dict[str, Any]:
    return {"type": "error", "code": code, "message": message, "field": field, "id": identifier}


def _id_of(text: str) -> str | None:
    """The id of a command that is otherwise wrong."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return None
    identifier = given.get("id") if isinstance(given, dict) else None
    return identifier if isinstance(identifier, str) else None
