"""JSON that is almost right: a good tree, changed here and there."""

import copy
from collections.abc import Iterator
from typing import Any

# What stands where something else is expected.
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2**31,
    2**63,
    -(2**63) - 1,
    10**30,
    0.5,
    -0.0,
    1e308,
    5e-324,
    float("nan"),
    float("inf"),
    "",
    "a",
    "\0",
    "−∂",
    "\ud800",
    "1",
    "é" * 300,
    "layers.0.weight",
    "layers.99.bias",
    "own-1x1x1-aaaaaaaaaaaaaaaaaaaa",
    [],
    [[]],
    [0, 0],
    [0] * 100,
    [None],
    ["a", "a"],
    {},
    {"": {}},
    {"name": "table"},
    {"type": "step"},
)
_WAYS = len(ODD) + 3


def changed(tree: Any, data: bytes) -> Any:
    """The tree with a change for every two bytes of `data`: the first says where, the other what.

    Something is taken out, put in twice, goes by another name, or is replaced by one of `ODD`.
    """
    root = {"": copy.deepcopy(tree)}
    for where, what in zip(data[::2], data[1::2], strict=False):
        places = list(_places(root))
        holder, key = places[where % len(places)]
        way = what % _WAYS
        if way < len(ODD):
            holder[key] = copy.deepcopy(ODD[way])
        elif holder is root:
            root[""] = [root[""]]
        elif way == len(ODD):
            del holder[key]
        elif isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        elif way == len(ODD) + 1:
            holder[f"{key}s"] = holder[key]
        else:
            holder[f"{key}\ud800"] = holder.pop(key)
    return root[""]


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Where there is a value: what holds it, and its key there."""
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])
