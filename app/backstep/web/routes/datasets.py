"""Data sets of one's own: a file in, what was found in it out."""

import asyncio
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from backstep.data.own.columns import TYPES, Type
from backstep.data.own.decoding import ENCODINGS
from backstep.data.own.prepare import Choices, Prepared, prepare
from backstep.data.own.reading import SEPARATORS, Limits
from backstep.protocol.spec.schema import SpecError
from backstep.settings import Settings
from backstep.web.http.bodies import file_in, whole
from backstep.web.http.problems import problem
from backstep.web.http.services import Shared

router = APIRouter(prefix="/api")
_TASKS = ("classification", "regression")


@router.post("/datasets", status_code=201)
async def create_dataset(
    request: Request,
    services: Shared,
    encoding: str | None = None,
    separator: str | None = None,
    header: bool | None = None,
    types: Annotated[str, Query(max_length=4000)] = "",
    target: Annotated[str | None, Query(max_length=200)] = None,
    task: str | None = None,
) -> JSONResponse:
    """A set from a CSV file, the body itself or a multipart form's file. What is not said is
    guessed; saying it in another request corrects the guess."""
    settings = services.settings
    choices = Choices(
        _allowed("encoding", encoding, ENCODINGS),
        _allowed("separator", "\t" if separator == "tab" else separator, SEPARATORS),
        header,
        _types(types),
        target,
        cast(Any, _allowed("task", task, _TASKS)),
    )
    body = await whole(request, settings.uploads.bytes)
    data = file_in(body, request.headers.get("content-type", ""))
    found = await asyncio.to_thread(prepare, data, choices, _limits(settings))
    if found.own is None:
        return _refused(found)
    identifier = services.sets.add(found.own)
    await services.store.persistence.save_set(identifier, found.own)
    return JSONResponse({"id": identifier, **found.describe()}, 201)


def _limits(settings: Settings) -> Limits:
    uploads, caps = settings.uploads, settings.caps
    return Limits(caps.samples, uploads.columns, uploads.line, uploads.categories, caps.units)


def _refused(found: Prepared) -> JSONResponse:
    """Nothing to train on: a problem that also shows what was found."""
    errors = [each for each in found.problems if each.severity == "error"]
    told = [(each.place, each.message) for each in errors]
    detail = "; ".join(f"{place}: {message}" for place, message in told)
    more = {"id": None, **found.describe()}
    return problem(422, "This file cannot be trained on", detail, told, **more)


def _allowed(field: str, value: str | None, allowed: tuple[str, ...]) -> str | None:
    if value and value not in allowed:
        names = ", ".join("tab" if each == "\t" else each for each in allowed)
        raise SpecError([(field, f"{value!r} is not one of {names}")])
    return value or None


def _types(text: str) -> list[Type | None]:
    """Types column by column, parted by commas; an empty one is guessed."""
    found = [_allowed("types", each, TYPES) for each in text.split(",")] if text else []
    return cast(list[Type | None], found)
