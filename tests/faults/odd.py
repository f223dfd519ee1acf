"""JSON that is almost valid: a good tree with some changes."""

import copy
from collections.abc import Iterator
from typing import Any

# Replacements for an expected value.
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
    """Change the tree for every two bytes of `data`.

    The first byte chooses the place, the second the change: a value is removed, duplicated,
    renamed, or replaced by one of `ODD`.
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
    """Yield the places of values: the container and the key."""
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])
