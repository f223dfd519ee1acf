"""Finds the table in a file: removes text before, after and between its rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from backstep.data.own.missing import is_usual
from backstep.data.own.numerals import is_number
from backstep.data.own.parsing import Row
from backstep.data.own.problems import Problem, short

_SAMPLE = 200  # rows to guess the width from
_COMMENT = ("#", "//", "%")
_MARKS = (
    "*", "#", "†", "¹", "©", "source", "quelle", "note", "anmerkung", "hinweis", "stand:",
    "exported", "generated", "copyright", "fußnote", "legende", "источник", "примечание",
)  # fmt: skip
_TOTALS = frozenset(
    {"total", "sum", "summe", "gesamt", "insgesamt", "gesamtsumme", "grand total", "somme",
     "totale", "mean", "average", "mittelwert", "durchschnitt", "итого", "всего"}
)  # fmt: skip
_FACTS = 20  # rows that a list of facts before the table may have
_FEW = 0.2  # largest share of comments among the rows


@dataclass
class Table:
    """The rows of the usual width; the first may be names.

    `problems` name the lines that were skipped or ignored.
    """

    rows: list[Row]
    width: int
    problems: list[Problem] = field(default_factory=list)


def find(rows: Sequence[Row], *, given: bool) -> Table:
    """Return the table in the rows of a file; with `given`, it begins with the first row."""
    width = _width(rows)
    start = 0 if given else _start(rows, width)
    end = _end(rows, start, width)
    skipped = [*rows[:start], *rows[end:]]
    found = Table([], width)
    commented = _commented(rows[start + 1 : end])
    for at, row in enumerate(rows[start:end]):
        comment = commented and _is_marked(row)
        kept = at == 0 or not (comment or _repeats(row, rows[start]))
        (found.rows if kept else skipped).append(row)
    found.problems += [_skipped(row) for row in skipped]
    _even(found)
    return found


def _repeats(row: Row, first: Row) -> bool:
    """Whether it repeats the row of names, as in files that were joined."""
    return len(row.cells) > 2 and row.cells == first.cells and not _has_number(row)


def _skipped(row: Row) -> Problem:
    return Problem("skipped", line=row.line, value=short(" ".join(filter(None, row.cells))))


def _width(rows: Sequence[Row]) -> int:
    """Return the most frequent width, the greater of two."""
    widths = Counter(len(row.cells) for row in rows[:_SAMPLE])
    return max(widths, key=lambda width: (widths[width], width))


def _start(rows: Sequence[Row], width: int) -> int:
    """Return the first row of the table: its names, if it has some."""
    start = next((at for at, row in enumerate(rows) if _belongs(row, width)), 0)
    start = _after_gap(rows, start, width)
    while start + 1 < len(rows) and _is_comment(rows, start, width):
        start += 1
    if start and _is_short_header(rows[start - 1], width) and _has_number(rows[start]):
        return start - 1
    return start


def _after_gap(rows: Sequence[Row], start: int, width: int) -> int:
    """Return the start of the names after an empty line.

    Before it, there may be a short list of facts that happens to be as wide as the table.
    """
    for at in range(start + 1, min(len(rows) - 1, start + _FACTS)):
        names, first = rows[at], rows[at + 1]
        if not names.apart or first.apart or len(names.cells) != width:
            continue
        if all(names.cells) and not _has_number(names) and _has_number(first):
            return at
    return start


def _has_number(row: Row) -> bool:
    return any(map(is_number, row.cells))


def _belongs(row: Row, width: int) -> bool:
    """Whether it is as wide as the table; spreadsheets pad a title with empty cells."""
    filled = len([cell for cell in row.cells if cell])
    title = width > 2 and filled == 1 and bool(row.cells[0]) and not is_number(row.cells[0])
    return len(row.cells) == width and not title


def _is_marked(row: Row) -> bool:
    """Whether it begins like a comment; #N/A is a cell."""
    return row.cells[0].startswith(_COMMENT) and not is_usual(row.cells[0])


def _is_comment(rows: Sequence[Row], at: int, width: int) -> bool:
    """Whether a row is a comment, and not the names of the next row, as in “# x, y, label”."""
    first, following = rows[at].cells[0], rows[at + 1]
    if not _is_marked(rows[at]) or first in ("#", "%"):
        return False
    return width == 1 or not _has_number(following)


def _is_short_header(row: Row, width: int) -> bool:
    """Whether it has no name for the first column, the rows' names, as R writes tables."""
    named = all(row.cells) and not _has_number(row)
    return width > 2 and len(row.cells) == width - 1 and named and len(set(row.cells)) == width - 1


def _end(rows: Sequence[Row], start: int, width: int) -> int:
    """Return the index after the table's last row."""
    end = len(rows)
    while end > start + 2 and _is_note(rows[end - 1], width):
        end -= 1
    return end


def _is_note(row: Row, width: int) -> bool:
    """Whether it is a footnote or a line of totals."""
    first = row.cells[0]
    if not first or is_number(first):
        return False
    if first.casefold().rstrip(":") in _TOTALS and width > 1:
        return True
    marked = first.casefold().startswith(_MARKS)
    if len(row.cells) != width:
        return marked or len(row.cells) < width
    return width > 2 and not _belongs(row, width) and (marked or " " in first)


def _commented(rows: Sequence[Row]) -> bool:
    """Whether some rows are comments; if all were, they would be an ordinary column."""
    count = sum(_is_marked(row) for row in rows)
    return 0 < count <= _FEW * len(rows)


def _even(table: Table) -> None:
    """Drop rows of other widths, and pad or cut the names."""
    if not table.rows:
        return
    first = table.rows[0]
    if _is_short_header(first, table.width) and len(table.rows) > 1:
        body = [row.cells for row in table.rows[1:] if len(row.cells) == table.width]
        last = body and not any(cells[-1] for cells in body)
        table.rows[0] = Row(first.line, [*first.cells, ""] if last else ["", *first.cells])
        if not last:
            table.problems.append(Problem("short_header", line=first.line, found=table.width - 1))
    kept = [row for row in table.rows if len(row.cells) == table.width]
    table.problems += [
        Problem("ragged", line=row.line, found=len(row.cells), expected=table.width)
        for row in table.rows
        if len(row.cells) != table.width
    ]
    table.rows = kept
