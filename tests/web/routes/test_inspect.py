"""The inspector through the stream: what it tells agrees with the gradients of the frames."""

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstep.settings import Settings
from backstep.web.application import create_app
from tests.examples import examples
from tests.protocol.runs import PAIRS, small_specs
from tests.web.streams import Stream, stream

Told = dict[str, Any]
WEIGHT = {"tensor": "layers.0.weight", "index": [1, 0]}
property_test = settings(examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def web() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(sessions=500))) as client:
        yield client


def near(expected: float, scale: float = 1.0) -> Any:
    return pytest.approx(expected, rel=1e-12, abs=1e-12 * max(scale, 1e-3))


def assert_unfolded(entry: Told) -> None:
    """The numbers shown add up to δ."""
    loss, terms = entry["loss"], entry["terms"]
    if terms is not None:
        scale = sum(abs(term["product"]) for term in terms)
        total = sum(term["product"] for term in terms) + entry["rest"]["sum"]
        assert total == near(entry["sum"], scale)
    if loss is None:
        assert entry["delta"] == near(entry["sum"] * entry["local_slope"])
    elif loss["fused"]:
        assert entry["delta"] == near((loss["prediction"] - loss["target"]) / loss["outputs"])
    elif terms is None:
        slopes = loss["loss_slope"] * entry["local_slope"]
        assert entry["delta"] == near(slopes / loss["outputs"])
    else:
        assert entry["delta"] == near(entry["sum"] / loss["outputs"], scale)


def assert_paths(paths: Told, expected: float) -> None:
    products = [path["product"] for path in paths["shown"]]
    scale = sum(map(abs, products)) + abs(paths["rest"]["sum"])
    assert paths["total"] == near(expected, scale)
    assert sum(products) + paths["rest"]["sum"] == near(paths["total"], scale)
    assert [abs(each) for each in products] == pytest.approx(
        sorted(map(abs, products), reverse=True)
    )
    assert paths["count"] == len(products) + paths["rest"]["count"]
    for path in paths["shown"]:
        assert path["product"] == prod(factor["value"] for factor in path["factors"])


def assert_check(check: Told, gradient: float) -> None:
    assert check["gradient"] == gradient
    if check["agrees"]:
        assert check["reason"] is None
        assert check["value"] == pytest.approx(gradient, rel=1e-6, abs=1e-6)
    else:
        kinds = {"kink", "step", "loss_kink", "penalty_kink"}
        assert check["reason"]["kind"] in kinds
        assert check["reason"]["below"] <= 0 <= check["reason"]["above"] or (
            check["reason"]["above"] <= 0 <= check["reason"]["below"]
        )


def random_parameter(talk: Stream, rng: np.random.Generator) -> tuple[str, Told]:
    sizes = talk.events[0]["layout"]["sizes"]
    layer = int(rng.integers(1, len(sizes)))
    unit, source = int(rng.integers(sizes[layer])), int(rng.integers(-1, sizes[layer - 1]))
    part, index = ("bias", [unit]) if source < 0 else ("weight", [unit, source])
    return f"gradients.layers.{layer - 1}.{part}", {
        "tensor": f"layers.{layer - 1}.{part}", "index": index,
    }  # fmt: skip


@given(data=st.data(), pair=st.sampled_from(PAIRS), seed=st.integers(0, 999))
@property_test
def test_paths_unfolding_and_differences_agree_with_the_gradient_of_the_frame(
    web: TestClient, data: st.DataObject, pair: tuple[str, str], seed: int
) -> None:
    spec = data.draw(small_specs(hidden=None, loss=pair[0], output=pair[1]))
    spec["training"]["optimizer"]["learning_rate"] = 0.01
    focus = data.draw(st.sampled_from(["mean", None, 4]))
    rng = np.random.default_rng(seed)
    with stream(web, spec) as talk:
        layers = len(talk.events[0]["layout"]["activations"])
        talk.ask("watch", panels={"network": {"maps": 0}})
        talk.ask("focus", example=focus)
        talk.move("seek", step=int(rng.integers(4)), op=4 * layers + 1 + int(rng.integers(2)))
        tensor, parameter = random_parameter(talk, rng)
        unfold = [f"neurons.{layer}.0" for layer in range(1, layers + 1)]
        told = talk.ask("inspect", **parameter, unfold=unfold, paths=3)
        used = float(talk.tensors[tensor][tuple(parameter["index"])])
    assert told["type"] == "inspection", told
    assert told["batch_gradient"] == pytest.approx(used, rel=1e-6, abs=1e-30)
    assert told["example_gradient"] == told["delta"] * told["signal"]
    assert told["unfolded"][0]["delta"] == told["delta"]
    for entry in told["unfolded"]:
        assert_unfolded(entry)
    assert_paths(told["paths"], told["example_gradient"])
    values = told["contributions"]["values"]
    assert len(values) == told["contributions"]["count"] == told["size"]
    mean = told["batch_gradient"] - told["penalty_gradient"]
    scale = max(map(abs, [*values, told["penalty_gradient"]]))
    assert float(np.mean(values)) == near(mean, scale)
    if told["position"] is not None:
        own = values[told["position"]]
        assert own == near(told["example_gradient"], scale)
    assert_check(told["numeric"]["example"], told["example_gradient"])
    assert_check(told["numeric"]["batch"], told["batch_gradient"])


def test_what_is_asked_is_told_whole_wherever_the_run_stands(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=3, op=14)
        talk.move("back", by="operation")
        done = talk.ask("inspect", **WEIGHT)
        talk.move("seek", step=3, op=0)
        ahead = talk.ask("inspect", **WEIGHT)
        assert (done["computed"], ahead["computed"]) == (True, False)
        assert ahead["computed_at"] == 13
        changed = {"id", "computed"}
        for name in set(done) - changed:
            assert str(done[name]) == str(ahead[name]), name
        before = talk.numbers()
        talk.ask("inspect", select="neurons.2.1", unfold=["neurons.1.0"])
        talk.ask("forward")
        talk.ask("back")
        assert talk.numbers() == before


def test_the_panel_tells_what_the_step_has_computed(web: TestClient) -> None:
    with stream(web) as talk:
        panel = {"select": "layers.0.weight.1.0", "unfold": ["neurons.2.0"]}
        talk.ask("watch", panels={"inspector": panel})
        talk.move("seek", step=2, op=9)
        told = talk.meta["inspection"]
        assert not told["computed"]
        assert told["signal"] is not None
        assert [told[name] for name in ("delta", "batch_gradient", "paths", "numeric")] == [
            None
        ] * 4
        assert (told["optimizer"]["lines"], told["optimizer"]["new"]) == ([], None)
        mine, its = told["unfolded"]
        assert (mine["neuron"], mine["delta"], its["delta"]) == ("neurons.1.1", None, None)
        talk.move("seek", step=2, op=10)
        assert talk.meta["inspection"]["unfolded"][1]["delta"] is not None
        talk.move("seek", step=2, op=13)
        told = talk.meta["inspection"]
        asked = talk.ask("inspect", select="layers.0.weight.1.0", unfold=["neurons.2.0"])
        assert {name: asked[name] for name in told} == told
        expected = told["optimizer"]["new"]
        talk.move("forward")
        assert talk.meta["inspection"]["optimizer"] == told["optimizer"]
        assert talk.meta["inspection"]["value"] == pytest.approx(expected, rel=1e-12)


def test_a_selection_that_is_none_is_null(web: TestClient) -> None:
    with stream(web) as talk:
        for select in (None, "neurons.9.9", "layers.7.bias.0", "weights"):
            talk.ask("watch", panels={"inspector": {"select": select}})
            assert talk.meta["inspection"] is None


def test_a_neuron_is_told_without_gradients_of_its_own(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=2, op=14)
        told = talk.ask("inspect", select="neurons.2.1", paths=24)
        assert (told["kind"], told["layer"], told["unit"]) == ("neuron", 2, 1)
        assert [told[name] for name in ("signal", "batch_gradient", "optimizer")] == [None] * 3
        assert_paths(told["paths"], told["delta"])
        incoming = told["incoming"]
        total = sum(term["product"] for term in incoming["terms"]) + incoming["bias"]
        assert total == near(told["preactivation"])
        assert told["value"] == pytest.approx(np.tanh(told["preactivation"]))
        given = talk.ask("inspect", select="neurons.0.1")
        assert (given["computed_at"], given["unfolded"], given["delta"]) == (None, [], None)
        assert given["value"] == talk.meta["focus"]["x"][1]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "inspect"),
        (WEIGHT | {"select": "neurons.1.0"}, "inspect"),
        ({"select": "neurons.1.9"}, "select"),
        ({"select": "neurons.1.0", "unfold": ["neurons.9.0"]}, "unfold"),
        ({"select": "neurons.1.0", "unfold": ["layers.0.bias.0"]}, "unfold"),
        ({"select": "neurons.1.0", "unfold": ["neurons.1.0"] * 65}, "inspect.unfold"),
        ({"select": "neurons.1.0", "paths": 25}, "inspect.paths"),
        ({"tensor": "layers.9.weight", "index": [0, 0]}, "tensor"),
    ],
)
def test_a_wrong_question_names_the_field(web: TestClient, fields: Told, field: str) -> None:
    with stream(web) as talk:
        answer = talk.ask("inspect", **fields)
        assert (answer["type"], answer["field"]) == ("error", field)


@pytest.mark.parametrize("op", [13, 14])
@pytest.mark.parametrize(("over", "examples"), [("batch", 10), ("train", 250)])
def test_a_nudge_is_small_beside_its_error(
    web: TestClient, over: str, examples: int, op: int
) -> None:
    with stream(web) as talk:
        talk.move("seek", step=2, op=op)
        errors = []
        for delta in (1e-2, 1e-3):
            told = talk.ask("nudge", **WEIGHT, delta=delta, over=over)
            assert (told["over"], told["examples"]) == (over, examples)
            errors.append(abs(told["change"] - told["predicted"]))
        assert told["value"] == talk.ask("inspect", **WEIGHT)["value"]
        assert errors[0] / errors[1] == pytest.approx(100, rel=0.1)
        if over == "train":
            assert told["before"] == pytest.approx(talk.meta["losses"]["train"])
