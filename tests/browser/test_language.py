"""The page in Russian, chosen by the link, the user, or the browser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from backstep.texts.languages import languages
from tests.browser.lab import Lab, Visit, ready

OPERATIONS = 15  # in a step of the default lab

# All text on the page, visible or only read aloud. Code, formulas and names of keys are not words,
# and plotly's texts are numbers and symbols.
_SAID = """() => {
  const passed = 'code, math, kbd, script, noscript, .plot';
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(passed)) said.push(walker.currentNode.data);
  }
  for (const name of ['title', 'aria-label', 'aria-valuetext', 'placeholder']) {
    const marked = [...document.querySelectorAll(`[${name}]`)].filter((e) => !e.closest(passed));
    said.push(...marked.map((e) => e.getAttribute(name)));
  }
  return said.filter((text) => text.trim());
}"""

# Text with Latin letters in Russian too: names, functions, keys, formats.
_NAMES = "backstep SGD Adam AdamW Adagrad RMSprop ReLU Leaky ELU GELU SiLU softplus softmax tanh"
_NAMES += " sigmoid relu linear step sin ln max CSV PNG SVG PCA Enter Shift BP EN English"
_NAMES += " NaN PyTorch NumPy safetensors QR HTML host GIF WebM"
_ALLOWED = {name.lower() for name in _NAMES.split()}

_TEXTS = "const {words} = await import('/static/text/ru/page.js');"


def foreign(texts: list[str]) -> set[str]:
    """Return texts with a Latin word that a Russian page should not show."""
    return {
        text
        for text in texts
        if {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)} - _ALLOWED
    }


def said(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_SAID)
    return found


@pytest.mark.parametrize(
    "query",
    [
        "step=230&op=0&select=layers.1.weight.0.2",
        "step=3&op=0&select=neurons.1.1&hidden=6-6&activation=relu&initializer=zeros",
        "step=2&op=0&hidden=3-2&loss=huber&output_activation=tanh&optimizer=nesterov&l1=0.01",
    ],
)
def test_every_word_of_every_operation_is_russian(page: Page, visit: Visit, query: str) -> None:
    lab = visit(f"locale=ru&{query}")
    step = int(parse_qs(query)["step"][0])
    sentences = set()
    for op in range(OPERATIONS):
        lab.at(step, op)
        assert not foreign(said(page))
        sentences.add(page.locator("#explanation p").inner_text())
        page.keyboard.press(".")
    assert len(sentences) > OPERATIONS / 2
    assert all(re.match("[А-ЯЁA-Z]", sentence) for sentence in sentences)
    assert page.locator("html").get_attribute("lang") == "ru"


def test_what_is_opened_is_russian_too(page: Page, visit: Visit) -> None:
    lab = visit("locale=ru&step=40&op=8")
    lab.button("среднее").click()
    lab.until("texts('#focus').some((text) => text.startsWith('Средние'))")
    assert not foreign(said(page))
    lab.button("среднее").click()
    lab.button("таблица").click()
    lab.button("схема").click()
    lab.until("texts('#table td').length > 20 && texts('#explanation svg text').length > 5")
    assert not foreign(said(page))
    lab.button("Гонка").click()
    lab.button("4 оптимизатора").click()
    lab.until("texts('#race .tick.name').length === 4")
    assert not foreign(said(page))
    lab.button("Гонка").click()
    lab.button("вопросы").click()
    page.keyboard.press(".")
    question = page.locator("#ask")
    expect(question).to_contain_text("?")
    assert not foreign(said(page))
    question.get_by_role("button").first.click()
    lab.until("/^(Верно|Не совсем)/.test(texts('#ask p')[0])")
    assert not foreign(said(page))


def test_what_stopped_training_is_told_in_russian(page: Page, visit: Visit) -> None:
    lab = visit("locale=ru&preset=plane&learning_rate=10&hidden=4&activation=relu&batch_size=250")
    lab.button("Пуск").click()
    lab.says("Обучение остановлено")
    assert not foreign(said(page))


def test_the_browser_s_language_is_taken(browser: Browser, address: str) -> None:
    with browser.new_context(locale="ru-RU") as context:
        lab = Lab(context.new_page(), address).open("step=2&op=1")
        assert lab.page.locator("html").get_attribute("lang") == "ru"
        assert not foreign(said(lab.page))
        lab.page.wait_for_function("() => location.search.includes('step=2')")
        assert "locale" not in lab.page.url
        lab.open("locale=en")
        expect(lab.button("Play")).to_be_visible()


def test_the_switch_keeps_the_moment_and_is_remembered(page: Page, visit: Visit) -> None:
    query = "preset=xor&step=37&op=9&select=layers.1.weight.0.2"
    lab = visit(query)
    lab.at(37, 9)
    seen = lab.snapshot()
    lab.button("RU").click()
    page.wait_for_selector("html[lang=ru][data-ready]")
    lab.at(37, 9)
    russian = lab.snapshot()
    for numbers in ("neurons", "deltas", "slopes"):
        assert russian[numbers] == seen[numbers]
    # Beside the accuracy, the threshold names a class.
    assert [each.split()[:1] for each in russian["metrics"]] == [
        each.split()[:1] for each in seen["metrics"]
    ]
    assert not foreign(said(page))
    # The choice is stored here, so it is not part of a shared link.
    page.wait_for_function("() => !location.search.includes('locale')")
    assert parse_qs(urlsplit(page.url).query)["select"] == ["layers.1.weight.0.2"]
    lab.open("step=1&op=1")
    expect(lab.button("Пуск")).to_be_visible()
    lab.button("EN").click()
    page.wait_for_selector("html[lang=en][data-ready]")
    lab.at(1, 1)


def test_a_link_s_language_stays(page: Page, visit: Visit) -> None:
    lab = visit("locale=ru&step=2&op=1")
    page.wait_for_function("() => location.search.includes('preset=')")
    assert parse_qs(urlsplit(page.url).query)["locale"] == ["ru"]
    glossary = page.get_by_role("link", name="Словарь терминов")
    expect(glossary).to_have_attribute("href", re.compile(r"/glossary\?locale=ru$"))
    with page.expect_navigation(wait_until="commit"):
        page.locator("#preset").select_option(label="Спираль")
    page.wait_for_selector("html[lang=ru][data-ready]")
    assert parse_qs(urlsplit(page.url).query)["locale"] == ["ru"]
    # A link takes precedence over the stored choice.
    lab.button("EN").click()
    page.wait_for_selector("html[lang=en][data-ready]")
    lab.open("locale=ru")
    expect(lab.button("Пуск")).to_be_visible()


def test_the_server_allows_the_page_s_languages(lab: Lab, page: Page) -> None:
    for language in languages():
        lab.open(f"locale={language}")
        assert page.locator("html").get_attribute("lang") == language
        expect(lab.banner).to_be_hidden()
    lab.open("locale=tlh")
    lab.says(f"'tlh' is not one of {', '.join(languages())}")
    assert page.locator("html").get_attribute("lang") == "en"


def test_plurals(lab: Lab, page: Page) -> None:
    said = page.evaluate(
        f"""async () => {{
          {_TEXTS}
          const {{figures, health}} = words;
          const {{step_too_large: told}} = health.warnings;
          const risen = (value) => told(null, value).match(/в .* раза?/)[0];
          return [
            ...[1, 2, 5, 11, 21, 104].map((n) => figures.mean(n, '0').split(',')[0]),
            ...['2.50', '7', '22', '31'].map(risen),
          ];
        }}"""
    )
    assert said == [
        *("1 пример", "2 примера", "5 примеров", "11 примеров", "21 пример", "104 примера"),
        *("в 2.50 раза", "в 7 раз", "в 22 раза", "в 31 раз"),
    ]


def test_every_function_fits_into_the_sentences(lab: Lab, page: Page) -> None:
    """Return sentences with every name, to find those in English or without the right form."""
    texts = page.evaluate(
        f"""async () => {{
          {_TEXTS}
          const rows = await (await fetch('/api/catalogue?lang=ru')).json();
          const label = (rows) => (name) => rows.find((row) => row.name === name).label;
          const labels = {{
            activation: label(rows.activations), loss: label(rows.losses),
            optimizer: label(rows.optimizers), depth: 2,
          }};
          const {{sentences, inspector}} = words;
          const all = [];
          const number = {{unit: 0, focus: 'mean', size: 3, count: 22, x: [1], from: 0}};
          const common = {{...number, parameter: 'layers.0.bias.0'}};
          common.largest = {{parameter: common.parameter}};
          for (const {{name}} of rows.activations) {{
            all.push(sentences.activation({{...common, layer: 1, name}}, labels));
            for (const loss of rows.losses) for (const layer of [1, 2]) {{
              const told = {{...common, layer, name: loss.name, activation: name}};
              all.push(sentences.delta(told, labels));
              all.push(sentences.delta({{...told, fused: true}}, labels));
            }}
            all.push(inspector.reasons.kink('a', name, 1, '0', '1'));
            all.push(inspector.reasons.step('a', name, 1));
          }}
          for (const {{name}} of rows.losses) {{
            all.push(sentences.loss({{...common, name}}, labels));
            all.push(inspector.reasons.loss_kink(name, 1));
          }}
          for (const {{name, label}} of rows.optimizers) {{
            all.push(sentences.update({{...common, optimizer: name}}, labels));
            all.push(inspector.remembers(label, 2));
          }}
          return all;
        }}"""
    )
    assert not foreign(texts)
    assert not [text for text in texts if re.search(r"undefined|null|linear|sigmoid|\bstep", text)]


@pytest.mark.parametrize("locale", languages())
@pytest.mark.parametrize(
    "path", ["/?", "/embed?panels=network", "/expression?", "/lessons/chain-rule?", "/glossary?"]
)
def test_a_page_loads_the_texts_of_its_language_only(
    browser: Browser, address: str, path: str, locale: str
) -> None:
    """Whatever the browser prefers."""
    asked: list[str] = []
    with browser.new_context(locale="ru-RU" if locale == "en" else "en-US") as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}{path}&locale={locale}")
        ready(page)
    texts = {found[1] for url in asked if (found := re.search(r"/text/(\w+)/", url))}
    assert texts <= {locale}
    assert all(f"locale={locale}" in url for url in asked if "/embed.js" in url)
