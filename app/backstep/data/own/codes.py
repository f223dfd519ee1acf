"""Digits that are names: postal codes, numbers of articles."""

from collections.abc import Collection


def example(cells: Collection[str]) -> str | None:
    """One of the cells where all have equally many digits, and zeros lead some; else None."""
    if not all(cell.isdecimal() for cell in cells) or len({len(cell) for cell in cells}) != 1:
        return None
    led = (cell for cell in cells if len(cell) > 1 and cell[0] == "0")
    return next(led, None)
