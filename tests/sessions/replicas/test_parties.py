"""The two ends of a conversation between processes."""

import asyncio
import json

import pytest

from backstep.sessions.client.conversation import Listener
from backstep.sessions.connection import MOVED, NO_HELLO, SILENT, End, Refused, Send
from backstep.sessions.replicas.parties import Call, Guest
from tests.sessions.ending import forever
from tests.waiting import PATIENCE, go, reached


class Connection:
    """What a call has said on each side."""

    def __init__(self) -> None:
        self.sent: list[str | bytes] = []
        self.said: list[str | bytes] = []
        self.hung_up = 0
        self.call = Call(self._send, self.said.append, self._hang_up, PATIENCE)

    async def _send(self, data: str | bytes) -> None:
        self.sent.append(data)

    def _hang_up(self) -> None:
        self.hung_up += 1


def test_what_is_said_here_is_said_there_and_the_other_way_round() -> None:
    async def work() -> None:
        here = Connection()
        await here.call.receive("hello")
        assert here.call.at_once("ack")
        for data in ("welcome", b"frame"):
            here.call.hear(data)
        here.call.slowed(0.5)
        running = asyncio.create_task(here.call.run())
        await reached(lambda: len(here.sent) == 3)
        running.cancel()
        here.call.close()
        assert here.said == ["hello", "ack"]
        assert here.sent[:2] == ["welcome", b"frame"]
        told = json.loads(here.sent[2])
        assert (told["code"], told["retry"]) == ("too_fast", 0.5)
        assert here.hung_up == 1

    go(work)


def test_the_connection_ends_as_the_conversation_does_there() -> None:
    async def work() -> None:
        here = Connection()
        here.call.hear("last words")
        here.call.end(MOVED)
        with pytest.raises(Refused) as refused:
            await here.call.run()
        assert (refused.value.code, str(refused.value)) == MOVED
        assert here.sent == ["last words"]

    go(work)


def test_a_connection_to_a_run_elsewhere_that_does_not_read_ends() -> None:
    async def check() -> None:
        reading = asyncio.Event()

        async def send(data: str | bytes) -> None:
            await reading.wait()

        call = Call(send, lambda data: None, lambda: None, PATIENCE)
        running = asyncio.create_task(call.run())
        for _ in range(1000):
            call.hear("{}")
            await asyncio.sleep(0)
        assert call._heard.qsize() < 1000 / 2
        reading.set()
        with pytest.raises(Refused) as refused:
            await running
        assert (refused.value.code, str(refused.value)) == SILENT

    go(check)


def test_a_send_that_takes_too_long_ends_the_connection() -> None:
    async def work() -> None:
        call = Call(forever, lambda data: None, lambda: None, patience=0)
        call.hear("welcome")
        with pytest.raises(TimeoutError):
            await call.run()

    go(work)


class Echo:
    """Answers what it receives; `bad` makes it fail."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def slowed(self, seconds: float) -> None:
        raise AssertionError("processes are not slowed")

    def at_once(self, text: str) -> bool:
        return False

    async def receive(self, text: str) -> None:
        match text:
            case "refuse":
                raise Refused(*NO_HELLO)
            case "wait":
                raise TimeoutError
            case "bad":
                raise ValueError
        await self._send(f"{text}!")

    async def run(self) -> None:
        await forever()


class Room:
    """A guest, what it says, and how its conversation ended."""

    def __init__(self) -> None:
        self.said: list[str | bytes] = []
        self.ends: list[End] = []
        self.listeners: list[Echo] = []
        self.guest = Guest(self._make, self.said.append)
        self.guest.start(self.ends.append)

    async def _make(self, send: Send) -> Listener:
        self.listeners.append(Echo(send))
        return self.listeners[0]


def test_a_guest_is_heard_and_answered() -> None:
    async def work() -> None:
        room = Room()
        room.guest.hear("hello")
        room.guest.hear(b"more")
        await reached(lambda: room.said == ["hello!", "more!"])
        task = room.guest.task
        assert task is not None
        room.guest.end(MOVED)
        await asyncio.wait([task])
        # Whoever ended it knows why.
        assert task.cancelled()
        assert room.ends == []
        assert room.listeners[0].closed
        assert room.guest.task is None

    go(work)


@pytest.mark.parametrize(
    ("text", "end"), [("refuse", NO_HELLO), ("wait", SILENT), ("bad", (1011, "failed"))]
)
def test_a_guest_tells_how_its_conversation_ended(
    text: str, end: End, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        room = Room()
        room.guest.hear("hello")
        room.guest.hear(text)
        await reached(lambda: room.ends)
        (code, reason) = room.ends[0]
        assert code == end[0]
        assert reason == end[1] or "failed" in reason
        assert room.listeners[0].closed

    go(work)
    assert ("a conversation with another process has failed" in caplog.text) == (text == "bad")
