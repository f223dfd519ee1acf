"""The stream end to end, through a real socket session."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backstep.texts.languages import languages
from tests.web.streams import Stream, presenting, run_of, stream

ALL = {
    "network": {},
    "narration": {"select": "layers.1.weight.0.2"},
    "output": {},
    "curve": {},
}


def test_every_operation_forwards_and_back(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("watch", panels=ALL)
        seen = [talk.numbers()]
        for op in range(1, 16):
            expected = (0, op) if op < 15 else (1, 0)
            assert talk.move("forward", by="operation") == expected
            assert talk.meta["narration"]["kind"] == talk.meta["kind"]
            seen.append(talk.numbers())
        for before in reversed(seen[1:-1]):
            talk.move("back", by="operation")
            now = talk.numbers()
            assert {name: before[name] for name in now if name in before} == {
                name: value for name, value in now.items() if name in before
            }


def test_a_frame_holds_only_what_exists(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=0, op=3)
        assert "activations.0" in talk.tensors
        assert "preactivations.1" in talk.tensors
        assert "activations.1" not in talk.tensors
        assert not [name for name in talk.tensors if name.startswith(("gradients", "deltas"))]
        assert talk.meta["losses"]["batch"] is None
        talk.move("seek", step=0, op=11)
        assert "gradients.layers.1.weight" in talk.tensors
        assert "gradients.layers.0.weight" not in talk.tensors
        talk.move("forward", by="step")
        assert "previous.layers.0.weight" in talk.tensors


def test_the_narrated_gradient_is_a_product_and_agrees(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("watch", panels=ALL)
        talk.move("seek", step=3, op=11)
        story = talk.meta["narration"]
        assert story["parameter"] == "layers.1.weight.0.2"
        assert story["product"] == pytest.approx(story["delta"] * story["value"])
        assert story["delta"] == pytest.approx(float(talk.tensors["deltas.1"][0]), rel=1e-6)
        assert story["agrees"]
        sent = float(talk.tensors["gradients.layers.1.weight"][0, 2])
        assert story["batch_gradient"] == pytest.approx(sent, rel=1e-6)


def test_playing_learns_and_pauses(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("play", by="step")
        while talk.meta["updates"] < 3000:
            talk.receive()
        talk.ask("pause")
        assert talk.meta["losses"]["train"] < 0.1
        here = talk.meta["updates"]
        assert talk.move("back", by="step") == (here - 2, 14)


def test_edits_act_and_are_told(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=5, op=14)
        answer = talk.ask("edit", changes={"training": {"optimizer": {"learning_rate": 0.5}}})
        assert answer["type"] == "edited"
        assert not answer["restarted"]
        assert answer["query"] == "preset=circle&edits=6.0:learning_rate=0.5"
        assert answer["edit"]["settings"]["learning_rate"] == 0.5
        answer = talk.ask("set_parameter", tensor="layers.0.weight", index=[1, 1], value=2.5)
        assert answer["edit"] == {
            "at": {"step": 5, "op": 14},
            "parameter": "layers.0.weight.1.1",
            "value": 2.5,
        }
        answer = talk.ask("edit", changes={"network": {"hidden": [{"units": 3}]}})
        assert answer["restarted"]
        assert answer["layout"]["sizes"] == [2, 3, 1]
        assert answer["position"] == {"step": 0, "op": 0}


LAYERS = {"network": {"hidden": [{"units": 4}, {"units": 2}, {"units": 2}]}}


def test_an_added_layer_is_undone_and_redone(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("watch", panels={"network": {}, "narration": {}})
        assert (talk.events[0]["undo"], talk.events[0]["redo"]) == (None, None)
        talk.move("seek", step=30, op=14)
        before = talk.numbers()
        added = talk.ask("edit", changes=LAYERS)
        assert added["undo"] == {
            "number": 1,
            "kind": "layer_added",
            "fields": ["network.hidden"],
            "restarts": True,
        }
        talk.move("seek", step=3, op=1)
        after = talk.numbers()
        undone = talk.ask("undo")
        assert (undone["type"], undone["restarted"]) == ("edited", True)
        assert undone["position"] == {"step": 30, "op": 14}
        assert undone["layout"]["sizes"] == [2, 4, 2, 1]
        assert (undone["undo"], undone["redo"]) == (None, added["undo"])
        assert talk.move("seek", step=30, op=14) == (30, 14)
        assert talk.numbers() == before
        redone = talk.ask("redo")
        assert redone["position"] == {"step": 3, "op": 1}
        assert (redone["undo"], redone["redo"]) == (added["undo"], None)
        talk.move("seek", step=3, op=1)
        assert talk.numbers() == after
        assert talk.ask("redo")["message"] == "there is nothing to redo"


def test_another_tab_sees_what_can_be_undone_and_undoes_it(web: TestClient) -> None:
    run = web.post("/api/runs", json={"spec": {}}).json()
    path = f"/api/runs/{run['id']}/stream"
    with web.websocket_connect(path) as first, web.websocket_connect(path) as second:
        here, there = Stream(first), Stream(second)
        for each in (here, there):
            each.ask("hello", token=run["token"])
        edited = here.ask("set_parameter", tensor="layers.0.bias", index=[1], value=2)
        there.ask("pause")
        assert there.events[-2]["undo"] == edited["undo"]
        assert edited["undo"]["fields"] == ["layers.0.bias.1"]
        undone = there.ask("undo")
        assert (undone["restarted"], undone["edits"]) == (False, [])
        here.ask("pause")
        told = [event for event in here.events if event["type"] == "edited"]
        assert told[-1]["redo"] == edited["undo"]


def rate(event: dict[str, Any]) -> float:
    found: float = event["spec"]["training"]["optimizer"]["learning_rate"]
    return found


def edit_rate(talk: Stream, value: float) -> dict[str, Any]:
    return talk.ask("edit", changes={"training": {"optimizer": {"learning_rate": value}}})


def test_going_back_over_an_edit_tells_the_settings_that_rule_there(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=5, op=14)
        edit_rate(talk, 0.5)
        talk.events.clear()
        talk.move("back", by="step")
        (told,) = talk.events
        assert (told["type"], told["restarted"], told["edit"]) == ("edited", False, None)
        assert (told["id"], told["role"], rate(told)) == (None, "driver", 0.03)
        assert told["query"] == "preset=circle&edits=6.0:learning_rate=0.5"
        assert told["position"] == {"step": 4, "op": 14}
        talk.move("back", by="step")
        assert talk.events == [told]
        talk.move("seek", step=6, op=0)
        assert rate(talk.events[-1]) == 0.5
        assert len(talk.events) == 2


def test_an_edit_in_the_past_starts_from_the_settings_there(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=9, op=14)
        talk.ask("edit", changes={"training": {"optimizer": {"learning_rate": 0.5}, "l2": 0.1}})
        talk.move("seek", step=3, op=4)
        answer = talk.ask("edit", changes={"training": {"batch_size": 25}})
        assert rate(answer) == 0.03
        assert answer["spec"]["training"]["l2"] == 0
        assert answer["edit"]["settings"]["learning_rate"] == 0.03
        talk.events.clear()
        talk.move("seek", step=20, op=14)
        assert talk.events == []
        talk.move("seek", step=2, op=13)
        assert talk.events[-1]["spec"]["training"]["batch_size"] == 10
        assert talk.events[-1]["layout"]["batches"] == 25


def test_playing_over_an_edit_of_the_past_tells_it(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=50, op=14)
        edit_rate(talk, 0.5)
        talk.move("seek", step=0, op=0)
        assert rate(talk.events[-1]) == 0.03
        talk.ask("play", by="step")
        while talk.meta["updates"] < 60:
            talk.receive()
        talk.ask("pause")
        assert rate([event for event in talk.events if event["type"] == "edited"][-1]) == 0.5


def test_what_a_run_is_asked_over_http_is_the_spec_at_the_position(web: TestClient) -> None:
    run = run_of(web)
    with presenting(web, run) as talk:
        talk.move("seek", step=5, op=14)
        edit_rate(talk, 0.5)
        assert rate(web.get(f"/api/runs/{run['id']}").json()) == 0.5
        talk.move("back", by="step")
        state = web.get(f"/api/runs/{run['id']}").json()
        assert rate(state) == 0.03
        assert [entry["at"] for entry in state["edits"]] == [{"step": 6, "op": 0}]
        with web.websocket_connect(f"/api/runs/{run['id']}/stream") as other:
            assert rate(Stream(other).ask("hello")) == 0.03


def test_reset_keeps_the_settings_as_they_are_now(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=5, op=14)
        edit_rate(talk, 0.5)
        talk.move("seek", step=9, op=14)
        edit_rate(talk, 0.7)
        talk.move("seek", step=8, op=0)
        assert rate(talk.ask("reset")) == 0.5


def test_viewers_are_told_of_edits_as_viewers(web: TestClient) -> None:
    run = run_of(web)
    path = f"/api/runs/{run['id']}/stream"
    with web.websocket_connect(path) as driving, web.websocket_connect(path) as watching:
        driver, viewer = Stream(driving), Stream(watching)
        assert driver.ask("hello", token=run["token"])["role"] == "driver"
        assert viewer.ask("hello")["role"] == "viewer"
        answer = driver.ask("edit", changes={"training": {"batch_size": 5}})
        while viewer.events[-1]["type"] != "edited":
            viewer.receive()
        told = viewer.events[-1]
        assert (told["role"], told["id"]) == ("viewer", None)
        assert {**told, "role": "driver", "id": answer["id"]} == answer
        driver.ask("play", by="step", rate=1)
        while viewer.events[-1]["type"] != "status":
            viewer.receive()
        assert viewer.events[-1]["role"] == "viewer"


def test_nothing_is_told_before_the_welcome(web: TestClient) -> None:
    run = run_of(web)
    path = f"/api/runs/{run['id']}/stream"
    with web.websocket_connect(path) as driving, web.websocket_connect(path) as silent:
        driver = Stream(driving)
        driver.ask("hello", token=run["token"])
        driver.ask("edit", changes={"training": {"batch_size": 5}})
        driver.ask("pause")
        late = Stream(silent)
        late.ask("hello")
        assert [event["type"] for event in late.events] == ["welcome"]


def test_a_loss_that_asks_for_another_output_begins_anew(web: TestClient) -> None:
    spec = {
        "data": {"name": "table", "x": [[0], [1], [2]], "y": [0, 1, 2], "test_share": 0},
        "network": {"hidden": []},
    }
    with stream(web, spec) as talk:
        talk.move("seek", step=3, op=0)
        kept = talk.ask("edit", changes={"training": {"loss": "mse"}})
        assert not kept["restarted"]
        assert (kept["layout"]["activations"], kept["layout"]["loss"]) == (["softmax"], "mse")
        answer = talk.ask("edit", changes={"training": {"loss": "bce"}})
        assert answer["restarted"]
        assert (answer["layout"]["activations"], answer["layout"]["loss"]) == (["sigmoid"], "bce")


def test_a_focus_on_an_example_that_is_no_more_falls_back(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("focus", example=200)
        assert talk.meta["focus"]["example"] == 200
        talk.ask("edit", changes={"data": {"samples": 20}})
        talk.move("forward")
        assert talk.meta["focus"]["example"] == talk.meta["rows"][0]


def test_reset_keeps_the_initial_weights(web: TestClient) -> None:
    with stream(web) as talk:
        talk.ask("watch", panels={"network": {}})
        start = talk.until("parameters.layers.0.weight")
        talk.move("forward", by="step", count=20)
        moved = talk.tensors["parameters.layers.0.weight"]
        assert not np.array_equal(start, moved)
        talk.ask("reset")
        while talk.meta["run_epoch"] != 2:
            talk.receive()
        assert np.array_equal(talk.tensors["parameters.layers.0.weight"], start)


def test_surface_and_slice_pass_through_the_current_loss(web: TestClient) -> None:
    with stream(web) as talk:
        talk.move("seek", step=40, op=14)
        panels = {
            "surface": {"x": "layers.2.weight.0.0", "y": "layers.0.bias.1", "resolution": 21},
            "slice": {"parameter": "layers.1.weight.1.3"},
        }
        talk.ask("watch", panels=panels)
        # On a busy machine, a coarse one comes first.
        while talk.meta.get("surface", {"coarse": True})["coarse"]:
            talk.receive()
        z = talk.tensors["surface.z"]
        assert z.shape == (21, 21)
        assert talk.meta["surface"]["loss"] == pytest.approx(talk.meta["losses"]["train"])
        path = talk.tensors["surface.path"]
        assert path[-1, 2] == pytest.approx(talk.meta["losses"]["train"], rel=1e-6)


def test_a_run_that_failed_is_told_and_goes_on_being_shown(web: TestClient) -> None:
    spec = {
        "data": {"name": "plane"},
        "network": {"hidden": [{"units": 3, "activation": "linear"}]},
        "training": {"optimizer": {"learning_rate": 100}},
    }
    with stream(web, spec) as talk:
        panels = ALL | {
            "surface": {"x": "layers.1.weight.0.0", "y": "layers.0.bias.1", "resolution": 5},
            "slice": {"parameter": "layers.1.weight.0.1"},
        }
        talk.ask("watch", panels=panels)
        talk.ask("play", by="step")
        seen: set[str] = set()
        while not talk.meta["failure"] or not {"surface.z", "slice.z"} <= seen:
            talk.receive()
            seen = seen | set(talk.tensors) if talk.meta["failure"] else set()
        assert not talk.meta["playing"]
        where = {"tensor": "layers.0.weight", "index": [0, 0]}
        assert talk.ask("inspect", **where)["type"] == "inspection"
        assert talk.ask("nudge", **where, delta=0.1)["type"] == "nudged"
        assert talk.ask("predict", input=[1.0, 1.0])["type"] == "prediction"
        failed = (talk.meta["step"], talk.meta["op"])
        assert talk.move("forward", by="step") == failed
        talk.move("back", by="step")
        assert talk.meta["failure"] is None


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ({"type": "seek", "step": 0, "op": 99}, "op"),
        ({"type": "forward", "by": "leap"}, "forward.by"),
        ({"type": "edit", "changes": {"training": {"batch_size": 0}}}, "training.batch_size"),
        ({"type": "edit", "changes": {"data": {"colour": 1}}}, "data.colour"),
        ({"type": "set_parameter", "tensor": "layers.9.weight", "index": [0, 0], "value": 1},
         "tensor"),
        ({"type": "watch", "panels": {"pictures": {}}}, "panels.pictures"),
        ({"type": "watch", "panels": {"network": {"maps": 5000}}}, "panels.network.maps"),
        ({"type": "focus", "example": 100000}, "example"),
        ({"type": "predict", "input": [1.0]}, "input"),
    ],
)  # fmt: skip
def test_bad_commands_name_the_field(web: TestClient, command: dict[str, Any], field: str) -> None:
    with stream(web) as talk:
        fields = {key: value for key, value in command.items() if key != "type"}
        answer = talk.ask(command["type"], **fields)
        assert answer["type"] == "error"
        assert answer["field"] == field
        assert talk.move("forward") == (0, 1)


def test_errors_are_in_the_client_s_language(web: TestClient) -> None:
    run = web.post("/api/runs", json={}).json()
    for lang in ("ru", "tlh"):
        with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
            talk = Stream(socket)
            talk.ask("hello", lang=lang)
            error = talk.ask("inspect", select="neurons.9.9")
            assert (error["key"], error["values"]["value"]) == ("refusals.selection", "neurons.9.9")
            said = languages().choose([lang]).say(error["key"], **error["values"])
            assert error["message"] == said
            assert talk.ask("forward")["message"] == (
                languages().choose([lang]).say("refusals.watch_only")
            )


def test_viewers_may_not_drive(web: TestClient) -> None:
    run = run_of(web)
    with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
        talk = Stream(socket)
        assert talk.ask("hello")["role"] == "viewer"
        assert talk.ask("forward")["code"] == "not_driver"


def test_a_pause_ends_the_long_way_that_is_under_way(web: TestClient) -> None:
    with stream(web) as talk:
        way, stop = talk.send("seek", step=900_000), talk.send("pause")
        answered: set[str] = set()
        while not {way, stop} <= answered:
            answered |= set(talk.receive().get("answers", []))
        assert 0 < talk.meta["step"] < 900_000


def test_a_long_way_is_seen(web: TestClient) -> None:
    with stream(web) as talk:
        way, seen = talk.send("seek", step=20_000), set()
        while way not in talk.meta.get("answers", []):
            seen.add(talk.receive().get("step"))
        # More frames than may be sent without an acknowledgement.
        assert len(seen) > 4


def test_a_client_that_does_not_ack_gets_two_frames(web: TestClient) -> None:
    run = run_of(web)
    with web.websocket_connect(f"/api/runs/{run['id']}/stream") as socket:
        socket.send_json({"type": "hello", "token": run["token"]})
        assert socket.receive_json()["type"] == "welcome"
        for _ in range(20):
            socket.send_json({"type": "forward"})
        frames = 0
        socket.send_json({"type": "inspect", "tensor": "layers.0.bias", "index": [0], "id": "x"})
        while True:
            message = socket.receive()
            if message.get("bytes") is not None:
                frames += 1
            elif '"inspection"' in message["text"]:
                break
        assert frames <= 2


def test_no_such_run_and_foreign_pages_are_refused(web: TestClient) -> None:
    with web.websocket_connect("/api/runs/nope/stream") as socket:
        assert socket.receive()["code"] == 4404
    run = run_of(web)
    with (
        pytest.raises(WebSocketDisconnect),
        web.websocket_connect(
            f"/api/runs/{run['id']}/stream", headers={"origin": "http://elsewhere.example"}
        ),
    ):
        pass


@pytest.mark.parametrize("plane", ["parameters", "random", "gradient", "pca"])
@pytest.mark.parametrize("over", ["train", "batch"])
def test_every_plane_is_drawn_and_the_path_ends_where_the_run_is(
    web: TestClient, plane: str, over: str
) -> None:
    with stream(web) as talk:
        talk.move("seek", step=60, op=14)
        named = (
            {"x": "layers.0.weight.1.0", "y": "layers.2.bias.0"} if plane == "parameters" else {}
        )
        options = {"plane": plane, "over": over, "zoom": 2, "resolution": 13, **named}
        talk.ask("watch", panels={"surface": options})
        # On a busy machine, a coarse one comes first.
        while talk.meta.get("surface", {"coarse": True})["coarse"]:
            talk.receive()
        z = talk.tensors["surface.z"]
        surface, path = talk.meta["surface"], talk.tensors["surface.path"]
        assert z.shape == (13, 13)
        assert np.isfinite(z).all()
        assert surface["examples"] == (10 if over == "batch" else 250)
        assert path[-1, :2] == pytest.approx(
            [surface["x"]["value"], surface["y"]["value"]], abs=1e-5
        )
        a = talk.tensors["surface.a"]
        assert (a[0], a[-1]) == pytest.approx((surface["x"]["min"], surface["x"]["max"]))
        # Along the negative gradient the loss falls, and the optimizer steps that way here.
        assert np.dot(surface["descent"], surface["step"]) > 0
        assert ("explained" in surface) == (plane == "pca")
        # The best of these points around the run is hardly above its loss.
        assert z.min() <= surface["loss"] + 0.05


def test_a_plane_needs_two_different_parameters(web: TestClient) -> None:
    with stream(web) as talk:
        same = {"x": "layers.0.bias.0", "y": "layers.0.bias.0"}
        answer = talk.ask("watch", panels={"surface": same})
        assert answer["type"] == "error"
        assert answer["field"].startswith("panels.surface")
