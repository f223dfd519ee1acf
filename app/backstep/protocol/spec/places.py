"""A table of points in an address: `points=1.5,-2,0~0.3,4,1`.

Each point is its coordinates and its class. A target that is not a class is written with a decimal
point, as in `0.3,4,1.0`.
"""

from typing import Any

from backstep.protocol.spec.data import DataSpec
from backstep.protocol.spec.schema import SpecError

MOST = 5000  # points


def write_points(data: DataSpec) -> str | None:
    """Return the table for `read_points`; None if the data are not such a table."""
    if data.x is None or data.y is None or len(data.x) != len(data.y) or len(data.x) > MOST:
        return None
    targets = [_target(each) for each in data.y]
    if any(target is None for target in targets):
        return None
    places = [",".join(str(value).removesuffix(".0") for value in row) for row in data.x]
    return "~".join(f"{place},{target}" for place, target in zip(places, targets, strict=True))


def _target(given: list[float] | int | float) -> str | None:
    if isinstance(given, list):
        return str(float(given[0])) if len(given) == 1 else None
    return str(given) if isinstance(given, int) else None


def read_points(text: str) -> dict[str, Any]:
    """Return the table's `x` and `y`. Raises SpecError."""
    rows = [row.split(",") for row in text.split("~")]
    if len(rows) > MOST or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        raise SpecError([("points", "are as in 1.5,-2,0~0.3,4,1: places, then the class")])
    try:
        x = [[float(cell) for cell in row[:-1]] for row in rows]
        whole = all("." not in row[-1] and "e" not in row[-1] for row in rows)
        y: list[Any] = [int(row[-1]) if whole else [float(row[-1])] for row in rows]
    except (ValueError, OverflowError):
        raise SpecError([("points", "are numbers, parted by commas and ~")]) from None
    return {"name": "table", "x": x, "y": y}
