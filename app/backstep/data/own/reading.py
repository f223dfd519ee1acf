"""Text as rows of cells, each with the line it begins on."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backstep.data.own.numerals import is_number
from backstep.data.own.problems import Problem, Unusable, short

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 200  # lines to guess from
# Spreadsheets write it for one another; the end of the line stays: lines keep their numbers.
_SAID = re.compile(r'"?sep=([,;\t|])"?(?=\r?\n)', re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """What a file may have at most; see the settings."""

    rows: int
    columns: int
    line: int
    categories: int
    inputs: int


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, all as long as `names`; `lines[i]` is where row i begins."""

    separator: str
    header: bool
    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    problems: list[Problem]


def read(text: str, limits: Limits, *, separator: str | None, header: bool | None) -> Sheet:
    """The rows of a text; what is not given is guessed. Raises Unusable."""
    _check_lines(text, limits)
    said = _SAID.match(text)
    if said:
        text, separator = text[said.end() :], separator or said[1]
    chosen = separator or _guess_separator(text)
    problems: list[Problem] = []
    numbered = list(_rows(text, chosen, limits, problems))
    if not numbered:
        raise Unusable(Problem("empty"))
    widths = Counter(len(row) for _, row in numbered[:_SAMPLE])
    titled = header if header is not None else _has_header([row for _, row in numbered[:_SAMPLE]])
    width = len(numbered[0][1]) if titled else widths.most_common(1)[0][0]
    if width > limits.columns:
        line = numbered[0][0]
        raise Unusable(Problem("many_columns", line=line, found=width, expected=limits.columns))
    titles = numbered.pop(0) if titled else (1, [""] * width)
    names = _names(titles[1], titles[0], problems)
    kept = []
    for line, row in numbered:
        if len(row) == width:
            kept.append((line, row))
        else:
            problems.append(Problem("ragged", line=line, found=len(row), expected=width))
    if len(kept) > limits.rows:
        raise Unusable(Problem("many_rows", line=kept[limits.rows][0], expected=limits.rows))
    rows, lines = [row for _, row in kept], [line for line, _ in kept]
    return Sheet(chosen, titled, names, rows, lines, problems)


def _check_lines(text: str, limits: Limits) -> None:
    """Before any row is made: no line is too long."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > limits.line:
            found = len(line)
            raise Unusable(Problem("long_line", line=number, found=found, expected=limits.line))


def _rows(
    text: str, separator: str, limits: Limits, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in them, with the lines they begin on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    count = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problems.append(Problem("quotes", line=line))
            continue
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        count += 1
        if count > limits.rows + 1:
            raise Unusable(Problem("many_rows", line=line, expected=limits.rows))
        yield line, cells


def _guess_separator(text: str) -> str:
    """The one that parts most rows alike into several cells."""
    lines = [line for _, line in zip(range(_SAMPLE), io.StringIO(text, newline=""), strict=False)]
    scores = {each: _evenness(lines, each) for each in SEPARATORS}
    return max(SEPARATORS, key=lambda each: scores[each])


def _evenness(lines: Sequence[str], separator: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            continue
        if any(cell.strip() for cell in row):
            widths[len(row)] += 1
    several = [(count, width) for width, count in widths.items() if width > 1]
    count, width = max(several, default=(0, 0))
    return count / max(1, widths.total()), width


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: it has no number, and either a column of numbers
    lies below it or its cells do not come up again below themselves."""
    first, rest = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    if not rest or any(is_number(cell) for cell in first):
        return False
    columns = list(zip(*rest, strict=True))
    if any(sum(map(is_number, column)) > len(column) / 2 for column in columns):
        return True
    again = any(name in column for name, column in zip(first, columns, strict=True))
    return all(first) and len(set(first)) == len(first) and not again


def _names(titles: list[str], line: int, problems: list[Problem]) -> list[str]:
    """A name a column, all different."""
    names: list[str] = []
    for number, title in enumerate(titles, start=1):
        name = plain = " ".join(short(title, 60).split()) or f"column {number}"
        again = 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        if name != plain:
            problems.append(Problem("twice", line=line, column=plain, value=name))
        names.append(name)
    return names
