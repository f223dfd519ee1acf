"""The inspector: the same numbers wherever they are shown."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from backstep.engine.optim.optimizers import OPTIMIZERS
from tests.browser.lab import Lab, Visit
from tests.received import event_of, meta_of

WIDE = "hidden=64-32&step=5&op=11"


class Wire:
    """Records the newest frame's metadata from a page's stream."""

    def __init__(self, page: Page) -> None:
        self.meta: dict[str, Any] = {}
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._receive)

    def _receive(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.meta = meta_of(data)
        else:
            event_of(data)


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("+", ""))


def shown(page: Page, section: str) -> list[str]:
    """Return the numbers of a section of the inspector."""
    found = page.locator(f'#inspector [data-section="{section}"]')
    return found.locator(".chip, .number").all_inner_texts()


def inspect(wire: Wire, page: Page, name: str) -> dict[str, Any]:
    """Return the inspection from the stream, once the panel shows it."""
    expect(page.locator("#inspector .title .name")).to_have_text(name)
    expect(page.locator('#inspector [data-section="paths"] .total')).to_be_visible()
    found: dict[str, Any] = wire.meta["inspection"]
    return found


def test_a_click_anywhere_in_a_table_row_selects_it(page: Page, visit: Visit) -> None:
    visit("step=40&op=13")
    page.get_by_role("button", name="table", exact=True).click()
    row = page.locator("#table tbody tr").nth(2)
    row.locator("td").last.click()
    expect(row).to_have_attribute("aria-selected", "true")
    row = page.locator("#table tbody tr").nth(4)
    row.get_by_role("button").press("Enter")
    expect(row).to_have_attribute("aria-selected", "true")


def table_row(page: Page, target: str) -> list[str]:
    cells = page.locator(f'#table tr:has([data-name="{target}"]) td')
    expect(cells).to_have_count(3)
    return cells.all_inner_texts()


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_an_edge_selected_tells_the_same_numbers_everywhere(
    page: Page, visit: Visit, way: str
) -> None:
    wire = Wire(page)
    lab = visit("step=40&op=13")
    if way == "mouse":
        lab.click_edge(3)
        page.keyboard.press("Escape")
    else:
        page.locator('#network .hit[tabindex="0"]').first.focus()
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    found = inspect(wire, page, "w⁽¹⁾₂₂")
    assert found["target"] == "layers.0.weight.1.1"
    page.wait_for_function("() => location.search.includes('select=layers.0.weight.1.1')")
    assert "edits=" not in page.url
    delta, signal, product, batch = [number(text) for text in shown(page, "gradient")[:4]]
    assert delta == pytest.approx(found["delta"], rel=1e-3)
    assert signal == pytest.approx(found["signal"], rel=1e-3)
    assert product == pytest.approx(found["example_gradient"], rel=1e-3)
    assert batch == pytest.approx(found["batch_gradient"], rel=1e-3)
    total = number(shown(page, "paths")[-1])
    assert total == pytest.approx(found["example_gradient"], rel=1e-4)
    page.get_by_role("button", name="table", exact=True).click()
    before, gradient, value = table_row(page, "layers.0.weight.1.1")
    assert before == ""
    assert number(gradient) == pytest.approx(found["batch_gradient"], rel=1e-4)
    assert number(value) == pytest.approx(found["value"], rel=1e-4)


def test_delta_unfolds_down_to_the_loss(page: Page, visit: Visit) -> None:
    wire = Wire(page)
    visit("step=40&op=13&select=layers.0.weight.1.1")
    inspect(wire, page, "w⁽¹⁾₂₂")
    unfolded = page.locator("#inspector .unfolded")
    expect(unfolded).to_have_count(1)
    page.locator("#inspector .chip.open").first.click()
    expect(unfolded).to_have_count(2)
    page.locator("#inspector .unfolded").nth(1).locator(".chip.open").first.click()
    expect(unfolded).to_have_count(3)
    last = unfolded.nth(2)
    expect(last.locator(".chip.open")).to_have_count(0)
    prediction, target, delta = [number(t) for t in last.locator(".chip").all_inner_texts()]
    assert delta == pytest.approx(prediction - target, abs=2e-4)


def test_a_path_lights_up_in_the_drawing(page: Page, visit: Visit) -> None:
    wire = Wire(page)
    visit("step=40&op=13&select=layers.0.weight.1.1")
    inspect(wire, page, "w⁽¹⁾₂₂")
    trail = page.locator("#network .halo.trail")
    page.locator("#inspector .paths tr").first.hover()
    page.wait_for_function(
        "() => document.querySelector('#network .trail').getAttribute('d').split('M').length === 4"
    )
    page.mouse.move(5, 5)
    expect(trail).to_have_attribute("d", "")


def test_before_the_gradient_exists_the_way_to_it_is_offered(page: Page, visit: Visit) -> None:
    lab = visit("step=40&op=3&select=layers.0.weight.1.1")
    page.locator("#inspector").get_by_role("button", name="Go there").click()
    lab.at(40, 13)
    expect(page.locator("#inspector .waiting .note")).to_be_hidden()


def test_a_nudge_tells_the_truth_beside_the_slope(page: Page, visit: Visit) -> None:
    visit("step=40&op=13&select=layers.0.weight.1.1")
    nudge = page.locator("#inspector .nudge input")
    results = page.locator("#inspector .nudge-told b")
    errors = []
    for epsilon in ("0.1", "0.8"):
        before = results.nth(1).inner_text()
        nudge.fill(epsilon)
        expect(page.locator("#inspector .nudge b")).to_have_text(re.compile(epsilon))
        expect(results.nth(1)).not_to_have_text(before)
        real, predicted, error = [number(text) for text in results.all_inner_texts()]
        assert error == pytest.approx(real - predicted, abs=2e-4)
        errors.append(abs(error))
    assert errors[1] > errors[0]
    expect(page.locator("#slice circle.nudged").first).to_have_attribute("visibility", "visible")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_update_is_worked_out_line_by_line(page: Page, visit: Visit, optimizer: str) -> None:
    wire = Wire(page)
    visit(f"optimizer={optimizer}&step=12&op=14&select=layers.1.weight.0.2")
    found = inspect(wire, page, "w⁽²⁾₁₃")
    chips = shown(page, "update")
    assert "–" not in chips
    assert number(chips[-1]) == pytest.approx(found["optimizer"]["new"], rel=1e-3)
    assert number(chips[-1]) == pytest.approx(found["value"], rel=1e-3)


def test_gates_show_values_above_and_gradients_below(page: Page, visit: Visit) -> None:
    visit("step=40&op=12&select=neurons.1.1")
    page.get_by_role("button", name="gates").click()
    circuit = page.locator("#explanation .circuit")
    expect(circuit).to_be_visible()
    below = [t for t in circuit.locator(".below").all_text_contents() if t]
    assert len(below) == 2 * 3 + 1 + 2  # input, weight, product of two inputs; the bias; z and a
    page.keyboard.press("Home")
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.circuit .below')].some(t => t.textContent)"
    )


def test_the_figure_shows_how_examples_make_the_gradient(page: Page, visit: Visit) -> None:
    visit("step=40&op=11")
    expect(page.locator("#explanation .figure rect")).to_have_count(10)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#explanation .figure rect")).to_have_count(3)  # two errors and their sum


def test_the_wrong_order_of_updates_is_shown_beside_the_right(page: Page, visit: Visit) -> None:
    visit("step=40&op=14&learning_rate=0.5")
    page.get_by_role("button", name="wrong order").click()
    numbers = page.locator("#explanation .figure .number")
    expect(numbers).to_have_count(6)
    right, wrong = numbers.all_text_contents()[:2]
    assert right != wrong


@pytest.mark.parametrize(
    "query",
    ["optimizer=adamw&step=5&op=14", "hidden=8-8&activation=gelu&step=5&op=10&focus=mean"],
)
def test_an_explanation_is_not_cut(page: Page, visit: Visit, query: str) -> None:
    """The cases with the longest content, in the longer language."""
    page.set_viewport_size({"width": 1440, "height": 900})
    visit(f"locale=ru&{query}")
    told = page.locator("#explanation .told")
    assert told.evaluate("(e) => e.scrollHeight - e.clientHeight") <= 1


def test_every_kind_of_operation_has_its_line_of_numpy(lab: Lab, page: Page) -> None:
    seen = []
    for op in range(15):
        if op:
            page.keyboard.press("ArrowRight")
            lab.at(0, op)
        seen.append(page.locator("#explanation code").inner_text())
    assert all("= ()" not in line and "* ()" not in line for line in seen)
    assert seen[1].startswith("Z1 = A0 @ W1.T + b1")
    assert seen[2].startswith("A1 = np.tanh(Z1)")
    assert seen[10].startswith("D2 = (D3 @ W3) * (1 - A2**2)")
    assert seen[11].startswith("dW2 = D2.T @ A1; db2 = D2.sum(axis=0)")


def test_the_page_asks_before_it_shows(page: Page, visit: Visit) -> None:
    lab = visit("step=40&op=10")
    page.get_by_role("button", name="ask me").click()
    page.locator("#network").press("ArrowRight")
    question = page.locator("#ask .question")
    expect(question).to_contain_text("positive or negative")
    assert lab.position == (40, 10)
    expect(question.get_by_role("button", name="Just show it")).to_be_in_viewport(ratio=1)
    assert page.locator("#slice svg").evaluate("(e) => getComputedStyle(e).visibility") == "hidden"
    question.get_by_role("button", name="positive").click()
    lab.at(40, 11)
    gradient = number(page.locator("#explanation .chip.slope").last.inner_text())
    verdict = "right" if gradient > 0 else "wrong"
    expect(question).to_have_attribute("data-answer", verdict)
    expect(question).to_contain_text("of 1 correct so far")
    question.get_by_role("button", name="Continue").click()
    expect(question).to_be_hidden()


def test_an_unanswered_question_does_not_stand_in_the_way(page: Page, visit: Visit) -> None:
    lab = visit("step=40&op=10")
    page.get_by_role("button", name="ask me").click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#ask .question")).to_be_visible()
    page.keyboard.press("ArrowRight")
    lab.at(40, 12)
    expect(page.locator("#ask .question")).to_be_hidden()


def test_tables_sort_and_copy(page: Page, visit: Visit) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("step=40&op=13")
    page.get_by_role("button", name="table", exact=True).click()
    page.locator("#table").get_by_role("button", name="gradient").click()
    column = page.locator("#table tbody td:nth-child(3)")
    gradients = [number(text) for text in column.all_inner_texts()]
    assert gradients == sorted(gradients, reverse=True)
    page.locator("#table").get_by_role("button", name="Copy as CSV").click()
    expect(page.locator("#table")).to_contain_text("25 rows copied")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0] == "name,before,gradient,value"
    assert len(copied) == 26
    page.locator("#table").get_by_role("button", name="neurons").click()
    expect(page.locator("#table tbody tr")).to_have_count(9)


def test_a_wide_network_can_be_inspected_too(page: Page, visit: Visit) -> None:
    wire = Wire(page)
    visit(f"{WIDE}&select=layers.0.weight.40.1")
    expect(page.locator("#inspector .waiting").get_by_role("button")).to_be_visible()
    page.locator("#inspector").get_by_role("button", name="Go there").click()
    found = inspect(wire, page, "w⁽¹⁾₄₁,₂")
    assert found["paths"]["count"] == 32
    assert number(shown(page, "paths")[-1]) == pytest.approx(found["example_gradient"], rel=1e-4)


def test_ill_health_is_told_and_leads_to_what_shows_it(page: Page, visit: Visit) -> None:
    visit("initializer=zeros&step=5&op=14")
    health = page.locator("#health")
    health.locator("summary").click()
    expect(health).to_contain_text("the same weights")
    health.get_by_role("button", name="Show").first.click()
    expect(page.locator("#inspector")).to_be_visible()
