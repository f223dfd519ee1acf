"""Request bodies, never longer than allowed."""

from typing import Any

from fastapi import HTTPException, Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import File, FormParser, parse_options_header

from backstep.protocol.codec.reading import read_json
from backstep.protocol.spec.schema import SpecError


async def whole(request: Request, limit: int) -> bytes:
    """Return the body. Raises a 413 as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise HTTPException(413, f"The body is longer than {limit} bytes")
    return bytes(body)


async def read_body(request: Request, limit: int) -> Any:
    """Return the JSON in a body of at most `limit` bytes; an empty body is an empty object."""
    return json_of(await whole(request, limit) or b"{}")


def json_of(data: bytes) -> Any:
    """Return parsed JSON. Raises SpecError."""
    try:
        return read_json(data)
    except ValueError:
        raise SpecError([("body", "is not JSON")]) from None


def file_in(body: bytes, content_type: str) -> bytes:
    """Return the first file of a multipart form (RFC 7578), else the body itself.

    Raises SpecError if the form is malformed or holds no file.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        return body
    files: list[bytes] = []

    def keep(file: File) -> None:
        file.file_object.seek(0)
        files.append(file.file_object.read())
        file.close()

    # Keep everything in memory, where the body is already: write nothing to the disk.
    config = {"MAX_MEMORY_FILE_SIZE": len(body) + 1}
    form = FormParser("multipart/form-data", None, keep, boundary=boundary, config=config)
    try:
        form.write(body)
        form.finalize()
    except (FormParserError, ValueError) as error:
        raise SpecError([("file", f"the form cannot be read: {error}")]) from None
    if not files:
        raise SpecError([("file", "the form has no file in it")])
    return files[0]
