"""The lessons and their exercises."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from backstep.lessons.book import EXTRAS, LESSONS, Lesson
from backstep.lessons.exercises import EXERCISES
from backstep.lessons.glossary import glossary
from backstep.texts.message import Message
from backstep.web.html.lessons import lesson_page
from backstep.web.http.language import texts_for
from backstep.web.http.services import Shared

router = APIRouter()


class ExerciseAnswer(BaseModel):
    """An answer to an exercise."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    answer: Annotated[float, Field(ge=-1e9, le=1e9)]


def _lesson(slug: str) -> Lesson:
    found = LESSONS.get(slug) or EXTRAS.get(slug)
    if found is None:
        raise HTTPException(
            404, Message("refusals.http.lesson", value=slug, allowed=[*LESSONS, *EXTRAS])
        )
    return found


# Not coroutines: the first rendering of a page runs its scenes, which must not block the loop.
@router.get("/lessons", response_class=HTMLResponse)
def contents(request: Request) -> HTMLResponse:
    """List all lessons."""
    return lesson_page(request, "lessons/index.html")


@router.get("/lessons/{slug}", response_class=HTMLResponse)
def lesson(request: Request, slug: str) -> HTMLResponse:
    """Show one lesson."""
    row, texts = _lesson(slug), texts_for(request)
    order = list(LESSONS.values())
    place = order.index(row) + 1 if row in order else 0
    beside = {
        "place": place,
        "count": len(order),
        "before": order[place - 2] if place > 1 else None,
        "after": order[place] if place and place < len(order) else None,
        "terms": [each for each in glossary(texts).values() if each.lesson == slug],
    }
    template = f"lessons/{texts.code}/{slug}.html"
    return lesson_page(request, template, "lessons/lesson.html", lesson=row, **beside)


@router.get("/lessons/{slug}/worksheet", response_class=HTMLResponse)
def worksheet(request: Request, slug: str) -> HTMLResponse:
    """Show a lesson's exercises for printing, with the solutions on a separate sheet."""
    row, locale = _lesson(slug), texts_for(request).code
    if not row.worksheet:
        raise HTTPException(404, Message("refusals.http.no_exercises", lesson=slug))
    template = f"lessons/{locale}/{slug}.html"
    return lesson_page(request, template, "lessons/worksheet.html", lesson=row)


@router.post("/api/exercises/{name}")
def check_answer(services: Shared, name: str, given: ExerciseAnswer) -> dict[str, Any]:
    """Judge an answer: `right`, `sign` (right but for its sign), `close` or `wrong`."""
    if name not in EXERCISES:
        raise HTTPException(404, Message("refusals.http.exercise", value=name))
    return {"verdict": services.book.judge(name, given.answer)}
