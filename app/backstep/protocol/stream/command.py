"""The base of all commands of the stream."""

from pydantic import BaseModel, ConfigDict, Field


class Command(BaseModel):
    """A command; its answer repeats the `id`."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    id: str | None = Field(None, max_length=64)
