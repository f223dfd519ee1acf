"""Makes a data set from a file's bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from backstep.data.build import Task
from backstep.data.description import Description
from backstep.data.own import inputs, missing, target
from backstep.data.own.columns import AMOUNTS, Column, Type
from backstep.data.own.dates import Order
from backstep.data.own.decimals import guess_decimal
from backstep.data.own.decoding import decode
from backstep.data.own.guessing import Hints, columns
from backstep.data.own.numerals import Decimal
from backstep.data.own.own_set import LARGEST_TEST_SHARE, OwnSet
from backstep.data.own.prepared import Prepared
from backstep.data.own.problems import Problem, Unusable
from backstep.data.own.reading import Limits, read

_FEWEST_ROWS = 4


@dataclass(frozen=True)
class Choices:
    """How to read a file; None means that it is guessed.

    `types` are in the order of the columns, `missing_of` and `orders` by their names. `split` is
    "" if no column marks test rows; `file` is the file's name.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: Decimal | None = None
    header: bool | None = None
    skip: int | None = None
    types: Sequence[Type | None] = ()
    missing: Sequence[str] | None = None
    missing_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: Order | None = None
    orders: Mapping[str, Order] = field(default_factory=dict)
    merge: bool = True
    target: str | None = None
    task: Task | None = None
    split: str | None = None
    file: str | None = None


def prepare(data: bytes, choices: Choices, limits: Limits) -> Prepared:
    """Return everything found in a file's bytes; never raises because of them."""
    found = Prepared()
    try:
        text, found.encoding, problems = decode(data, choices.encoding)
        found.problems += problems
        found.sheet = read(
            text,
            limits,
            separator=choices.separator,
            header=choices.header,
            skip=choices.skip,
        )
    except Unusable as error:
        found.problems.append(error.problem)
        return found
    found.problems += found.sheet.problems
    _read_columns(found, choices, limits)
    _choose_target(found, choices)
    _learnable(found, choices, limits)
    return found


def _read_columns(found: Prepared, choices: Choices, limits: Limits) -> None:
    sheet = found.sheet
    assert sheet is not None
    found.decimal = choices.decimal
    if found.decimal is None:
        cells = list(zip(*sheet.rows, strict=True))
        found.decimal, problems = guess_decimal(cells, sheet.separator)
        found.problems += problems
    hints = Hints(
        found.decimal,
        limits.categories,
        choices.types,
        None if choices.missing is None else missing.said(choices.missing),
        {name: missing.said(words) for name, words in choices.missing_of.items()},
        choices.orders,
        choices.order,
        choices.merge,
        found.decimal == "." and sheet.separator != ";",
        choices.target,
        choices.split,
    )
    found.columns = columns(sheet, hints)


def _choose_target(found: Prepared, choices: Choices) -> None:
    named = [column for column in found.columns if column.name == choices.target]
    chosen = named[0] if named else target.guess_target(found.columns)
    if chosen is None or chosen.type == "ignore":
        return
    found.target = chosen
    # A category has no amounts, so its task cannot be a regression.
    found.task = target.guess_task(chosen)
    if choices.task and chosen.type in AMOUNTS:
        found.task = choices.task


def _learnable(found: Prepared, choices: Choices, limits: Limits) -> None:
    """Make the set, or add the problem that prevents it."""
    used = [
        column
        for column in found.columns
        if column is not found.target and inputs.usable(column, found.problems)
    ]
    if found.target is None:
        found.problems.append(Problem("no_target"))
        return
    goal = _goal(found, limits)
    if goal is None:
        return
    made = inputs.build(used, found.rows, limits.inputs, found.problems)
    if made is None:
        return
    assert found.task is not None
    about = Description(choices.file, found.target.name, found.target.unit, made.units)
    found.own = OwnSet(
        found.task, goal[0], made.names, made.x, goal[1], made.amounts, made.plane,
        made.reader, made.texts, _held(found), about,
    )  # fmt: skip


def _goal(found: Prepared, limits: Limits) -> target.Goal | None:
    """Return the target of the rows that have one."""
    column = found.target
    assert column is not None
    assert found.task is not None
    found.problems += column.notes
    if column.type == "text":
        found.problems.append(Problem("text_target", column=column.name))
        return None
    if column.type in AMOUNTS:
        found.problems += column.misread()
    found.rows = _rows(found, column)
    if len(found.rows) < _FEWEST_ROWS:
        problem = Problem("few_rows", found=len(found.rows), expected=_FEWEST_ROWS)
        found.problems.append(problem)
        return None
    goal = target.values(column, found.task, found.rows, limits.categories)
    if isinstance(goal, Problem):
        found.problems.append(goal)
        return None
    return goal


def _rows(found: Prepared, column: Column) -> list[int]:
    """Return the rows that have a target and, if the file has sets, belong to one."""
    rows = [row for row in range(len(column.cells)) if target.has_target(column, row)]
    lost = len(column.cells) - len(rows)
    if lost:
        words = ", ".join(column.words) or None
        problem = Problem("missing_target", column=column.name, found=lost, value=words)
        found.problems.append(problem)
    split = _split(found)
    if split is None:
        return rows
    kept = [row for row in rows if split.labels[row] is not None]
    if len(kept) < len(rows):
        count = len(rows) - len(kept)
        found.problems.append(Problem("missing_split", column=split.name, found=count))
    return kept


def _split(found: Prepared) -> Column | None:
    return next((column for column in found.columns if column.splits), None)


def _held(found: Prepared) -> npt.NDArray[np.bool_] | None:
    """Return which rows the file marks as test; None if it marks none, or leaves too few."""
    split = _split(found)
    if split is None:
        return None
    held = np.array([(split.labels[row] or "").casefold() == "test" for row in found.rows])
    if held.any() and held.mean() <= LARGEST_TEST_SHARE:
        return held
    found.problems.append(Problem("split_unused", column=split.name))
    return None
