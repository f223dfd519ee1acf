"""Why the server closes a stream: the reason of the close frame is a `Close` as JSON."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

CloseCode = Literal[
    "connections",
    "ended",
    "failed",
    "hello",
    "later",
    "moved",
    "not_text",
    "rate",
    "restart",
    "silent",
    "token",
    "too_long",
    "unknown",
]


class Close(BaseModel):
    """The reason; the client may reconnect after `retry` seconds."""

    model_config = ConfigDict(extra="forbid")

    code: CloseCode
    retry: float | None = None


def close_reason(code: CloseCode, retry: float | None = None) -> str:
    """Return the text of a close frame's reason, at most 123 bytes."""
    return Close(code=code, retry=retry).model_dump_json(exclude_none=True)
