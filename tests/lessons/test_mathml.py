"""Formulas and numbers of the lessons."""

from xml.etree import ElementTree

import pytest

from backstep.lessons.mathml import formatted, formula


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.5, 3, "0.5"),
        (0.123456, 3, "0.123"),
        (-1.0999999, 3, "−1.1"),
        (0.1001, 3, "0.100"),
        (12.3456, 3, "12.3"),
        (1234.5, 3, "1.23 · 10³"),
        (8.0, 3, "8"),
        (-3, 3, "−3"),
        (0.0000123, 3, "1.23 · 10⁻⁵"),
        (0.0, 3, "0"),
        (0.6000000238418579, 3, "0.6"),
    ],
)
def test_numbers_are_short_and_true(value: float, digits: int, text: str) -> None:
    assert formatted(value, digits) == text


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("x", "<mi>x</mi>"),
        ("x_1", "<msub><mi>x</mi><mn>1</mn></msub>"),
        ("w^{(2)}_{12}", "msubsup"),
        (r"\frac{∂L}{∂w}", "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow>"),
        (r"\hat{y}", "<mover><mrow><mi>y</mi></mrow><mo>^</mo></mover>"),
        (r"\tanh z", "<mi>tanh</mi><mi>z</mi>"),
        ("a - b", "<mo>−</mo>"),
        ("f'(z)", "<mo>&#x27;</mo><mo>(</mo>"),
    ],
)
def test_a_line_of_text_is_made_into_a_formula(text: str, inner: str) -> None:
    made = formula(text)
    ElementTree.fromstring(made)
    assert inner in made


def test_numbers_stand_where_they_are_asked_for() -> None:
    made = formula("# - # = #", 1.0, -2.5, (3.5, 2))
    ElementTree.fromstring(made)
    values = [each.get("data-value") for each in ElementTree.fromstring(made).iter("mn")]
    assert values == ["1.0", "-2.5", "3.5"]
    # A negative number after an operator has brackets, one after = does not.
    assert made.count("<mo>(</mo>") == 1


@pytest.mark.parametrize("numbers", [(), (1.0, 2.0)])
def test_as_many_numbers_as_are_asked_for(numbers: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="#"):
        formula("x = #", *numbers)
