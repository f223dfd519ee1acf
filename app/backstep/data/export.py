"""A data set as a table for other programs."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from backstep.data.build import Data

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(data: Data) -> str:
    """The training examples, then the test examples: the texts or the raw points where there are
    some, else the inputs; the class or the targets; and which of the two sets an example is in.
    What was standardised is as it was before."""
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
    """The cells of a set's examples, but for the targets."""
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
    """Text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe
    (OWASP, *CSV Injection*)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
