"""What the pages written on the server share: their language and the words about the page."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from fastapi import Request
from fastapi.responses import HTMLResponse

from backstep.web.http.services import services_for

Locale = Literal["en", "ru"]
LOCALES: tuple[Locale, ...] = ("en", "ru")

WORDS: Mapping[Locale, Mapping[str, str]] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                "lab": "Lab",
                "lessons": "Lessons",
                "expression": "Formulas",
                "site": "Parts of the site",
                "theme": "Light or dark",
                "skip": "To the text",
                "other": "Русский",
                "lessons_title": "The story, in lessons",
                "lessons_lead": "From school mathematics to backpropagation by hand. Every figure"
                " is the running engine: step it, bend it, ask it.",
                "lesson": "Lesson",
                "open": "Open in the lab",
                "alone": "By itself",
                "scene": "Scene",
                "answer": "Answer",
                "ask": "First a guess",
                "exercises": "Exercises",
                "exercise": "Exercise",
                "yours": "Your answer",
                "check": "Check",
                "solution": "Solution",
                "right": "Right.",
                "sign": "The size is right, the sign is not.",
                "close": "Close, but not within two percent.",
                "wrong": "Not yet. Where does it go a different way from yours?",
                "unreadable": "That is not a number.",
                "worksheet": "Worksheet to print",
                "solutions": "Solutions",
                "print": "Print",
                "back_to": "Back to the lesson",
                "name": "Name",
                "before": "Before",
                "after": "Next",
                "guessed": "Right.",
                "missed": "Not so.",
                "cure": "The cure",
                "beyond": "Beyond the story",
                "expression_title": "The formula lab",
                "expression_lead": "Type a formula. See what it is made of, and how its slopes are"
                " found: values forwards, slopes backwards, one gate after another.",
                "watch_title": "Follow the lecture",
                "watch_lead": "Type the code that the lecturer shows.",
                "watch_wrong": "No class has the code",
                "watch_again": "Look again, and type it once more.",
                "watch_code": "Code",
                "watch_go": "Follow",
                "more": "More about backstep",
                "glossary": "Glossary",
                "glossary_lead": "The words of the field, each in a sentence or two.",
                "letters": "Letters",
                "anchor": "Link to this entry",
                "also_called": "Also called:",
                "see_also": "See also:",
                "in_lesson": "In the lessons:",
                "api": "API",
                "api_title": "API reference",
                "api_lead": "Every HTTP route of this server: what it takes, what it answers,"
                " and how it refuses.",
            }
        ),
        "ru": MappingProxyType(
            {
                "lab": "Лаборатория",
                "lessons": "Уроки",
                "expression": "Формулы",
                "site": "Части сайта",
                "theme": "Светлая или тёмная тема",
                "skip": "К тексту",
                "other": "English",
                "lessons_title": "История в уроках",
                "lessons_lead": "От школьной математики до обратного распространения вручную."
                " Каждый рисунок — работающая сеть: шагайте, меняйте, спрашивайте.",
                "lesson": "Урок",
                "open": "Открыть в лаборатории",
                "alone": "Отдельно",
                "scene": "Сцена",
                "answer": "Ответ",
                "ask": "Сначала догадка",
                "exercises": "Упражнения",
                "exercise": "Упражнение",
                "yours": "Ваш ответ",
                "check": "Проверить",
                "solution": "Решение",
                "right": "Верно.",
                "sign": "Величина верна, а знак — нет.",
                "close": "Близко, но не в пределах двух процентов.",
                "wrong": "Пока нет. Где ваш путь разошёлся с верным?",
                "unreadable": "Это не число.",
                "worksheet": "Лист для печати",
                "solutions": "Решения",
                "print": "Напечатать",
                "back_to": "К уроку",
                "name": "Имя",
                "before": "Раньше",
                "after": "Дальше",
                "guessed": "Верно.",
                "missed": "Не так.",
                "cure": "Лекарство",
                "beyond": "Сверх истории",
                "expression_title": "Лаборатория формул",
                "expression_lead": "Введите формулу. Посмотрите, из чего она состоит и как"
                " находятся её производные: значения — вперёд, производные — назад,"
                " элемент за элементом.",
                "watch_title": "Следить за лекцией",
                "watch_lead": "Введите код, который показывает лектор.",
                "watch_wrong": "Нет занятия с кодом",
                "watch_again": "Проверьте код и введите его ещё раз.",
                "watch_code": "Код",
                "watch_go": "Следить",
                "more": "Ещё о backstep",
                "glossary": "Словарь терминов",
                "glossary_lead": "Термины нейронных сетей, каждый — в одном-двух предложениях.",
                "letters": "Буквы",
                "anchor": "Ссылка на эту статью",
                "also_called": "Другие названия:",
                "see_also": "См. также:",
                "in_lesson": "В уроках:",
                "api": "API",
                "api_title": "Справочник по API",
                "api_lead": "Все адреса HTTP этого сервера: что они принимают, что отвечают и"
                " как отказывают. Справочник написан по-английски.",
            }
        ),
    }
)


def locale_of(request: Request) -> Locale:
    """The language that the address asks for, else the browser's likeliest, else English."""
    asked = request.query_params.get("locale", "")
    wanted = [asked, *_accepted(request.headers.get("accept-language", ""))]
    spoken = (each for tag in wanted for each in LOCALES if tag.lower().split("-")[0] == each)
    return next(spoken, "en")


def _accepted(header: str) -> list[str]:
    """Language tags, the likeliest first (RFC 9110, section 12.5.4)."""
    found = []
    for part in header[:1000].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            found.append((float(quality or 1), tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(found, key=lambda each: -each[0]) if weight > 0]


def page(request: Request, template: str, **context: object) -> HTMLResponse:
    """A page in the language of the request."""
    locale = locale_of(request)
    asked = request.query_params.get("locale")
    told = {
        "locale": locale,
        "other": next(each for each in LOCALES if each != locale),
        "words": WORDS[locale],
        # Links keep a language only when the address asked for it.
        "kept": f"?locale={locale}" if asked in LOCALES else "",
    }
    headers = {"Vary": "Accept-Language", "Content-Language": locale}
    pages = services_for(request).templates
    return pages.TemplateResponse(request, template, told | context, headers=headers)


def cached_page(
    request: Request, template: str, given: Callable[[], Mapping[str, object]]
) -> HTMLResponse:
    """A page that is the same for every reader of a language; `given` is called once for each."""
    locale, asked = locale_of(request), request.query_params.get("locale")
    key = (template, locale, asked == locale)
    return services_for(request).pages.get(key, lambda: page(request, template, **given()))
