"""The formula lab as a user sees it."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from backstep.engine.formula.graph import Graph
from tests.browser.axe import grave
from tests.browser.lab import ready


def open_lab(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/expression?{query}")
    ready(page)


def shown(text: str) -> float:
    return float(text.replace("−", "-").replace("+", ""))


def test_a_formula_is_stepped_through_to_its_slopes(page: Page, address: str) -> None:
    formula, values = "x*y + sin(x)", {"x": 2.0, "y": 3.0}
    open_lab(page, address, f"formula={quote(formula)}&values=x:2,y:3")
    graph = Graph(formula)
    output = page.locator('[data-variable="x"] output')
    for _ in range(2 * len([node for node in graph.nodes if node.gate])):
        expect(output).to_have_text("")
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    slope = graph.numbers(values).gradients[graph.variables["x"]]
    assert shown(output.inner_text()) == pytest.approx(slope, rel=1e-3)
    expect(page.locator(".chain .good")).to_be_visible()
    assert page.locator(".chain .paths tr").count() == 4

    number = page.locator('[data-number="x"]')
    number.fill("-1")
    slope = graph.numbers(values | {"x": -1.0}).gradients[graph.variables["x"]]
    expect(output).to_have_text(f"+{slope:.3f}")
    assert "x:-1" in page.evaluate("decodeURIComponent(location.search)")
    assert not grave(page)


def test_a_formula_that_cannot_be_read_is_pointed_at(
    page: Page, address: str, problems: list[str]
) -> None:
    open_lab(page, address, "locale=ru")
    page.locator(".formula-field").fill("tanh(2x)")
    expect(page.locator(".formula-problem mark")).to_have_text("x")
    expect(page.locator(".formula-problem")).to_contain_text("знак действия")
    page.locator(".formula-field").fill("tan(x)")
    expect(page.locator(".formula-problem")).to_contain_text("Функции tan нет; возможно, tanh?")
    page.locator(".formula-field").fill("tanh(2*x)")
    expect(page.locator(".formula-problem")).to_be_hidden()
    expect(page.locator(".graph .node.function")).to_have_count(1)
    assert [each for each in problems if "422" not in each] == []
    problems.clear()


def test_a_gate_chosen_goes_to_its_step(page: Page, address: str) -> None:
    open_lab(page, address, f"formula={quote('tanh(w*x + b)')}")
    page.locator(".graph .function rect").click()
    expect(page.locator(".reading mark")).to_have_text("tanh(w*x + b)")
    assert page.locator(".graph .above").count() == 6
