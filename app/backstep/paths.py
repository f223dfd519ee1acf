"""Finds the page's files: beside the package in a wheel, two levels up in a checkout."""

from pathlib import Path

_HERE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the folder `static` or `templates`."""
    beside = _HERE / name
    return beside if beside.is_dir() else _HERE.parent.parent / name
