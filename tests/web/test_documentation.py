"""What the server sends and the page expects, compared with docs/protocol.md."""

import re
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient

from backstep.engine.training.operations import GRANULARITIES
from backstep.protocol.catalogue.rows import Catalogue, Control
from backstep.protocol.stream import messages, panels
from backstep.protocol.stream.events import server_events
from backstep.protocol.stream.frame_meta import Focus, FrameMeta
from backstep.protocol.stream.layout import Layout
from tests.protocol import documentation as docs
from tests.web.streams import Stream, stream

EVENTS = "Events (server → client, JSON text)"
FRAMES = "Frames (server → client, binary)"
LANDSCAPE = "Surface, slice and curve"
COMMANDS = "Commands (client → server, JSON text)"
ON_DEMAND = {"surface", "slice", "race", "curve", "maps", "narration"}
WEIGHT = {"tensor": "layers.0.weight", "index": [0, 0]}


def told(value: Any, owner: str = "") -> dict[str, set[str]]:
    """Return the keys of an object and of nested ones, by the key that contains them."""
    found: dict[str, set[str]] = {}
    if isinstance(value, dict):
        found[owner] = set(value)
        for key, each in value.items():
            found |= told(each, key)
    if isinstance(value, list) and value:
        found |= told(value[0], owner)
    return found


def assert_documented(message: dict[str, Any], expected: dict[str, set[str]], *under: str) -> None:
    """Check that a message and the objects `under` some keys have the documented keys."""
    found = told(message)
    for owner in ("", *under):
        assert found[owner] == expected[owner], owner


def command_models() -> dict[str, set[str]]:
    members = get_args(get_args(messages.AnyCommand)[0])
    return {
        get_args(each.model_fields["type"].annotation)[0]: set(each.model_fields) - {"type", "id"}
        for each in members
    }


def everything(talk: Stream) -> tuple[dict[str, Any], set[str]]:
    """Return the metadata of a frame with every panel in it, and all received tensors."""
    options = {
        "inspector": {"select": "layers.0.weight.0.0"},
        "surface": {"x": "layers.0.weight.0.0", "y": "layers.0.bias.0", "resolution": 5},
        "slice": {"parameter": "layers.0.weight.0.0", "resolution": 5},
        "race": {"racers": [{"optimizer": {"name": "adam"}}]},
    }
    talk.ask("watch", panels={name: options.get(name, {}) for name in panels.PANELS})
    meta, tensors = dict(talk.meta), set(talk.tensors)
    talk.move("seek", step=3, op=14)
    late = {"previous.layers.0.bias", "race.0.path"}
    while True:
        meta |= talk.meta
        tensors |= set(talk.tensors)
        if not (ON_DEMAND - set(meta) or late - tensors):
            break
        talk.receive()
    return meta, tensors


def test_frames_have_the_fields_documented_and_the_page_knows_them(web: TestClient) -> None:
    with stream(web) as talk:
        meta, _ = everything(talk)
    expected = docs.keys(docs.example(FRAMES, '{"seq"'))
    assert_documented(meta, expected, "head", "losses", "accuracies", "focus", "maps")
    FrameMeta.model_validate(meta)
    assert set(FrameMeta.model_fields) == expected[""]
    assert set(Focus.model_fields) == expected["focus"]
    surface = docs.keys(docs.example(LANDSCAPE, '{"plane": "parameters"'))
    # Only a plane of principal components has explained shares.
    assert set(meta["surface"]) == surface[""] - {"explained", "points", "of"}
    assert set(meta["surface"]["x"]) == surface["x"]
    race = docs.keys(docs.example("Race", '{"start"'))
    assert set(meta["race"]) == race[""]
    assert set(meta["race"]["racers"][0]) == race["racers"]
    assert set(meta["slice"]) == docs.keys(docs.example(LANDSCAPE, '{"parameter", "min"'))[""]
    assert meta["slice"]["landing"] == pytest.approx(
        meta["slice"]["value"] - meta["slice"]["learning_rate"] * meta["slice"]["slope"]
    )


def tensor_patterns() -> list[str]:
    """Return the tensors of the table; `{k}` is a layer, `{r}` a racer, `…` a weight or bias."""
    table = docs.section(FRAMES).partition("| panel")[2]
    named = set(re.findall(r"`([a-z]+\.[a-z{}.…]+|input)`", table))
    escaped = (re.escape(name) for name in named | {"parameters.layers.{k}.bias"})
    numbered = (re.sub(r"\\{[kr]\\}", r"\\d", each) for each in escaped)
    return [each.replace("…", "(weight|bias)") for each in numbered]


def test_frames_have_the_tensors_documented(web: TestClient) -> None:
    with stream(web) as talk:
        tensors = everything(talk)[1]
    for name in ("sine", "digits", "reviews"):
        with stream(web, {"data": {"name": name}}) as talk:
            panels = {"output": {}, "hardest": {}, "confusion": {"cell": [0, 0]}, "words": {}}
            talk.ask("watch", panels=panels)
            tensors |= set(talk.tensors)
    patterns = tensor_patterns()
    matched = {name: [each for each in patterns if re.fullmatch(each, name)] for name in tensors}
    assert [name for name, found in matched.items() if not found] == []
    assert {each for found in matched.values() for each in found} == set(patterns)


def test_frames_of_every_position_are_as_their_models_say(web: TestClient) -> None:
    for data in ("circle", "sine", "digits", "reviews"):
        with stream(web, {"data": {"name": data}}) as talk:
            panels: dict[str, Any] = {
                name: {} for name in ("narration", "health", "confusion", "hardest", "words")
            }
            inspector = {"select": "layers.0.weight.0.0"}
            talk.ask("watch", panels={"network": {}, "inspector": inspector, **panels})
            for _ in talk.events[0]["layout"]["operations"]:
                FrameMeta.model_validate(talk.meta)
                talk.move("forward")
            FrameMeta.model_validate(talk.meta)
            for event in talk.events:
                server_events.validate_python(event)


def test_events_have_the_fields_documented(web: TestClient) -> None:
    expected = docs.keys(docs.example(EVENTS, '{"type"'))
    with stream(web) as talk:
        (welcome,) = talk.events
        assert_documented(welcome, expected, "layout", "operations", "position")
        assert set(Layout.model_fields) == expected["layout"]
        edited = talk.ask("edit", changes={"seed": 1})
        assert set(edited) == expected[""] | {"edit"}
        talk.ask("play", by="step")
        talk.ask("pause")
        found = {
            "inspection": talk.ask("inspect", **WEIGHT),
            "nudged": talk.ask("nudge", **WEIGHT, delta=0.1),
            "prediction": talk.ask("predict", input=[0, 0]),
            "error": talk.ask("seek", step=0, op=99),
            "status": next(event for event in talk.events if event["type"] == "status"),
        }
    for kind, event in found.items():
        role = {"role"} if kind == "status" else set()
        assert event["type"] == kind
        assert set(event) == docs.calls(EVENTS)[kind] | {"type", "id"} | role
    for event in talk.events:
        server_events.validate_python(event)


def test_every_command_is_documented() -> None:
    models = command_models()
    bare = {name for name, fields in models.items() if not fields}
    assert docs.calls(COMMANDS) | {name: set() for name in bare} == models
    for name in bare:
        assert f"`{name}`" in docs.section(COMMANDS)
    for name in GRANULARITIES:
        assert f"`{name}`" in docs.section(COMMANDS)


def test_every_watched_panel_is_documented_with_its_options() -> None:
    table = docs.section(FRAMES).partition("| panel")[2]
    cells = {re.findall("`([a-z]+)`", row)[0]: row for row in re.findall(r"\n\| (`.*?) \|", table)}
    assert set(cells) == set(panels.PANELS)
    for name, model in panels.PANELS.items():
        for option in model.model_fields:
            assert f"`{option}`" in cells[name]


def test_the_catalogue_has_the_rows_documented_and_the_page_knows_them(web: TestClient) -> None:
    catalogue = web.get("/api/catalogue").json()
    expected = docs.keys(docs.example("Catalog", '{"version"'))
    assert set(catalogue) == expected[""] == set(Catalogue.model_fields)
    Catalogue.model_validate(catalogue)
    for kind in expected[""] - {"version", "controls", "caps"}:
        assert catalogue[kind]
        for row in catalogue[kind]:
            assert set(row) == expected[kind]
    assert set(catalogue["controls"]) == expected["controls"]
    assert expected["caps"] <= set(catalogue["caps"])


def test_parameters_have_the_fields_documented_and_the_page_knows_them(web: TestClient) -> None:
    catalogue = web.get("/api/catalogue").json()
    expected = docs.keys(docs.example("Catalog", '{"path"'))
    assert set(Control.model_fields) == expected[""]
    groups = [*catalogue["controls"].values()]
    groups += [row["parameters"] for row in catalogue["optimizers"] + catalogue["panels"]]
    for parameter in [each for group in groups for each in group]:
        bounds = {"min", "max", "step"}
        assert expected[""] - bounds <= set(parameter) <= expected[""]
        for choice in parameter["choices"] or []:
            assert set(choice) == expected["choices"]
