"""Pages rendered on the server: their language and what all of them show."""

from collections.abc import Callable, Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse

from backstep.web.http.language import texts_for
from backstep.web.http.services import services_for


def page(request: Request, template: str, **context: object) -> HTMLResponse:
    """A page in the language of the request."""
    texts, services = texts_for(request), services_for(request)
    codes = [*services.languages]
    following = codes[(codes.index(texts.code) + 1) % len(codes)]
    asked = request.query_params.get("locale")
    shown = {
        "locale": texts.code,
        "other": services.languages[following],  # where the language button leads
        "words": texts.file("site"),
        "say": texts.say,
        # Links keep a language only when the address asked for it.
        "kept": f"?locale={texts.code}" if asked in services.languages else "",
    }
    headers = {"Vary": "Accept-Language", "Content-Language": texts.code}
    return services.templates.TemplateResponse(request, template, shown | context, headers=headers)


def cached_page(
    request: Request, template: str, given: Callable[[], Mapping[str, object]]
) -> HTMLResponse:
    """A page that is the same for every reader of a language; `given` is called once for each."""
    locale, asked = texts_for(request).code, request.query_params.get("locale")
    key = (template, locale, asked == locale)
    return services_for(request).pages.get(key, lambda: page(request, template, **given()))
