"""The names and units in an uploaded file, for display."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Description:
    """The file's name, the target's name and unit, and the unit of each input.

    The names of inputs and classes, and the scales that convert standardized numbers back to these
    units, are in the data.
    """

    file: str | None
    target: str
    unit: str | None
    units: tuple[str | None, ...]
