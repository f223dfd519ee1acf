"""The initial state of a page: the spec and the moment that its address describes."""

from typing import Any, Literal

from fastapi import Request

from backstep.protocol.spec.edits import read_edits
from backstep.protocol.spec.presets import PRESETS
from backstep.protocol.spec.query import VIEW, read_query
from backstep.protocol.spec.schema import Spec, SpecError
from backstep.sessions.run.sets import find_set
from backstep.settings import Settings
from backstep.texts.message import Message, not_one_of
from backstep.web.http.language import texts_for
from backstep.web.http.problems import entry
from backstep.web.http.services import services_for


def boot_of(request: Request) -> dict[str, Any]:
    """Return the page's initial state; an invalid query is reported, and the default shown."""
    services, texts = services_for(request), texts_for(request)
    settings, query = services.settings, dict(request.query_params)
    problems: list[tuple[str, str]] = []
    moment, edits = None, []
    try:
        spec = read_query(query, settings.caps)
        edits = read_edits(query.get("edits", ""))
        find_set(spec.data.name, services.sets)
    except SpecError as error:
        problems += error.problems
        spec = _preset_alone(query, settings)
        problems.append(("link", Message("refusals.link.rest")))
    if "step" in query or "op" in query:
        step, op = query.get("step", "0"), query.get("op", "0")
        if step.isdecimal() and op.isdecimal() and len(step) < 10 and len(op) < 4:
            moment = {"step": int(step), "op": int(op)}
        else:
            problems.append(("step", Message("refusals.link.step")))
    locale = query.get("locale")
    if locale is not None and locale not in services.languages:
        problems.append(("locale", not_one_of(locale, services.languages)))
        locale = None
    return {
        "spec": spec.model_dump(exclude_none=True),
        "edits": [edit.model_dump(exclude_none=True) for edit in edits],
        "preset": query.get("preset", "circle"),
        "moment": moment,
        "select": query.get("select"),
        "focus": _focus(query.get("focus"), problems),
        "view": {name: query[name] for name in sorted(VIEW & query.keys())},
        "ask": query.get("ask") == "1",
        "problems": [entry(field, message, texts) for field, message in problems],
        "theme": query.get("theme", "auto"),
        "locale": locale,
        "locales": services.languages.names,
    }


def _focus(text: str | None, problems: list[tuple[str, str]]) -> int | Literal["mean"] | None:
    """Return the example in focus: a row of the training set, or the batch's mean."""
    if text is None or text == "mean":
        return "mean" if text else None
    if text.isdecimal() and len(text) < 10:
        return int(text)
    problems.append(("focus", Message("refusals.link.focus")))
    return None


def _preset_alone(query: dict[str, str], settings: Settings) -> Spec:
    """Return the preset that an otherwise invalid query names."""
    named = query.get("preset", "")
    return read_query({"preset": named} if named in PRESETS else {}, settings.caps)
