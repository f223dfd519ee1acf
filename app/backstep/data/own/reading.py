"""Text as a sheet: rows of cells under names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backstep.data.own import table
from backstep.data.own.header import has_header, names
from backstep.data.own.parsing import (
    Row,
    declared_separator,
    guess_separator,
    rows,
    split_lines,
)
from backstep.data.own.problems import Problem, Unusable

_SAMPLE = 200  # rows to guess from


@dataclass(frozen=True)
class Limits:
    """The limits of a file; see the settings."""

    rows: int
    columns: int
    line: int
    categories: int
    inputs: int


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, each as long as `names`.

    `lines[i]` is the line on which row i begins, `skip` the number of lines before the table.
    """

    separator: str
    header: bool
    skip: int
    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    problems: list[Problem]


def read(
    text: str,
    limits: Limits,
    *,
    separator: str | None = None,
    header: bool | None = None,
    skip: int | None = None,
) -> Sheet:
    """Return the sheet in a text; what is not given is guessed. Raises Unusable."""
    said, text = declared_separator(text)
    lines = split_lines(text, limits.line)
    chosen = separator or said or guess_separator(lines[skip or 0 :])
    problems: list[Problem] = []
    parsed = rows(lines, chosen, skip=skip or 0, limit=limits.rows, problems=problems)
    found = table.find(parsed, given=skip is not None) if parsed else None
    if found is None or not found.rows:
        raise Unusable(Problem("empty"))
    if found.width > limits.columns:
        line = parsed[0].line
        raise Unusable(
            Problem("many_columns", line=line, found=found.width, expected=limits.columns)
        )
    problems += found.problems
    sheet = _sheet(found.rows, found.width, chosen, header, limits, problems)
    return sheet if skip is None else replace(sheet, skip=skip)


def _sheet(
    found: Sequence[Row],
    width: int,
    separator: str,
    header: bool | None,
    limits: Limits,
    problems: list[Problem],
) -> Sheet:
    first = found[0]
    cells = [row.cells for row in found[: _SAMPLE + 1]]
    titled = header if header is not None else has_header(cells[0], cells[1:])
    body = found[1:] if titled else found
    titles = _uncommented(first.cells) if titled else [""] * width
    if len(body) > limits.rows:
        raise Unusable(Problem("many_rows", line=body[limits.rows].line, expected=limits.rows))
    return Sheet(
        separator,
        titled,
        first.line - 1,
        names(titles, first.line, problems),
        [row.cells for row in body],
        [row.line for row in body],
        problems,
    )


def _uncommented(titles: Sequence[str]) -> list[str]:
    """Remove a comment mark before the first name, as in “# x, y, label”."""
    first = titles[0].lstrip("#% ") if titles[0][:1] in ("#", "%") else titles[0]
    return [first or titles[0], *titles[1:]]
