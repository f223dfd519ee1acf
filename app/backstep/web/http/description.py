"""The description of each route in /openapi.json: its request, responses and errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from backstep.protocol.catalogue.rows import Catalogue
from backstep.protocol.facts.expressions import FormulaRequest
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import Spec
from backstep.web.http import answers
from backstep.web.http.access import ACCESS
from backstep.web.http.access import RouteAccess as Access

_REF = "#/components/schemas/"
_PROBLEM = "application/problem+json"
_HTML, _BINARY, _SCRIPT = "text/html", "application/octet-stream", "text/javascript"

Schema = dict[str, Any]


@dataclass(frozen=True)
class RouteDescription:
    """The requests and responses of one route.

    `answers` are models or media types by status; `refuses` the statuses of problems that only
    this route has, beyond those of its row in `access.py`; `body` the media type and schema of
    the request.
    """

    answers: Mapping[int, type[BaseModel] | str]
    refuses: tuple[int, ...] = ()
    body: tuple[str, Schema] | None = None


def _ref(model: type[BaseModel]) -> Schema:
    return {"$ref": _REF + model.__name__}


_RUN: Schema = {
    "anyOf": [
        _ref(Spec),
        {
            "type": "object",
            "properties": {
                "spec": _ref(Spec),
                "edits": {"type": "array", "items": _ref(EditSpec), "maxItems": 500},
            },
            "required": ["spec"],
        },
        {
            "type": "object",
            "properties": {"preset": {"enum": list(PRESETS)}},
            "required": ["preset"],
            "additionalProperties": False,
        },
    ]
}
_ANSWER: Schema = {
    "type": "object",
    "properties": {"answer": {"type": "number", "minimum": -1e9, "maximum": 1e9}},
    "required": ["answer"],
    "additionalProperties": False,
}
_FILE: Schema = {"type": "string", "format": "binary"}

ROUTES: Mapping[tuple[str, str], RouteDescription] = {
    ("GET", "/"): RouteDescription({200: _HTML}),
    ("GET", "/embed"): RouteDescription({200: _HTML}),
    ("GET", "/embed.js"): RouteDescription({200: _SCRIPT}),
    ("GET", "/oembed"): RouteDescription({200: answers.Embedded}, (404, 422, 501)),
    ("GET", "/qr.svg"): RouteDescription({200: "image/svg+xml"}, (404, 414, 422)),
    ("GET", "/lessons"): RouteDescription({200: _HTML}),
    ("GET", "/lessons/{slug}"): RouteDescription({200: _HTML}, (404,)),
    ("GET", "/lessons/{slug}/worksheet"): RouteDescription({200: _HTML}, (404,)),
    ("POST", "/api/exercises/{name}"): RouteDescription(
        {200: answers.Judged}, (404, 413, 422), ("application/json", _ANSWER)
    ),
    ("GET", "/expression"): RouteDescription({200: _HTML}),
    ("GET", "/glossary"): RouteDescription({200: _HTML}),
    ("GET", "/docs"): RouteDescription({200: _HTML}),
    ("POST", "/api/expressions"): RouteDescription(
        {200: answers.Expression}, (413, 422), ("application/json", _ref(FormulaRequest))
    ),
    ("GET", "/vendor/plotly.min.js"): RouteDescription({200: _SCRIPT}),
    ("GET", "/healthz"): RouteDescription({200: answers.Alive}),
    ("GET", "/readyz"): RouteDescription({200: answers.Ready, 503: answers.Ready}),
    ("GET", "/metrics"): RouteDescription({200: "text/plain"}),
    ("GET", "/api/catalogue"): RouteDescription({200: Catalogue}),
    ("POST", "/api/runs"): RouteDescription(
        {201: answers.MadeRun}, (413, 422), ("application/json", _RUN)
    ),
    ("POST", "/api/datasets"): RouteDescription(
        {201: answers.DatasetAnswer}, (413, 422), ("text/csv", _FILE)
    ),
    ("GET", "/api/runs/{run_id}"): RouteDescription({200: answers.RunNow}),
    ("DELETE", "/api/runs/{run_id}"): RouteDescription({204: ""}),
    ("GET", "/api/runs/{run_id}/checkpoint"): RouteDescription({200: _BINARY}),
    ("POST", "/api/runs/{run_id}/checkpoint"): RouteDescription(
        {200: answers.Restarted}, (413, 422), (_BINARY, _FILE)
    ),
    ("GET", "/api/runs/{run_id}/recording"): RouteDescription({200: _BINARY}, (413,)),
    ("GET", "/api/runs/{run_id}/code"): RouteDescription({200: "text/x-python"}, (422,)),
    ("GET", "/api/runs/{run_id}/data.csv"): RouteDescription({200: "text/csv"}),
    ("GET", "/api/runs/{run_id}/export.html"): RouteDescription({200: _HTML}, (422,)),
    ("GET", "/watch"): RouteDescription({200: _HTML, 303: "", 404: _HTML}),
    ("GET", "/watch/{code}"): RouteDescription({200: _HTML, 404: _HTML}),
}


def refusals(row: Access) -> set[int]:
    """Return the problems that follow from who may call a route, and how often."""
    found = {421, 429}
    if row.who in ("reader", "holder"):
        found |= {404, 503}
    if row.who == "holder":
        found.add(403)
    if row.who == "follower" or row.kind == "runs":
        found.add(503)
    return found


def describe_api(app: FastAPI) -> None:
    """Replace the application's own OpenAPI description by ours."""

    def description() -> Schema:
        if not app.openapi_schema:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = description  # type: ignore[method-assign]


def _described(app: FastAPI) -> Schema:
    schema: Schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
    rows = {(row.method, row.path): row for row in ACCESS}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            row = rows[method.upper(), path]
            _complete(operation, ROUTES[row.method, row.path], row)
    models = {
        model
        for payload in ROUTES.values()
        for model in payload.answers.values()
        if not isinstance(model, str)
    }
    wanted: set[type[BaseModel]] = models | {answers.ProblemAnswer, Spec, EditSpec, FormulaRequest}
    ordered = sorted(wanted, key=lambda model: model.__name__)
    _, found = models_json_schema(
        [(model, "validation") for model in ordered], ref_template=_REF + "{model}"
    )
    schema["components"] = {
        "schemas": found["$defs"],
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    return schema


def _complete(operation: Schema, payload: RouteDescription, row: Access) -> None:
    operation["responses"] = {
        str(status): _response(status, content) for status, content in payload.answers.items()
    }
    for status in sorted({*payload.refuses, *refusals(row)} - set(payload.answers)):
        content = {_PROBLEM: {"schema": _ref(answers.ProblemAnswer)}}
        operation["responses"][str(status)] = _phrase(status) | {"content": content}
    if payload.body is not None:
        kind, schema = payload.body
        operation["requestBody"] = {"content": {kind: {"schema": schema}}}
    if row.who == "holder":
        operation["security"] = [{"token": []}]


def _response(status: int, content: type[BaseModel] | str) -> Schema:
    if content == "":
        return _phrase(status)
    if isinstance(content, str):
        return _phrase(status) | {"content": {content: {"schema": {"type": "string"}}}}
    return _phrase(status) | {"content": {"application/json": {"schema": _ref(content)}}}


def _phrase(status: int) -> Schema:
    return {"description": HTTPStatus(status).phrase}
