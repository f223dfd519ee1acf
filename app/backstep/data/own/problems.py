"""The possible problems of a file, one row per kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from backstep.texts.message import Message

Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


# With an error there is nothing to train on; a warning says what was done about it, a notice how
# something was read. Their texts are `problems.kinds.{kind}` of each language.
KINDS: Mapping[str, Severity] = MappingProxyType(
    {
        "empty": "error",
        "spreadsheet": "error",
        "binary": "error",
        "control": "error",
        "not_encoded": "error",
        "long_line": "error",
        "many_rows": "error",
        "many_columns": "error",
        "no_target": "error",
        "no_inputs": "error",
        "no_words": "error",
        "few_rows": "error",
        "one_class": "error",
        "constant_target": "error",
        "many_classes": "error",
        "many_inputs": "error",
        "text_target": "error",
        "encoding": "warning",
        "decimal_conflict": "warning",
        "quotes": "warning",
        "ragged": "warning",
        "twice": "warning",
        "not_a_number": "warning",
        "not_a_date": "warning",
        "not_finite": "warning",
        "other_decimal": "warning",
        "missing_number": "warning",
        "missing_category": "warning",
        "missing_target": "warning",
        "missing_text": "warning",
        "missing_split": "warning",
        "all_missing": "warning",
        "constant": "warning",
        "index": "warning",
        "identifier": "warning",
        "many_categories": "warning",
        "own_values": "warning",
        "beside_text": "warning",
        "units": "warning",
        "date_order": "warning",
        "decimal_guess": "warning",
        "short_header": "warning",
        "split_unused": "warning",
        "skipped": "notice",
        "grouped": "notice",
        "parentheses": "notice",
        "trailing": "notice",
        "unit": "notice",
        "dates": "notice",
        "code": "notice",
        "word_kept": "notice",
        "merged": "notice",
        "split": "notice",
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
        return KINDS[self.kind]

    @property
    def message(self) -> str:
        """What is wrong and what was done about it."""
        return Message(
            f"problems.kinds.{self.kind}",
            value=self.value,
            found=self.found,
            expected=self.expected,
        )

    @property
    def place(self) -> str:
        """Where it is, in words."""
        line = Message("problems.place.line", line=self.line)
        column = Message("problems.place.column", column=self.column)
        if self.line is not None and self.column is not None:
            return Message("problems.place.both", line=line, column=column)
        if self.line is None and self.column is None:
            return Message("problems.place.file")
        return column if self.line is None else line


class Unusable(ValueError):
    """A file that cannot even be shown."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.place}: {problem.message}")
        self.problem = problem


def short(text: str, limit: int = 40) -> str:
    """Return a cell's text, shortened for a message."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
