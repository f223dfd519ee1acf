"""Columns as a data set: numbers standardised, categories one-hot, texts as bags of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.data.build import Data, Task, Texts, extent
from app.data.own.columns import Column, Type, columns, guess_target, is_regression
from app.data.own.decoding import decode
from app.data.own.problems import Problem, Unusable
from app.data.own.reading import Limits, Sheet, read
from app.data.points import Array
from app.data.words import TextEncoder

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

    `points` (n, plane) are the raw numbers where there are one or two inputs, both numbers;
    `scales` (plane, 2) the mean and the deviation of each. `reader` has made x of `texts`.
    """

    task: Task
    classes: tuple[str, ...] | None
    inputs: tuple[str, ...]
    x: Array
    y: Array
    points: Array
    scales: Array
    reader: TextEncoder | None = None
    texts: tuple[str, ...] = ()

    @property
    def nbytes(self) -> int:
        return self.x.nbytes + self.y.nbytes + self.points.nbytes

    def split(self, rng: np.random.Generator, test_share: float) -> Data:
        """Shuffled by `rng`, the last rows kept to test on; the training set is never empty."""
        order = rng.permutation(len(self.x))
        kept = max(1, len(order) - round(len(order) * test_share))
        train, test = order[:kept], order[kept:]
        return Data(
            self.task,
            self.classes,
            self.inputs,
            self.x[train],
            self.y[train],
            self.x[test],
            self.y[test],
            self.points[train],
            self.points[test],
            extent(self.points),
            # A method of this set: it lives as long as a run that uses it.
            self.encode,
            "words" if self.reader else "points" if len(self.scales) else "columns",
            texts=self._texts(train, test),
        )

    def _texts(self, *parts: npt.NDArray[np.int64]) -> Texts | None:
        if self.reader is None:
            return None
        train, test = (tuple(self.texts[i] for i in part) for part in parts)
        return Texts(self.reader, train, test)

    def encode(self, raw: Array) -> Array:
        """Inputs from raw points (n, plane); what is not drawn is as it is."""
        if not len(self.scales):
            return raw
        mean, deviation = self.scales.T
        inputs: Array = (raw - mean) / deviation
        return inputs


@dataclass
class Prepared:
    """What was found in a file, and the set where there is one."""

    encoding: str | None = None
    sheet: Sheet | None = None
    columns: list[Column] = field(default_factory=list)
    target: Column | None = None
    task: Task | None = None
    scales: dict[str, tuple[float, float]] = field(default_factory=dict)
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
        mean, deviation = self.scales.get(column.name, (None, None))
        return {
            "name": column.name,
            "type": column.type,
            "missing": column.missing,
            "distinct": len(column.values),
            "mean": mean,
            "deviation": deviation,
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
            nowhere = x[:, :0], np.empty((0, 2))
            inputs = reader.inputs
            found.own = OwnSet(found.task, classes, inputs, x, y, *nowhere, reader, texts)
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
        scaled, mean, deviation = _standardised(numbers)
        found.scales[name] = mean, deviation
        return None, scaled[:, None]
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


def _standardised(values: Array) -> tuple[Array, float, float]:
    """(values − mean) / deviation, with both."""
    mean, deviation = float(values.mean()), float(values.std())
    return (values - mean) / deviation, mean, deviation


Inputs = tuple[tuple[str, ...], Array, Array, Array]


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
    """Names, x (n, in), raw points (n, plane) and their scales (plane, 2)."""
    wide = sum(len(column.values) if column.type == "category" else 1 for column in used)
    if not used or wide > limits.inputs:
        kind = "many_inputs" if used else "no_inputs"
        found.problems.append(Problem(kind, found=wide, expected=limits.inputs))
        return None
    parts = [_ENCODERS[column.type](found, column, rows) for column in used]
    names = tuple(name for titles, _ in parts for name in titles)
    x = np.hstack([part for _, part in parts])
    drawn = [] if any(column.type != "number" for column in used) or len(used) > 2 else used
    scales = np.array([found.scales[column.name] for column in drawn]).reshape(-1, 2)
    points = x[:, : len(drawn)] * scales[:, 1] + scales[:, 0]
    return names, x, points, scales


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
    """Standardised; the mean, which is 0 then, stands in for what is missing."""
    numbers = [column.numbers[i] for i in rows]
    known = np.array([value for value in numbers if value is not None])
    mean = float(known.mean()) if known.size else 0.0
    deviation = float(known.std()) if known.size else 0.0
    found.scales[column.name] = mean, deviation or 1.0
    scaled = [0.0 if value is None else (value - mean) / (deviation or 1.0) for value in numbers]
    _tell_missing(found, "missing_number", column, sum(value is None for value in numbers))
    return [column.name], np.array(scaled)[:, None]


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
