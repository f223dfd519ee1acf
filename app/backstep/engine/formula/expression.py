"""A recursive-descent parser of formulas; it executes nothing of what it reads.

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed)*
    signed  = ("-" | "+") signed | power
    power   = atom (("**" | "^") signed)?
    atom    = number | name | name "(" sum ("," sum)* ")" | "(" sum ")"

Precedence is as in Python: −x² is −(x²), and powers associate to the right.
"""

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from backstep.engine.errors import InvalidExpression
from backstep.engine.formula.gates import FUNCTIONS, OPERATORS, Gate

LONGEST = 400  # characters
DEEPEST = 40  # nested brackets, signs and powers
MOST_NODES = 150
LONGEST_NAME = 16
CONSTANTS = {"pi": math.pi, "π": math.pi, "e": math.e}

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<symbol>\*\*|[-+*/^(),])|(?P<end>$))"
)
_WANTED = {
    "operand": "a number, a name or a bracket",
    "operator": "an operator (+ − * / **) or the end of the formula",
    "opening": "“(”, since this is a function",
    "closing": "an operator or “)”",
}
# Characters that people copy from printed formulas.
_TYPED = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/"})


class Token(NamedTuple):
    """A symbol, name or number, with its place in the text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Tree:
    """A number (`value`), a variable (`name`), or a gate applied to `inputs`.

    `source` is its (start, end) in the text.
    """

    source: tuple[int, int]
    value: float | None = None
    name: str | None = None
    gate: Gate | None = None
    inputs: tuple["Tree", ...] = ()


def parse(text: str) -> Tree:
    """Parse a formula.

    Raises InvalidExpression, which points at a character and says what is allowed there.
    """
    if len(text) > LONGEST:
        message = f"a formula has at most {LONGEST} characters; this one has {len(text)}"
        raise InvalidExpression("too_long", message, at=LONGEST)
    parser = _Parser(_tokens(text.translate(_TYPED)))
    tree = parser.sum()
    parser.expect("end", "operator")
    return tree


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            allowed = "numbers, names, + − * / ** ^ and brackets"
            message = f"{text[at]!r} is not allowed; allowed: {allowed}"
            raise InvalidExpression("character", message, at=at)
        kind = match.lastgroup or "end"
        found.append(Token(kind, match[kind], match.start(kind), match.end(kind)))
        at = match.end()
        if kind == "end":
            return found


class _Parser:
    """Reads tokens from left to right; each method stops after what it has read."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._nodes = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *symbols: str) -> Token | None:
        """Consume the next token if it is one of the symbols."""
        token = self._next
        if token.kind != "symbol" or token.text not in symbols:
            return None
        self._at += 1
        return token

    def expect(self, kind: str, wanted: str, symbol: str = "") -> Token:
        """Consume the next token, which must be of that kind; `wanted` names what is allowed."""
        token = self._next
        if token.kind == kind and (not symbol or token.text == symbol):
            self._at += 1
            return token
        before = self._tokens[self._at - 1] if self._at else None
        if token.kind == "end":
            message = f"the formula ends here; expected {_WANTED[wanted]}"
            raise InvalidExpression(wanted, message, at=token.start)
        message = f"expected {_WANTED[wanted]}, not {token.text!r}"
        if before and before.kind in ("number", "name") and token.kind in ("number", "name"):
            message += f"; to multiply write {before.text}*{token.text}"
        raise InvalidExpression(wanted, message, at=token.start)

    def sum(self) -> Tree:
        """Parse a sum."""
        left = self._product()
        while operator := self._take("+", "-"):
            left = self._binary(operator.text, left, self._product())
        return left

    def _product(self) -> Tree:
        left = self._signed()
        while operator := self._take("*", "/"):
            left = self._binary(operator.text, left, self._signed())
        return left

    def _signed(self) -> Tree:
        self._enter()
        sign = self._take("-", "+")
        if sign is None:
            tree = self._power()
        else:
            inner = self._signed()
            tree = inner if sign.text == "+" else self._negative(sign, inner)
        self._depth -= 1
        return tree

    def _negative(self, sign: Token, inner: Tree) -> Tree:
        source = (sign.start, inner.source[1])
        if inner.value is not None:
            return Tree(source, value=-inner.value)
        return self._made(Tree(source, gate=OPERATORS["negative"], inputs=(inner,)))

    def _power(self) -> Tree:
        base = self._atom()
        if self._take("**", "^"):
            return self._binary("**", base, self._signed())
        return base

    def _atom(self) -> Tree:
        token = self._next
        if token.kind == "number":
            self._at += 1
            if not math.isfinite(float(token.text)):
                raise InvalidExpression("too_large", f"{token.text} is too large", at=token.start)
            return self._made(Tree((token.start, token.end), value=float(token.text)))
        if token.kind == "name":
            self._at += 1
            return self._named(token)
        bracket = self.expect("symbol", "operand", "(")
        inner = self.sum()
        closed = self.expect("symbol", "closing", ")")
        # The source of an expression includes its brackets.
        fields = vars(inner) | {"source": (bracket.start, closed.end)}
        return Tree(**fields)

    def _named(self, token: Token) -> Tree:
        name, source = token.text, (token.start, token.end)
        if name in FUNCTIONS:
            return self._call(token, FUNCTIONS[name])
        if self._take("("):
            close = get_close_matches(name, FUNCTIONS, 1)
            hint = f"did you mean {close[0]}?" if close else f"allowed: {', '.join(FUNCTIONS)}"
            message = f"there is no function {name}; {hint}"
            raise InvalidExpression("function", message, at=token.start)
        if name in CONSTANTS:
            return self._made(Tree(source, value=CONSTANTS[name]))
        if len(name) > LONGEST_NAME:
            message = f"a name has at most {LONGEST_NAME} characters"
            raise InvalidExpression("name", message, at=token.start)
        return self._made(Tree(source, name=name))

    def _call(self, token: Token, gate: Gate) -> Tree:
        self.expect("symbol", "opening", "(")
        inputs = [self.sum()]
        while self._take(","):
            inputs.append(self.sum())
        closed = self.expect("symbol", "closing", ")")
        if len(inputs) != gate.arity:
            what = "one number" if gate.arity == 1 else f"{gate.arity} numbers"
            message = f"{gate.name} takes {what}, not {len(inputs)}"
            raise InvalidExpression("count", message, at=token.start)
        return self._made(Tree((token.start, closed.end), gate=gate, inputs=tuple(inputs)))

    def _binary(self, name: str, left: Tree, right: Tree) -> Tree:
        source = (left.source[0], right.source[1])
        return self._made(Tree(source, gate=OPERATORS[name], inputs=(left, right)))

    def _made(self, tree: Tree) -> Tree:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            message = f"a formula has at most {MOST_NODES} numbers, names and operations"
            raise InvalidExpression("nodes", message, at=self._tokens[self._at - 1].start)
        return tree

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            message = f"brackets and powers go at most {DEEPEST} deep"
            raise InvalidExpression("depth", message, at=self._next.start)
