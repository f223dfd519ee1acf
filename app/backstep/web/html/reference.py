"""The OpenAPI description as rows for a page: routes, models, and their types in words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from backstep.web.http.access import ACCESS, Row

Schema = Mapping[str, Any]

_WHO = {
    "anyone": "Anyone may call it.",
    "reader": "Requires the run's id.",
    "holder": "Requires the run's token: Authorization: Bearer TOKEN.",
    "reader, holder drives": "Requires the run's id; the token in hello makes the client a driver.",
    "follower": "Requires the watch code of the class.",
}
_LIMITS = {
    "minimum": "at least",
    "exclusiveMinimum": "greater than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
    "minLength": "characters, at least",
    "maxLength": "characters, at most",
    "minItems": "items, at least",
    "maxItems": "items, at most",
    "maxProperties": "entries, at most",
}


@dataclass(frozen=True)
class Field:
    """A parameter of a route, or a property of a model."""

    name: str
    type: Markup
    note: Markup
    place: str = ""


@dataclass(frozen=True)
class Answer:
    """One status of a route's responses; `content` is the media type and the type."""

    status: str
    phrase: str
    content: Markup


@dataclass(frozen=True)
class Operation:
    """One route."""

    method: str
    path: str
    text: Markup
    who: str
    parameters: tuple[Field, ...] = ()
    bodies: tuple[Markup, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the route on the page."""
        words = re.findall(r"\w+", self.path)
        return "-".join([self.method.lower(), *words])


@dataclass(frozen=True)
class Model:
    """One object in requests or responses."""

    name: str
    text: Markup
    fields: tuple[Field, ...]


def reference(schema: Schema) -> dict[str, object]:
    """Return what the template of the page needs."""
    rows = {(row.method, row.path): row for row in ACCESS}
    operations = [
        _operation(rows[method.upper(), path], operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    streams = [row for row in ACCESS if row.method == "WEBSOCKET"]
    return {
        "version": schema["info"]["version"],
        "api": [each for each in operations if each.path.startswith("/api/")],
        "others": [each for each in operations if not each.path.startswith("/api/")],
        "streams": [Operation("WEBSOCKET", row.path, Markup(), _WHO[row.who]) for row in streams],
        "models": [_model(*each) for each in sorted(schema["components"]["schemas"].items())],
    }


def _operation(row: Row, operation: Schema) -> Operation:
    return Operation(
        row.method,
        row.path,
        _prose(operation.get("description", "")),
        _WHO[row.who],
        tuple(_parameter(each) for each in operation.get("parameters", ())),
        tuple(_contents(operation.get("requestBody", {}))),
        tuple(
            Answer(status, answer["description"], Markup("<br>").join(_contents(answer)))
            for status, answer in sorted(operation["responses"].items())
        ),
    )


def _parameter(given: Schema) -> Field:
    note = _note(given["schema"], required=given.get("required", False))
    return Field(given["name"], _type(given["schema"]), note, given["in"])


def _model(name: str, schema: Schema) -> Model:
    required = schema.get("required", ())
    fields = (
        Field(field, _type(each), _note(each, required=field in required))
        for field, each in schema.get("properties", {}).items()
    )
    return Model(name, _prose(schema.get("description", "")), tuple(fields))


def _contents(given: Schema) -> Iterator[Markup]:
    """Yield each media type of a body or response, with the type if there is more to say."""
    for media, content in given.get("content", {}).items():
        schema = content["schema"]
        yield (
            _code(media) if schema.get("type") == "string" else _code(media) + ": " + _type(schema)
        )


def _type(schema: Schema) -> Markup:
    """Return a schema's type in words; models are links."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#model-{0}">{0}</a>').format(name)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Markup(", ").join(_code(each) for each in values)
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return Markup(" or ").join(_type(each) for each in options)
    if schema.get("type") == "array":
        return "array of " + _type(schema["items"]) if "items" in schema else Markup("array")
    if schema.get("type") == "object" and schema.get("properties"):
        inner = (_code(name) + ": " + _type(each) for name, each in schema["properties"].items())
        return "object { " + Markup(", ").join(inner) + " }"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return "object of " + _type(schema["additionalProperties"])
    return escape(schema.get("type", "any"))


def _note(schema: Schema, *, required: bool) -> Markup:
    """Return what a field must satisfy, its default, and what it means."""
    parts = [Markup("required")] if required else []
    for each in (schema, *schema.get("anyOf", ())):
        parts += [
            Markup("{} {}").format(words, each[limit])
            for limit, words in _LIMITS.items()
            if limit in each
        ]
    if schema.get("default") not in (None, ""):
        parts.append("default " + _code(schema["default"]))
    if schema.get("description"):
        parts.append(_prose(schema["description"]))
    return Markup("; ").join(parts)


def _code(value: object) -> Markup:
    return Markup("<code>{}</code>").format(value)


def _prose(text: str) -> Markup:
    """Return text with its `code` marked up."""
    parts = text.split("`")
    return Markup("").join(_code(part) if at % 2 else escape(part) for at, part in enumerate(parts))
