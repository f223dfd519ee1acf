"""Errors as problem+json (RFC 9457) that name the field and what is allowed."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from backstep.engine.errors import InvalidExpression
from backstep.protocol.spec.schema import SpecError
from backstep.sessions.keeping.memory import Full
from backstep.sessions.stores.records import StoreError
from backstep.web.http.access import ACCESS


def problem(
    status: int,
    title: str,
    detail: str = "",
    errors: list[tuple[str, str]] | None = None,
    **more: object,
) -> JSONResponse:
    """Return one problem; `errors` are (field, message), `more` are further fields."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [{"field": field, "message": message} for field, message in errors or []],
        **more,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answer every error with a problem."""

    @app.exception_handler(SpecError)
    async def spec_error(request: Request, error: SpecError) -> JSONResponse:
        return problem(422, "This spec cannot be trained", str(error), error.problems)

    @app.exception_handler(InvalidExpression)
    async def invalid_expression(request: Request, error: InvalidExpression) -> JSONResponse:
        title, told = "This formula cannot be read", [(error.field, str(error))]
        return problem(422, title, str(error), told, kind=error.kind, at=error.at)

    @app.exception_handler(Full)
    async def full(request: Request, error: Full) -> JSONResponse:
        answer = problem(503, "No room for another run", str(error))
        answer.headers["Retry-After"] = "60"
        return answer

    @app.exception_handler(StoreError)
    async def store_error(request: Request, error: StoreError) -> JSONResponse:
        # The log has the details; the store's address must not be published.
        return problem(503, "The store cannot be read at the moment", "Try again later")

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        answer = problem(error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        if error.status_code == 405:
            # The 405 comes from the first route of that path; other routes allow other methods.
            path = getattr(request.scope.get("route"), "path", None)
            allowed = [row.method for row in ACCESS if row.path == path]
            answer.headers["Allow"] = ", ".join(allowed or ["GET"])  # mounted files have no row
        return answer

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [(".".join(map(str, each["loc"])), str(each["msg"])) for each in error.errors()]
        return problem(422, "The request is malformed", "", found)
