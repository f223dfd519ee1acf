"""Columns as inputs: numbers unchanged, categories one-hot, texts as bags of words."""

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstep.data.own.columns import AMOUNTS, Column, Type
from backstep.data.own.problems import Problem
from backstep.data.points import Array
from backstep.data.words import TextEncoder


class Inputs(NamedTuple):
    """Names and values of inputs.

    x is (n, in), `amounts` (in,) says which of its columns are amounts, `plane` how many of the
    first columns can be drawn over. `reader` is the encoder of `texts`.
    """

    names: tuple[str, ...]
    x: Array
    amounts: npt.NDArray[np.bool_]
    units: tuple[str | None, ...]
    plane: int = 0
    reader: TextEncoder | None = None
    texts: tuple[str, ...] = ()


def usable(column: Column, problems: list[Problem]) -> bool:
    """Whether a column can be learned from; if not, the reason is added to `problems`."""
    problems += column.notes
    if column.left_out is not None:
        problems.append(column.left_out)
    if column.type == "ignore":
        return False
    if column.type in AMOUNTS:
        problems += column.misread()
    if column.constant:
        problems.append(Problem("constant", column=column.name))
        return False
    return True


def build(
    used: Sequence[Column], rows: Sequence[int], limit: int, problems: list[Problem]
) -> Inputs | None:
    """Return the inputs that the columns make, at most `limit`.

    Returns None, and adds a problem, if there are none.
    """
    text = next((column for column in used if column.type == "text"), None)
    if text is not None:
        beside = (column for column in used if column is not text)
        problems += [Problem("beside_text", column=column.name) for column in beside]
        return _of_text(text, rows, problems)
    wide = sum(len(column.values) if column.type == "category" else 1 for column in used)
    if not used or wide > limit:
        kind = "many_inputs" if used else "no_inputs"
        problems.append(Problem(kind, found=wide, expected=limit))
        return None
    parts = [_ENCODERS[column.type](column, rows, problems) for column in used]
    names = tuple(name for titles, _ in parts for name in titles)
    per_input = [column for column, part in zip(used, parts, strict=True) for _ in part[0]]
    amounts = np.array([column.type in AMOUNTS for column in per_input])
    plane = len(names) if amounts.all() and len(names) <= 2 else 0
    units = tuple(column.unit for column in per_input)
    return Inputs(names, np.hstack([part for _, part in parts]), amounts, units, plane)


def _of_text(column: Column, rows: Sequence[int], problems: list[Problem]) -> Inputs | None:
    texts = tuple(column.labels[row] or "" for row in rows)
    _tell_missing("missing_text", column, texts.count(""), problems)
    reader = TextEncoder.learn(texts, "bag")
    names = reader.inputs
    if not names:
        problems.append(Problem("no_words", column=column.name))
        return None
    amounts = np.zeros(len(names), dtype=np.bool_)
    x = reader.encode(texts)
    return Inputs(names, x, amounts, (None,) * len(names), 0, reader, texts)


def _numbers(
    column: Column, rows: Sequence[int], problems: list[Problem]
) -> tuple[list[str], Array]:
    """Return the numbers of a column; NaN for missing values."""
    numbers = [column.numbers[row] for row in rows]
    _tell_missing("missing_number", column, sum(value is None for value in numbers), problems)
    filled = [math.nan if each is None else each for each in numbers]
    return [column.name], np.array(filled)[:, None]


def _categories(
    column: Column, rows: Sequence[int], problems: list[Problem]
) -> tuple[list[str], Array]:
    """Return a column of 0 and 1 for each category; a missing value has only 0."""
    at = {value: number for number, value in enumerate(column.values)}
    table = np.zeros((len(rows), len(at)))
    missing = 0
    for line, row in zip(table, rows, strict=True):
        label = column.labels[row]
        if label is None:
            missing += 1
        else:
            line[at[label]] = 1.0
    _tell_missing("missing_category", column, missing, problems)
    return [f"{column.name} = {value}" for value in column.values], table


def _tell_missing(kind: str, column: Column, count: int, problems: list[Problem]) -> None:
    if count:
        words = ", ".join(column.words) or None
        problems.append(Problem(kind, column=column.name, found=count, value=words))


_ENCODERS: Mapping[
    Type, Callable[[Column, Sequence[int], list[Problem]], tuple[list[str], Array]]
] = MappingProxyType({"number": _numbers, "date": _numbers, "category": _categories})
