"""A data set as a CSV table for other programs."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from backstep.data.build import Data

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(data: Data) -> str:
    """Return the training examples, then the test examples, as CSV.

    A row has the text or the raw point, or else the inputs; the class or the targets; and the name
    of the example's set. Standardized values are converted back.
    """
    names = _names(data)
    outputs = data.train_y.shape[1]
    targets = ["class"] if data.classes else ["y", *(f"y{i + 1}" for i in range(1, outputs))]
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([guarded(each) for each in (*names, *targets, "set")])
    for name in ("train", "test"):
        y = getattr(data, f"{name}_y")
        if data.scales and not data.classes:
            y = data.scales[1].undo(y)
        for inputs, target in zip(_inputs(data, name), y, strict=True):
            said = [_class(data.classes, target)] if data.classes else target.tolist()
            table.writerow([*inputs, *said, name])
    return text.getvalue()


def _names(data: Data) -> tuple[str, ...]:
    if data.texts:
        return ("text",)
    if data.plane and len(data.inputs) != data.plane:
        return tuple(f"x{number + 1}" for number in range(data.plane))
    return data.inputs[: data.plane] if data.plane else data.inputs


def _inputs(data: Data, name: str) -> Sequence[Sequence[float | str]]:
    """Return the cells of a set's examples, without the targets."""
    if data.texts:
        return [[guarded(text)] for text in getattr(data.texts, name)]
    x = getattr(data, f"{name}_points" if data.plane else f"{name}_x")
    if data.scales and not data.plane:
        x = data.scales[0].undo(x)
    rows: Sequence[Sequence[float]] = x.tolist()
    return rows


def _class(classes: tuple[str, ...], target: np.typing.NDArray[np.float64]) -> str:
    index = int(target[0] > 0.5) if len(target) == 1 else int(target.argmax())
    return guarded(classes[index])


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe marks it as text.

    See OWASP, *CSV Injection*.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
