"""Pages of lessons, in the reader's language."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from backstep.lessons.book import EXTRAS, LESSONS
from backstep.web.html.site import locale_of, page
from backstep.web.http.services import services_for


def lesson_page(
    request: Request, template: str, layout: str = "", **context: object
) -> HTMLResponse:
    """Return a page of the book; `layout` is the template that a lesson's own template extends."""
    services, locale = services_for(request), locale_of(request)

    def render() -> HTMLResponse:
        rows = {"lessons": LESSONS.values(), "extras": EXTRAS.values()}
        given = services.book.sheet(locale).context() | rows | context
        return page(request, template, layout=layout, **given)

    key = (template, layout, locale, request.query_params.get("locale") == locale)
    return services.pages.get(key, render)
