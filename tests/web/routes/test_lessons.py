"""Lessons over HTTP."""

from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from backstep.lessons.book import LESSONS
from backstep.texts.languages import languages


def test_the_contents_lead_to_every_lesson(web: TestClient) -> None:
    page = web.get("/lessons", headers={"Accept-Language": "ru"}).text
    for slug in LESSONS:
        assert f'href="/lessons/{slug}"' in page
        assert languages()["ru"].say(f"lessons.{slug}.title") in page
        assert languages()["en"].say(f"lessons.{slug}.title") not in page


def test_lessons_lead_to_each_other_in_order(web: TestClient) -> None:
    slugs = list(LESSONS)
    for before, after in pairwise(slugs):
        assert (
            f'rel="next" href="/lessons/{after}?locale=ru"'
            in web.get(f"/lessons/{before}?locale=ru").text
        )
        assert f'rel="prev" href="/lessons/{before}"' in web.get(f"/lessons/{after}").text


@pytest.mark.parametrize("path", ["/lessons/astrology", "/lessons/astrology/worksheet"])
def test_there_is_no_such_lesson(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert next(iter(LESSONS)) in answer.json()["title"]


def test_an_answer_is_judged(web: TestClient) -> None:
    def judged(answer: object) -> object:
        return web.post("/api/exercises/forward-z", json={"answer": answer}).json()

    assert judged(-0.2) == {"verdict": "right"}
    assert judged(0.2) == {"verdict": "sign"}
    assert judged(5) == {"verdict": "wrong"}
    assert web.post("/api/exercises/nothing", json={"answer": 1}).status_code == 404
    assert web.post("/api/exercises/forward-z", json={"answer": "x"}).status_code == 422


def test_a_page_is_worked_out_once_and_is_the_same_for_all(web: TestClient) -> None:
    first, again = (web.get("/lessons/forward?locale=en") for _ in range(2))
    assert first.text == again.text
    assert first.headers["content-language"] == again.headers["content-language"] == "en"
