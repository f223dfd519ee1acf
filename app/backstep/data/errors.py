"""The error of the data sets."""


class DataError(ValueError):
    """Data that cannot be used; `field` is the field of the spec that is at fault."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field
