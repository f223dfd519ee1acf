"""Generated documents are up to date and complete."""

import pytest
from pydantic import BaseModel

from backstep.settings import Settings
from tests.documents import DOCS, GENERATED, settings


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_document_is_up_to_date(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert text == GENERATED[name](), f"{name} is stale: run `make docs`"


def undescribed(model: type[BaseModel]) -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        if not field.description:
            found.append(f"{model.__name__}.{name}")
        if isinstance(field.default, BaseModel):
            found += undescribed(type(field.default))
    return found


def test_every_setting_is_described() -> None:
    assert undescribed(Settings) == []


def test_the_defaults_shown_are_not_those_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BACKSTEP_WINDOW", "7")
    assert "| `BACKSTEP_WINDOW` | integer | `2` |" in settings.markdown()
