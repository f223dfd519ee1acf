"""The possible problems of a file, one row per kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class Kind(NamedTuple):
    """A kind of problem.

    An error leaves nothing to train on; a warning says what was changed; a notice says how
    something was read.
    """

    severity: Severity
    message: str


_CHOOSE = "choose number, date, category or ignore"
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "empty": Kind("error", "there are no rows of data in the file"),
        "spreadsheet": Kind("error", "this is a spreadsheet or an archive; save the sheet as CSV"),
        "binary": Kind("error", "this is no text"),
        "control": Kind("error", "the control character {value} has no place in a text"),
        "not_encoded": Kind("error", "the file is not {value}"),
        "long_line": Kind("error", "the line has {found} characters; at most {expected}"),
        "many_rows": Kind("error", "there are more than {expected} rows"),
        "many_columns": Kind("error", "there are {found} columns; at most {expected}"),
        "no_target": Kind("error", "there is no column to learn; choose a target"),
        "no_inputs": Kind("error", "no column is left to learn from"),
        "no_words": Kind("error", "no word comes up twice: there is nothing to learn from"),
        "few_rows": Kind("error", "usable rows: {found}; at least {expected} are needed"),
        "one_class": Kind("error", "every row has the class “{value}”: nothing to tell apart"),
        "constant_target": Kind("error", "every row has the target {value}: nothing to learn"),
        "many_classes": Kind("error", "there are {found} classes; at most {expected}"),
        "many_inputs": Kind("error", "the columns make {found} inputs; at most {expected}"),
        "text_target": Kind("error", "text cannot be a target; choose number or category"),
        "encoding": Kind("warning", "the file is not UTF-8; it was read as {value}"),
        "decimal_conflict": Kind(
            "warning", "the decimal sign is “{value}”, but {found} cells have the other one"
        ),
        "quotes": Kind("warning", "a quote is not closed, or text follows it; left out"),
        "ragged": Kind("warning", "the row has {found} cells instead of {expected}; left out"),
        "twice": Kind("warning", "another column is called so too; this one is now “{value}”"),
        "not_a_number": Kind("warning", "“{value}” is no number; it counts as missing"),
        "not_a_date": Kind("warning", "“{value}” is no date; it counts as missing"),
        "not_finite": Kind("warning", "“{value}” is too large a number; it counts as missing"),
        "other_decimal": Kind(
            "warning", "“{value}” does not fit the decimal sign; it counts as missing"
        ),
        "missing_number": Kind("warning", "{found} missing: the column's mean stands in"),
        "missing_category": Kind("warning", "{found} missing: they belong to no category"),
        "missing_target": Kind("warning", "{found} rows have no target; left out"),
        "missing_text": Kind("warning", "{found} missing: they are read as no words"),
        "missing_split": Kind("warning", "{found} rows are in neither set; left out"),
        "all_missing": Kind("warning", "no row has a value; left out"),
        "constant": Kind("warning", "fewer than two different values; left out"),
        "index": Kind("warning", "only counts the rows; left out"),
        "identifier": Kind("warning", f"a number of its own in each row, as ids are; {_CHOOSE}"),
        "many_categories": Kind(
            "warning", f"{{found}} different values, over {{expected}}; left out; {_CHOOSE}"
        ),
        "own_values": Kind(
            "warning",
            f"{{found}} different values in {{expected}} rows: no category; left out; {_CHOOSE}",
        ),
        "beside_text": Kind("warning", "beside a text it is left out"),
        "units": Kind("warning", "different units count as one: {value}"),
        "date_order": Kind(
            "warning", "day and month could be the other way round; read as {value}"
        ),
        "decimal_guess": Kind("warning", "“{value}” could be read with the other decimal sign"),
        "short_header": Kind(
            "warning", "{found} names for one column more; the first one has no name"
        ),
        "split_unused": Kind("warning", "too few rows to train on; the split is drawn anew"),
        "skipped": Kind("notice", "“{value}” is not part of the table; skipped"),
        "grouped": Kind("notice", "signs between thousands: {value}"),
        "parentheses": Kind("notice", "parentheses are negative: {value}"),
        "trailing": Kind("notice", "a minus behind is negative: {value}"),
        "unit": Kind("notice", "“{value}” is the unit"),
        "dates": Kind("notice", "dates count the days since 1970-01-01: {value}"),
        "code": Kind("notice", "zeros lead: {value} is a code, not a number"),
        "word_kept": Kind("notice", "“{value}” is a category here ({found} rows), not missing"),
        "merged": Kind("notice", "{found} spellings count as one: {value}"),
        "split": Kind("notice", "tells training from test rows; the split is kept"),
    }
)


@dataclass(frozen=True)
class Problem:
    """One problem.

    `line` counts the file's lines from 1, `column` is the column's name; `value` is the text at
    fault, `found` and `expected` are counts.
    """

    kind: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    found: int | None = None
    expected: int | None = None

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind].severity

    @property
    def message(self) -> str:
        message = KINDS[self.kind].message
        return message.format(value=self.value, found=self.found, expected=self.expected)

    @property
    def place(self) -> str:
        """The place in words."""
        line = [f"line {self.line}"] if self.line is not None else []
        column = [f"column {self.column}"] if self.column is not None else []
        return ", ".join(line + column) or "file"


class Unusable(ValueError):
    """A file that cannot even be shown."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.place}: {problem.message}")
        self.problem = problem


def short(text: str, most: int = 40) -> str:
    """Return a cell's text, shortened for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
