"""Standalone programs that repeat a run's training with the same numbers."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from backstep.protocol.scripts import numpy_script, torch_script
from backstep.protocol.scripts.material import Material

FRAMEWORKS: Mapping[str, Callable[[Material], str]] = MappingProxyType(
    {"numpy": numpy_script.write, "pytorch": torch_script.write}
)
