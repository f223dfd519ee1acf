"""The languages of static/text/locales.json, each with its texts.

A language has a folder of JSON files and a line in `locales.json`: its own name, and a condition
for each plural form but `other`, in the notation of gettext's Plural-Forms.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from string import Formatter
from typing import Any

from backstep.paths import folder

OTHER = "other"  # the plural form that every language has


class MissingText(LookupError):
    """A language lacks a text."""


class Texts:
    """The texts of one language; each file is read when it is first used."""

    def __init__(self, code: str, name: str, folder: Path, plurals: Mapping[str, str]) -> None:
        self.code = code
        self.name = name
        self._folder = folder
        self._forms = {form: c2py(condition) for form, condition in plurals.items()}
        self._files: dict[str, Mapping[str, Any]] = {}

    def file(self, name: str) -> Mapping[str, Any]:
        """The contents of `name`.json. Raises MissingText."""
        if name not in self._files:
            path = self._folder / f"{name}.json"
            try:
                self._files[name] = json.loads(path.read_text("utf-8"))
            except FileNotFoundError:
                raise MissingText(f"{self.code} has no texts {name}") from None
        return self._files[name]

    def say(self, key: str, **values: Any) -> str:
        """The text `key`, as `file.name` or `file.name.name`, with its placeholders filled in.

        Where it has plural forms, the value `n` selects one. Raises MissingText for an unknown
        key, KeyError for a missing value.
        """
        name, *path = key.split(".")
        found: Any = self.file(name)
        for part in path:
            if not isinstance(found, Mapping) or part not in found:
                raise MissingText(f"{self.code} has no text {key}")
            found = found[part]
        text = found if isinstance(found, str) else found[self._form(values["n"])]
        return _FORMATTER.vformat(text, (), values)

    def _form(self, count: int) -> str:
        return next((form for form, holds in self._forms.items() if holds(count)), OTHER)


class _Formatter(Formatter):
    """Formats values as people read them: lists with commas, numbers without float noise."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, list | tuple):
            return ", ".join(map(str, value))
        if isinstance(value, float):
            return format(value, format_spec or ".12g")
        return str(super().format_field(value, format_spec))


_FORMATTER = _Formatter()


class Languages(Mapping[str, Texts]):
    """The texts of every language by its code. The first one is the default."""

    def __init__(self, root: Path) -> None:
        self._root = root
        rows = json.loads((root / "locales.json").read_text("utf-8"))
        self._texts = {
            code: Texts(code, row["name"], root / code, row["plurals"])
            for code, row in rows.items()
        }

    def __getitem__(self, code: str) -> Texts:
        return self._texts[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def names(self) -> dict[str, str]:
        """The name of each language in itself, by its code."""
        return {code: texts.name for code, texts in self._texts.items()}

    @property
    def default(self) -> Texts:
        """The language of everyone who asked for none of the others."""
        return next(iter(self._texts.values()))

    def choose(self, wanted: Iterable[str]) -> Texts:
        """The first language of the tags `wanted`, such as `ru-RU`, that exists."""
        codes = (tag.lower().split("-")[0] for tag in wanted)
        return next((self[code] for code in codes if code in self), self.default)


@cache
def languages() -> Languages:
    """The languages that come with the package."""
    return Languages(folder("static") / "text")
