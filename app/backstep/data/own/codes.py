"""Digits that are names, not numbers: postal codes, article numbers."""

from collections.abc import Collection


def example(cells: Collection[str]) -> str | None:
    """Return a cell with leading zeros if all cells have the same number of digits, else None."""
    if not all(cell.isdecimal() for cell in cells) or len({len(cell) for cell in cells}) != 1:
        return None
    led = (cell for cell in cells if len(cell) > 1 and cell[0] == "0")
    return next(led, None)
