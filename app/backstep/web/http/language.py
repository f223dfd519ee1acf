"""The language in which a request is answered."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from backstep.texts.languages import Texts
from backstep.web.http.services import services_for

_LONGEST = 1000  # characters of a header that are read


def texts_for(connection: HTTPConnection) -> Texts:
    """The texts of the language that the address asks for (`lang`, on pages `locale`), else of the
    first one that the browser accepts, else of the default."""
    query = connection.query_params
    asked = [query.get("lang", ""), query.get("locale", "")]
    accepted = _accepted(connection.headers.get("accept-language", ""))
    return services_for(connection).languages.choose([*asked, *accepted])


def _accepted(header: str) -> list[str]:
    """Language tags, the most preferred first (RFC 9110, section 12.5.4)."""
    found = []
    for part in header[:_LONGEST].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            found.append((float(quality or 1), tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(found, key=lambda each: -each[0]) if weight > 0]


Spoken = Annotated[Texts, Depends(texts_for)]
