"""The headers of every response."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from backstep.web.http.services import Services

# plotly.js sets styles on elements. Nothing else may be inline, and nothing comes from other hosts.
POLICY = (
    "default-src 'self'; style-src-attr 'unsafe-inline'; style-src-elem 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'"
)
FOREVER = "public, max-age=31536000, immutable"


def install(app: FastAPI, services: Services) -> None:
    """Add the headers to every response, refusals included."""

    @app.middleware("http")
    async def headers(
        request: Request, respond: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response, path = await respond(request), request.url.path
        policy = f"{services.policy}; frame-ancestors 'self'"
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if path.startswith("/static/"):
            named = path.startswith(f"{services.assets.prefix}/")
            response.headers["Cache-Control"] = FOREVER if named else "no-cache"
        if path.startswith("/static/js/embed/"):
            # Slides on other hosts may load these scripts as modules.
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response
