"""The recipes name files that exist."""

import re

import pytest

from backstep.texts.languages import languages
from tests.documents.test_language import ROOT

_PATHS = re.findall(r"`([\w.<>/-]+/[\w.<>/-]*)`", (ROOT / "docs/recipes.md").read_text("utf-8"))
_NEW = ("<slug>", "<name>")  # files that a recipe creates


@pytest.mark.parametrize("path", sorted(set(_PATHS)))
def test_the_paths_of_recipes_exist(path: str) -> None:
    if any(part in path for part in _NEW):
        path = path.rpartition("/")[0]
        path = path.removesuffix("/<name>")
    for locale in languages():
        assert (ROOT / path.replace("<locale>", locale)).exists()
