"""The lessons' texts: no hard-coded numbers, and the same numbers in both languages."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from backstep.engine.training.operations import Operations
from backstep.lessons.book import EXTRAS, LESSONS, Book
from backstep.lessons.catalogue import SCENES
from backstep.lessons.exercises import EXERCISES, verdict
from backstep.lessons.facts import PANELS, Facts, Frame
from backstep.lessons.scenes import Scene
from backstep.protocol.spec.schema import outline
from backstep.settings import Caps
from backstep.texts.languages import languages
from backstep.web.application import create_app
from backstep.web.http.services import PageCache, services_of
from tests.web.streams import stream

LOCALES = tuple(languages())
PAGES = [f"/lessons/{slug}" for slug in [*LESSONS, *EXTRAS]]
PAGES += [f"/lessons/{row.slug}/worksheet" for row in LESSONS.values() if row.worksheet]
# Numbers of the notation: layers and units, exponents, derivatives of squares.
SMALL = set("0123456789") | {"11", "12", "21", "22"}


class Text(HTMLParser):
    """The visible text of a page, separate from the engine's numbers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.prose: list[str] = []
        self.literals: list[str] = []
        self.quoted: list[tuple[str, str]] = []
        self.names: list[str] = []
        self._open: list[tuple[str, str | None]] = []
        self._foreign: list[bool] = []
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in ("input", "br"):
            self._open.append((tag, found.get("data-value") or found.get("value")))
            self._foreign.append(found.get("lang") == "en")
        if tag in ("backstep-scene", "form", "div"):
            names = ("src", "data-exercise", "data-formula", "data-right")
            self.names += [f"{name}={found[name]}" for name in names if found.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        self._foreign.pop()

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        tag, value = self._open[-1]
        if "svg" in tags or "code" in tags or any(self._foreign):
            return
        if tag in ("mn", "data") and value is not None:
            self.quoted.append((value, data))
        elif tag == "mn":
            self.literals.append(data)
        elif "math" not in tags:
            self.prose.append(data)


def told(page: str) -> Text:
    return Text(page)


@pytest.fixture(scope="module")
def pages() -> dict[tuple[str, str], str]:
    with TestClient(create_app()) as web:
        found = {}
        for path in PAGES:
            for locale in LOCALES:
                answer = web.get(f"{path}?locale={locale}")
                assert answer.status_code == 200
                found[path, locale] = answer.text
    return found


def without_counts(prose: list[str]) -> str:
    """Return the text without the numbers of lessons and exercises, and the names of equations."""
    text = "".join(prose)
    return re.sub(r"· \d+ / \d+|(?:Exercise|Упражнение) \d|BP[1-4]|\d-\d-\d", "", text)


def test_every_number_quoted_is_asked_of_the_engine(pages: dict[tuple[str, str], str]) -> None:
    for key, page in pages.items():
        text = told(page)
        assert text.quoted, key
        assert re.findall(r"\d[\d.]*", without_counts(text.prose)) == [], key
        assert set(text.literals) <= SMALL, key


def test_both_languages_say_the_same_numbers_of_the_same_scenes(
    pages: dict[tuple[str, str], str],
) -> None:
    for path in PAGES:
        english, russian = told(pages[path, "en"]), told(pages[path, "ru"])
        assert sorted(english.quoted) == sorted(russian.quoted), path
        names = [name.replace("locale=ru", "locale=en") for name in russian.names]
        assert english.names == names, path
        letters = re.sub(r"\b(?:ReLUs?|tanh|Adam)\b|[^A-Za-z]+", " ", " ".join(russian.prose))
        assert [word for word in letters.split() if len(word) > 3] == [], path


def test_the_live_stream_tells_the_same_numbers(pages: dict[tuple[str, str], str]) -> None:
    """Render every page again with numbers from the frames of the scenes' own panels."""
    app = create_app()
    caps = Caps()
    with TestClient(app) as web:
        known: dict[tuple[str, int], Facts] = {}

        def from_stream(scene: Scene, step: int) -> Facts:
            key = scene.name, step
            if key not in known:
                known[key] = ask_stream(scene, step)
            return known[key]

        def ask_stream(scene: Scene, step: int) -> Facts:
            spec = scene.parsed(caps)
            update = Operations.of(outline(spec)).update

            with stream(web, spec.model_dump(exclude_none=True)) as talk:
                talk.ask("watch", panels={name: dict(options) for name, options in PANELS.items()})

                def frame(op: int) -> Frame:
                    talk.move("seek", step=step, op=op)
                    return dict(talk.meta), dict(talk.tensors)

                first, last = frame(0), frame(update)
            return Facts(first, last)

        book = Book(caps, from_stream)
        app.state.services = replace(services_of(app), book=book, pages=PageCache())
        for (path, locale), page in pages.items():
            if locale == "en":
                again = web.get(f"{path}?locale=en").text
                shown = [text for _, text in told(again).quoted]
                assert shown == [text for _, text in told(page).quoted], path
                assert told(again).names == told(page).names, path


def test_every_exercise_is_in_one_lesson_and_its_solution_ends_with_the_answer(
    pages: dict[tuple[str, str], str],
) -> None:
    book = Book(Caps())
    asked = []
    for slug, row in LESSONS.items():
        page = pages[f"/lessons/{slug}", "en"]
        names = re.findall('data-exercise="([^"]+)"', page)
        assert len(names) == (3 if row.worksheet else 0)
        for name, solution in zip(
            names, re.findall("<details>.*?</details>", page, re.S)[-3:], strict=True
        ):
            answer = EXERCISES[name].answer(book.sheet())
            value = float(re.findall(r'value="([^"]+)"', solution)[-1])
            assert verdict(value, answer) == "right", name
            assert book.judge(name, answer) == "right"
            assert book.judge(name, 1.1 * answer + 1) != "right"
        asked += names
    assert sorted(asked) == sorted(EXERCISES)


def test_every_scene_is_shown_somewhere(pages: dict[tuple[str, str], str]) -> None:
    shown = {name for page in pages.values() for name in re.findall('id="scene-([^"]+)"', page)}
    # Only the numbers of these appear.
    assert set(SCENES) - shown == {"by-hand", "mirror", "two-two-one", "review", "unsure"}
