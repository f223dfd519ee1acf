"""JSON, which knows no infinity and no NaN: they are sent as null."""

import json
import math
from collections.abc import Mapping
from typing import Any


def to_json(message: Mapping[str, Any]) -> str:
    """Compact JSON. Looks at every number only if one of them is not finite."""
    try:
        return json.dumps(message, separators=(",", ":"), allow_nan=False)
    except ValueError:
        return json.dumps(finite(dict(message)), separators=(",", ":"), allow_nan=False)


def finite(value: Any) -> Any:
    """`value` with numbers that JSON cannot say replaced by null."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {key: finite(each) for key, each in value.items()}
        case list() | tuple():
            return [finite(each) for each in value]
        case _:
            return value
