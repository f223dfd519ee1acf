"""The end of a class that is in another process."""

import asyncio
import json
from typing import Any

import pytest

from backstep.sessions.connection import ENDED, End
from backstep.sessions.replicas.classes import RemoteClassroom
from backstep.sessions.replicas.messages import Head, pack
from backstep.settings import Settings
from tests.waiting import go

QUESTION = {"type": "question", "number": 3, "choices": ["this", "that"]}


class Member:
    """A follower as far as a class knows."""

    heads, waiting = 1, True

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.ends: list[End] = []

    def stir(self) -> None: ...

    def tell(self, kind: str, text: str) -> None:
        self.told.append((kind, text))

    def end(self, why: End) -> None:
        self.ends.append(why)


class Far:
    """A class elsewhere, and what was said to it."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        self.room = RemoteClassroom(b"", self._say, self.left.set, Settings())

    def _say(self, data: str | bytes) -> None:
        self.said.append(json.loads(data))

    def hear(self, head: Head, body: object) -> None:
        self.room.hear(pack(head, json.dumps(body).encode()))


def test_who_comes_is_greeted_and_counted() -> None:
    async def check() -> None:
        far, first, second = Far(), Member(), Member()
        far.room.join(first)
        far.room.join(second)
        assert [each["do"] for each in far.said] == ["greet", "count", "count"]
        far.hear({"do": "tell", "kind": "status"}, {})  # nobody has been greeted yet
        assert first.told == []
        far.hear({"do": "greeting"}, [["welcome", "hello"]])
        assert first.told == second.told == [("welcome", "hello")]
        far.hear({"do": "tell", "kind": "status"}, {})
        assert first.told[-1] == second.told[-1] == ("status", "{}")
        far.room.leave(first)
        far.room.leave(first)  # more than once is nothing
        assert far.said[-1] == {"do": "count", "heads": 1}
        assert not far.left.is_set()
        far.room.leave(second)
        assert far.left.is_set()
        far.room.end(ENDED)

    go(check)


@pytest.mark.parametrize(
    ("number", "choice", "taken"), [(3, 1, True), (3, 2, False), (4, 1, False)]
)
def test_answers_are_to_the_open_question(number: int, choice: int, taken: bool) -> None:
    async def check() -> None:
        far = Far()
        assert not far.room.answer("key", number, choice)
        far.hear({"do": "tell", "kind": "question"}, QUESTION)
        assert far.room.answer("key", number, choice) == taken
        assert [each["do"] for each in far.said] == ["answer"] * taken
        far.hear({"do": "tell", "kind": "revealed"}, {})
        assert not far.room.answer("key", number, choice)
        far.room.end(ENDED)

    go(check)


def test_whoever_comes_when_it_is_over_is_told_so() -> None:
    async def check() -> None:
        far, before, after = Far(), Member(), Member()
        far.room.join(before)
        far.room.end(ENDED)
        far.room.join(after)
        assert before.ends == after.ends == [ENDED]

    go(check)


def test_a_class_elsewhere_that_nobody_joins_is_left() -> None:
    async def check() -> None:
        left = asyncio.Event()
        settings = Settings(hello_seconds=-1.99)  # with the time of grace a moment
        far = RemoteClassroom(b"", lambda data: None, left.set, settings)
        await left.wait()
        far.end((4404, "over"))

    go(check)
