"""Images and words over the stream: layout, focus, panels, predictions."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.protocol import documentation as docs
from tests.web.streams import Stream, stream
from tests.web.test_documentation import EVENTS, FRAMES

REVIEWS = {"data": {"name": "reviews"}, "network": {"hidden": []}}
DIGITS = {"data": {"name": "digits", "samples": 60}}


def layout(talk: Stream) -> Any:
    return talk.events[0]["layout"]


def test_the_layout_tells_what_the_inputs_are(web: TestClient) -> None:
    with stream(web) as talk:
        assert (layout(talk)["input_kind"], layout(talk)["image"]) == ("points", None)
        assert layout(talk)["words"] is None
    with stream(web, DIGITS) as talk:
        assert (layout(talk)["input_kind"], layout(talk)["image"]) == ("image", [8, 8])
        assert layout(talk)["classes"] == list("0123456789")
        assert layout(talk)["sizes"][0] == len(layout(talk)["inputs"]) == 64
    with stream(web, REVIEWS) as talk:
        words = layout(talk)["words"]
        assert set(words) == docs.keys(docs.example(EVENTS, '{"type"'))["words"]
        assert layout(talk)["input_kind"] == "words"
        assert layout(talk)["inputs"] == words["vocabulary"]
        assert len(words["counts"]) == len(words["vocabulary"])
        assert layout(talk)["sizes"][1:] == [2, 1]
        assert layout(talk)["activations"][0] == "linear"


def test_an_encoding_is_changed_by_an_edit(web: TestClient) -> None:
    with stream(web, REVIEWS) as talk:
        edited = talk.ask("edit", changes={"data": {"encoding": "one_hot"}})
        assert edited["restarted"]
        words = edited["layout"]["words"]
        inputs = len(words["vocabulary"]) * words["positions"]
        assert edited["layout"]["sizes"] == [inputs, 1]


def test_a_text_in_focus_is_told_with_its_tokens(web: TestClient) -> None:
    with stream(web, REVIEWS) as talk:
        last = layout(talk)["train_size"] + layout(talk)["test_size"] - 1
        frame = talk.ask("focus", example=last)
        focus = docs.keys(docs.example(FRAMES, '{"seq"'))
        assert set(frame["focus"]) == focus["focus"]
        assert set(frame["focus"]["text"]) == focus["text"]
        assert frame["focus"]["example"] == last
        refused = talk.ask("focus", example=last + 1)
        assert (refused["type"], refused["field"]) == ("error", "example")


def test_a_misread_digit_can_be_looked_at(web: TestClient) -> None:
    with stream(web, DIGITS) as talk:
        frame = talk.ask("watch", panels={"hardest": {"over": "test", "count": 2}, "network": {}})
        hardest = frame["hardest"]["examples"][0]
        pixels = talk.tensors["hardest.x"][0].ravel().tolist()
        frame = talk.ask("focus", example=hardest["example"])
        assert frame["focus"]["x"] == pytest.approx(pixels)
        assert frame["focus"]["y"].index(1) == hardest["actual"]


def test_panels_have_the_fields_documented_and_the_page_knows_them(web: TestClient) -> None:
    panels = {"confusion": {"cell": [0, 1]}, "hardest": {}, "words": {}}
    with stream(web, REVIEWS) as talk:
        frame = talk.ask("watch", panels=panels)
    scored = docs.keys(docs.example("Examples", '{"example": 1440'))[""]
    confusion = docs.keys(docs.example("Examples", '{"over": "test", "matrix"'))
    hardest = docs.keys(docs.example("Examples", '{"over": "test", "of"'))
    assert set(frame["confusion"]) == confusion[""]
    assert set(frame["confusion"]["cell"]) == confusion["cell"]
    assert set(frame["hardest"]) == hardest[""]
    assert set(frame["hardest"]["examples"][0]) == scored
    assert set(frame["words"]) == docs.keys(docs.example("Examples", '{"count": 60'))[""]
    source = (docs.ROOT / "static" / "js" / "wire" / "types.js").read_text()
    for name in scored | set(frame["words"]) | set(frame["confusion"]) | set(frame["hardest"]):
        assert re.search(rf"@property \{{.*\}} \[?{name}\b", source), name


def test_predictions_are_made_while_it_plays(web: TestClient) -> None:
    with stream(web, DIGITS) as talk:
        talk.ask("play", by="step")
        ink = [[1.0 if 6 <= column < 9 else 0.0 for column in range(16)] for _ in range(16)]
        answers = [talk.ask("predict", image=ink) for _ in range(3)]
        assert {len(answer["output"]) for answer in answers} == {10}
        assert len({str(answer["input"]) for answer in answers}) == 1
        talk.ask("pause")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "predict"),
        ({"text": "good"}, "text"),
        ({"image": [[0.0, 0.0]]}, "image"),
        ({"image": [[9.0]]}, "predict.image.0.0"),
    ],
)
def test_a_prediction_that_cannot_be_made_names_the_field(
    web: TestClient, fields: dict[str, Any], field: str
) -> None:
    with stream(web, DIGITS) as talk:
        answer = talk.ask("predict", **fields)
        assert (answer["type"], answer["field"]) == ("error", field)


@pytest.mark.parametrize(
    ("panel", "options", "field"),
    [
        ("hardest", {"count": 65}, "panels.hardest.count"),
        ("hardest", {"over": "all"}, "panels.hardest.over"),
        ("confusion", {"cell": [0]}, "panels.confusion.cell.1"),
        ("words", {"count": 121}, "panels.words.count"),
    ],
)
def test_options_out_of_bounds_are_refused(
    web: TestClient, panel: str, options: dict[str, Any], field: str
) -> None:
    with stream(web) as talk:
        answer = talk.ask("watch", panels={panel: options})
        assert (answer["type"], answer["field"]) == ("error", field)
