"""Everything that the server says comes from the texts of a language: shown in a made-up one."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstep.data.own.problems import KINDS, Problem
from backstep.engine.errors import EngineError
from backstep.engine.training.operations import Position
from backstep.lessons.book import EXTRAS, LESSONS
from backstep.pictures.films import describe_film
from backstep.pictures.moments import Camera
from backstep.pictures.pictures import PANELS, Frame, draw
from backstep.pictures.shapes import Text
from backstep.pictures.themes import theme
from backstep.protocol.catalogue.build import catalogue
from backstep.protocol.facts.selection import find_selection
from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.sessions.session import Session
from backstep.settings import Caps, Settings
from backstep.texts.languages import Languages, Texts
from backstep.texts.message import Message, sentence_in
from backstep.web.application import create_app
from tests.site import Folder
from tests.texts import pseudo
from tests.texts.pseudo import OPEN

# What no language translates: names, and notation.
_NAMES = {"backstep", "QPS", "EN"}
_SILENT = {"script", "style", "code", "math", "svg", "data"}
_SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-sentence_in")
_WORD = re.compile("[A-Za-zА-я]{2,}")
_VOID = {"meta", "link", "input", "br", "img", "hr"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return pseudo.site(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture(scope="module")
def texts(folder: Folder) -> Texts:
    return Languages(folder("static") / "text")[pseudo.CODE]


@pytest.fixture(scope="module")
def web(folder: Folder) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(sessions=8), folder)) as client:
        yield client


class Said(HTMLParser):
    """What a page says: text and attributes that are read, in its own language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._text: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag; in code or notation; in English
        self.feed(page)
        self.found.append(" ".join(self._text))  # a mark may enclose tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, silent, foreign = self._open[-1] if self._open else ("", False, False)
        foreign |= given.get("lang", pseudo.CODE) != pseudo.CODE
        if not foreign:
            self.found += [given[name] or "" for name in _SPOKEN if name in given]
            self.found += json.loads(given.get("data-verdicts") or "{}").values()
        if tag not in _VOID:
            self._open.append((tag, silent or tag in _SILENT, foreign))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing is sentence_in within it."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        # The glossary lists all terms under the mark, as if it were their letter.
        if not (self._open and any(self._open[-1][1:])) and data.strip() != OPEN:
            self._text.append(data)


def foreign(spoken: list[str]) -> set[str]:
    """The words outside of the marks."""
    found = {word for text in spoken for word in _WORD.findall(pseudo.unmarked(text))}
    return found - _NAMES


@pytest.mark.parametrize(
    "path",
    [
        "/", "/embed?preset=circle", "/watch", "/watch?code=a/b", "/expression", "/glossary",
        "/docs", "/lessons",
        *(f"/lessons/{slug}" for slug in (*LESSONS, *EXTRAS)),
        *(f"/lessons/{row.slug}/worksheet" for row in LESSONS.values() if row.worksheet),
    ],
)  # fmt: skip
def test_pages(web: TestClient, path: str) -> None:
    page = web.get(path, params={"locale": pseudo.CODE}).text
    assert f'lang="{pseudo.CODE}"' in page
    assert foreign(Said(page).found) == set()


def described(tree: Any) -> Iterator[str]:
    """Labels and helps of the catalogue, however deep."""
    inner = tree.values() if isinstance(tree, dict) else tree
    if isinstance(tree, dict):
        yield from (tree[name] for name in ("label", "help") if name in tree)
    if isinstance(tree, dict | list):
        for each in inner:
            yield from described(each)


def test_the_catalogue(web: TestClient, texts: Texts) -> None:
    found = catalogue(Caps(), texts)
    features = {row["label"] for row in found["features"]}  # notation
    assert foreign([each for each in described(found) if each not in features]) == set()
    assert web.get("/api/catalogue", params={"lang": pseudo.CODE}).json()["presets"][0][
        "label"
    ] == (pseudo.mark("Circle"))


@pytest.mark.parametrize("preset", ["circle", "sine", "digits", "reviews", "mazur"])
def test_pictures(texts: Texts, preset: str) -> None:
    settings = Settings()
    spec = parse_spec({"data": {"name": preset}} if preset != "mazur" else {}, settings.caps)
    session = Session(spec, settings)
    selection = find_selection(session.run.trainer.architecture, "layers.0.weight.0.0")
    for op in (0, 4, session.run.operations.update):
        moment = Camera(session, PANELS, selection, texts).at(Position(1, op))
        assert moment is not None
        drawing = draw(moment, Frame(960, 540, PANELS, theme("light")))
        inputs = {*moment.layout["inputs"], *(moment.layout["classes"] or ())}  # data
        shown = [shape.text for shape in drawing.shapes if isinstance(shape, Text)]
        spoken = [text for text in shown if text.removesuffix(" ✓") not in inputs]
        assert foreign([*spoken, drawing.title, drawing.description]) == set()
        assert foreign([describe_film(moment, moment, 2)]) == set()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/nothing", None),
        ("DELETE", "/glossary", None),
        ("GET", "/lessons/astrology", None),
        ("GET", "/api/runs/nothing", None),
        ("GET", "/oembed?url=http://elsewhere.example/", None),
        ("GET", "/oembed?url=%2F&maxwidth=x", None),
        ("POST", "/api/runs", {"preset": "nothing"}),
        ("POST", "/api/runs", {"network": {"hidden": [{"units": 10_000}]}}),
        ("POST", "/api/runs", {"network": {"hidden": [{"units": 0}, {"kind": "cube"}]}}),
        ("POST", "/api/runs", {"data": {"name": "table"}, "seed": -1, "more": 1}),
        ("POST", "/api/runs", {"training": {"optimizer": {"learning_rate": "x"}, "l1": 11}}),
        ("POST", "/api/runs", {"training": {"loss": "bce"}, "data": {"name": "sine"}}),
        ("POST", "/api/expressions", {"formula": "2 x + tan(1)"}),
        ("POST", "/api/expressions", {"formula": "x +"}),
        ("POST", "/api/expressions", {"values": []}),
        ("POST", "/api/datasets", "x,label\n1,a\n2,a\n3,a\n4,a\n"),
        ("POST", "/api/datasets?separator=x", ""),
    ],
)
def test_refusals(web: TestClient, method: str, path: str, body: object) -> None:
    given = {"content": body} if isinstance(body, str) else {"json": body} if body else {}
    answer = web.request(method, path, headers={"Accept-Language": pseudo.CODE}, **given)
    assert answer.status_code >= 400
    problem = answer.json()
    messages = [each["message"] for each in problem["errors"]]
    messages += [each["message"] for each in problem.get("problems", [])]
    messages.append(problem["title"])
    assert foreign(messages) == set()
    assert all(text.startswith(pseudo.OPEN) for text in messages)


def test_what_is_wrong_with_a_link(web: TestClient) -> None:
    query = "neurons=3&step=x&focus=x&theme=red&rate=0&panels=nothing"
    page = web.get(f"/embed?{query}&locale={pseudo.CODE}").text
    messages = re.findall(r'"message": "([^"]*)"', page.replace("\\u27e6", pseudo.OPEN))
    assert len(messages) > 5
    assert all(text.startswith(pseudo.OPEN) for text in messages)


@pytest.mark.parametrize("kind", KINDS)
def test_problems_of_a_file(texts: Texts, kind: str) -> None:
    problem = Problem(kind, line=3, column="k", value="v", found=2, expected=1)
    assert foreign([sentence_in(problem.message, texts)]) == set()


def test_errors_of_commands(folder: Folder, texts: Texts) -> None:
    session = Session(parse_spec({}, Caps()), Settings())
    layout = session.run.trainer.architecture.layout
    for name in ("weight", "layers.9.weight.0.0", "layers.0.weight.9.9"):
        with pytest.raises(EngineError) as caught:
            layout.find(name)
        assert isinstance(caught.value.message, Message)
        assert foreign([sentence_in(caught.value.message, texts)]) == set()
    with pytest.raises(SpecError) as refused:
        parse_spec({"network": {"parameters": [{"weight": 1}]}}, Caps())
    assert foreign([sentence_in(message, texts) for _, message in refused.value.problems]) == set()


def test_no_refusal_bypasses_the_texts() -> None:
    """Errors are raised with a message that can be translated, not with a sentence."""
    raised = re.compile(
        r"""(?:SpecError\(\[\([^,]+,|HTTPException\(\d+,|(?:InvalidValue|EngineError|DataError)\()\s*f?\""""
    )
    app = Path(__file__).parents[2] / "app"
    found = {path.name for path in app.rglob("*.py") if raised.search(path.read_text("utf-8"))}
    # The command line alone repeats what the system says about a file.
    assert found <= {"inputs.py", "pictures.py"}
