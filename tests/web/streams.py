"""Streams of a server in this process: a small client, as driver, viewer or follower."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from fastapi.testclient import TestClient
from safetensors.numpy import load as load_tensors
from starlette.testclient import WebSocketTestSession

from tests.received import event_of, meta_of

# What a class is shown.
PANELS: dict[str, dict[str, Any]] = {"network": {}, "narration": {}, "curve": {}}


class Stream:
    """Speaks the protocol: acknowledges every frame, keeps the newest."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket
        self.count = 0
        self.closed = False
        self.meta: dict[str, Any] = {}
        self.tensors: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []  # everything but frames, in order

    def send(self, type: str, **fields: Any) -> str:
        self.count += 1
        identifier = f"c{self.count}"
        self.socket.send_text(json.dumps({"type": type, "id": identifier, **fields}))
        return identifier

    def receive(self) -> dict[str, Any]:
        """The next event, or a frame's metadata (its tensors are kept)."""
        message = self.socket.receive()
        if message.get("bytes") is not None:
            self.meta = meta_of(message["bytes"])
            self.tensors = load_tensors(message["bytes"])
            self.socket.send_text(json.dumps({"type": "ack", "seq": self.meta["seq"]}))
            return {"type": "frame", **self.meta}
        if "text" not in message:
            assert not self.closed, f"closed: {message}"
            self.closed = True
            return {"type": "close", "code": message.get("code")}
        event = event_of(message["text"])
        self.events.append(event)
        return event

    def ask(self, type: str, **fields: Any) -> dict[str, Any]:
        """Send a command; the event that answers it, or else the frame that does."""
        identifier = self.send(type, **fields)
        while True:
            event = self.receive()
            assert event["type"] != "close", event  # nothing more would come
            if event.get("id") == identifier or identifier in event.get("answers", []):
                return event

    def move(self, type: str, **fields: Any) -> tuple[int, int]:
        """Send a moving command; the position of the frame that answers it."""
        frame = self.ask(type, **fields)
        assert frame["type"] == "frame", frame
        return frame["step"], frame["op"]

    def until(self, tensor: str) -> Any:
        """Frames on until one has the tensor; it."""
        while tensor not in self.tensors:
            self.receive()
        return self.tensors[tensor]

    def numbers(self) -> dict[str, bytes]:
        return {name: np.asarray(value).tobytes() for name, value in self.tensors.items()}


def run_of(web: TestClient, spec: dict[str, Any] | None = None) -> dict[str, Any]:
    """A new run, with its token."""
    run: dict[str, Any] = web.post("/api/runs", json={"spec": spec or {}}).json()
    return run


@contextmanager
def presenting(web: TestClient, run: dict[str, Any]) -> Iterator[Stream]:
    """The stream of a run's driver."""
    with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
        talk = Stream(socket)
        assert talk.ask("hello", token=run["token"])["role"] == "driver"
        yield talk


@contextmanager
def stream(web: TestClient, spec: dict[str, Any] | None = None) -> Iterator[Stream]:
    """The stream of a new run's driver."""
    with presenting(web, run_of(web, spec)) as talk:
        yield talk


@contextmanager
def viewing(web: TestClient, run: dict[str, Any]) -> Iterator[Stream]:
    """The stream of a run's viewer."""
    with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
        talk = Stream(socket)
        talk.ask("hello")
        yield talk


@contextmanager
def following(web: TestClient, code: str, key: str = "") -> Iterator[Stream]:
    """The stream of one who follows a class, from its first frame on."""
    with web.websocket_connect(f"/api/watch/{code}/stream") as socket:
        talk = Stream(socket)
        talk.send("hello", **({"key": key} if key else {}))
        until(talk, "frame")
        yield talk


def until(talk: Stream, kind: str) -> dict[str, Any]:
    """Hear on until something of that type; it."""
    while True:
        found = talk.receive()
        if found["type"] == kind:
            return found


def stand(talk: Stream, step: int, op: int) -> None:
    """Hear on until the run is there."""
    while (talk.meta.get("step"), talk.meta.get("op")) != (step, op):
        talk.receive()
