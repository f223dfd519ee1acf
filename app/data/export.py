"""A data set as a table for other programs."""

import csv
import io

import numpy as np

from app.data.build import Data

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(data: Data) -> str:
    """The training examples, then the test examples: raw points where there are some, else the
    inputs; the class or the targets; and which of the two sets an example is in."""
    names = data.inputs[: data.plane] if data.plane else data.inputs
    if data.plane and len(data.inputs) != data.plane:
        names = tuple(f"x{number + 1}" for number in range(data.plane))
    outputs = data.train_y.shape[1]
    targets = ["class"] if data.classes else ["y", *(f"y{i + 1}" for i in range(1, outputs))]
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([guarded(each) for each in (*names, *targets, "set")])
    for name in ("train", "test"):
        x = getattr(data, f"{name}_points" if data.plane else f"{name}_x")
        y = getattr(data, f"{name}_y")
        for inputs, target in zip(x.tolist(), y, strict=True):
            said = [_class(data.classes, target)] if data.classes else target.tolist()
            table.writerow([*inputs, *said, name])
    return text.getvalue()


def _class(classes: tuple[str, ...], target: np.typing.NDArray[np.float64]) -> str:
    index = int(target[0] > 0.5) if len(target) == 1 else int(target.argmax())
    return guarded(classes[index])


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe
    (OWASP, *CSV Injection*)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
