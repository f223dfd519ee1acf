"""Uploaded data sets: a file in, a description of it out."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams

from backstep.data.own.columns import TYPES, Type
from backstep.data.own.dates import ORDERS
from backstep.data.own.decoding import ENCODINGS, encoding_named
from backstep.data.own.numerals import DECIMALS
from backstep.data.own.parsing import SEPARATORS
from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.prepared import Prepared
from backstep.data.own.reading import Limits
from backstep.protocol.spec.schema import SpecError
from backstep.settings import Settings
from backstep.texts.message import Message, not_one_of, sentence_in, translated
from backstep.web.http.bodies import file_in, whole
from backstep.web.http.language import Spoken, texts_for
from backstep.web.http.problems import problem, summary
from backstep.web.http.services import Shared

router = APIRouter(prefix="/api")
Word = TypeVar("Word", bound=str)
_TASKS = ("classification", "regression")
_SEPARATOR_NAMES = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_DECIMAL_NAMES = {"point": ".", "comma": ","}
_WORDS = 4000  # characters in a list of words


@router.post("/datasets", status_code=201)
async def create_dataset(
    request: Request,
    services: Shared,
    texts: Spoken,
    encoding: str | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    skip: Annotated[int | None, Query(ge=0, le=1_000_000)] = None,
    types: Annotated[str, Query(max_length=_WORDS)] = "",
    missing: Annotated[str | None, Query(max_length=_WORDS)] = None,
    order: str | None = None,
    merge: bool = True,
    target: Annotated[str | None, Query(max_length=200)] = None,
    task: str | None = None,
    split: Annotated[str | None, Query(max_length=200)] = None,
    name: Annotated[str | None, Query(max_length=200)] = None,
) -> JSONResponse:
    """Make a data set from a CSV file, which is the body or the file of a multipart form.

    Choices that are not given are guessed; another request can correct them. `missing.NAME` and
    `order.NAME` apply to one column.
    """
    settings = services.settings
    query = request.query_params
    choices = Choices(
        encoding=_encoding(encoding),
        separator=_named("separator", separator, _SEPARATOR_NAMES, SEPARATORS),
        decimal=_named("decimal", decimal, _DECIMAL_NAMES, DECIMALS),
        header=header,
        skip=skip,
        types=_types(types),
        missing=None if missing is None else _words(missing),
        missing_of={of: _words(text) for of, text in _per_column(query, "missing").items()},
        order=_allowed("order", order, ORDERS),
        orders=_orders(_per_column(query, "order")),
        merge=merge,
        target=target,
        task=cast(Any, _allowed("task", task, _TASKS)),
        split=split,
        file=name,
    )
    body = await whole(request, settings.uploads.bytes)
    data = file_in(body, request.headers.get("content-type", ""))
    found = await asyncio.to_thread(prepare, data, choices, _limits(settings))
    if found.own is None:
        return _refused(request, found)
    identifier = services.sets.add(found.own)
    await services.store.persistence.save_set(identifier, found.own)
    return JSONResponse({"id": identifier, **translated(found.describe(), texts)}, 201)


def _limits(settings: Settings) -> Limits:
    uploads, caps = settings.uploads, settings.caps
    return Limits(caps.samples, uploads.columns, uploads.line, uploads.categories, caps.units)


def _refused(request: Request, found: Prepared) -> JSONResponse:
    """Return a problem that also describes the file: it has nothing to train on."""
    texts = texts_for(request)
    errors = [
        (sentence_in(each.place, texts), each.message)
        for each in found.problems
        if each.severity == "error"
    ]
    more = {"id": None, **found.describe()}
    title = Message("refusals.titles.file")
    return problem(request, 422, title, summary(errors, texts), errors, **more)


def _allowed(field: str, value: str | None, allowed: tuple[Word, ...]) -> Word | None:
    if not value:
        return None
    for each in allowed:
        if each == value:
            return each
    names = ["tab" if each == "\t" else each for each in allowed]
    raise SpecError([(field, not_one_of(value, names))])


def _named(
    field: str, value: str | None, names: Mapping[str, str], allowed: tuple[Word, ...]
) -> Word | None:
    """Return a character that is given directly or by its name."""
    return _allowed(field, names.get(value or "", value), allowed)


def _encoding(value: str | None) -> str | None:
    return _allowed("encoding", (encoding_named(value) or value) if value else None, ENCODINGS)


def _types(text: str) -> list[Type | None]:
    """Return the types of the columns, separated by commas; an empty one is guessed.

    Version 0.1 called the type `ignore` skip.
    """
    given = [each.strip() for each in text.split(",")] if text else []
    return [_allowed("types", "ignore" if each == "skip" else each, TYPES) for each in given]


def _words(text: str) -> list[str]:
    """Return words separated by commas; none in an empty text."""
    return text.split(",") if text else []


def _per_column(query: QueryParams, field: str) -> dict[str, str]:
    """Return the values of `field.NAME` by the columns' names."""
    start = f"{field}."
    found = {key[len(start) :]: value for key, value in query.items() if key.startswith(start)}
    for name, text in found.items():
        if len(text) > _WORDS:
            raise SpecError(
                [(f"{start}{name}", Message("refusals.characters", found=len(text), limit=_WORDS))]
            )
    return found


def _orders(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: value
        for name, text in given.items()
        if (value := _allowed(f"order.{name}", text, ORDERS)) is not None
    }
