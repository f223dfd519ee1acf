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
from backstep.protocol.facts.expressions import Question
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.schema import Spec
from backstep.web.http import answers
from backstep.web.http.access import ACCESS
from backstep.web.http.access import Row as Access

_REF = "#/components/schemas/"
_PROBLEM = "application/problem+json"
_HTML, _BINARY, _SCRIPT = "text/html", "application/octet-stream", "text/javascript"

Schema = dict[str, Any]


@dataclass(frozen=True)
class Told:
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

ROUTES: Mapping[tuple[str, str], Told] = {
    ("GET", "/"): Told({200: _HTML}),
    ("GET", "/embed"): Told({200: _HTML}),
    ("GET", "/embed.js"): Told({200: _SCRIPT}),
    ("GET", "/oembed"): Told({200: answers.Embedded}, (404, 422, 501)),
    ("GET", "/qr.svg"): Told({200: "image/svg+xml"}, (404, 414, 422)),
    ("GET", "/lessons"): Told({200: _HTML}),
    ("GET", "/lessons/{slug}"): Told({200: _HTML}, (404,)),
    ("GET", "/lessons/{slug}/worksheet"): Told({200: _HTML}, (404,)),
    ("POST", "/api/exercises/{name}"): Told(
        {200: answers.Judged}, (404, 413, 422), ("application/json", _ANSWER)
    ),
    ("GET", "/expression"): Told({200: _HTML}),
    ("GET", "/glossary"): Told({200: _HTML}),
    ("GET", "/docs"): Told({200: _HTML}),
    ("POST", "/api/expressions"): Told(
        {200: answers.Expression}, (413, 422), ("application/json", _ref(Question))
    ),
    ("GET", "/vendor/plotly.min.js"): Told({200: _SCRIPT}),
    ("GET", "/healthz"): Told({200: answers.Alive}),
    ("GET", "/readyz"): Told({200: answers.Ready, 503: answers.Ready}),
    ("GET", "/metrics"): Told({200: "text/plain"}),
    ("GET", "/api/catalogue"): Told({200: Catalogue}),
    ("POST", "/api/runs"): Told({201: answers.MadeRun}, (413, 422), ("application/json", _RUN)),
    ("POST", "/api/datasets"): Told({201: answers.Dataset}, (413, 422), ("text/csv", _FILE)),
    ("GET", "/api/runs/{run_id}"): Told({200: answers.RunNow}),
    ("DELETE", "/api/runs/{run_id}"): Told({204: ""}),
    ("GET", "/api/runs/{run_id}/checkpoint"): Told({200: _BINARY}),
    ("POST", "/api/runs/{run_id}/checkpoint"): Told(
        {200: answers.Restarted}, (413, 422), (_BINARY, _FILE)
    ),
    ("GET", "/api/runs/{run_id}/recording"): Told({200: _BINARY}, (413,)),
    ("GET", "/api/runs/{run_id}/code"): Told({200: "text/x-python"}, (422,)),
    ("GET", "/api/runs/{run_id}/data.csv"): Told({200: "text/csv"}),
    ("GET", "/api/runs/{run_id}/export.html"): Told({200: _HTML}, (422,)),
    ("GET", "/watch"): Told({200: _HTML, 303: "", 404: _HTML}),
    ("GET", "/watch/{code}"): Told({200: _HTML, 404: _HTML}),
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


def describe(app: FastAPI) -> None:
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
        for told in ROUTES.values()
        for model in told.answers.values()
        if not isinstance(model, str)
    }
    wanted: set[type[BaseModel]] = models | {answers.Problem, Spec, EditSpec, Question}
    ordered = sorted(wanted, key=lambda model: model.__name__)
    _, found = models_json_schema(
        [(model, "validation") for model in ordered], ref_template=_REF + "{model}"
    )
    schema["components"] = {
        "schemas": found["$defs"],
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    return schema


def _complete(operation: Schema, told: Told, row: Access) -> None:
    operation["responses"] = {
        str(status): _response(status, content) for status, content in told.answers.items()
    }
    for status in sorted({*told.refuses, *refusals(row)} - set(told.answers)):
        content = {_PROBLEM: {"schema": _ref(answers.Problem)}}
        operation["responses"][str(status)] = _phrase(status) | {"content": content}
    if told.body is not None:
        kind, schema = told.body
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
