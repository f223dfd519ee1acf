"""The API reference agrees with /openapi.json."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstep.web.html.reference import reference
from backstep.web.http.access import ACCESS


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def test_every_route_and_model_is_there(web: TestClient) -> None:
    page = web.get("/docs").text
    schema = web.get("/openapi.json").json()
    shown = re.findall(r'<span class="method">(\w+)</span> (\S+) ', page)
    described = {(m.upper(), path) for path, methods in schema["paths"].items() for m in methods}
    streams = {(row.method, row.path) for row in ACCESS if row.method == "WEBSOCKET"}
    assert set(shown) == described | streams
    assert len(shown) == len(set(shown))
    for name in schema["components"]["schemas"]:
        assert f'id="model-{name}"' in page


def test_every_parameter_and_answer_is_there(web: TestClient) -> None:
    page = web.get("/docs").text
    for path, methods in web.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            start = page.index(f'<span class="method">{method.upper()}</span> {path} ')
            part = page[start : page.index("</article>", start)]
            for parameter in operation.get("parameters", []):
                assert f"<code>{parameter['name']}</code>" in part
            for status, answer in operation["responses"].items():
                assert f'<th scope="row">{status}</th><td>{answer["description"]}</td>' in part
            for media in operation.get("requestBody", {}).get("content", {}):
                assert f"<code>{media}</code>" in part


def test_links_lead_somewhere_and_nothing_comes_from_other_hosts(web: TestClient) -> None:
    page = web.get("/docs?locale=ru").text
    ids = re.findall(' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall('href="#([^"]+)"', page)) <= set(ids)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "default": 960}, "integer at least 1; default 960"),
        ({"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}], "default": None},
         "string or null characters, at most 9"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/M"}}, "array of M"),
        ({"enum": ["a", "<b>"]}, "a , &lt;b&gt;"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "object of number"),
        ({}, "any"),
        ({"type": "string", "description": "a `name`"}, "string a name"),
    ],
)  # fmt: skip
def test_a_type_is_told_in_words(schema: dict[str, Any], words: str) -> None:
    description = {
        "info": {"version": "1"},
        "paths": {},
        "components": {"schemas": {"M": {"properties": {"field": schema}}}},
    }
    found: Any = reference(description)
    field = found["models"][0].fields[0]
    assert text_of(f"{field.type} {field.note}").strip() == words
