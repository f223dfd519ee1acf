"""The glossary."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backstep.lessons.glossary import by_letter, glossary
from backstep.web.html.site import cached_page
from backstep.web.http.language import texts_for

router = APIRouter()


@router.get("/glossary", response_class=HTMLResponse)
def terms(request: Request) -> HTMLResponse:
    """The field's terms in alphabetical order; `#learning-rate` is the anchor of one."""

    def given() -> dict[str, object]:
        found = glossary(texts_for(request))
        titles = texts_for(request).file("lessons")
        return {"terms": found, "letters": by_letter(found.values()), "titles": titles}

    return cached_page(request, "glossary.html", given)
