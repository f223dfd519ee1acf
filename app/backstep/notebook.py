"""Scenes in notebooks: `from backstep.notebook import show`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from backstep.protocol.catalogue.embed import read_embed
from backstep.protocol.spec.query import read
from backstep.protocol.spec.schema import SpecError
from backstep.settings import Caps

HERE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Shown:
    """A scene that a notebook shows as an iframe."""

    address: str
    width: int | str
    height: int

    def _repr_html_(self) -> str:
        return (
            f'<iframe src="{escape(self.address)}" width="{escape(str(self.width))}"'
            f' height="{self.height}" style="border:0" title="backstep"></iframe>'
        )


def show(
    what: str | Mapping[str, Any] = "circle",
    *,
    panels: Sequence[str] = (),
    server: str = HERE,
    width: int | str = "100%",
    height: int = 540,
    **query: Any,
) -> Shown:
    """Return a scene of a preset, a spec, or a link of the lab.

    `query` holds further fields of the address, such as `step=120, op=9`, `learning_rate=0.1` or
    `theme="dark"`. Raises SpecError that names the field that the server would not accept.
    """
    if isinstance(what, Mapping):
        given = {"spec": json.dumps(what)}
    elif "?" in what:
        given = dict(parse_qsl(urlsplit(what).query))
    else:
        given = {"preset": what}
    given |= {name: _text(value) for name, value in query.items()}
    if panels:
        given["panels"] = ",".join(panels)
    read(given, Caps())
    _, problems = read_embed(given)
    if problems:
        raise SpecError(problems)
    return Shown(f"{server.rstrip('/')}/embed?{urlencode(given)}", width, height)


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
