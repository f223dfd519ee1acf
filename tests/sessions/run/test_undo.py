"""The undo history: its limits, and its form in the store."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.protocol.spec.schema import merge, parse_spec
from backstep.protocol.stream.acts import Act, act_between
from backstep.sessions.run.undo import SavedRun, UndoHistory, UndoLimits, UndoStep, read
from backstep.settings import Caps

ANY = UndoLimits(100, 2**20)
positions = st.builds(Position, st.integers(0, 50), st.integers(0, 10))
runs = st.builds(SavedRun, st.sampled_from(["{}", "{µ}"]), st.text("[],12"), positions, positions)


def act(number: int) -> Act:
    return Act(number=number, kind="reset", fields=[], restarts=True)


def saved(text: str) -> SavedRun:
    return SavedRun("spec", text, Position(0, 0), Position(0, 0))


@given(st.lists(runs, max_size=8), st.integers(0, 8), runs)
def test_a_history_is_read_as_it_was_written(
    befores: list[SavedRun], undone: int, present: SavedRun
) -> None:
    history = UndoHistory()
    for number, before in enumerate(befores, 1):
        history = history.after(act(number), before, ANY)
    for _ in range(min(undone, len(befores))):
        step, history = history.undone(present, ANY)
        present = step.run
    assert read(history.text) == history


def test_undo_and_redo_go_the_same_way() -> None:
    history = UndoHistory()
    for number in (1, 2):
        history = history.after(act(number), saved(f"before {number}"), ANY)
    step, history = history.undone(saved("present"), ANY)
    assert step == UndoStep(act(2), saved("before 2"))
    assert (history.next_undo, history.next_redo) == (act(1), act(2))
    step, history = history.redone(step.run, ANY)
    assert step == UndoStep(act(2), saved("present"))
    with pytest.raises(EngineError, match="nothing to redo"):
        history.redone(step.run, ANY)
    # An act that is not redone is gone once something else is done; its number is not used again.
    _, history = history.undone(step.run, ANY)
    history = history.after(act(history.count + 1), saved("other"), ANY)
    assert [each.act.number for each in history.undo] == [1, 3]
    assert history.next_redo is None


def test_the_oldest_acts_are_forgotten() -> None:
    few, small = UndoLimits(2, 2**20), UndoLimits(100, 25)
    long = "x" * 20
    for limits in (few, small):
        history = UndoHistory()
        for number in range(1, 5):
            history = history.after(act(number), saved(long[:8]), limits)
        assert [each.act.number for each in history.undo] == [3, 4]
    # The newest always stays.
    history = UndoHistory().after(act(1), saved(40 * "x"), small)
    assert history.next_undo == act(1)


def test_edits_are_written_once() -> None:
    edits: list[dict[str, object]] = []
    history = UndoHistory()
    for number in range(1, 101):
        history = history.after(act(number), saved(json.dumps(edits)), UndoLimits(100, 2**30))
        edits.append({"at": {"step": number, "op": 0}, "parameter": "layers.0.bias.0"})
    assert len(history.text) < 4 * len(json.dumps(edits))


def test_a_history_of_a_later_version_is_not_read() -> None:
    written = json.loads(UndoHistory().after(act(1), saved(""), ANY).text)
    assert read(json.dumps(written | {"version": 2})) == UndoHistory()


@pytest.mark.parametrize(
    ("changes", "kind", "fields"),
    [
        ({}, "reset", []),
        ({"seed": 1}, "settings", ["seed"]),
        ({"training": {"l2": 0.1}}, "settings", ["training.l2"]),
        (
            {"training": {"optimizer": {"learning_rate": 0.1}}},
            "settings",
            ["training.optimizer.learning_rate"],
        ),
        ({"network": {"hidden": [{"units": 4}, {"units": 2}, {"units": 2}]}}, "layer_added", None),
        ({"network": {"hidden": [{"units": 4}]}}, "layer_removed", None),
        ({"network": {"hidden": [{"units": 4}, {"units": 3}]}}, "layers", ["network.hidden"]),
        ({"data": {"name": "xor"}}, "data", ["data.name"]),
        ({"data": {"noise": 0.1}}, "data", ["data.noise"]),
        ({"data": {"name": "table", "x": [[1], [2]], "y": [0, 1]}}, "points", None),
    ],
)
def test_an_act_is_named_by_what_it_changes(
    changes: dict[str, object], kind: str, fields: list[str] | None
) -> None:
    before = parse_spec({}, Caps())
    found = act_between(1, before, merge(before, changes, Caps()), restarts=True)
    assert (found.kind, found.fields) == (kind, found.fields if fields is None else fields)
