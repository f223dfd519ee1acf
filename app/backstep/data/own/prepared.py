"""What was found in a file, and its description."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backstep.data.build import Task
from backstep.data.own.columns import AMOUNTS, Column
from backstep.data.own.numerals import Decimal
from backstep.data.own.own_set import OwnSet
from backstep.data.own.problems import SEVERITIES, Problem
from backstep.data.own.reading import Sheet

FIRST_ROWS = 8  # that are shown
MAX_PROBLEMS = 200  # that are listed one by one


@dataclass
class Prepared:
    """What was found in a file, and the set if there is one.

    `rows` are the rows of the sheet that are in the set.
    """

    encoding: str | None = None
    sheet: Sheet | None = None
    decimal: Decimal | None = None
    columns: list[Column] = field(default_factory=list)
    target: Column | None = None
    task: Task | None = None
    problems: list[Problem] = field(default_factory=list)
    own: OwnSet | None = None
    rows: list[int] = field(default_factory=list)

    def describe(self) -> dict[str, Any]:
        """Return the description for a response; see docs/protocol.md, *Own data*."""
        sheet, own = self.sheet, self.own
        return {
            "encoding": self.encoding,
            "separator": sheet.separator if sheet else None,
            "decimal": self.decimal,
            "header": sheet.header if sheet else None,
            "skip": sheet.skip if sheet else None,
            "types": [column.type for column in self.columns],
            "missing": sorted({word for column in self.columns for word in column.words}),
            "target": self.target.name if self.target else None,
            "task": self.task,
            "split": next((column.name for column in self.columns if column.splits), None),
            "rows": len(sheet.rows) + self._lost if sheet else 0,
            "used": len(own.x) if own else 0,
            "test_share": own.tests / len(own.x) if own and own.tests is not None else None,
            "columns": [self._column(each) for each in self.columns],
            "classes": own.classes if own else None,
            "inputs": list(own.inputs) if own else [],
            "first": self._first(),
            "trained": self._trained(),
            **self._problems(),
        }

    @property
    def _lost(self) -> int:
        """Return the number of rows that could not even be split into cells."""
        return sum(problem.kind in ("ragged", "quotes") for problem in self.problems)

    def _column(self, column: Column) -> dict[str, Any]:
        amount = column.type in AMOUNTS and not (
            column is self.target and self.task != "regression"
        )
        known = [value for value in column.numbers if value is not None] if amount else []
        return {
            "name": column.name,
            "type": column.type,
            "role": self._role(column),
            "unit": column.unit,
            "order": column.order,
            "missing": column.missing,
            "words": column.words,
            "distinct": len(column.values),
            "mean": float(np.mean(known)) if known else None,
            "deviation": float(np.std(known)) if known else None,
        }

    def _role(self, column: Column) -> str:
        """Return what a column is used for."""
        if column is self.target:
            return "target"
        if column.splits:
            return "split"
        unused = {"constant", "beside_text"}
        left_out = any(p.kind in unused and p.column == column.name for p in self.problems)
        return "ignored" if column.type == "ignore" or left_out else "input"

    def _first(self) -> list[dict[str, Any]]:
        sheet = self.sheet
        if sheet is None:
            return []
        rows = zip(sheet.lines[:FIRST_ROWS], sheet.rows, strict=False)
        return [{"line": line, "cells": row} for line, row in rows]

    def _trained(self) -> list[dict[str, Any]]:
        """Return the first rows of the set, standardized by all rows."""
        own, sheet = self.own, self.sheet
        if own is None or sheet is None:
            return []
        scale, target = own.scales(np.arange(len(own.x)))
        x = np.where(np.isnan(own.x), scale.mean, own.x)[:FIRST_ROWS]
        numbers = zip(
            self.rows, scale(x).tolist(), target(own.y[:FIRST_ROWS]).tolist(), strict=False
        )
        return [{"line": sheet.lines[row], "x": inputs, "y": goal} for row, inputs, goal in numbers]

    def _problems(self) -> dict[str, Any]:
        """Return errors, then warnings, then notices; each by line."""
        sorted_ones = sorted(
            self.problems, key=lambda each: (SEVERITIES.index(each.severity), each.line or 0)
        )
        listed = [
            {
                "kind": each.kind,
                "severity": each.severity,
                "line": each.line,
                "column": each.column,
                "value": each.value,
                "found": each.found,
                "expected": each.expected,
                "message": each.message,
            }
            for each in sorted_ones[:MAX_PROBLEMS]
        ]
        return {"problems": listed, "problem_count": len(sorted_ones)}
