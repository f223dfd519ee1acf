"""A class: one frame for all, none waits for another, and how answers are counted."""

import asyncio
import gc
import json
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load

from backstep.protocol.stream.frames import encode
from backstep.protocol.stream.teaching import Ask, Present, Reveal
from backstep.sessions.classroom import frame, identity
from backstep.sessions.classroom.follower import Follower
from backstep.sessions.connection import Refused
from backstep.sessions.session import Session
from tests.received import event_of, meta_of
from tests.sessions.test_session import session_of
from tests.waiting import PATIENCE, go, reached

PANELS: dict[str, dict[str, Any]] = {"network": {}, "narration": {}, "curve": {}}


class Phone:
    """A follower that keeps what it is sent; unless it is `slow` it acknowledges at once."""

    def __init__(self, session: Session, *, slow: bool = False, key: str | None = None) -> None:
        self.slow = slow
        self.frames: list[dict[str, Any]] = []
        self.tensors: list[dict[str, Any]] = []
        self.bytes: list[bytes] = []
        self.events: list[dict[str, Any]] = []
        self.follower = Follower(session.classroom, self._take, session.settings)
        self._key = key
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Phone":
        await self.say("hello", **({"key": self._key} if self._key else {}))
        self._task = asyncio.create_task(self.follower.run())
        await self.until(lambda: self.frames)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        self.follower.close()
        del self.follower, self._task  # they hold this phone

    async def _take(self, data: str | bytes) -> None:
        if isinstance(data, str):
            self.events.append(event_of(data))
            return
        self.frames.append(meta_of(data))
        self.tensors.append(load(data))
        self.bytes.append(data)
        if not self.slow:
            self.ack()

    def ack(self) -> None:
        assert self.follower.at_once(f'{{"type":"ack","seq":{self.frames[-1]["seq"]}}}')

    async def say(self, type: str, **fields: Any) -> None:
        await self.follower.receive(json.dumps({"type": type, **fields}))

    @property
    def place(self) -> tuple[int, int]:
        return self.frames[-1]["step"], self.frames[-1]["op"]

    @property
    def key(self) -> str:
        """What the server gave it."""
        found: str = self.told("key")[0]["key"]
        return found

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    async def reach(self, step: int, op: int) -> None:
        await self.until(lambda: self.place == (step, op))

    async def until(self, condition: Callable[[], Any]) -> None:
        await reached(condition)


def in_class(work: Callable[[Session], Awaitable[None]], **settings: Any) -> None:
    async def begin() -> None:
        await work(session_of(**settings))

    go(begin)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the frames that were encoded."""
    numbers: list[int] = []

    def counted(meta: Any, tensors: Any) -> bytes:
        numbers.append(meta["seq"])
        return encode(meta, tensors)

    monkeypatch.setattr(frame, "encode", counted)
    return numbers


def test_a_frame_is_encoded_once_for_all(encoded: list[int]) -> None:
    async def work(session: Session) -> None:
        phones = [Phone(session) for _ in range(20)]
        for phone in phones:
            await phone.__aenter__()
        first = len(encoded)
        for step in range(1, 4):
            await session.move(by="step", count=1, back=False)
            for phone in phones:
                await phone.reach(step - 1, 10)
        assert len(encoded) == first + 3
        assert all(phone.bytes[-1] == phones[0].bytes[-1] for phone in phones)
        for phone in phones:
            await phone.__aexit__()

    in_class(work)


def test_a_slow_one_skips_and_slows_nobody() -> None:
    async def work(session: Session) -> None:
        async with Phone(session) as quick, Phone(session, slow=True) as slow:
            for op in range(1, 9):
                await session.move(by="operation", count=1, back=False)
                await quick.reach(0, op)
            # A window of two is all that it was sent.
            assert len(slow.frames) == 2
            assert len(quick.frames) >= 9
            slow.ack()
            await slow.until(lambda: slow.place == (0, 8))
            assert len(slow.frames) == 3

    in_class(work)


def test_who_comes_late_gets_all_of_the_moment_at_once() -> None:
    async def work(session: Session) -> None:
        session.classroom.present(Present(type="present", panels=PANELS, focus=3))
        async with Phone(session) as early:
            await session.move(by="step", count=5, back=False)
            await early.until(lambda: early.place == (4, 10))
            async with Phone(session) as late:
                assert [event["type"] for event in late.events] == ["welcome", "presented", "key"]
                assert late.events[0]["role"] == "follower"
                assert late.place == (4, 10)
                for name in ("data.points", "maps.input", "curve.train"):
                    assert name in late.tensors[0]
                    assert name in early.tensors[0]
                assert "data.points" not in early.tensors[-1]
                same = early.tensors[-1]
                for name, tensor in same.items():
                    assert np.array_equal(late.tensors[0][name], tensor)

    in_class(work)


def test_what_the_frame_says_stays_when_the_run_goes_on(encoded: list[int]) -> None:
    async def work(session: Session) -> None:
        async with Phone(session) as early:
            shared = session.classroom.frame
            assert shared is not None
            await session.move(by="step", count=7, back=False)
            data = shared.data({"points": -1})
            assert load(data).keys() == early.tensors[0].keys()
            for name, tensor in load(data).items():
                assert np.array_equal(tensor, early.tensors[0][name]), name

    in_class(work)


def test_the_class_sees_what_the_presenter_points_at() -> None:
    async def work(session: Session) -> None:
        async with Phone(session) as phone:
            await session.move(by="step", count=1, back=False)
            select = "layers.0.weight.1.0"
            panels = PANELS | {"narration": {"select": select}, "inspector": {"select": select}}
            session.classroom.present(
                Present(type="present", panels=panels, focus=7, page={"notation": "gates"})
            )
            await phone.until(lambda: phone.frames[-1]["focus"]["example"] == 7)
            told = phone.told("presented")[-1]
            assert (told["select"], told["page"]) == (select, {"notation": "gates"})
            assert phone.frames[-1]["inspection"]["target"] == select

    in_class(work)


def test_with_hold_nothing_is_seen_before_the_presenter_has() -> None:
    async def work(session: Session) -> None:
        present = Present(type="present", panels=PANELS, hold=True)
        session.classroom.present(present)
        async with Phone(session) as phone:
            await session.move(by="operation", count=1, back=False)
            before, version = len(phone.frames), session.version
            session.classroom.ask(Ask(type="ask", text="Which?", choices=["this", "that"]))
            await phone.until(lambda: phone.told("question"))
            # Whatever was to be sent has been sent when it is told one thing more.
            await phone.say("nonsense")
            await phone.until(lambda: phone.told("error"))
            assert len(phone.frames) == before
            session.classroom.show(version)
            await phone.until(lambda: phone.place == (0, 1))
            await session.move(by="operation", count=1, back=False)
            session.classroom.reveal(Reveal(type="reveal", right=0))
            await phone.until(lambda: phone.place == (0, 2))

    in_class(work)


def test_an_answer_counts_once_and_the_last_one() -> None:
    async def work(session: Session) -> None:
        teacher: list[dict[str, Any]] = []
        session.listeners.listen(lambda event: teacher.append(event) if event else None)
        session.classroom.present(Present(type="present", panels=PANELS))
        async with (
            Phone(session) as one,
            Phone(session, key=one.key) as again,
            Phone(session) as other,
        ):
            assert not again.told("key")
            session.classroom.ask(Ask(type="ask", text="Which?", choices=["this", "that"]))
            number = session.classroom.report()["asked"]["number"]
            await one.say("answer", number=number, choice=0)
            await again.say("answer", number=number, choice=1)
            await other.say("answer", number=number, choice=1)
            await other.say("answer", number=number, choice=2)
            await other.until(lambda: other.told("error"))
            await one.until(lambda: teacher and teacher[-1].get("asked"))
            assert teacher[-1]["followers"] == 3
            assert teacher[-1]["asked"]["counts"] == [0, 2]
            session.classroom.reveal(Reveal(type="reveal", right=1, because="so it is"))
            await one.until(lambda: one.told("revealed"))
            told = one.told("revealed")[0]
            assert (told["right"], told["counts"], told["because"]) == (1, [0, 2], "so it is")
            await one.say("answer", number=number, choice=0)
            await one.until(lambda: one.told("error"))

    in_class(work)


def test_an_answer_stands_for_who_comes_again_until_it_is_given_anew() -> None:
    async def work(session: Session) -> None:
        async with Phone(session):
            session.classroom.ask(Ask(type="ask", text="Which?", choices=["this", "that"]))
            number = session.classroom.report()["asked"]["number"]
            async with Phone(session) as phone:
                await phone.say("answer", number=number, choice=0)
                key = phone.key
            assert session.classroom.report()["asked"]["counts"] == [1, 0]
            async with Phone(session, key=key) as phone:
                assert phone.told("question")[0]["number"] == number
                await phone.say("answer", number=number, choice=1)
            assert session.classroom.report()["asked"]["counts"] == [0, 1]

    in_class(work)


def test_one_connection_is_one_follower_whatever_keys_it_makes_up() -> None:
    async def work(session: Session) -> None:
        other = session_of()
        foreign = identity.issue(other.credentials.token_hash)
        async with Phone(session, key="k" * 20) as one:
            session.classroom.ask(Ask(type="ask", text="Which?", choices=["this", "that"]))
            number = session.classroom.report()["asked"]["number"]
            for key in ("k" * 20, "", "ключ", foreign, one.key[:-1], one.key + "A", one.key):
                await one.say("hello", key=key)
                await one.say("answer", number=number, choice=0)
            assert session.classroom.report()["asked"]["counts"] == [1, 0]
            async with Phone(session, key=foreign) as stranger:
                assert stranger.key not in (foreign, one.key)

    in_class(work)


def test_a_key_is_the_servers_own() -> None:
    key = identity.issue(b"secret")
    assert identity.issued(b"secret", key)
    assert key != identity.issue(b"secret")
    assert not identity.issued(b"another", key)
    for place in range(len(key)):
        changed = "A" if key[place] != "A" else "B"
        assert not identity.issued(b"secret", key[:place] + changed + key[place + 1 :])


@pytest.mark.parametrize(
    "type", ["forward", "play", "reset", "present", "reveal", "focus", "watch"]
)
def test_followers_do_nothing_but_follow(type: str) -> None:
    fields: dict[str, Any] = {"present": {"panels": {}}, "watch": {"panels": {}}}

    async def work(session: Session) -> None:
        async with Phone(session) as phone:
            await phone.say(type, **fields.get(type, {}))
            await phone.until(lambda: phone.told("error"))
            assert phone.told("error")[0]["code"] == "not_driver"
            assert (session.run.position, session.state.playing) == ((0, 0), False)

    in_class(work)


def test_a_hello_comes_first() -> None:
    async def work(session: Session) -> None:
        phone = Phone(session)
        for text in ('{"type":"ack","seq":1}', '{"type":"pause"}', "nonsense"):
            assert not phone.follower.at_once(text)
            with pytest.raises(Refused):
                await phone.follower.receive(text)

    in_class(work)


def test_one_that_never_acknowledges_is_let_go() -> None:
    async def work(session: Session) -> None:
        async with Phone(session, slow=True) as phone:
            assert phone._task is not None
            await session.move(by="step", count=1, back=False)
            with pytest.raises(TimeoutError):
                await asyncio.shield(phone._task)

    in_class(work, send_seconds=0.1)


def test_a_class_that_has_gone_costs_nothing(encoded: list[int]) -> None:
    async def work(session: Session) -> None:
        async with Phone(session):
            assert session.listeners.watched
        assert not session.listeners.watched
        assert session.classroom.frame is None
        before = len(encoded)
        await session.move(by="step", count=3, back=False)
        async with Phone(session) as phone:
            assert phone.place == (2, 10)
            assert "data.points" in phone.tensors[0]
        assert len(encoded) == before + 1

    in_class(work)


def test_a_session_that_was_followed_is_gone_without_a_search_for_garbage() -> None:
    async def work() -> "weakref.ref[Session]":
        session = session_of()
        async with Phone(session) as phone:
            await session.move(by="step", count=1, back=False)
            await phone.reach(0, 10)
        await asyncio.sleep(0)
        session.close()
        return weakref.ref(session)

    gc.collect()
    gc.disable()
    try:
        found = asyncio.run(asyncio.wait_for(work(), PATIENCE))
        assert found() is None
    finally:
        gc.enable()


def test_a_frame_that_is_made_before_a_new_network_is_told_comes_again() -> None:
    async def work(session: Session) -> None:
        async with Phone(session) as phone:
            # The session has changed; that it has is told when it is written down.
            await session.edit({"data": {"samples": 60}})
            await phone.until(lambda: phone.frames[-1]["run_epoch"] == 2)
            before, drawn = len(phone.frames), phone.tensors[-1].keys()
            session.listeners.announce({"type": "edited", "restarted": True, "edit": None})
            await phone.until(lambda: len(phone.frames) > before)
            assert phone.events[-1]["restarted"] is True
            # Who was told has dropped all, and gets all.
            assert phone.tensors[-1].keys() == drawn

    in_class(work)
