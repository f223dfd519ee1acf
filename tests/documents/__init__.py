"""Documents that are generated from the code."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.documents import settings

DOCS = Path(__file__).parents[2] / "docs"
GENERATED: Mapping[str, Callable[[], str]] = MappingProxyType({"settings.md": settings.markdown})
