"""The lessons: their order, and the numbers, pictures and exercises of their templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from backstep.lessons.catalogue import SCENES
from backstep.lessons.exercises import EXERCISES, Verdict, verdict
from backstep.lessons.facts import Facts, FactsOf, FormulaFacts, facts_from_engine
from backstep.lessons.mathml import formatted, formula
from backstep.lessons.scenes import Scene
from backstep.lessons.stills import drawing, still
from backstep.settings import Caps
from backstep.texts.languages import Texts, languages


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Its text is `templates/lessons/{locale}/{slug}.html`; title and lead are `lessons.{slug}` of
    each language.
    """

    slug: str
    worksheet: bool = True


def _lessons(*rows: Lesson) -> Mapping[str, Lesson]:
    return MappingProxyType({row.slug: row for row in rows})


LESSONS = _lessons(
    Lesson("numbers-in"),
    Lesson("forward"),
    Lesson("how-wrong"),
    Lesson("downhill"),
    Lesson("chain-rule"),
    Lesson("backward"),
    Lesson("learning"),
)


EXTRAS = _lessons(
    Lesson("myths", worksheet=False),
    Lesson("failures", worksheet=False),
)


@dataclass
class Sheet:
    """The numbers, pictures and exercises that a template asks for; one per rendered page."""

    caps: Caps
    facts_of: FactsOf
    drawing_of: Callable[[Scene], str]
    texts: Texts
    solutions: list[tuple[str, Markup]] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)

    def context(self) -> dict[str, Any]:
        """Return the names that templates know."""
        return {
            "sheet": self,
            "facts": self.facts,
            "formula": self.formula,
            "q": quoted,
            "tex": formula,
            "scene_of": self.scene,
            "number": self.number,
        }

    def facts(self, name: str, step: int | None = None) -> Facts:
        """Return the numbers of a scene, at its own step or another."""
        scene = SCENES[name]
        return self.facts_of(scene, scene.step if step is None else step)

    def formula(self, text: str, **variables: float) -> FormulaFacts:
        """Return the numbers of a formula."""
        return FormulaFacts(text, variables)

    def scene(self, name: str) -> dict[str, Any]:
        """Return what the page shows of a scene."""
        row = SCENES[name]
        self.scenes.append(name)
        caption, locale = self.texts.say(f"scenes.{name}"), self.texts.code
        return {
            "name": name,
            "caption": caption,
            "still": still(self.drawing_of(row), caption),
            "embed": f"/embed?{row.embed(self.caps)}&locale={locale}",
            "lab": f"/?{row.query(self.caps)}&locale={locale}",
        }

    def number(self, name: str, solution: Markup) -> int:
        """Number an exercise on the page, and keep its solution for the worksheet."""
        assert name in EXERCISES, name
        self.solutions.append((name, solution))
        return len(self.solutions)


def quoted(value: float, digits: int = 3) -> Markup:
    """Return a number for the text: rounded, with the exact value as data."""
    return Markup(f'<data class="q" value="{value!r}">{formatted(value, digits)}</data>')


class Book:
    """Makes sheets with the engine's numbers, or with those of another source.

    A scene is run and drawn once for all pages and languages; the lock is held for one scene at a
    time, not for a page.
    """

    def __init__(self, caps: Caps, facts_of: FactsOf | None = None) -> None:
        self.caps = caps
        self._facts_of = facts_of or facts_from_engine(caps)
        self._facts: dict[tuple[str, int], Facts] = {}
        self._drawings: dict[str, str] = {}
        self._lock = Lock()  # a scene's run keeps the position of the last request

    def sheet(self, texts: Texts | None = None) -> Sheet:
        """Return a sheet in a language, by default English."""
        return Sheet(self.caps, self.facts, self.drawing, texts or languages().default)

    def facts(self, scene: Scene, step: int) -> Facts:
        """Return the numbers of a scene's step."""
        with self._lock:
            key = scene.name, step
            if key not in self._facts:
                self._facts[key] = self._facts_of(scene, step)
            return self._facts[key]

    def drawing(self, scene: Scene) -> str:
        """Return the content of a scene's still picture."""
        with self._lock:
            if scene.name not in self._drawings:
                self._drawings[scene.name] = drawing(scene, self.caps)
            return self._drawings[scene.name]

    def judge(self, exercise: str, given: float) -> Verdict:
        """Judge an answer to an exercise."""
        return verdict(given, EXERCISES[exercise].answer(self.sheet()))
