"""The base of all models of a spec and of what accompanies it."""

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """Refuses unknown fields; NaN, infinity, texts and booleans do not count as numbers."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)


def one_of(*names: str) -> AfterValidator:
    """Return a validator that lists what is allowed."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"{value!r} is not one of {', '.join(names)}")
        return value

    return AfterValidator(check)


def wrong(field: str, message: str) -> PydanticCustomError:
    """Return a validator's error about a field inside the object that it validates."""
    return PydanticCustomError("wrong", "{message}", {"field": field, "message": message})
