"""Bodies of requests, never longer than allowed."""

from typing import Any

from fastapi import HTTPException, Request

from backstep.protocol.codec.reading import read_json
from backstep.protocol.spec.schema import SpecError


async def whole(request: Request, limit: int) -> bytes:
    """The body; 413 as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise HTTPException(413, f"The body is longer than {limit} bytes")
    return bytes(body)


async def read_body(request: Request, limit: int) -> Any:
    """The JSON of a body of at most `limit` bytes; an empty body is an empty object."""
    return json_of(await whole(request, limit) or b"{}")


def json_of(data: bytes) -> Any:
    """JSON from outside. Raises SpecError."""
    try:
        return read_json(data)
    except ValueError:
        raise SpecError([("body", "is not JSON")]) from None
