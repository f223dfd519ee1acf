"""Edits in an address: what is written is read back, and what cannot be read is told."""

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.protocol.spec.edits import parse_edits, read_edits, training_changes, write_edits
from backstep.protocol.spec.schema import SpecError, parse
from backstep.settings import Caps
from tests.examples import examples
from tests.protocol.strategies import optimizers

PLACES = st.builds(lambda step, op: {"step": step, "op": op}, st.integers(0, 9999), st.just(0))
PARAMETERS = st.builds(
    lambda at, unit, value: {"at": at, "parameter": f"layers.0.bias.{unit}", "value": value},
    PLACES,
    st.integers(0, 99),
    st.floats(-1e6, 1e6),
)


@st.composite
def trainings(draw: st.DrawFn) -> dict[str, Any]:
    changed = parse({"training": {"optimizer": draw(optimizers()), "batch_size": 7}}, Caps())
    return {"at": draw(PLACES), "training": training_changes(parse({}, Caps()), changed)}


@given(st.lists(PARAMETERS | trainings(), max_size=5))
@examples(60)
def test_what_is_written_is_read_back(given: list[dict[str, Any]]) -> None:
    given.sort(key=lambda edit: edit["at"]["step"])
    edits = parse_edits(given)
    assert read_edits(unquote(write_edits(edits))) == edits


def test_people_can_write_them() -> None:
    first, second = read_edits("120.14:layers.1.weight.0.2=2.5~200.0:learning_rate=0.1,l2=0.01")
    assert (first.at.step, first.at.op, first.parameter, first.value) == (
        120, 14, "layers.1.weight.0.2", 2.5,
    )  # fmt: skip
    assert second.training == {"optimizer": {"learning_rate": 0.1}, "l2": 0.01}


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "1.0:",
        "1.0:layers.0.bias.0",
        "1.0:layers.0.bias.0=much",
        "x.y:learning_rate=1",
        "1.0:seed=4",
        "5.0:l1=0~1.0:l1=0",
        "-1.0:l1=0",
        "1.0:layers.0.bias.0=1e999",
    ],
)
def test_what_cannot_be_read_names_the_edits(text: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_edits(text)
    assert caught.value.problems[0][0].startswith("edits")


def test_so_many_edits_and_no_more() -> None:
    edit = {"at": {"step": 0, "op": 0}, "parameter": "layers.0.bias.0", "value": 1.0}
    assert len(parse_edits([edit] * 500)) == 500
    with pytest.raises(SpecError, match="at most 500"):
        parse_edits([edit] * 501)
