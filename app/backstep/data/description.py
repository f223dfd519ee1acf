"""What a person's own file calls things, so that they can be shown by their names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Description:
    """The file's name, the target's name and unit, and the unit of each input.

    The names of inputs and classes, and the scales that take standardized numbers back to these
    units, are the data's own.
    """

    file: str | None
    target: str
    unit: str | None
    units: tuple[str | None, ...]
