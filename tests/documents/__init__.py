"""Documents that are generated from the code."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.documents import glossary, settings

DOCS = Path(__file__).parents[2] / "docs"
GENERATED: Mapping[str, Callable[[], str]] = MappingProxyType(
    {"glossary.md": glossary.markdown, "settings.md": settings.markdown}
)
