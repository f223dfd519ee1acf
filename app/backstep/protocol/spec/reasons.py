"""Pydantic's errors as messages that can be said in every language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from backstep.texts.message import Message, message_of

# Error types by the text that they have in common; the others are named as they are.
_TEXTS = MappingProxyType(
    {
        "missing": "required",
        "extra_forbidden": "no_field",
        "json_invalid": "json",
        "int_type": "types.int",
        "int_parsing": "types.int",
        "int_parsing_size": "types.int",
        "int_from_float": "types.int",
        "float_type": "types.float",
        "float_parsing": "types.float",
        "finite_number": "types.finite",
        "bool_type": "types.bool",
        "bool_parsing": "types.bool",
        "string_type": "types.string",
        "string_unicode": "types.string",
        "list_type": "types.list",
        "tuple_type": "types.list",
        "dict_type": "types.object",
        "model_type": "types.object",
        "model_attributes_type": "types.object",
    }
)
_NAMED = (
    "greater_than",
    "greater_than_equal",
    "less_than",
    "less_than_equal",
    "too_long",
    "too_short",
    "string_too_long",
    "string_too_short",
    "literal_error",
    "union_tag_invalid",
    "union_tag_not_found",
)


def reason(error: Mapping[str, Any]) -> str:
    """What is wrong, from an entry of `ValidationError.errors()`."""
    kind, values = error["type"], error.get("ctx", {})
    if kind == "wrong":
        found: str = values["message"]
        return found
    if kind == "value_error":
        return message_of(values["error"])
    if kind in _TEXTS:
        return Message(f"refusals.{_TEXTS[kind]}")
    if kind in _NAMED:
        return Message(f"refusals.types.{kind}", **{k: _plain(v) for k, v in values.items()})
    return Message("refusals.types.invalid")


def _plain(value: Any) -> Any:
    """A value that pydantic put into English: `'a', 'b' or 'c'`."""
    return value.replace(" or ", ", ") if isinstance(value, str) else value
