"""The column to learn: which, as what, and its values."""

from collections.abc import Sequence

import numpy as np

from backstep.data.build import Task
from backstep.data.own.columns import AMOUNTS, Column
from backstep.data.own.problems import Problem
from backstep.data.points import Array

_NAMES = frozenset(
    {"target", "label", "class", "y", "species", "category", "outcome", "sentiment", "klasse",
     "ziel", "цель", "класс", "метка", "ответ"}
)  # fmt: skip
_FEW_VALUES = 10  # a column of so few whole numbers is one of classes

Goal = tuple[tuple[str, ...] | None, Array]


def guess_target(found: Sequence[Column]) -> Column | None:
    """The column that is called like a target, else the last that can be one."""
    able = [column for column in found if column.type in ("number", "category")]
    named = [column for column in able if column.name.lower() in _NAMES]
    several = [column for column in able if not column.constant] or able
    return (named or several)[-1] if able else None


def guess_task(target: Column) -> Task:
    """Regression where its values are amounts: dates, or numbers that are many, or not all whole,
    or hardly any twice."""
    if target.type == "date":
        return "regression"
    numbers = [value for value in target.numbers if value is not None]
    different = set(numbers)
    if target.type != "number":
        return "classification"
    if len(different) > _FEW_VALUES or any(value != round(value) for value in different):
        return "regression"
    return "regression" if len(different) > max(2, len(numbers) / 2) else "classification"


def values(target: Column, task: Task, rows: Sequence[int], limit: int) -> Goal | Problem:
    """Class names, None in a regression, and y (n, out) of the rows; at most `limit` classes."""
    if task == "regression":
        return _amounts(target, rows)
    said = [class_name(target, row) for row in rows]
    classes = tuple(sorted(set(said), key=_in_order))
    if len(classes) < 2:
        return Problem("one_class", column=target.name, value=classes[0])
    if len(classes) > limit:
        return Problem("many_classes", column=target.name, found=len(classes), expected=limit)
    at = {each: number for number, each in enumerate(classes)}
    indices = np.array([at[each] for each in said])
    if len(classes) == 2:
        return classes, indices[:, None].astype(np.float64)
    return classes, np.eye(len(classes))[indices]


def _amounts(target: Column, rows: Sequence[int]) -> Goal | Problem:
    numbers = np.array([target.numbers[row] for row in rows], dtype=np.float64)
    if np.ptp(numbers) == 0:
        value = f"{numbers[0]:g}"
        return Problem("constant_target", column=target.name, value=value)
    return None, numbers[:, None]


def has_target(target: Column, row: int) -> bool:
    """Whether a row has a value of the target."""
    values = target.numbers if target.type in AMOUNTS else target.labels
    return values[row] is not None


def class_name(target: Column, row: int) -> str:
    """What the class of a row is called."""
    if target.type in AMOUNTS:
        value = target.numbers[row]
        return f"{value:.15g}"
    return target.labels[row] or ""


def _in_order(name: str) -> tuple[int, float, str]:
    """Numbers by size, before words by the alphabet."""
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name
