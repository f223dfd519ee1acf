"""Whoever asks and does not read takes no memory for it."""

import asyncio
import json

from backstep.protocol.spec.schema import Spec
from backstep.sessions.client.client import Client
from backstep.sessions.session import Session
from backstep.sessions.tasks import end
from backstep.settings import Settings
from tests.received import event_of
from tests.sessions.ending import waits
from tests.waiting import go

ASKED = 1000
INSPECT = json.dumps({"type": "inspect", "tensor": "layers.0.weight", "index": [0, 0]})


async def unread(data: str | bytes) -> None:
    await asyncio.Event().wait()


def test_nothing_more_is_made_for_who_does_not_read() -> None:
    async def check() -> None:
        session = Session(Spec(), Settings())
        client = Client(session, unread)
        sending = asyncio.create_task(client.run())
        await client.receive(json.dumps({"type": "hello", "token": session.credentials.token}))
        answered = 0

        async def ask() -> None:
            nonlocal answered
            for _ in range(ASKED):
                await client.receive(INSPECT)
                answered += 1

        asking = asyncio.create_task(ask())
        before = -1
        while answered > before:
            before = answered
            await waits()
        assert 0 < answered < ASKED / 2
        await end([asking, sending])
        client.close()

    go(check)


def test_whoever_reads_again_is_answered_to_the_end() -> None:
    async def check() -> None:
        session, told = Session(Spec(), Settings()), 0

        async def read(data: str | bytes) -> None:
            nonlocal told
            told += isinstance(data, str) and event_of(data)["type"] == "inspection"
            await asyncio.sleep(0)

        client = Client(session, read)
        sending = asyncio.create_task(client.run())
        await client.receive(json.dumps({"type": "hello", "token": session.credentials.token}))
        for _ in range(ASKED):
            await client.receive(INSPECT)
        while told < ASKED:
            await asyncio.sleep(0)
        sending.cancel()
        client.close()

    go(check)
