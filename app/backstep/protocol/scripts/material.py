"""The parts that all scripts share, and how numbers are written into a script.

Values from outside, such as the name of a class, are written as literals, never as code.
"""

import base64
import textwrap
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data
from backstep.engine.nn.network import Architecture
from backstep.engine.program import Array
from backstep.engine.training.batches import Batches
from backstep.engine.training.trainer import Settings

_SPELLED_OUT = 4000  # numbers of an array that are written in decimals
_WIDTH = 96
_SPARSE = 0.3  # share of an array's numbers: with fewer nonzero ones, a list of places is shorter


@dataclass(frozen=True)
class Material:
    """A training from its start.

    `start` is the flat vector of parameters; `orders` are the orders of the examples in the first
    epochs, None if they are not shuffled.
    """

    architecture: Architecture
    settings: Settings
    data: Data
    start: Array
    orders: list[list[int]] | None
    steps: int
    version: str

    @property
    def hyperparameters(self) -> dict[str, float]:
        return dict(self.settings.hyperparameters)


def orders(batches: Batches, steps: int) -> list[list[int]] | None:
    """Return the orders of the epochs that begin within `steps` steps.

    Advances `batches`, which must be in its first epoch.
    """
    if not batches.shuffle:
        return None
    found = [batches.order.tolist()]
    while len(found) * batches.per_epoch < steps:
        epoch = batches.epoch
        while batches.epoch == epoch:
            batches.take(batches.count)
        found.append(batches.order.tolist())
    return found


def introduction(material: Material, framework: str) -> str:
    """Return the script's docstring."""
    units = "-".join(map(str, material.architecture.sizes))
    return f'''"""Trains a {units} network with {framework}, as backstep {material.version} does:
the same data, the same initial parameters, the same batches, the same losses.

Each line is an update: the loss of its batch before it, penalties left out.
"""'''


def literal(value: object) -> str:
    """Return a Python literal, wrapped into lines."""
    lines = textwrap.wrap(repr(value), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n    ".join(lines)


def numbers(array: Array, make: str) -> str:
    """Return an expression for the array.

    `make` is the name of a function of a list. With the suffix `_from_bytes` it takes bytes; with
    `_with` it fills places of an array of zeros.
    """
    shape = tuple(int(each) for each in array.shape)
    if array.size <= _SPELLED_OUT:
        return f"{make}({literal(array.ravel().tolist())}).reshape{shape}"
    places = np.flatnonzero(array)
    if len(places) < _SPARSE * array.size:
        where, what = _text(places.astype("<i4")), _text(array.ravel()[places].astype("<f8"))
        return f"{make}_with(\n{where},\n{what},\n    {array.size},\n).reshape{shape}"
    return f"{make}_from_bytes(\n{_text(array.astype('<f8'))}\n).reshape{shape}"


def _text(array: npt.NDArray[np.generic]) -> str:
    """Return the bytes of an array as the lines of a string."""
    text = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return (
        "\n".join(f'    "{text[i : i + _WIDTH]}"' for i in range(0, len(text), _WIDTH)) or '    ""'
    )


def data(material: Material, make: str) -> str:
    """Return the lines that define the data and the orders of the examples."""
    sets = material.data
    arrays = {
        "train_x": sets.train_x,
        "train_y": sets.train_y,
        "test_x": sets.test_x,
        "test_y": sets.test_y,
    }
    lines = [f"INPUTS = {literal(list(sets.inputs))}"]
    if sets.classes:
        lines.append(f"CLASSES = {literal(list(sets.classes))}")
    lines += [f"{name} = {numbers(array, make)}" for name, array in arrays.items()]
    if material.orders is not None:
        lines.append("# The order of the examples in each of the first epochs.")
        lines.append(f"ORDERS = {literal(material.orders)}")
    return "\n".join(lines)


def order_function(material: Material, fresh: str) -> str:
    """Return a function that returns an epoch's order; the expression `fresh` is a new order."""
    if material.orders is None:
        return '''def order_of(epoch):
    """Every epoch goes through the examples in the order given."""
    return list(range(len(train_x)))'''
    return f'''def order_of(epoch):
    """The order of the examples in an epoch: after the recorded ones, a new one."""
    return ORDERS[epoch] if epoch < len(ORDERS) else {fresh}'''


def loop(update: str, final: str, penalty: str) -> str:
    """Return the training loop.

    `update` is an expression of a batch's rows that returns its loss, `final` one of x and y whose
    value is the data loss, `penalty` one whose value is the penalty.
    """
    return f"""epoch, order, start = 0, order_of(0), 0
for step in range(STEPS):
    if start >= len(order):
        epoch, start = epoch + 1, 0
        order = order_of(epoch)
    rows = order[start : start + BATCH_SIZE]
    start += BATCH_SIZE
    loss = {update}
    print(f"step {{step}}  epoch {{epoch}}  batch loss {{loss:.12g}}")
    if not abs(loss) < float("inf"):
        print("the numbers have become too large: training ends here")
        break

print(f"training loss {{{final.format("train_x, train_y")}:.12g}}")
if len(test_x):
    print(f"test loss {{{final.format("test_x, test_y")}:.12g}}")
if l1 or l2:
    print(f"penalty {{{penalty}:.12g}}")"""
