"""Formulas, compared with Python's own evaluation, and derivatives with dual numbers."""

import ast
import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from backstep.engine.errors import InvalidExpression
from backstep.engine.formula.expression import (
    CONSTANTS,
    DEEPEST,
    LONGEST,
    MAX_NODES,
    parse_formula,
)
from backstep.engine.formula.gates import FUNCTIONS
from backstep.engine.formula.graph import MAX_VARIABLES, Graph
from backstep.engine.nn.activations import ACTIVATIONS
from tests import textbook

VARIABLES = ("x", "y", "w_1", "β")


class Dual(NamedTuple):
    """A value and its derivative by one variable, computed forward."""

    value: float
    slope: float


# Value and derivative of each function, in Python's own mathematics.
REFERENCE: Mapping[str, Callable[[float], tuple[float, float]]] = {
    **textbook.ACTIVATION,
    "exp": lambda x: (math.exp(x), math.exp(x)),
    "log": lambda x: (math.log(x), 1 / x),
    "sqrt": lambda x: (math.sqrt(x), 0.5 / math.sqrt(x)),
    "sin": lambda x: (math.sin(x), math.cos(x)),
    "cos": lambda x: (math.cos(x), -math.sin(x)),
    "abs": lambda x: (abs(x), math.copysign(1, x) if x else 0),
}


class Outside(ArithmeticError):
    """Undefined in real numbers."""


def power(a: Dual, b: Dual, base_varies: bool, exponent_varies: bool) -> Dual:
    """aᵇ. What depends on a variable has a slope or has none, even where it is flat there, as
    relu(x) is below 0: no number times 0 is no number."""
    value = a.value**b.value
    if isinstance(value, complex):
        raise Outside
    along = 0.0
    if base_varies:
        along += b.value * a.value ** (b.value - 1) * a.slope
    if exponent_varies:
        along += value * math.log(a.value) * b.slope
    return Dual(value, along)


def varies(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) and each.id in VARIABLES for each in ast.walk(node))


def reference(node: ast.expr, values: dict[str, Dual]) -> Dual:
    """Return Python's result for the same text."""
    match node:
        case ast.Constant(value):
            return Dual(float(value), 0)  # type: ignore[arg-type]
        case ast.Name(name):
            return values[name]
        case ast.UnaryOp(op, operand):
            sign = -1 if isinstance(op, ast.USub) else 1
            inner = reference(operand, values)
            return Dual(sign * inner.value, sign * inner.slope)
        case ast.Call(ast.Name(name), [argument]):
            inner = reference(argument, values)
            value, slope = REFERENCE[name](inner.value)
            return Dual(value, slope * inner.slope)
        case ast.Call(ast.Name(name), [first, second]):
            a, b = reference(first, values), reference(second, values)
            if a.value == b.value:
                return Dual(a.value, (a.slope + b.slope) / 2)  # each has a half of it
            return (max if name == "max" else min)(a, b, key=lambda dual: dual.value)
        case ast.BinOp(left, op, right):
            a, b = reference(left, values), reference(right, values)
            match op:
                case ast.Add():
                    return Dual(a.value + b.value, a.slope + b.slope)
                case ast.Sub():
                    return Dual(a.value - b.value, a.slope - b.slope)
                case ast.Mult():
                    return Dual(a.value * b.value, a.slope * b.value + a.value * b.slope)
                case ast.Div():
                    quotient = a.value / b.value
                    return Dual(quotient, (a.slope - quotient * b.slope) / b.value)
                case ast.Pow():
                    return power(a, b, varies(left), varies(right))
    raise AssertionError(ast.dump(node))


def _formulas() -> st.SearchStrategy[str]:
    numbers = st.sampled_from(["0", "1", "2", "0.5", ".25", "3.", "1e1", "2E-1", "pi", "e"])
    leaves = numbers | st.sampled_from(VARIABLES)

    def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        operators = st.sampled_from([" + ", "-", "*", " / ", "**"])
        return st.one_of(
            st.tuples(inner, operators, inner).map("".join),
            inner.map("({})".format),
            inner.map("-{}".format),
            st.tuples(st.sampled_from(sorted(REFERENCE)), inner).map(lambda t: f"{t[0]}({t[1]})"),
            st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(
                lambda t: f"{t[0]}({t[1]}, {t[2]})"
            ),
        )

    return st.recursive(leaves, longer, max_leaves=12)


POINTS = st.sampled_from([-2.0, -0.7, 0.3, 1.1, 2.5])


@given(_formulas(), st.tuples(*[POINTS] * len(VARIABLES)))
@example("-x**2", (1.1, 1, 1, 1))
@example("2**-x**2", (1.1, 1, 1, 1))
@example("x - y - x*y/x", (1.1, 2.5, 1, 1))
def test_values_and_slopes_are_python_s(text: str, point: tuple[float, ...]) -> None:
    values = dict(zip(VARIABLES, point, strict=True))
    graph = Graph(text)
    numbers = graph.numbers({name: values[name] for name in graph.variables})
    tree = ast.parse(text, mode="eval").body
    known = {name: Dual(number, 0) for name, number in CONSTANTS.items()}
    for name, at in graph.variables.items():
        duals = {each: Dual(value, float(each == name)) for each, value in values.items()}
        try:
            expected = reference(tree, known | duals)
        except (ArithmeticError, ValueError):
            assume(False)
        assume(all(abs(number) < 1e8 for number in expected))
        assert numbers.values[-1] == pytest.approx(expected.value, rel=1e-9, abs=1e-9)
        # At a kink, each side has its own derivative, and both are correct.
        if graph.check(numbers, {n: values[n] for n in graph.variables}, name).reason != "kink":
            assert numbers.gradients[at] == pytest.approx(expected.slope, rel=1e-6, abs=1e-6)


@given(st.text(alphabet="xy0.1e+-*/^() ,tanhmax$−×", max_size=30) | st.text(max_size=30))
def test_any_text_is_read_or_refused_at_one_of_its_characters(text: str) -> None:
    refused = None
    try:
        graph = Graph(text)
    except InvalidExpression as error:
        refused = error
    if refused is not None:
        assert 0 <= refused.at <= len(text)
        return
    numbers = graph.numbers(dict.fromkeys(graph.variables, 0.5))
    assert len(numbers.values) == len(graph.nodes) <= MAX_NODES


@pytest.mark.parametrize(
    ("text", "at", "kind", "says"),
    [
        ("2x", 1, "operator", "write 2*x"),
        ("1 +", 3, "operand", "a number, a name or a bracket"),
        ("(x", 2, "closing", "“)”"),
        ("x)", 1, "operator", "the end of the formula"),
        ("tanh x", 5, "opening", "“(”"),
        ("tahn(x)", 0, "function", "did you mean tanh?"),
        ("1 + qqq(x)", 4, "function", "softplus"),
        ("x $ y", 2, "character", "allowed: numbers"),
        ("max(x)", 0, "count", "2 numbers"),
        ("x + tanh(x, x)", 4, "count", "1 number"),
        ("1e999", 0, "too_large", "too large"),
        ("x.__class__", 1, "character", "'.' is not allowed"),
        ("__import__('os')", 11, "character", "allowed"),
        ("x" * (LONGEST + 1), LONGEST, "too_long", str(LONGEST)),
        ("(" * (DEEPEST + 1), DEEPEST, "depth", str(DEEPEST)),
        ("-" * (DEEPEST + 1), DEEPEST, "depth", str(DEEPEST)),
        ("+".join("x" * MAX_NODES), 150, "nodes", str(MAX_NODES)),
        ("+".join(f"x{i}" for i in range(MAX_VARIABLES + 1)), 38, "variables", "12"),
        ("a" * 17, 0, "name", "16"),
        ("", 0, "operand", "ends here"),
    ],
)
def test_a_refusal_points_at_the_character_and_says_what_is_allowed(
    text: str, at: int, kind: str, says: str
) -> None:
    with pytest.raises(InvalidExpression, match=re.escape(says)) as caught:
        Graph(text)
    assert (caught.value.at, caught.value.kind) == (at, kind)


def test_what_is_copied_from_paper_is_understood() -> None:
    assert Graph("2 × x − 3 · y ÷ 2^x").numbers({"x": 2, "y": 4}).values[-1] == 1


def test_what_occurs_twice_is_one_node_and_its_slopes_add_up() -> None:
    graph = Graph("(x*y + 1)*(x*y + 1) + x")
    assert [node.gate.name for node in graph.nodes if node.gate] == ["*", "+", "*", "+"]
    numbers = graph.numbers({"x": 2, "y": 3})
    # F = (xy + 1)² + x: ∂F/∂x = 2 (xy + 1) y + 1, ∂F/∂y = 2 (xy + 1) x.
    assert numbers.gradients[graph.variables["x"]] == 2 * 7 * 3 + 1
    assert numbers.gradients[graph.variables["y"]] == 2 * 7 * 2
    paths, count = graph.paths(numbers, "x", 8)
    assert count == 3
    assert sorted(path.product for path in paths) == [1, 21, 21]


@given(_formulas(), POINTS)
def test_the_paths_of_a_variable_add_up_to_its_slope(text: str, point: float) -> None:
    graph = Graph(text)
    numbers = graph.numbers(dict.fromkeys(graph.variables, point))
    for name, at in graph.variables.items():
        paths, count = graph.paths(numbers, name, 100_000)
        assert len(paths) == count
        slope = numbers.gradients[at]
        assume(math.isfinite(slope) and all(abs(path.product) < 1e8 for path in paths))
        assert math.fsum(path.product for path in paths) == pytest.approx(slope, abs=1e-6)


def test_the_largest_paths_are_kept() -> None:
    graph = Graph("x + 2*x + 3*x + 4*x")
    numbers = graph.numbers({"x": 1})
    paths, count = graph.paths(numbers, "x", 2)
    assert (count, [path.product for path in paths]) == (4, [4, 3])


@pytest.mark.parametrize(
    ("formula", "x", "reason"),
    [
        ("x**3", 2, None),
        ("relu(x)", 0, "kink"),
        ("abs(x)", 3e-6, "kink"),
        ("max(x, 2*x)", 0, None),
        ("max(x, 2*x)", 3e-6, "kink"),
        ("sqrt(x*x)", 0, "kink"),
        ("sqrt(x**4)", 0, "chain"),
        ("max(sqrt(x*x), 0.5)", 0, None),
        ("x/x", 0, "undefined"),
        ("exp(x)", 1000, "undefined"),
        ("step(x)", 0, "kink"),
        ("log(x)", -1, "undefined"),
        ("1/x", 0, "undefined"),
        ("sin(1000000*x)", 1, "rounding"),
    ],
)
def test_the_check_says_why_it_disagrees(formula: str, x: float, reason: str | None) -> None:
    graph = Graph(formula)
    check = graph.check(graph.numbers({"x": x}), {"x": x}, "x")
    assert (check.reason, check.agrees) == (reason, reason is None)


# Slopes at corners and jumps, as PyTorch 2.13 has them.
@pytest.mark.parametrize(
    ("formula", "point", "slopes"),
    [
        ("max(x, y)", (2, 2), (0.5, 0.5)),
        ("min(x, y)", (2, 2), (0.5, 0.5)),
        ("max(x, x)", (2, 2), (1,)),
        ("max(0, x)", (0, 0), (0.5,)),
        ("max(x, max(y, 0))", (0, 0), (0.5, 0.25)),
        ("abs(x) + relu(y)", (0, 0), (0, 0)),
        ("leaky_relu(x) + elu(y)", (0, 0), (0.01, 1)),
        ("step(x)", (0, 0), (0,)),
        ("x**y", (0, 0), (0, 0)),
        ("x**y", (0, 2), (0, 0)),
        ("x**0.5", (0, 0), (math.inf,)),
        ("max(sqrt(x*x + y*y), 0.5)", (0, 0), (0, 0)),
        ("0*sqrt(x)", (0, 0), (0,)),
        ("x/y", (1e300, 1e200), (1e-200, -1e-100)),
        ("x/y", (1e-300, 1e-200), (1e200, -1e100)),
    ],
)
def test_slopes_at_corners(
    formula: str, point: tuple[float, float], slopes: tuple[float, ...]
) -> None:
    graph = Graph(formula)
    values = {name: each for name, each in zip("xy", point, strict=True) if name in formula}
    numbers = graph.numbers(values)
    for name, slope in zip(sorted(graph.variables), slopes, strict=True):
        found = numbers.gradients[graph.variables[name]]
        assert found == pytest.approx(slope, rel=1e-15)
        products = sum(path.product for path in graph.paths(numbers, name, 9)[0])
        assert products == pytest.approx(slope, rel=1e-15)


def test_every_activation_but_softmax_is_a_function() -> None:
    assert set(ACTIVATIONS) - set(FUNCTIONS) == {"softmax"}
    assert set(REFERENCE) | {"max", "min"} == set(FUNCTIONS)


def test_a_tree_knows_where_it_stands_in_the_text() -> None:
    text = " 2*(x + tanh( y ))"
    tree = parse_formula(text)
    product, inner = text[slice(*tree.source)], text[slice(*tree.inputs[1].source)]
    assert (product, inner) == ("2*(x + tanh( y ))", "(x + tanh( y ))")
