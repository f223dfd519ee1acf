"""Every language has the same texts, with the same placeholders."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from backstep.paths import folder
from backstep.texts.languages import OTHER, Languages, MissingText, languages

ROOT = folder("static") / "text"
LINES = json.loads((ROOT / "locales.json").read_text("utf-8"))
NAMES = sorted(path.name for path in (ROOT / "en").glob("*.json"))


def forms(code: str) -> set[str]:
    return {*LINES[code]["plurals"], OTHER}


def leaves(tree: Any, code: str, path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every text by its path, with its placeholders; plural forms are one text."""
    if isinstance(tree, str):
        yield path, {name for _, name, _, _ in Formatter().parse(tree) if name}
    elif isinstance(tree, list):
        yield path, set()
    elif OTHER in tree:
        assert set(tree) == forms(code), path
        found = [dict(leaves(text, code))[""] for text in tree.values()]
        yield path, set.union(*found)
    else:
        for key, each in tree.items():
            yield from leaves(each, code, f"{path}/{key}")


def texts(code: str, name: str) -> dict[str, set[str]]:
    tree = json.loads((ROOT / code / name).read_text("utf-8"))
    return {
        path: found
        for path, found in leaves(tree, code)
        if name != "glossary.json" or not path.endswith("synonyms")
    }


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("name", NAMES)
def test_every_language_has_the_same_texts(code: str, name: str) -> None:
    assert texts(code, name) == texts("en", name)


def test_folders_and_lines_belong_together() -> None:
    lessons = folder("templates") / "lessons"
    assert {path.name for path in ROOT.iterdir() if path.is_dir()} == set(LINES)
    assert {path.name for path in lessons.iterdir() if path.is_dir()} == set(LINES)
    for code in LINES:
        assert sorted(path.name for path in (ROOT / code).glob("*.json")) == NAMES


@pytest.mark.parametrize("code", languages())
def test_no_text_is_empty_or_of_another_script(code: str) -> None:
    whole = "".join(path.read_text("utf-8") for path in (ROOT / code).glob("*.json"))
    assert not re.search(r': ""', whole)
    assert bool(re.search("[А-яЁё]", whole)) == (code == "ru")


@pytest.fixture
def made_up(tmp_path: Path) -> Languages:
    """Two languages, the second with the plural forms of Russian."""
    lines = {"en": LINES["en"], "xx": {"name": "X", "plurals": LINES["ru"]["plurals"]}}
    (tmp_path / "locales.json").write_text(json.dumps(lines))
    for code, form in (("en", "{n} layers; {names}; {rate}"), ("xx", "{n}: {names}")):
        (tmp_path / code).mkdir()
        plural = {"one": "one", "few": "few", "many": "many", "other": form}
        (tmp_path / code / "some.json").write_text(json.dumps({"layers": plural, "in": {"a": "A"}}))
    return Languages(tmp_path)


def test_a_text_is_filled_in(made_up: Languages) -> None:
    said = made_up["en"].say("some.layers", n=3, names=["a", "b"], rate=0.1 + 0.2)
    assert said == "3 layers; a, b; 0.3"
    assert made_up["en"].say("some.in.a") == "A"


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "one"), (2, "few"), (5, "many"), (11, "many"), (12, "many"), (21, "one"), (104, "few")],
)
def test_a_count_selects_the_plural_form(made_up: Languages, count: int, form: str) -> None:
    assert made_up["xx"].say("some.layers", n=count) == form


@pytest.mark.parametrize("key", ["some.other", "some.in.b", "some.in.a.b", "none.a"])
def test_a_missing_text_is_an_error(made_up: Languages, key: str) -> None:
    with pytest.raises(MissingText):
        made_up["en"].say(key)


def test_a_missing_value_is_an_error(made_up: Languages) -> None:
    with pytest.raises(KeyError):
        made_up["en"].say("some.layers", n=3, names=[])


def test_the_first_language_wanted_is_chosen() -> None:
    assert languages().choose(["", "xx", "RU-ru", "en"]).code == "ru"
    assert languages().choose([]).code == "en"
