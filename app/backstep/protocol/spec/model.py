"""What the parts of a spec, and what travels with it, are made of."""

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from backstep.texts.message import not_one_of


class Model(BaseModel):
    """Unknown fields are refused by name; NaN, infinity, texts and booleans are no numbers here."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)


def one_of(*names: str) -> AfterValidator:
    """A validator that lists what is allowed."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(not_one_of(value, names))
        return value

    return AfterValidator(check)


def wrong(field: str, message: str) -> PydanticCustomError:
    """A validator's error about a field below the object it validates."""
    return PydanticCustomError("wrong", "{message}", {"field": field, "message": message})
