"""docs/settings.md, from app/backstep/settings.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from backstep.settings import Rate, Settings

_PREFIX = str(Settings.model_config["env_prefix"])
_DELIMITER = str(Settings.model_config["env_nested_delimiter"])
_BOUNDS: dict[type, tuple[str, str]] = {
    Gt: ("gt", "greater than"),
    Ge: ("ge", "at least"),
    Lt: ("lt", "less than"),
    Le: ("le", "at most"),
}
_INTRODUCTION = """\
# Settings

The server reads its settings from environment variables. A setting that is not set has its default.
`make docs` writes this page from [app/backstep/settings.py](../app/backstep/settings.py); edit the
descriptions there.

Boolean values are `true` or `false`. A value that is not allowed stops the server at the start,
with a message that names the setting.
"""


@dataclass(frozen=True)
class Row:
    """One environment variable."""

    variable: str
    type: str
    default: str
    meaning: str


def markdown() -> str:
    """Return the whole document."""
    groups = {
        name: field for name, field in Settings.model_fields.items() if _nested(field) is not None
    }
    plain = {name: field for name, field in Settings.model_fields.items() if name not in groups}
    parts = [_INTRODUCTION, "## Server\n", _table(_rows(plain, _PREFIX))]
    for name, field in groups.items():
        model = _nested(field)
        assert model is not None
        prefix = f"{_PREFIX}{name.upper()}{_DELIMITER}"
        parts += [
            f"## {str(field.description).rstrip('.')}\n",
            " ".join(str(model.__doc__).split()) + "\n",
            _table(_rows(model.model_fields, prefix)),
        ]
    return "\n".join(parts)


def _rows(fields: dict[str, FieldInfo], prefix: str) -> Iterator[Row]:
    for name, field in fields.items():
        variable = f"{prefix}{name.upper()}"
        if isinstance(field.default, Rate):
            for part, one in Rate.model_fields.items():
                meaning = f"{field.description}: {one.description}."
                default = getattr(field.default, part)
                yield _row(f"{variable}{_DELIMITER}{part.upper()}", one, default, meaning)
        else:
            yield _row(variable, field, field.default, str(field.description))


def _row(variable: str, field: FieldInfo, default: object, meaning: str) -> Row:
    allowed = _allowed(field)
    note = f" Allowed: {allowed}." if allowed else ""
    return Row(variable, _type(field), _shown(default), meaning + note)


def _allowed(field: FieldInfo) -> str:
    """Return the values that a field allows, in words; empty if its type says it all."""
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{each}`" for each in get_args(field.annotation))
    bounds = []
    for each in field.metadata:
        if type(each) in _BOUNDS:
            attribute, words = _BOUNDS[type(each)]
            bounds.append(f"{words} {_number(getattr(each, attribute))}")
    return ", ".join(bounds)


def _nested(field: FieldInfo) -> type[BaseModel] | None:
    """Return the model of a group of settings."""
    kind: Any = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _type(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return "choice"
    names = {bool: "boolean", int: "integer", float: "number", str: "text"}
    found: Any = field.annotation
    return names[found]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"`{_number(value)}`"
    return f"`{value}`" if value else "empty"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def _table(rows: Iterator[Row]) -> str:
    lines = ["| variable | type | default | meaning |", "|---|---|---|---|"]
    for row in rows:
        meaning = row.meaning.replace("|", "\\|")
        lines.append(f"| `{row.variable}` | {row.type} | {row.default} | {meaning} |")
    return "\n".join(lines) + "\n"
