"""What a server has sent, decoded and checked against the models of the protocol."""

import json
from typing import Any

from backstep.protocol.stream.events import server_events
from backstep.protocol.stream.frame_meta import FrameMeta


def event_of(text: str) -> dict[str, Any]:
    """An event; raises ValidationError if it is not as its model says."""
    event: dict[str, Any] = json.loads(text)
    server_events.validate_python(event)
    return event


def meta_of(data: bytes) -> dict[str, Any]:
    """The metadata of a frame; raises ValidationError if it is not as its model says."""
    meta: dict[str, Any] = json.loads(header_of(data)["__metadata__"]["frame"])
    FrameMeta.model_validate(meta)
    return meta


def header_of(data: bytes) -> dict[str, Any]:
    """The safetensors header of a frame."""
    length = int.from_bytes(data[:8], "little")
    header: dict[str, Any] = json.loads(data[8 : 8 + length])
    return header
