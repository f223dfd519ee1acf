"""Which pages may open a stream."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from backstep.settings import Settings

_PORTS = {"http": 80, "https": 443}
_SECURE = {"ws": "http", "wss": "https"}


def allowed(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the origin is the server's own, with scheme and port, or listed in the settings.

    Programs send no origin; files and sandboxed frames send `null`. Settings allow or forbid each.
    """
    origin = connection.headers.get("origin")
    if origin is None:
        return settings.absent_origin
    if origin == "null":
        return settings.null_origin
    given = parts(origin)
    scheme = _SECURE.get(connection.url.scheme, connection.url.scheme)
    own = f"{scheme}://{connection.headers.get('host', '')}"
    return given is not None and given in {parts(each) for each in [own, *settings.origins.split()]}


def parts(origin: str) -> tuple[str, str, int] | None:
    """Return (scheme, host, port) of a bare origin; None for anything else."""
    try:
        split = urlsplit(origin)
        host, port = split.hostname, split.port
    except ValueError:
        return None
    bare = not (split.path or split.query or split.fragment or "@" in split.netloc)
    if split.scheme not in _PORTS or not host or not bare:
        return None
    return split.scheme, host, port or _PORTS[split.scheme]
