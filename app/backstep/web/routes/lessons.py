"""The story: lessons and their exercises."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from backstep.lessons.book import EXTRAS, LESSONS, Book, Lesson
from backstep.lessons.exercises import EXERCISES
from backstep.settings import Caps
from backstep.web.html.site import locale_of, page

router = APIRouter()
_Key = tuple[str, str, str, bool]


class Shelf:
    """The book, and the pages that were rendered from it. A page is the same for everybody who
    reads its language, so it is rendered once."""

    def __init__(self, caps: Caps) -> None:
        self.book = Book(caps)
        self._pages: dict[_Key, tuple[bytes, dict[str, str]]] = {}

    def page(
        self, request: Request, template: str, layout: str = "", **context: object
    ) -> HTMLResponse:
        """A page of the book in the language of the request; `layout` is what a lesson's template
        is laid out by."""
        locale = locale_of(request)
        key = (template, layout, locale, request.query_params.get("locale") == locale)
        if key not in self._pages:
            rows = {"lessons": LESSONS.values(), "extras": EXTRAS.values()}
            told = self.book.sheet(locale).context() | rows
            made = page(request, template, layout=layout, **told, **context)
            self._pages[key] = bytes(made.body), dict(made.headers)
        body, headers = self._pages[key]
        return HTMLResponse(body, headers=headers)

    def judge(self, exercise: str, answer: float) -> str:
        return self.book.judge(exercise, answer)


class Answer(BaseModel):
    """An answer to an exercise."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    answer: Annotated[float, Field(ge=-1e9, le=1e9)]


def _lesson(slug: str) -> Lesson:
    found = LESSONS.get(slug) or EXTRAS.get(slug)
    if found is None:
        known = ", ".join([*LESSONS, *EXTRAS])
        raise HTTPException(404, f"There is no lesson {slug!r}; there are {known}")
    return found


# Not coroutines: the first rendering of a page runs its scenes, and others must not wait for it.
@router.get("/lessons", response_class=HTMLResponse)
def contents(request: Request) -> HTMLResponse:
    """All lessons."""
    shelf: Shelf = request.app.state.shelf
    return shelf.page(request, "lessons/index.html")


@router.get("/lessons/{slug}", response_class=HTMLResponse)
def lesson(request: Request, slug: str) -> HTMLResponse:
    """One lesson."""
    row, locale, shelf = _lesson(slug), locale_of(request), request.app.state.shelf
    order = list(LESSONS.values())
    place = order.index(row) + 1 if row in order else 0
    beside = {
        "place": place,
        "count": len(order),
        "before": order[place - 2] if place > 1 else None,
        "after": order[place] if place and place < len(order) else None,
    }
    template = f"lessons/{locale}/{slug}.html"
    found: HTMLResponse = shelf.page(request, template, "lessons/lesson.html", lesson=row, **beside)
    return found


@router.get("/lessons/{slug}/worksheet", response_class=HTMLResponse)
def worksheet(request: Request, slug: str) -> HTMLResponse:
    """A lesson's exercises on paper, solutions on a sheet of their own."""
    row, locale, shelf = _lesson(slug), locale_of(request), request.app.state.shelf
    if not row.worksheet:
        raise HTTPException(404, f"{slug} has no exercises")
    template = f"lessons/{locale}/{slug}.html"
    found: HTMLResponse = shelf.page(request, template, "lessons/worksheet.html", lesson=row)
    return found


@router.post("/api/exercises/{name}")
def check(request: Request, name: str, given: Answer) -> dict[str, Any]:
    """How near an answer is: `right`, `sign` (right but for it), `close` or `wrong`."""
    if name not in EXERCISES:
        raise HTTPException(404, f"There is no exercise {name!r}")
    shelf: Shelf = request.app.state.shelf
    return {"verdict": shelf.judge(name, given.answer)}
