"""The lessons, their order, and what their templates know."""

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
from backstep.lessons.scenes import Scene, Texts
from backstep.lessons.stills import drawing, still
from backstep.settings import Caps


@dataclass(frozen=True)
class Lesson:
    """A lesson; its text is `templates/lessons/{locale}/{slug}.html`."""

    slug: str
    title: Texts
    lead: Texts
    worksheet: bool = True


def _lessons(*rows: Lesson) -> Mapping[str, Lesson]:
    return MappingProxyType({row.slug: row for row in rows})


LESSONS = _lessons(
    Lesson(
        "numbers-in",
        ("Numbers in: pictures and words", "Числа на входе: картинки и слова"),
        (
            "Before a network can see or read, somebody has to make it numbers.",
            "Прежде чем сеть сможет видеть и читать, кто-то должен дать ей числа.",
        ),
    ),
    Lesson(
        "forward",
        ("Forward: multiply, add, bend", "Вперёд: умножить, сложить, согнуть"),
        (
            "What one neuron does, and what layers of them make of it.",
            "Что делает один нейрон и что получается из их слоёв.",
        ),
    ),
    Lesson(
        "how-wrong",
        ("How wrong: one number to improve", "Насколько неверно: одно число"),
        (
            "Examples with answers, the loss, accuracy, and what it means to minimise.",
            "Примеры с ответами, потери, точность и что значит «уменьшить».",
        ),
    ),
    Lesson(
        "downhill",
        ("Downhill: the slope says where", "Под гору: куда, говорит наклон"),
        (
            "One weight, its loss, and a way down that needs nothing but the slope underfoot.",
            "Один вес, его потери и спуск, которому нужен только наклон под ногами.",
        ),
    ),
    Lesson(
        "chain-rule",
        ("The chain rule: slopes multiply", "Правило цепочки: наклоны перемножаются"),
        (
            "How fast does the end of a chain move when its beginning does?",
            "Как быстро движется конец цепочки, когда движется её начало?",
        ),
    ),
    Lesson(
        "backward",
        ("Backward: one pass for all slopes", "Назад: один проход — все производные"),
        (
            "The chain rule, walked from the loss to the first weight: backpropagation.",
            "Правило цепочки, пройденное от потерь до первого веса: обратное распространение.",
        ),
    ),
    Lesson(
        "learning",
        ("Learning: all of it, again and again", "Обучение: всё вместе, снова и снова"),
        (
            "A start at random, a step, and another, until the loss has fallen.",
            "Случайное начало, шаг, ещё шаг — пока потери не упадут.",
        ),
    ),
)


EXTRAS = _lessons(
    Lesson(
        "myths",
        ("Ten myths, and what the numbers say", "Десять мифов и что говорят числа"),
        (
            "Beliefs about backpropagation that sound right, each put to the test.",
            "Убеждения об обратном распространении, которые звучат верно, — и проверка каждого.",
        ),
        worksheet=False,
    ),
    Lesson(
        "failures",
        ("The failure gallery", "Галерея неудач"),
        (
            "Eight ways in which training goes wrong, each beside its cure.",
            "Восемь способов испортить обучение, и рядом с каждым — лекарство.",
        ),
        worksheet=False,
    ),
)


@dataclass
class LessonContext:
    """The numbers, pictures and exercises that a template asks for; one per rendered page."""

    caps: Caps
    facts_of: FactsOf
    drawing_of: Callable[[Scene], str]
    locale: str
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
        caption = row.caption[self.locale == "ru"]
        return {
            "name": name,
            "caption": caption,
            "still": still(self.drawing_of(row), caption),
            "embed": f"/embed?{row.embed(self.caps)}&locale={self.locale}",
            "lab": f"/?{row.query(self.caps)}&locale={self.locale}",
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
    """Makes sheets with the engine's numbers, or with those of `facts_of`.

    A scene is run and drawn once for all pages and languages. The lock is held for one scene at a
    time, not for a whole page.
    """

    def __init__(self, caps: Caps, facts_of: FactsOf | None = None) -> None:
        self.caps = caps
        self._facts_of = facts_of or facts_from_engine(caps)
        self._facts: dict[tuple[str, int], Facts] = {}
        self._drawings: dict[str, str] = {}
        self._lock = Lock()  # a scene's run keeps the position of the last request

    def sheet(self, locale: str) -> LessonContext:
        return LessonContext(self.caps, self.facts, self.drawing, locale)

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
        return verdict(given, EXERCISES[exercise].answer(self.sheet("en")))
