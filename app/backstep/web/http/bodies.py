"""Bodies of requests, never longer than allowed."""

from fastapi import HTTPException, Request


async def whole(request: Request, limit: int) -> bytes:
    """The body; 413 as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise HTTPException(413, f"The body is longer than {limit} bytes")
    return bytes(body)
