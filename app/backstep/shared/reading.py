"""Reads files of static/shared into immutable models."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from backstep.paths import folder


class Shared(BaseModel):
    """Part of a file, which must have exactly these fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=Shared)


def read(model: type[Model], name: str) -> Model:
    """Return the contents of static/shared/`name`.json."""
    return model.model_validate_json((folder("static") / "shared" / f"{name}.json").read_bytes())
