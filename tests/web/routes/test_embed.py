"""Scenes for other pages: who may frame them, the script, oEmbed."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from backstep.paths import folder
from backstep.protocol.catalogue.panels import PANELS
from backstep.settings import Settings
from backstep.texts.languages import languages
from backstep.web.application import create_app

SERVER = "http://testserver"
TEXTS = folder("static") / "text"


def boot(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.S)
    assert found is not None
    boot: dict[str, Any] = json.loads(found[1])
    return boot


def ids(page: str) -> set[str]:
    return set(re.findall(r'id="([a-z]+)"', page)) & set(PANELS)


def test_only_the_panels_asked_for_are_on_the_page(web: TestClient) -> None:
    for panel in set(PANELS) - {"confusion", "hardest", "words"}:
        assert ids(web.get("/embed", params={"panels": panel}).text) == {panel}
    tabs = web.get("/embed?panels=hardest,confusion,transport").text
    assert ids(tabs) == {"output", "transport"}
    assert boot(tabs)["embed"]["tabs"] == {"output": "hardest"}
    both = web.get("/embed?panels=health,network").text
    assert ids(both) == {"network", "health"}
    assert ids(web.get("/embed?panels=slice,transport&controls=0").text) == {"slice"}


def test_a_bad_query_is_told_and_shown_as_it_can_be(web: TestClient) -> None:
    page = web.get("/embed?panels=nothing&activation=none&run=abc")
    assert page.status_code == 200
    found = boot(page.text)
    assert {"panels", "link"} <= {each["field"] for each in found["problems"]}
    assert found["run"] == "abc"


def test_scenes_may_be_framed_by_all_and_the_lab_by_itself(web: TestClient) -> None:
    assert "frame-ancestors" not in web.get("/embed").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in web.get("/").headers["Content-Security-Policy"]
    settings = Settings(embed_ancestors="https://slides.example", embed_origins="self null")
    with TestClient(create_app(settings)) as strict:
        page = strict.get("/embed")
    policy = page.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://slides.example")
    assert "default-src 'self'" in policy
    assert boot(page.text)["embed"]["origins"] == ["self", "null"]


@pytest.mark.parametrize("path", ["/embed.js", "/static/js/embed/reveal.js"])
def test_other_pages_may_load_the_scripts(web: TestClient, path: str) -> None:
    script = web.get(path)
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert script.headers["Access-Control-Allow-Origin"] == "*"
    assert not re.search(r"^\s*(import|export)\b", script.text, re.M)  # a plain script too


def test_the_element_has_the_texts_of_the_languages(web: TestClient) -> None:
    texts = {code: json.loads((TEXTS / code / "embed.json").read_text()) for code in languages()}
    assert _words(web.get("/embed.js").text) == texts
    assert _words(web.get("/embed.js?locale=tlh").text) == texts
    for code, words in texts.items():
        assert _words(web.get(f"/embed.js?locale={code}").text) == {code: words}


def _words(script: str) -> Any:
    found = re.search(r"const WORDS = (.*);\n", script)
    assert found is not None
    return json.loads(found[1])


def test_pages_say_where_their_oembed_is(web: TestClient) -> None:
    for path in ("/?preset=xor&step=3", "/embed?preset=xor&step=3"):
        link = re.search(r'type="application/json\+oembed" href="([^"]+)"', web.get(path).text)
        assert link is not None
        found = web.get(unescape(link[1])).json()
        assert "preset=xor&amp;step=3" in found["html"]


def test_oembed_fits_the_room_there_is(web: TestClient) -> None:
    def ask(**given: Any) -> dict[str, Any]:
        answer = web.get("/oembed", params={"url": f"{SERVER}/?preset=moons&seed=7"} | given)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    found = ask()
    assert (found["version"], found["type"], found["width"], found["height"]) == (
        "1.0", "rich", 960, 540,
    )  # fmt: skip
    source = re.search(r'src="([^"]+)"', found["html"])
    assert source is not None
    parts = urlsplit(unescape(source[1]))
    assert (parts.path, parse_qs(parts.query)) == ("/embed", {"preset": ["moons"], "seed": ["7"]})
    for most, size in [({"maxwidth": 480}, (480, 270)), ({"maxheight": 270}, (480, 270))]:
        narrow = ask(**most)
        assert (narrow["width"], narrow["height"]) == size


@pytest.mark.parametrize(("width", "height"), [(1, 1), (120, 2000), (2000, 90), (399, 7)])
def test_oembed_takes_no_more_room_than_there_is(web: TestClient, width: int, height: int) -> None:
    most = {"maxwidth": width, "maxheight": height}
    found = web.get("/oembed", params={"url": f"{SERVER}/", **most}).json()
    assert 1 <= found["width"] <= width
    assert 1 <= found["height"] <= height


@pytest.mark.parametrize("field", ["maxwidth", "maxheight"])
def test_oembed_needs_some_room(web: TestClient, field: str) -> None:
    answer = web.get("/oembed", params={"url": f"{SERVER}/", field: 0})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"query.{field}"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://elsewhere.example/?preset=xor", 404),
        (f"{SERVER}/api/catalogue", 404),
        (f"javascript://{SERVER}/", 404),
        (f"{SERVER}.evil.example/", 404),
    ],
)
def test_oembed_is_of_this_server_only(web: TestClient, url: str, status: int) -> None:
    assert web.get("/oembed", params={"url": url}).status_code == status


def test_oembed_speaks_json(web: TestClient) -> None:
    url = f"{SERVER}/"
    assert web.get("/oembed", params={"url": url, "format": "xml"}).status_code == 501
    assert web.get("/oembed").status_code == 422


def test_a_link_of_this_server_has_a_code(web: TestClient) -> None:
    code = web.get("/qr.svg", params={"url": f"{SERVER}/?preset=xor"})
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert code.text.count("<path") == 1
    assert web.get("/qr.svg", params={"url": "https://elsewhere.example/"}).status_code == 404
    assert web.get("/qr.svg", params={"url": "http://[/"}).status_code == 404
    assert web.get("/qr.svg", params={"url": f"{SERVER}/?{'a' * 4000}"}).status_code == 414
