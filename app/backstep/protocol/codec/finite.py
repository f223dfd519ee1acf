"""JSON has no infinity and no NaN: both are sent as null."""

import json
import math
from collections.abc import Mapping
from typing import Any


def to_json(message: Mapping[str, Any]) -> str:
    """Return compact JSON. Checks each number only if one of them is not finite."""
    try:
        return json.dumps(message, separators=(",", ":"), allow_nan=False)
    except ValueError:
        return json.dumps(finite(dict(message)), separators=(",", ":"), allow_nan=False)


def finite(value: Any) -> Any:
    """Return `value` with non-finite numbers replaced by None."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {key: finite(each) for key, each in value.items()}
        case list() | tuple():
            return [finite(each) for each in value]
        case _:
            return value
