"""A server in this process, and a small client of its stream."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from safetensors.numpy import load as load_tensors
from starlette.testclient import WebSocketTestSession

from backstep.settings import Settings
from backstep.web.application import create_app
from tests.received import event_of, meta_of


@pytest.fixture
def web() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(sessions=8))) as client:
        yield client


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
