"""The catalogue: every row is documented, every control agrees with the spec."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from backstep.data.registry import DATASETS, FEATURES
from backstep.data.words import ENCODINGS
from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.initializers import INITIALIZERS
from backstep.engine.nn.losses import LOSSES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.training.operations import GRANULARITIES
from backstep.protocol.catalogue.build import catalogue
from backstep.protocol.catalogue.panels import PANELS
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import read_query
from backstep.protocol.spec.schema import Spec, SpecError, parse_spec
from backstep.protocol.stream import panels
from backstep.settings import Caps
from backstep.texts.languages import languages

CAPS = Caps()
CATALOGUE = catalogue(CAPS)
REGISTRIES = {
    "datasets": DATASETS,
    "features": FEATURES,
    "encodings": ENCODINGS,
    "activations": ACTIVATIONS,
    "losses": LOSSES,
    "optimizers": OPTIMIZERS,
    "initializers": INITIALIZERS,
    "granularities": GRANULARITIES,
    "panels": PANELS,
    "presets": PRESETS,
}
ROWS = [(kind, row) for kind in REGISTRIES for row in CATALOGUE[kind]]
CONTROLS = [each for group in CATALOGUE["controls"].values() for each in group]
HYPERPARAMETERS = [
    (row["name"], each) for row in CATALOGUE["optimizers"] for each in row["parameters"]
]
# The names that formulas may have in every language.
_FUNCTIONS = {"max", "min", "sign", "exp", "ln", "tanh", "cosh"}
OPTIONS = [(row["name"], each) for row in CATALOGUE["panels"] for each in row["parameters"]]


def named(value: Any) -> str | None:
    """A test's name for a parameter."""
    return str(value["path"]) if isinstance(value, dict) else None


def spec_with(path: str, value: Any, optimizer: str = "sgd") -> Spec:
    """Return a default spec with the value at a path.

    For a setting that the default data set lacks, use a data set that has it.
    """
    tree: dict[str, Any] = {"training": {"optimizer": {"name": optimizer}}}
    *parents, last = path.split(".")
    tree["data"] = {"name": owner(path)}
    inner = tree
    for key in parents:
        inner = inner.setdefault(key, {})
    inner[last] = value
    return parse_spec(tree, CAPS)


def owner(path: str) -> str:
    """Return the first data set that has the setting at a path."""
    group, _, name = path.rpartition(".")
    rows = DATASETS.values()
    having = [row.name for row in rows if name in row.settings] if group == "data" else []
    return (having or list(DATASETS))[0]


def value_at(spec: Spec, path: str) -> Any:
    tree: Any = spec.model_dump()
    for key in path.split("."):
        tree = tree[key]
    return tree


@pytest.mark.parametrize("kind", REGISTRIES)
def test_every_row_of_a_registry_is_listed_in_its_order(kind: str) -> None:
    assert [row["name"] for row in CATALOGUE[kind]] == list(REGISTRIES[kind])


def described(tree: Any) -> Iterator[dict[str, Any]]:
    """Everything that is described in words, however deep."""
    if isinstance(tree, dict) and "help" in tree:
        yield tree
    inner = tree.values() if isinstance(tree, dict) else tree
    if isinstance(tree, dict | list):
        for each in inner:
            yield from described(each)


@pytest.mark.parametrize("code", languages())
def test_every_row_and_parameter_has_a_label_and_a_sentence(code: str) -> None:
    found = list(described(catalogue(CAPS, languages()[code])))
    assert len(found) > len(ROWS) + len(CONTROLS) + len(HYPERPARAMETERS) + len(OPTIONS)
    for row in found:
        assert row["label"].strip() == row["label"] != "", row
        assert row["help"].endswith("."), row
        assert bool(re.search("[А-яЁё]", row["help"])) == (code == "ru"), row
        for formula in ("formula", "derivative"):
            assert row.get(formula, "given"), row
        assert row.get("name", "") == row.get("path", "").split(".")[-1] or "path" not in row


def test_formulas_with_words_are_texts() -> None:
    formulas = [row.formula for row in LOSSES.values()]
    formulas += [row.formula for row in OPTIMIZERS.values()]
    formulas += [each for row in ACTIVATIONS.values() for each in (row.formula, row.derivative)]
    for formula in filter(None, formulas):
        assert set(re.findall("[a-z]{2,}", formula)) <= _FUNCTIONS, formula


def test_no_text_is_left_over() -> None:
    """Each text belongs to a row, or to a parameter, in some network."""
    file = languages().default.file("catalogue")
    for section, rows in file.items():
        if section != "controls":
            assert set(rows) == {row["name"] for row in CATALOGUE[section]}
    paths = {row["path"] for row in described(CATALOGUE) if "path" in row}
    assert {path.removesuffix(".auto") for path in file["controls"]} == paths


@pytest.mark.parametrize("control", CONTROLS, ids=named)
def test_a_controls_default_is_the_specs(control: dict[str, Any]) -> None:
    spec = parse_spec({"data": {"name": owner(control["path"])}}, CAPS)
    assert value_at(spec, control["path"]) == control["default"]


@pytest.mark.parametrize(("optimizer", "parameter"), HYPERPARAMETERS, ids=named)
def test_a_hyperparameters_default_is_the_specs(optimizer: str, parameter: dict[str, Any]) -> None:
    spec = spec_with("training.optimizer.name", optimizer, optimizer)
    assert value_at(spec, parameter["path"]) == parameter["default"]


@pytest.mark.parametrize("control", [c for c in CONTROLS if "min" in c], ids=named)
def test_the_spec_accepts_a_controls_bounds(control: dict[str, Any]) -> None:
    for bound in ("min", "max"):
        value = control[bound]
        if control["kind"] == "layers":
            value = [{"units": value}]
        assert spec_with(control["path"], value)


@pytest.mark.parametrize(("optimizer", "parameter"), HYPERPARAMETERS, ids=named)
def test_a_hyperparameters_bounds_are_the_specs(optimizer: str, parameter: dict[str, Any]) -> None:
    path, low, high = parameter["path"], parameter["min"], parameter["max"]
    for value in (low, high):
        assert value_at(spec_with(path, value, optimizer), path) == value
    for value in (low - 1e-9, high + 1e-9):
        with pytest.raises(SpecError, match=path):
            spec_with(path, value, optimizer)


@pytest.mark.parametrize("control", [c for c in CONTROLS if c["kind"] == "choice"], ids=named)
def test_the_spec_accepts_every_choice(control: dict[str, Any]) -> None:
    choices = [choice["value"] for choice in control["choices"]]
    assert control["default"] in choices
    for choice in choices:
        assert value_at(spec_with(control["path"], choice), control["path"]) == choice


def test_the_controls_reach_everything_that_may_be_chosen() -> None:
    def leaves(tree: Any, path: str = "") -> set[str]:
        if not isinstance(tree, dict):
            return {path[1:]}
        return {leaf for key, each in tree.items() for leaf in leaves(each, f"{path}.{key}")}

    reached = {each["path"] for each in CONTROLS} | {each["path"] for _, each in HYPERPARAMETERS}
    given_in_place = {"version", "data.x", "data.y", "network.parameters"}
    assert leaves(parse_spec({}, CAPS).model_dump()) - given_in_place <= reached


def test_bounds_follow_the_caps() -> None:
    caps = Caps(samples=1900, units=40, grid=51)
    found = catalogue(caps)
    by_path = {each["path"]: each for group in found["controls"].values() for each in group}
    assert by_path["data.samples"]["max"] == 1900
    assert by_path["network.hidden"]["max"] == 40
    options = [each for row in found["panels"] for each in row["parameters"]]
    assert {each["max"] for each in options if each["name"] in ("maps", "resolution")} == {51}
    assert found["caps"] == caps.model_dump()


@pytest.mark.parametrize(
    ("grid", "offered"),
    [(101, [21, 41, 61, 101]), (60, [21, 41]), (9, [9])],
)
def test_a_surface_is_offered_in_what_the_cap_allows(grid: int, offered: list[int]) -> None:
    panels = catalogue(Caps(grid=grid))["panels"]
    surface = next(row for row in panels if row["name"] == "surface")
    (resolution,) = surface["parameters"]
    assert [each["value"] for each in resolution["choices"]] == offered


@pytest.mark.parametrize(("panel", "option"), OPTIONS, ids=named)
def test_the_stream_takes_a_panels_options_within_their_bounds(
    panel: str, option: dict[str, Any]
) -> None:
    model = panels.PANELS[PANELS[panel].stream or ""]
    chosen = {"x": "layers.0.bias.0", "y": "layers.0.bias.1", "parameter": "layers.0.bias.0"}
    needed = {name: value for name, value in chosen.items() if name in model.model_fields}
    assert getattr(model.model_validate(needed), option["name"]) == option["default"]
    for bound in ("min", "max"):
        model.model_validate(needed | {option["name"]: option[bound]})
    with pytest.raises(ValueError, match=option["name"]):
        model.model_validate(needed | {option["name"]: option["min"] - 1})


def test_every_panel_of_the_stream_is_shown_by_one_of_the_page() -> None:
    assert {row.stream for row in PANELS.values()} - {None} == set(panels.PANELS)


@pytest.mark.parametrize("preset", CATALOGUE["presets"], ids=lambda row: row["name"])
def test_a_preset_can_be_used_as_it_is_listed(preset: dict[str, Any]) -> None:
    spec = parse_spec(preset["spec"], CAPS)
    assert spec == parse_spec(dict(PRESETS[preset["name"]].spec), CAPS)
    assert read_query(dict(parse_qsl(preset["query"])), CAPS) == spec
    assert set(preset["panels"]) <= set(PANELS)
    assert set(preset["moment"]) == {"step", "op"}


def test_the_presets_of_the_interface_are_there() -> None:
    agreed = "circle xor gauss spiral moons plane hills sine one-weight chain mazur digits reviews"
    failures = "vanishing exploding saturation dead-relu zeros too-large noisy overfitting"
    assert {*agreed.split(), *failures.split()} <= set(PRESETS)


def test_it_is_json() -> None:
    assert json.loads(json.dumps(CATALOGUE, allow_nan=False))["version"] == CATALOGUE["version"]
