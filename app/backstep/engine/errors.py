"""The errors of the engine.

EngineError
├── UnknownName        a registry has no such row
├── InvalidValue       a field's value is outside what is allowed
├── InvalidPosition    a position that the run cannot have
└── InvalidExpression  a formula that cannot be parsed
"""

from collections.abc import Iterable


class EngineError(ValueError):
    """Base of the engine's errors; `field` is the field of the spec that is at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnknownName(EngineError):
    """A name that the registry does not have."""

    def __init__(self, kind: str, name: str, allowed: Iterable[str], *, field: str = "") -> None:
        super().__init__(
            f"no {kind} is called {name!r}; allowed: {', '.join(allowed)}", field=field
        )


class InvalidValue(EngineError):
    """A value outside what is allowed."""


class InvalidPosition(EngineError):
    """A position that the run cannot have."""


class InvalidExpression(EngineError):
    """A formula that cannot be parsed.

    `at` is the index of the character at fault, `kind` a word for what is wrong.
    """

    def __init__(self, kind: str, message: str, *, at: int) -> None:
        super().__init__(message, field="formula")
        self.kind = kind
        self.at = at
