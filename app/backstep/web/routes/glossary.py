"""The glossary."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstep.lessons.book import EXTRAS, LESSONS
from backstep.lessons.glossary import by_letter, glossary
from backstep.web.html.site import cached_page, locale_of

router = APIRouter()


@router.get("/glossary", response_class=HTMLResponse)
def glossary_page(request: Request) -> HTMLResponse:
    """The field's terms in alphabetical order; `#learning-rate` is the anchor of one."""

    def given() -> dict[str, object]:
        found = glossary(locale_of(request))
        rows = {**LESSONS, **EXTRAS}
        return {"terms": found, "letters": by_letter(found.values()), "rows": rows}

    return cached_page(request, "glossary.html", given)
