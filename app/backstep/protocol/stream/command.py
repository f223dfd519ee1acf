"""What every command of the stream has."""

from pydantic import BaseModel, ConfigDict, Field


class Command(BaseModel):
    """A command; `id` is echoed in its answer."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    id: str | None = Field(None, max_length=64)
