"""JSON trees that recur at every step, as one template over columns of numbers."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import isfinite, nan
from typing import Any

import numpy as np

from backstep.engine.program import Array
from backstep.sessions.offline.columns import Columns, Reference
from backstep.sessions.offline.printed import DIGITS

_FIVE = (
    "change", "plain", "product", "example_gradient", "total", "sum", "weight", "bias", "delta",
    "result", "local_slope", "preactivation", "signal", "gradient", "batch_gradient", "loss_slope",
)  # fmt: skip
# Keys that the page prints with fewer digits than the rest, and how many.
FEWER: Mapping[str, int] = {"difference": 2, "contributions": 4, **dict.fromkeys(_FIVE, 5)}
# Keys whose value is often the product of its neighbors.
_PRODUCTS = ("product", "example_gradient", "total", "change", "plain")


class Strings:
    """Texts, numbered in the order of their first use."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))
        """Return the number of a text."""


class Slot:
    """A place in a frame that holds one JSON tree per step.

    Trees of the same form share columns; a number and null have the same form.
    """

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._forms: dict[str, tuple[Any, list[int], list[list[float]]]] = {}
        self._count = 0

    def add(self, tree: Any) -> None:
        form: list[str] = []
        leaves: list[float] = []
        self._flatten(tree, form, leaves)
        _, steps, rows = self._forms.setdefault("".join(form), (tree, [], []))
        steps.append(self._count)
        rows.append(leaves)
        self._count += 1

    def _flatten(self, tree: Any, form: list[str], leaves: list[float]) -> None:
        kind = type(tree)
        if kind is dict:
            form.append("{")
            for key, value in tree.items():
                form.append(f"{key}:")
                self._flatten(value, form, leaves)
            form.append("}")
        elif kind is list or kind is tuple:
            form.append("[")
            for value in tree:
                self._flatten(value, form, leaves)
            form.append("]")
        elif kind is str:
            form.append("s")
            leaves.append(self._strings.number(tree))
        elif kind is bool:
            form.append("b")
            leaves.append(float(tree))
        else:
            form.append("n")
            leaves.append(tree if tree is not None and isfinite(tree) else nan)

    def template(self, columns: Columns, steps: int) -> Any:
        """Return what the page reads: the tree with references instead of changing values.

        A reference is `columns.Reference` for a number, `{"@": c}` for a text and `{"!": c}` for a
        boolean. If the form changes, the template is `{"?": c, "of": templates}`.
        """
        which = np.zeros(steps)
        templates: list[Any] = []
        for example, places, rows in self._forms.values():
            used = [place for place in places if place < steps]
            if not used:
                continue
            which[used] = len(templates)
            table = np.array(rows[: len(used)], dtype=np.float64).reshape(len(used), -1)
            # Between its own steps, a form's columns keep their values, which compresses well.
            held = np.maximum(np.searchsorted(used, np.arange(steps), side="right") - 1, 0)
            leaves = iter(np.ascontiguousarray(table[held].T))
            templates.append(_template(example, leaves, columns))
        if len(templates) == 1:
            return templates[0]
        return {"?": columns.exact(which), "of": templates}


def _template(
    example: Any,
    leaves: Iterator[Array],
    columns: Columns,
    key: str = "",
    factors: Sequence[Sequence[Reference]] = (),
) -> Any:
    """Return the template of a tree at `key`, which may be a product of some `factors`."""
    if isinstance(example, dict):
        found: dict[str, Any] = {}
        for name, each in example.items():
            beside = list(_factors(found)) if name in _PRODUCTS else []
            if name == "contributions" and "errors" in found and isinstance(each, list):
                pairs = list(zip(found["errors"], found["signals"], strict=True))
                found[name] = [
                    _template(value, leaves, columns, name, [pairs[i]] if i < len(pairs) else [])
                    for i, value in enumerate(each)
                ]
            else:
                found[name] = _template(each, leaves, columns, name, beside)
        # These only served as factors of the contributions: a live frame has none of them.
        return {name: each for name, each in found.items() if name not in ("errors", "signals")}
    if isinstance(example, list | tuple):
        return [_template(each, leaves, columns, key) for each in example]
    values = next(leaves)
    bits = values.view(np.int64)
    if (bits == bits[0]).all():
        return example if isinstance(example, bool | str) or isfinite(values[0]) else None
    if isinstance(example, bool):
        return {"!": columns.exact(values)}
    if isinstance(example, str):
        return {"@": columns.exact(values)}
    return columns.printed(values, FEWER.get(key, DIGITS), factors)


def _factors(beside: Mapping[str, Any]) -> Iterator[list[Reference]]:
    """Yield possible factors of a product.

    These are the factors listed beside it, or two neighbors, the first perhaps negated.
    """
    for each in beside.values():
        if (
            isinstance(each, list)
            and each
            and all(isinstance(part, dict) and "value" in part for part in each)
        ):
            yield [part["value"] for part in each]
    references = [each for each in beside.values() if isinstance(each, dict) and "$" in each]
    yield from (list(pair) for pair in combinations(references, 2))
    for rate in (each for each in beside.values() if isinstance(each, float)):
        yield from ([-rate, each] for each in references)
