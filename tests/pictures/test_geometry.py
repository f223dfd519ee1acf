"""The page's own layout, asked in node, puts everything at the same place."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.paths import folder
from backstep.pictures.geometry import edge, place, strongest
from backstep.pictures.shapes import Box

LAYOUT = folder("static") / "js" / "panels" / "network" / "layout.js"
CASES: list[tuple[list[int], float, float, tuple[int, int] | None]] = [
    ([2, 4, 2, 1], 628, 420, None),
    ([2, 4, 2, 1], 300, 200, None),
    ([1, 8, 8, 1], 640, 360, None),
    ([2, 30, 30, 30, 1], 800, 500, None),
    ([64, 32, 10], 628, 420, (8, 8)),
    ([64, 10], 300, 240, (8, 8)),
    ([350, 2, 4, 1], 628, 420, None),
    ([2, 1], 160, 120, None),
    ([2, *[3] * 8, 1], 500, 300, None),
]


def page_places(tmp_path: Path) -> list[Any]:
    """Of all cases at once, by the page's module."""
    script = tmp_path / "ask.mjs"
    script.write_text(
        f"import {{ place, curve }} from {json.dumps(LAYOUT.as_uri())};\n"
        f"const told = {json.dumps(CASES)}.map(([...given]) => {{\n"
        "  const { layers, column, tall } = place(...given);\n"
        "  return { layers, column, tall, curve: curve(layers[0][0], layers[1][0], -6) };\n"
        "});\n"
        "console.log(JSON.stringify(told));\n"
    )
    node = Path(sys.executable).parent / "node"
    done = subprocess.run([node, script], capture_output=True, check=True, timeout=60)
    found: list[Any] = json.loads(done.stdout)
    return found


def test_neurons_stand_where_the_page_puts_them(tmp_path: Path) -> None:
    for case, theirs in zip(CASES, page_places(tmp_path), strict=True):
        sizes, width, height, image = case
        ours = place(sizes, Box(0, 0, width, height), image)
        assert (ours.column, ours.tall) == pytest.approx((theirs["column"], theirs["tall"]))
        for mine, its in zip(ours.layers, theirs["layers"], strict=True):
            names = ("x", "y", "side", "lines", "port", "entry")
            for node, other in zip(mine, its, strict=True):
                here = [getattr(node, name) for name in names]
                assert here == pytest.approx([other[name] for name in names]), case
        points = edge(ours.layers[0][0], ours.layers[1][0], -6)
        told = [float(each) for each in re.findall(r"-?[\d.]+", theirs["curve"])]
        assert [each for point in points for each in point] == pytest.approx(told, abs=0.06)


@given(st.lists(st.floats(-10, 10), max_size=40), st.integers(1, 50))
def test_the_strongest_are_no_weaker_than_the_rest(weights: Sequence[float], most: int) -> None:
    found = strongest(np.array(weights, dtype=np.float64), most)
    assert found == sorted(set(found))
    assert len(found) == min(most, len(weights))
    rest = set(range(len(weights))) - set(found)
    if rest:
        assert min(abs(weights[at]) for at in found) >= max(abs(weights[at]) for at in rest)
