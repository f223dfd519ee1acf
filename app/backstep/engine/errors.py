"""What the engine can refuse.

EngineError
├── UnknownName      a registry has no such row
├── InvalidValue     a field's value is outside what is allowed
├── InvalidPosition  a position that the run cannot be at
└── InvalidExpression  a formula that cannot be read
"""

from collections.abc import Iterable

from backstep.texts.message import Message


class EngineError(ValueError):
    """Base of the engine's errors; `field` names what was wrong in the spec's words."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class UnknownName(EngineError):
    """A name that is in no row of the registry."""

    def __init__(self, kind: str, name: str, allowed: Iterable[str], *, field: str = "") -> None:
        message = Message("refusals.registry", kind=kind, value=name, allowed=list(allowed))
        super().__init__(message, field=field)


class InvalidValue(EngineError):
    """A value outside what is allowed."""


class InvalidPosition(EngineError):
    """A position that is not on the run."""


class InvalidExpression(EngineError):
    """A formula that cannot be read; `at` is the place of the character in question, `kind` says
    what is wrong with it in a word."""

    def __init__(self, kind: str, message: str, *, at: int) -> None:
        super().__init__(message, field="formula")
        self.kind = kind
        self.at = at
