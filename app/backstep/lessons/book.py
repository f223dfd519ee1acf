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
    """A page of the story: `templates/lessons/{locale}/{slug}.html`, title and lead in
    `lessons.{slug}` of each language."""

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
    """The numbers, pictures and exercises of one rendered page."""

    caps: Caps
    facts_of: FactsOf
    drawing_of: Callable[[Scene], str]
    texts: Texts
    solutions: list[tuple[str, Markup]] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)

    def context(self) -> dict[str, Any]:
        """The names that templates know."""
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
        """The numbers of a scene, at its own step or another."""
        scene = SCENES[name]
        return self.facts_of(scene, scene.step if step is None else step)

    def formula(self, text: str, **variables: float) -> FormulaFacts:
        """The numbers of a formula."""
        return FormulaFacts(text, variables)

    def scene(self, name: str) -> dict[str, Any]:
        """What the page shows of a scene."""
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
        """The number of an exercise on the page; its solution is kept for the worksheet."""
        assert name in EXERCISES, name
        self.solutions.append((name, solution))
        return len(self.solutions)


def quoted(value: float, digits: int = 3) -> Markup:
    """A number of the text: what is read rounded, what was computed beside it."""
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
        self._lock = Lock()  # runs stand where the last question left them

    def sheet(self, texts: Texts | None = None) -> Sheet:
        """A sheet in a language, by default English."""
        return Sheet(self.caps, self.facts, self.drawing, texts or languages().default)

    def facts(self, scene: Scene, step: int) -> Facts:
        """The numbers of a scene's step."""
        with self._lock:
            key = scene.name, step
            if key not in self._facts:
                self._facts[key] = self._facts_of(scene, step)
            return self._facts[key]

    def drawing(self, scene: Scene) -> str:
        """What the still picture of a scene is made of."""
        with self._lock:
            if scene.name not in self._drawings:
                self._drawings[scene.name] = drawing(scene, self.caps)
            return self._drawings[scene.name]

    def judge(self, exercise: str, given: float) -> Verdict:
        """How near an answer to an exercise is."""
        return verdict(given, EXERCISES[exercise].answer(self.sheet()))
