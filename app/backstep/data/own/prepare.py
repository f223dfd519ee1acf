"""Columns as a data set: numbers standardised, categories one-hot, texts as bags of words."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data, Task, Texts, extent
from backstep.data.own.columns import Column, Type, columns, guess_target, is_regression
from backstep.data.own.decoding import decode
from backstep.data.own.problems import Problem, Unusable
from backstep.data.own.reading import Limits, Sheet, read
from backstep.data.points import Array
from backstep.data.scale import Scale
from backstep.data.words import TextEncoder

FIRST_ROWS = 8  # that are shown
MOST_PROBLEMS = 200  # that are told one by one
_FEWEST_ROWS = 4


@dataclass(frozen=True)
class Choices:
    """How to read a file; what is None is guessed. `types` go column by column."""

    encoding: str | None = None
    separator: str | None = None
    header: bool | None = None
    types: Sequence[Type | None] = ()
    target: str | None = None
    task: Task | None = None


@dataclass(frozen=True, eq=False)
class OwnSet:
    """A set that can be trained on: x (n, in), y (n, out), all rows in the file's order.

    Amounts are as the file has them, what is missing NaN: they are the columns of x where `amounts`
    (in,) is true, and y in a regression. The first `plane` columns can be drawn. `reader` has made
    x of `texts`.
    """

    task: Task
    classes: tuple[str, ...] | None
    inputs: tuple[str, ...]
    x: Array
    y: Array
    amounts: npt.NDArray[np.bool_]
    plane: int
    reader: TextEncoder | None = None
    texts: tuple[str, ...] = ()

    @property
    def nbytes(self) -> int:
        return self.x.nbytes + self.y.nbytes

    def split(self, rng: np.random.Generator, test_share: float) -> Data:
        """Shuffled by `rng`, the last rows kept to test on; the training set is never empty.

        Amounts are standardised by the training rows, so that nothing of the test rows is known
        in training; their mean stands in for what is missing.
        """
        order = rng.permutation(len(self.x))
        kept = max(1, len(order) - round(len(order) * test_share))
        train, test = order[:kept], order[kept:]
        scale = Scale.of(self.x[train], self.amounts)
        target = Scale.of(self.y[train], np.array([self.task == "regression"]))
        raw = np.where(np.isnan(self.x), scale.mean, self.x)
        x, y, points = scale(raw), target(self.y), raw[:, : self.plane]
        return Data(
            self.task,
            self.classes,
            self.inputs,
            x[train],
            y[train],
            x[test],
            y[test],
            points[train],
            points[test],
            extent(points),
            # A method of this set: it lives as long as a run that uses it.
            partial(self.encode, scale),
            "words" if self.reader else "points" if self.plane else "columns",
            texts=self._texts(train, test),
            scales=(scale, target),
        )

    def encode(self, scale: Scale, raw: Array) -> Array:
        """Inputs from raw points (n, plane)."""
        return scale(raw)

    def _texts(self, *parts: npt.NDArray[np.int64]) -> Texts | None:
        if self.reader is None:
            return None
        train, test = (tuple(self.texts[i] for i in part) for part in parts)
        return Texts(self.reader, train, test)


@dataclass
class Prepared:
    """What was found in a file, and the set where there is one."""

    encoding: str | None = None
    sheet: Sheet | None = None
    columns: list[Column] = field(default_factory=list)
    target: Column | None = None
    task: Task | None = None
    problems: list[Problem] = field(default_factory=list)
    own: OwnSet | None = None

    def describe(self) -> dict[str, Any]:
        """As it is told; see docs/protocol.md, *Own data*."""
        told = sorted(self.problems, key=lambda each: (each.severity, each.line or 0))
        sheet = self.sheet
        return {
            "encoding": self.encoding,
            "separator": sheet.separator if sheet else None,
            "header": sheet.header if sheet else None,
            "rows": len(sheet.rows) + self._lost if sheet else 0,
            "used": len(self.own.x) if self.own else 0,
            "columns": [self._told(each) for each in self.columns],
            "target": self.target.name if self.target else None,
            "task": self.task,
            "classes": self.own.classes if self.own else None,
            "inputs": list(self.own.inputs) if self.own else [],
            "first": [
                {"line": line, "cells": row}
                for line, row in zip(sheet.lines[:FIRST_ROWS], sheet.rows, strict=False)
            ]
            if sheet
            else [],
            "problems": [
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
                for each in told[:MOST_PROBLEMS]
            ],
            "problem_count": len(told),
        }

    @property
    def _lost(self) -> int:
        """Rows of the file that could not even be parted into cells."""
        return sum(problem.kind in ("ragged", "quotes") for problem in self.problems)

    def _told(self, column: Column) -> dict[str, Any]:
        amount = column.type == "number" and not (
            column is self.target and self.task != "regression"
        )
        known = [value for value in column.numbers if value is not None] if amount else []
        return {
            "name": column.name,
            "type": column.type,
            "missing": column.missing,
            "distinct": len(column.values),
            "mean": float(np.mean(known)) if known else None,
            "deviation": float(np.std(known)) if known else None,
        }


def prepare(data: bytes, choices: Choices, limits: Limits) -> Prepared:
    """Everything from a file's bytes; never raises for what is in them."""
    found = Prepared()
    try:
        text, found.encoding, problems = decode(data, choices.encoding)
        found.problems += problems
        sheet = read(text, limits, separator=choices.separator, header=choices.header)
    except Unusable as error:
        found.problems.append(error.problem)
        return found
    found.sheet = sheet
    found.problems += sheet.problems
    found.columns = columns(sheet, limits.categories, choices.types)
    _choose_target(found, choices)
    _learnable(found, limits)
    return found


def _choose_target(found: Prepared, choices: Choices) -> None:
    named = [column for column in found.columns if column.name == choices.target]
    found.target = named[0] if named else guess_target(found.columns)
    if found.target is None or found.target.type == "skip":
        found.target = None
        return
    regression = found.target.type == "number" and is_regression(found.target)
    guess: Task = "regression" if regression else "classification"
    # A category has no amounts, whatever is asked for.
    found.task = (choices.task or guess) if found.target.type == "number" else "classification"


def _learnable(found: Prepared, limits: Limits) -> None:
    """The set, or the problem that stands in the way of one."""
    target = found.target
    if target is None:
        found.problems.append(Problem("no_target"))
        return
    if target.type == "text":
        found.problems.append(Problem("text_target", column=target.name))
        return
    rows = _rows_with_target(found, target)
    goal = _targets(found, target, rows, limits)
    if goal is None:
        return
    classes, y = goal
    assert found.task is not None
    used = [column for column in found.columns if column is not target and _usable(found, column)]
    text = next((column for column in used if column.type == "text"), None)
    if text is not None:
        beside = [column for column in used if column is not text]
        found.problems += [Problem("beside_text", column=column.name) for column in beside]
        made = _read(found, text, rows)
        if made is not None:
            reader, texts, x = made
            amounts = np.zeros(len(reader.inputs), dtype=np.bool_)
            found.own = OwnSet(found.task, classes, reader.inputs, x, y, amounts, 0, reader, texts)
        return
    table = _inputs(found, used, rows, limits)
    if table is not None:
        found.own = OwnSet(found.task, classes, table[0], table[1], y, *table[2:])


def _rows_with_target(found: Prepared, target: Column) -> list[int]:
    """The rows that have one; what they lack is told."""
    if target.type == "number":
        found.problems += target.misread()
        rows = [i for i, value in enumerate(target.numbers) if value is not None]
    else:
        present = set(target.values)
        rows = [i for i, cell in enumerate(target.cells) if cell in present]
    lost = len(target.cells) - len(rows)
    if lost:
        found.problems.append(Problem("missing_target", column=target.name, found=lost))
    return rows


Goal = tuple[tuple[str, ...] | None, Array]


def _targets(found: Prepared, target: Column, rows: list[int], limits: Limits) -> Goal | None:
    """Classes and targets (n, out)."""
    name = target.name
    if len(rows) < _FEWEST_ROWS:
        found.problems.append(Problem("few_rows", found=len(rows), expected=_FEWEST_ROWS))
        return None
    if found.task == "regression":
        numbers = np.array([target.numbers[i] for i in rows], dtype=np.float64)
        if np.ptp(numbers) == 0:
            value = f"{numbers[0]:g}"
            found.problems.append(Problem("constant_target", column=name, value=value))
            return None
        return None, numbers[:, None]
    said = [_class_name(target, i) for i in rows]
    classes = tuple(sorted(set(said), key=_in_order))
    if len(classes) < 2:
        found.problems.append(Problem("one_class", column=name, value=classes[0]))
        return None
    if len(classes) > limits.categories:
        problem = Problem(
            "many_classes", column=name, found=len(classes), expected=limits.categories
        )
        found.problems.append(problem)
        return None
    at = {each: number for number, each in enumerate(classes)}
    indices = np.array([at[each] for each in said])
    if len(classes) == 2:
        return classes, indices[:, None].astype(np.float64)
    return classes, np.eye(len(classes))[indices]


def _class_name(target: Column, row: int) -> str:
    value = target.numbers[row] if target.type == "number" else None
    return target.cells[row] if value is None else f"{value:g}"


def _in_order(name: str) -> tuple[int, float, str]:
    """Numbers by size, before words by the alphabet."""
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name


Inputs = tuple[tuple[str, ...], Array, npt.NDArray[np.bool_], int]


def _read(
    found: Prepared, column: Column, rows: list[int]
) -> tuple[TextEncoder, tuple[str, ...], Array] | None:
    """What reads the texts of a column, the texts, and x (n, words)."""
    present = set(column.present)
    texts = tuple(cell if (cell := column.cells[i]) in present else "" for i in rows)
    reader = TextEncoder.learn(texts, "bag")
    _tell_missing(found, "missing_text", column, texts.count(""))
    if not reader.inputs:
        found.problems.append(Problem("no_words", column=column.name))
        return None
    return reader, texts, reader.encode(texts)


def _inputs(found: Prepared, used: list[Column], rows: list[int], limits: Limits) -> Inputs | None:
    """Names, x (n, in), which of its columns are amounts (in,), and how many can be drawn."""
    wide = sum(len(column.values) if column.type == "category" else 1 for column in used)
    if not used or wide > limits.inputs:
        kind = "many_inputs" if used else "no_inputs"
        found.problems.append(Problem(kind, found=wide, expected=limits.inputs))
        return None
    parts = [_ENCODERS[column.type](found, column, rows) for column in used]
    names = tuple(name for titles, _ in parts for name in titles)
    x = np.hstack([part for _, part in parts])
    amounts = np.array(
        [c.type == "number" for c, part in zip(used, parts, strict=True) for _ in part[0]]
    )
    plane = len(names) if amounts.all() and len(names) <= 2 else 0
    return names, x, amounts, plane


def _usable(found: Prepared, column: Column) -> bool:
    """Whether there is something to learn from in it; why not is told."""
    if column.left_out is not None:
        found.problems.append(column.left_out)
    if column.type == "skip":
        return False
    if column.type == "number":
        found.problems += column.misread()
    if column.constant:
        found.problems.append(Problem("constant", column=column.name))
        return False
    return True


def _numbers(found: Prepared, column: Column, rows: list[int]) -> tuple[list[str], Array]:
    """As they are; NaN is what is missing."""
    numbers = [column.numbers[i] for i in rows]
    _tell_missing(found, "missing_number", column, sum(value is None for value in numbers))
    return [column.name], np.array([math.nan if each is None else each for each in numbers])[
        :, None
    ]


def _categories(found: Prepared, column: Column, rows: list[int]) -> tuple[list[str], Array]:
    """A column of 0 and 1 for each; what is missing has none."""
    cells = [column.cells[i] for i in rows]
    table = np.array([[float(cell == value) for value in column.values] for cell in cells])
    _tell_missing(found, "missing_category", column, int((table.sum(axis=1) == 0).sum()))
    return [f"{column.name} = {value}" for value in column.values], table


def _tell_missing(found: Prepared, kind: str, column: Column, count: int) -> None:
    if count:
        found.problems.append(Problem(kind, column=column.name, found=count))


_ENCODERS: dict[
    Type,
    Callable[[Prepared, Column, list[int]], tuple[list[str], Array]],
] = {"number": _numbers, "category": _categories}
