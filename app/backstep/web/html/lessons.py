"""Pages of lessons, in the reader's language."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from backstep.lessons.book import EXTRAS, LESSONS
from backstep.web.html.site import page
from backstep.web.http.language import texts_for
from backstep.web.http.services import services_for


def lesson_page(
    request: Request, template: str, layout: str = "", **context: object
) -> HTMLResponse:
    """Return a page of the book; `layout` is the template that a lesson's own template extends."""
    services, texts = services_for(request), texts_for(request)

    def render() -> HTMLResponse:
        rows: dict[str, object] = {"lessons": LESSONS.values(), "extras": EXTRAS.values()}
        rows["titles"] = texts.file("lessons")
        given = services.book.sheet(texts).context() | rows | context
        return page(request, template, layout=layout, **given)

    key = (template, layout, texts.code, request.query_params.get("locale") == texts.code)
    return services.pages.get(key, render)
