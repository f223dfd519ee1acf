"""The names in docs/protocol.md are those of the models, the routes and the code."""

import ast
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from backstep.protocol.spec import query
from backstep.protocol.spec.data import DataSpec
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import NetworkSpec, Spec, TrainingSpec
from backstep.protocol.stream import events, frame_meta, layout, messages
from backstep.protocol.stream.acts import Act, ActKind
from backstep.protocol.stream.inspecting import Inspection
from backstep.protocol.stream.messages import ErrorCode
from backstep.web.http import answers
from backstep.web.http.access import ACCESS
from backstep.web.http.description import ROUTES, refusals
from tests.protocol import documentation as docs

APP = docs.ROOT / "app" / "backstep"
EVENTS = "Events (server → client, JSON text)"
FRAMES = "Frames (server → client, binary)"
LANDSCAPE = "Surface, slice and curve"
COMMANDS = "Commands (client → server, JSON text)"
SPEC = '{"version"'

# Heading, beginning of the example, key of the object in it, and the object's model.
OBJECTS: list[tuple[str, str, str, type[BaseModel]]] = [
    (EVENTS, '{"type"', "layout", layout.Layout),
    (EVENTS, '{"type"', "layers", layout.LayerLayout),
    (EVENTS, '{"type"', "words", layout.WordsLayout),
    (EVENTS, '{"type"', "operations", layout.OperationRow),
    (EVENTS, '{"type"', "own", layout.OwnLayout),
    (EVENTS, '{"type"', "inputs", layout.Standardized),
    (EVENTS, '{"type"', "targets", layout.Standardized),
    (EVENTS, '{"type"', "edits", EditSpec),
    (EVENTS, '{"type"', "undo", Act),
    (FRAMES, '{"seq"', "", frame_meta.FrameMeta),
    (FRAMES, '{"seq"', "losses", frame_meta.Losses),
    (FRAMES, '{"seq"', "accuracies", frame_meta.Accuracies),
    (FRAMES, '{"seq"', "focus", frame_meta.Focus),
    (FRAMES, '{"seq"', "failure", frame_meta.FailureMeta),
    (FRAMES, '{"seq"', "maps", frame_meta.Scales),
    (FRAMES, '{"seq"', "output", frame_meta.OutputScale),
    (LANDSCAPE, '{"plane"', "", frame_meta.SurfaceMeta),
    (LANDSCAPE, '{"plane"', "x", frame_meta.SurfaceAxis),
    (LANDSCAPE, '{"parameter", "min"', "", frame_meta.SliceMeta),
    (LANDSCAPE, '{"points"', "", frame_meta.CurveMeta),
    ("Examples", '{"text"', "", frame_meta.ReadingMeta),
    ("Examples", '{"over": "test", "matrix"', "", frame_meta.Confusion),
    ("Examples", '{"over": "test", "matrix"', "cell", frame_meta.ConfusionCell),
    ("Examples", '{"over": "test", "of"', "", frame_meta.Hardest),
    ("Examples", '{"example"', "", frame_meta.Scored),
    ("Examples", '{"count"', "", frame_meta.WordsMeta),
    ("Race", '{"start"', "", frame_meta.RaceMeta),
    ("Race", '{"start"', "racers", frame_meta.RacerMeta),
    ("Inspection", '{"target"', "", Inspection),
    ("Health", '{"layers"', "", frame_meta.Health),
    ("Health", '{"layers"', "layers", frame_meta.LayerHealth),
    ("Health", '{"layers"', "warnings", frame_meta.Warning),
    ("Playing to a limit", '{"loss"', "", messages.Until),
    ("Playing to a limit", '{"reason"', "", events.Stopped),
    ("A class", '{"number"', "", events.AskedQuestion),
    ("The spec", SPEC, "", Spec),
    ("The spec", SPEC, "data", DataSpec),
    ("The spec", SPEC, "network", NetworkSpec),
    ("The spec", SPEC, "training", TrainingSpec),
    ("HTTP", '{"id", "token"', "", answers.MadeRun),
    ("HTTP", '{"id", "spec"', "", answers.RunNow),
    ("HTTP", '{"field"', "", answers.FieldProblem),
]


@pytest.mark.parametrize(("title", "opening", "key", "model"), OBJECTS)
def test_objects_have_the_fields_of_their_models(
    title: str, opening: str, key: str, model: type[BaseModel]
) -> None:
    assert docs.keys(docs.example(title, opening))[key] == set(model.model_fields)


def members(union: Any) -> dict[str, type[BaseModel]]:
    """Return the models of a union of commands or events, by their types."""
    found = get_args(get_args(union)[0])
    return {get_args(each.model_fields["type"].annotation)[0]: each for each in found}


def test_every_event_is_documented_with_its_fields() -> None:
    fields = {
        kind: set(model.model_fields) - {"type", "id", "role"}
        for kind, model in members(events.ServerEvent).items()
    }
    run = docs.keys(docs.example(EVENTS, '{"type"'))[""] - {"type", "id", "role"}
    assert fields.pop("welcome") == run | {"recorded"}
    assert fields.pop("edited") == run | {"recorded", "edit"}
    fields["error"].remove("retry")  # of one code only
    assert "`retry`" in docs.section("Errors")
    documented = docs.calls(EVENTS)
    assert documented == fields


def test_every_kind_of_act_and_warning_and_role_is_documented() -> None:
    assert {name for names, _ in docs.rows("Undo") for name in names.split(", ")} == {
        f"`{kind}`" for kind in get_args(ActKind)
    }
    warnings = {cells[0].strip("`") for cells in docs.rows("Health")}
    assert warnings >= set(get_args(frame_meta.WarningKind))
    for role in get_args(events.Role):
        assert f'"{role}"' in docs.section(EVENTS)


def test_every_command_has_a_row_that_marks_what_may_be_left_out() -> None:
    rows = "\n".join(re.findall(r"^\| .*", docs.section(COMMANDS), re.MULTILINE))
    for kind, model in members(messages.AnyCommand).items():
        found = re.search(rf"`{kind}(?: \{{(.*?)\}})?`", rows)
        assert found, kind
        marked = set(re.findall(r"([a-z_]+)\?", found[1] or ""))
        optional = {name for name, field in model.model_fields.items() if not field.is_required()}
        assert marked == optional - {"id"}, kind


def test_every_error_code_is_documented() -> None:
    assert {code.strip("`") for code, _ in docs.rows("Errors")} == set(get_args(ErrorCode))


def value_of(node: ast.expr, constants: dict[str, object]) -> object:
    """Return the value of a constant, or of a name that stands for one."""
    if isinstance(node, ast.Name):
        return constants[node.id]
    return ast.literal_eval(node)


def closes() -> Iterator[tuple[object, object]]:
    """Yield (close code, reason) of each call of `end_with` in the package."""
    for path in APP.rglob("*.py"):
        tree = ast.parse(path.read_text())
        constants: dict[str, object] = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "end_with":
                status, code = node.args[:2]
                yield value_of(status, constants), value_of(code, constants)


def test_reasons_have_the_documented_close_codes() -> None:
    documented = {(int(status), code.strip("`")) for code, status, _ in docs.rows("Close codes")}
    assert documented == set(closes())


def test_every_route_of_the_api_is_documented_with_who_may_call_it() -> None:
    documented = {
        (*re.findall(r"`(\w+) (\S+)`", route)[0], who)
        for route, who, _ in docs.rows("HTTP")
        if " " in route
    }
    rows = {(row.method, row.path, row.who) for row in ACCESS if row.path.startswith("/api/")}
    assert documented == rows


def test_every_status_of_a_problem_is_documented() -> None:
    statuses = {status for row in ACCESS for status in refusals(row)}
    statuses |= {status for route in ROUTES.values() for status in route.refuses}
    documented = re.findall(r"^\| (\d+) \|", docs.section("HTTP"), re.MULTILINE)
    assert {int(status) for status in documented} == statuses | {405}


def names_in_addresses() -> set[str]:
    table = docs.section("The address").partition("| name |")[2]
    return {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`([a-z_0-9]+)`", row)
    }


def test_every_name_in_an_address_is_documented() -> None:
    assert names_in_addresses() == set(query.NAMES)


def test_the_documented_spec_is_the_default() -> None:
    text = docs.example("The spec", SPEC)
    spec = Spec()
    for name, value in (
        ("seed", spec.seed),
        ("batch_size", spec.training.batch_size),
        ("samples", spec.data.samples),
    ):
        assert f'"{name}": {value}' in text
    assert f'"learning_rate": {spec.training.optimizer.hyperparameters["learning_rate"]}' in text
    assert f'"initializer": "{spec.network.initializer}"' in text
