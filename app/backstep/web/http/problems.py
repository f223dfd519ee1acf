"""Errors as problem+json (RFC 9457) that name the field and what is allowed."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from backstep.engine.errors import InvalidExpression
from backstep.protocol.spec.reasons import reason
from backstep.protocol.spec.schema import SpecError
from backstep.sessions.keeping.memory import Full
from backstep.sessions.stores.records import StoreError
from backstep.texts.languages import Texts
from backstep.texts.message import Message, message_of, sentence_in, translated
from backstep.web.http.access import ACCESS
from backstep.web.http.language import texts_for


def problem(
    connection: HTTPConnection,
    status: int,
    title: str,
    detail: str = "",
    errors: Iterable[tuple[str, str]] = (),
    **more: object,
) -> JSONResponse:
    """Return one problem in the language of the request.

    `errors` are (field, message), `more` are further fields.
    """
    texts = texts_for(connection)
    body = {
        "type": "about:blank",
        "title": sentence_in(title, texts),
        "status": status,
        "detail": sentence_in(detail, texts),
        "errors": [entry(field, message, texts) for field, message in errors],
        **translated(more, texts),
    }
    headers = {"Content-Language": texts.code}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def entry(field: str, message: str, texts: Texts) -> dict[str, Any]:
    """What is wrong with a field: in words, and as the key and values of the words."""
    known = message if isinstance(message, Message) else None
    return {
        "field": field,
        "message": sentence_in(message, texts),
        "key": known.key if known else None,
        "values": translated(known.values, texts) if known else {},
    }


def summary(errors: Iterable[tuple[str, str]], texts: Texts) -> str:
    """All errors in one line."""
    return "; ".join(f"{field}: {sentence_in(message, texts)}" for field, message in errors)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error with a problem."""

    @app.exception_handler(SpecError)
    async def spec_error(request: Request, error: SpecError) -> JSONResponse:
        title, detail = _title("spec"), summary(error.problems, texts_for(request))
        return problem(request, 422, title, detail, error.problems)

    @app.exception_handler(InvalidExpression)
    async def invalid_expression(request: Request, error: InvalidExpression) -> JSONResponse:
        message = error.message
        found, more = [(error.field, message)], {"kind": error.kind, "at": error.at}
        return problem(request, 422, _title("formula"), message, found, **more)

    @app.exception_handler(Full)
    async def full(request: Request, error: Full) -> JSONResponse:
        answer = problem(request, 503, _title("full"), message_of(error))
        answer.headers["Retry-After"] = "60"
        return answer

    @app.exception_handler(StoreError)
    async def store_error(request: Request, error: StoreError) -> JSONResponse:
        # The log has the details; the store's address must not be published.
        return problem(request, 503, _title("store"), Message("refusals.http.try_later"))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        answer = problem(request, error.status_code, _detail(error))
        answer.headers.update(error.headers or {})
        if error.status_code == 405:
            # The 405 comes from the first route of that path; other routes allow other methods.
            path = getattr(request.scope.get("route"), "path", None)
            allowed = [row.method for row in ACCESS if row.path == path]
            answer.headers["Allow"] = ", ".join(allowed or ["GET"])  # mounted files have no row
        return answer

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [(".".join(map(str, each["loc"])), reason(each)) for each in error.errors()]
        return problem(request, 422, _title("malformed"), "", found)


def _detail(error: HTTPException) -> str:
    """What a route sentence_in, or the words for what the router says."""
    known = {404: "not_found", 405: "method"}
    if isinstance(error.detail, Message) or error.status_code not in known:
        return error.detail
    return Message(f"refusals.http.{known[error.status_code]}")


def _title(name: str) -> Message:
    return Message(f"refusals.titles.{name}")
