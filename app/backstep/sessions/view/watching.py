"""Checks what a client wants to watch."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from backstep.protocol.spec.schema import SpecError, problems
from backstep.protocol.stream.panels import PANELS
from backstep.settings import Caps


def read_panels(panels: Mapping[str, Mapping[str, Any]], caps: Caps) -> dict[str, dict[str, Any]]:
    """Return the panels with all their options. Raises SpecError."""
    checked = {}
    for name, options in panels.items():
        model = PANELS.get(name)
        if model is None:
            allowed = ", ".join(PANELS)
            raise SpecError([(f"panels.{name}", f"there is no such panel; allowed: {allowed}")])
        try:
            checked[name] = model.model_validate(options).model_dump()
        except ValidationError as error:
            field, message = problems(error)[0]
            raise SpecError([(f"panels.{name}.{field}", message)]) from None
        for option in ("maps", "resolution"):
            if checked[name].get(option, 0) > caps.grid:
                raise SpecError([(f"panels.{name}.{option}", f"is at most {caps.grid}")])
    return checked
