"""The column to learn: which one, for which task, and its values."""

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
_FEW_VALUES = 10  # integers: a column with at most this many distinct ones holds classes

Goal = tuple[tuple[str, ...] | None, Array]


def guess_target(found: Sequence[Column]) -> Column | None:
    """Return the column with a target's name, else the last that can be a target."""
    able = [column for column in found if column.type in ("number", "category")]
    named = [column for column in able if column.name.lower() in _NAMES]
    several = [column for column in able if not column.constant] or able
    return (named or several)[-1] if able else None


def guess_task(target: Column) -> Task:
    """Return regression for dates, and for numbers that are many, fractional or rarely repeated."""
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
    """Return class names (None in a regression) and y (n, out) of the rows, or a problem."""
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
    """Return the name of a row's class."""
    if target.type in AMOUNTS:
        value = target.numbers[row]
        return f"{value:.15g}"
    return target.labels[row] or ""


def _in_order(name: str) -> tuple[int, float, str]:
    """Return a key that sorts numbers by size, before words."""
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name
