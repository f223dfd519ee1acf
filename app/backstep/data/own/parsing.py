"""Text as rows of cells, each with the line on which it begins."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from backstep.data.own.numerals import is_number
from backstep.data.own.problems import Problem, Unusable

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 200  # lines to guess from
_MARGIN = 200  # rows beyond the limit, for text around the table
_RESTARTS = 20  # unclosed quotes that are skipped one by one
# Spreadsheets declare the separator in this way; the end of the line stays, to keep line numbers.
_DECLARED = re.compile(r'"?sep=([,;\t|])"?(?=\r\n|\r|\n)', re.IGNORECASE)
_AFTER_QUOTE = re.compile(r'"[ \t]+(?=[,;|\r\n]|\Z)')
_COMMA_NUMBER = re.compile(r"[+\-−]?\d+,\d+", re.ASCII)
_COMMENT = re.compile(r"\s*(#|//|%)")


@dataclass(frozen=True)
class Row:
    """A row's cells and its first line; `apart`: whether an empty line precedes it."""

    line: int
    cells: list[str]
    apart: bool = False


def declared_separator(text: str) -> tuple[str | None, str]:
    """Return the separator that the first line declares, and the text without the declaration."""
    found = _DECLARED.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)


def split_lines(text: str, limit: int) -> list[str]:
    """Return lines with their ends. Raises Unusable if one has more than `limit` characters."""
    lines = list(io.StringIO(text, newline=""))
    for number, line in enumerate(lines, start=1):
        if len(line) > limit:
            raise Unusable(Problem("long_line", line=number, found=len(line), expected=limit))
    return lines


def rows(
    lines: Sequence[str], separator: str, *, skip: int, limit: int, problems: list[Problem]
) -> list[Row]:
    """Return the nonempty rows after the first `skip` lines.

    Raises Unusable if there are more than `limit` rows and a margin.
    """
    found: list[Row] = []
    apart = False
    for line, cells in _parsed(lines, separator, skip, problems):
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            apart = True
            continue
        if len(found) > limit + _MARGIN:
            raise Unusable(Problem("many_rows", line=line, expected=limit))
        found.append(Row(line, stripped, apart))
        apart = False
    return found


def _parsed(
    lines: Sequence[str], separator: str, skip: int, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Yield rows as the csv module reads them; a line that it cannot read is a problem."""
    start, restarts = skip, 0
    reader = _reader(lines[start:], separator)
    while True:
        at = start + reader.line_num
        try:
            yield at + 1, next(reader)
        except StopIteration:
            return
        except csv.Error:
            end = start + reader.line_num
            if (cells := _mended(lines[at:end], separator)) is not None:
                yield at + 1, cells
                continue
            problems.append(Problem("quotes", line=at + 1))
            if end > at + 1 and restarts < _RESTARTS:  # the quote swallowed other lines
                start, restarts = at + 1, restarts + 1
                reader = _reader(lines[start:], separator)


class _Rows(Protocol):
    """What the csv module reads rows with."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


def _reader(lines: Sequence[str], separator: str) -> _Rows:
    return csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=separator != "\t")


def _mended(lines: Sequence[str], separator: str) -> list[str] | None:
    """Return the row if its only fault is spaces after quotes."""
    text = "".join(lines)
    if not _AFTER_QUOTE.search(text):
        return None
    try:
        found = list(_reader(_AFTER_QUOTE.sub('"', text).splitlines(keepends=True), separator))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def guess_separator(lines: Sequence[str]) -> str:
    """Return the separator that splits the most lines alike into several clean cells."""
    sample = lines[:_SAMPLE]
    scores = {each: _evenness(sample, each) for each in SEPARATORS}
    if not any(score for score, _ in scores.values()):  # one column
        return next((each for each in SEPARATORS if not any(each in line for line in sample)), ",")
    return max(SEPARATORS, key=lambda each: scores[each])


def _evenness(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """Return (share of rows of the usual width, less rows with other separators; width)."""
    table = [each for each in _sampled(lines, separator) if any(cell.strip() for cell in each)]
    widths = Counter(len(row) for row in table)
    several = [(count, width) for width, count in widths.items() if width > 1]
    count, width = max(several, default=(0, 0))
    if not count or (separator == "," and width == 2 and _is_decimal_column(lines, table)):
        return 0.0, 0
    cells = [cell for row in table if len(row) == width for cell in row]
    others = [each for each in SEPARATORS if each != separator]
    clean = sum(not any(o in cell for o in others) or is_number(cell) for cell in cells)
    return count / len(table) * (0.5 + 0.5 * clean / len(cells)), width


def _sampled(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    reader = csv.reader(
        (line for line in lines if not _COMMENT.match(line) or separator in line),
        delimiter=separator,
        skipinitialspace=separator != "\t",
    )
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def _is_decimal_column(lines: Sequence[str], table: Sequence[list[str]]) -> bool:
    """Whether the commas are decimal signs of a single column: its name has none."""
    written = [line.strip() for line in lines if line.strip()]
    pairs = [line for line in written if "," in line]
    return len(table[0]) == 1 and all(_COMMA_NUMBER.fullmatch(line) for line in pairs)
