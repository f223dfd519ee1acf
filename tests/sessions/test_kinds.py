"""A made-up layer kind works wherever the dense one does; only its row knows of it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load

from backstep.engine.nn.layers.kinds import BUILT_IN, offering
from backstep.engine.training.operations import Position
from backstep.pictures.moments import Camera
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.svg import svg
from backstep.pictures.themes import THEMES, theme
from backstep.protocol.catalogue.build import catalogue
from backstep.protocol.codec import safetensors
from backstep.protocol.facts.inspector import InspectionRequest
from backstep.protocol.facts.selection import find_selection
from backstep.protocol.scripts import FRAMEWORKS
from backstep.protocol.spec.query import read_query, write_query
from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.protocol.stream.frames import Watch
from backstep.sessions.files import checkpoint
from backstep.sessions.files.recording import recorder
from backstep.sessions.files.script import training_script
from backstep.sessions.offline.film import Film
from backstep.sessions.session import Session
from backstep.sessions.view.describe import layout
from backstep.sessions.view.landscape import Landscape, copy_run
from backstep.settings import Caps, Settings
from backstep.texts.languages import Texts
from tests.kinds import MEAN, SCALE, texts

CAPS = Caps()
HIDDEN = [
    {"units": 4, "activation": "tanh"},
    {"kind": "mean", "window": 2},
    {"kind": "scale", "activation": "sigmoid"},
]
SPEC: dict[str, Any] = {
    "data": {"samples": 40},
    "network": {"hidden": HIDDEN},
    "training": {"l2": 0.01, "optimizer": {"name": "adamw"}},
}
ALL_KINDS = ", ".join([*BUILT_IN, "scale", "mean"])
KINDS = [
    *["input", "linear", "activation", "pool", "linear", "activation", "linear", "activation"],
    *["loss", "delta", "gradient", "delta", "gradient", "delta", "delta", "gradient", "update"],
]


@pytest.fixture(autouse=True)
def _offered() -> Iterator[None]:
    with offering(SCALE, MEAN):
        yield


def session_of(spec: dict[str, Any] = SPEC) -> Session:
    return Session(parse_spec(spec, CAPS), Settings())


def test_the_spec_is_filled_in_and_written_as_it_is_read() -> None:
    spec = parse_spec({"network": {"hidden": [{}, {"kind": "mean"}, {"kind": "scale"}]}}, CAPS)
    assert spec.model_dump()["network"]["hidden"] == [
        {"units": 4, "activation": "tanh"},
        {"kind": "mean", "window": 2},
        {"kind": "scale", "activation": "tanh"},
    ]
    assert parse_spec(spec.model_dump(), CAPS) == spec


@pytest.mark.parametrize(("layer", "field", "message"), [
    ({"kind": "conv9d"}, "kind", ALL_KINDS),
    ({"kind": 3}, "kind", ALL_KINDS),
    ({"kind": "scale", "units": 3}, "units", "no such field; allowed: activation"),
    ({"kind": "mean", "activation": "tanh"}, "activation", "no such field; allowed: window"),
    ({"kind": "mean", "window": 0}, "window", "allowed: 1 to 9"),
    ({"kind": "mean", "window": 2.0}, "window", "not a whole number"),
    ({"kind": "mean", "window": 5}, "window", "2 come in"),
    ({"kind": "scale", "activation": "softmax"}, "activation", "linear, sigmoid"),
])  # fmt: skip
def test_what_does_not_fit_is_named(layer: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(SpecError) as error:
        parse_spec({"network": {"hidden": [layer]}}, CAPS)
    ((found, told),) = error.value.problems
    assert found == f"network.hidden.0.{field}"
    assert message in told


def test_layers_that_do_not_count_are_not_counted() -> None:
    parse_spec({"network": {"hidden": [*[{"units": 2}] * 8, {"kind": "mean"}]}}, CAPS)


def test_the_address_says_each_layer() -> None:
    query = write_query(parse_spec(SPEC, CAPS), CAPS)
    assert "hidden=4-mean2-scale" in query
    assert "activation=tanh-sigmoid" in query
    fields = dict(part.split("=") for part in query.split("&"))
    assert read_query(fields, CAPS) == parse_spec(SPEC, CAPS)
    with pytest.raises(SpecError, match=r"4-2.*scale"):
        read_query({"hidden": "4-cube"}, CAPS)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """Texts that name the two kinds."""
    return texts(tmp_path_factory.mktemp("site"))


def test_the_catalogue_lists_the_kinds(spoken: Texts) -> None:
    rows = {row["name"]: row for row in catalogue(CAPS, spoken)["layers"]}
    assert list(rows) == [*BUILT_IN, "scale", "mean"]
    assert [each["name"] for each in rows["mean"]["parameters"]] == ["window"]
    assert rows["mean"]["operations"] == {"forward": ("pool",), "backward": ("delta",)}
    assert rows["dense"]["parameters"][0]["max"] == CAPS.units
    assert "{A} * s{l}" in rows["scale"]["lines"]["forward"]["code"]


def test_the_layout_tells_operations_tensors_and_links() -> None:
    told = layout(session_of())
    assert [row["kind"] for row in told["operations"]] == KINDS
    assert [row["layer"] for row in told["operations"]] == [
        0, 1, 1, 2, 3, 3, 4, 4, 4, 4, 4, 3, 3, 2, 1, 1, 4
    ]  # fmt: skip
    assert told["sizes"] == (2, 4, 2, 2, 1)
    assert told["activations"] == ("tanh", None, "sigmoid", "sigmoid")
    assert told["layers"][0]["links"] is None
    assert told["layers"][1]["links"] == [
        [0, 0, None, None], [0, 1, None, None], [1, 2, None, None], [1, 3, None, None]
    ]  # fmt: skip
    assert told["layers"][2]["tensors"] == {"scale": (2,), "bias": (2,)}
    assert told["layers"][2]["links"] == [[0, 0, "scale", 0], [1, 1, "scale", 1]]


def test_a_frame_holds_what_exists_at_its_position() -> None:
    session = session_of()
    run, frames = session.run, session.frames
    panels: dict[str, dict[str, Any]] = {
        "network": {"maps": 4}, "narration": {}, "health": {}, "output": {"resolution": 4}
    }  # fmt: skip
    known: set[str] = set()
    for op, kind in enumerate(KINDS):
        run.seek(Position(2, op))
        meta, tensors = frames.build(Watch(panels), None, None)
        assert (meta["narration"]["kind"], meta["kind"]) == (kind, kind)
        made = {name for name in tensors if not name.startswith(("previous", "maps", "output"))}
        assert known <= made
        fresh, layer = made - known, meta["layer"] - 1
        expected = {
            "linear": {f"preactivations.{layer}"},
            "activation": {f"activations.{layer}"},
            "pool": {f"activations.{layer}"},
            "delta": {f"deltas.{layer}"},
            "gradient": {
                f"gradients.layers.{layer}.{name}"
                for name in (("scale", "bias") if layer == 2 else ("weight", "bias"))
            },
        }
        if op:
            assert fresh == expected.get(kind, set())
        known = made
    compared, _ = frames.build(Watch({"narration": {"compare": True}}), None, None)
    assert compared["narration"]["wrong"]["first"]["quantity"] == "delta"
    assert meta["health"]["layers"][1]["weight_norm"] is None
    assert meta["health"]["layers"][2]["weight_norm"] > 0


def test_every_parameter_and_neuron_can_be_inspected() -> None:
    session = session_of()
    run, frames = session.run, session.frames
    run.seek(Position(3, len(KINDS) - 2))
    architecture = run.trainer.architecture
    names = [str(architecture.layout.at(at)) for at in range(architecture.layout.size)]
    neurons = [f"neurons.{l}.{u}" for l, n in enumerate(architecture.sizes) for u in range(n)]
    assert "layers.2.scale.1" in names
    for name in [*names, *neurons]:
        target = find_selection(architecture, name)
        assert target is not None
        found = frames.inspect(InspectionRequest(target, paths=24, everything=True), None)
        if target.parameter is not None:
            assert found["numeric"]["batch"]["agrees"], name
            assert found["numeric"]["example"]["agrees"], name
            total = found["paths"]["total"]
            assert total == pytest.approx(found["example_gradient"], rel=1e-9, abs=1e-12)
            assert np.mean(found["contributions"]["values"]) == pytest.approx(
                found["batch_gradient"] - found["penalty_gradient"], rel=1e-9, abs=1e-12
            )
        elif target.layer:
            assert found["paths"]["total"] == pytest.approx(found["delta"], rel=1e-9, abs=1e-12)
            assert found["incoming"]["terms"]
            total = sum(term["product"] for term in found["incoming"]["terms"])
            made = found["preactivation"] if target.layer != 2 else found["value"]
            bias = found["incoming"]["bias"]
            assert made == pytest.approx(total + bias, rel=1e-9, abs=1e-12)
        for entry in found["unfolded"]:
            if entry["terms"] and entry["sum"] is not None and entry["local_slope"] is not None:
                assert entry["delta"] == pytest.approx(entry["sum"] * entry["local_slope"])


def test_a_recording_and_a_checkpoint_hold_the_tensors() -> None:
    keeper = recorder(parse_spec(SPEC, CAPS))
    assert all(keeper.step() for _ in range(5))
    recording = load(keeper.encode())
    assert recording["parameters.layers.2.scale"].shape == (6, 2)
    assert recording["gradients.layers.2.bias"].shape == (5, 2)
    assert not any(name.startswith("parameters.layers.1.") for name in recording)
    session = session_of()
    named = dict(session.run.trainer.architecture.layout.named(session.run.parameters))
    read_back = checkpoint.read_checkpoint(session, safetensors.encode(named, {}))
    assert read_back[1] is None
    again = session_of(SPEC | {"network": {"hidden": HIDDEN, "parameters": read_back}})
    assert (again.run.parameters == session.run.parameters).all()


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_scripts_have_the_losses_of_the_run(framework: str, tmp_path: Path) -> None:
    if framework == "pytorch":
        pytest.importorskip("torch")
    script = tmp_path / "script.py"
    script.write_text(training_script(session_of(), framework, 25), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-W", "error", script], capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    keeper = recorder(parse_spec(SPEC, CAPS))
    assert all(keeper.step() for _ in range(25))
    losses = [float(each) for each in re.findall(r"batch loss (\S+)", done.stdout)]
    np.testing.assert_allclose(losses, load(keeper.encode())["loss.batch"], rtol=1e-9)


def test_an_offline_copy_is_recorded() -> None:
    session = session_of()
    panels = ("network", "inspector", "health", "output", "surface", "slice")
    film = Film(session, 6, panels)
    assert film.take() == 6
    _, metadata = safetensors.decode(film.encode())
    assert '"layers.2.scale.1"' in metadata["frame"]


@pytest.mark.parametrize("op", range(len(KINDS)))
def test_every_operation_is_drawn(op: int, spoken: Texts) -> None:
    session = session_of()
    selected = find_selection(session.run.trainer.architecture, "layers.2.scale.1")
    found = Camera(session, PANELS, selected, spoken).at(Position(2, op))
    assert found is not None
    drawing = draw(found, Frame(900, 600, PANELS, theme(next(iter(THEMES)))))
    assert "w⁽³⁾₂₂ =" in svg(drawing, 900, 600)


@pytest.mark.parametrize("panel", ["surface", "slice"])
def test_the_loss_is_drawn_along_its_parameters(panel: str) -> None:
    session = session_of()
    options = {"plane": "parameters", "x": "layers.2.scale.1", "y": "layers.0.weight.0.0",
               "parameter": "layers.2.scale.1", "over": "train", "zoom": 1, "seed": 0,
               "resolution": 9}  # fmt: skip
    make = getattr(Landscape(), panel)
    *_, (meta, tensors) = make(copy_run(session.run), session.assembly.data, options, lambda: False)
    assert np.isfinite(tensors[f"{panel}.z"]).all()
    assert meta[panel]["loss"] == pytest.approx(session.run.score().total)
