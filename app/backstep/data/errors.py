"""What the data sets refuse."""


class DataError(ValueError):
    """Data that cannot be used; `field` names what was wrong in the spec's words."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
