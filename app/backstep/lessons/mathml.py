"""Formulas of the lessons as MathML, from a line of text.

`z^{(1)}_1 = w_{11} x_1 + b`, `\\frac{∂L}{∂w}`, `\\hat{y}`, `\\sqrt{2}`; `#` stands for a number,
which is passed separately. Names of several letters follow a backslash: `\\tanh`.
"""

import re
from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from backstep.shared.numbers import DIGITS, raised

_TOKEN = re.compile(r"\s*(\\[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|\S)")
_DIGITS = 3
_EXACT = 1e-6  # relative; frames carry float32

Number = float | tuple[float, int]


def formatted(value: float, digits: int = _DIGITS) -> str:
    """Return a number with `digits` significant digits and a true minus; integers are exact."""
    if value == int(value) and abs(value) < 1e5:
        return str(int(value)).replace("-", DIGITS.minus)
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, _, power = text.partition("e")
        sign = "⁻" if int(power) < 0 else ""
        return f"{mantissa} · 10{sign}{raised(abs(int(power)))}".replace("-", DIGITS.minus)
    missing = digits - len(text.lstrip("-0.").replace(".", ""))
    # A number that is exact with fewer digits, such as 0.5, gets no zeros.
    if missing > 0 and abs(float(text) - value) > _EXACT * abs(value):
        text += ("" if "." in text else ".") + "0" * missing
    return text.replace("-", DIGITS.minus)


def formula(text: str, *numbers: Number, display: bool = False) -> Markup:
    """Return the `math` element."""
    reader = _Reader(_TOKEN.findall(text), iter(numbers))
    body = reader.row(None)
    if next(reader.numbers, None) is not None:
        raise ValueError(f"more numbers than # in {text}")
    block = ' display="block"' if display else ""
    return Markup(f"<math{block}>{body}</math>")


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str], numbers: Iterator[Number]) -> None:
        self._tokens = tokens
        self._at = 0
        self.numbers = numbers

    def row(self, closing: str | None) -> str:
        """Read up to the closing brace, or to the end."""
        parts = []
        while self._at < len(self._tokens) and self._tokens[self._at] != closing:
            parts.append(self._scripted())
        self._at += 1
        return f"<mrow>{''.join(parts)}</mrow>"

    def _scripted(self) -> str:
        """Read one element with its subscript and superscript."""
        base, marks = self._one(), {}
        while self._at < len(self._tokens) and self._tokens[self._at] in "_^":
            mark = self._tokens[self._at]
            self._at += 1
            marks[mark] = self._one()
        match marks:
            case {"_": below, "^": above}:
                return f"<msubsup>{base}{below}{above}</msubsup>"
            case {"_": below}:
                return f"<msub>{base}{below}</msub>"
            case {"^": above}:
                return f"<msup>{base}{above}</msup>"
        return base

    def _one(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        if token == "{":
            return self.row("}")
        if token == "#":
            return self._number()
        if token == r"\frac":
            return f"<mfrac>{self._one()}{self._one()}</mfrac>"
        if token == r"\sqrt":
            return f"<msqrt>{self._one()}</msqrt>"
        if token == r"\hat":
            return f"<mover>{self._one()}<mo>^</mo></mover>"
        if token[0] == "\\":
            return f"<mi>{token[1:]}</mi>"
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        if token.isalpha() or token in "∂∞":
            return f"<mi>{token}</mi>"
        return f"<mo>{escape(token.replace('-', DIGITS.minus).replace('*', '·'))}</mo>"

    def _number(self) -> str:
        given = next(self.numbers, None)
        if given is None:
            raise ValueError("more # than numbers")
        value, digits = given if isinstance(given, tuple) else (given, _DIGITS)
        shown = formatted(value, digits)
        inner = f'<mn data-value="{value!r}">{shown}</mn>'
        return f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>" if self._needs_brackets(value) else inner

    def _needs_brackets(self, value: float) -> bool:
        """Whether the number is a negative factor or term, not after = or a bracket."""
        before = self._tokens[self._at - 2] if self._at > 1 else "="
        return value < 0 and before in "+-−·×*÷"
