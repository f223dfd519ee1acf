"""Numbers as text, as in static/js/lib/format.js and static/js/lib/names.js."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from backstep.shared.reading import Shared, read


class Digits(Shared):
    """Rules and symbols of printed numbers.

    `significant` digits are printed by default; `recorded` is the most that the page prints. Sizes
    in [`fixed_from`, `fixed_below`) have no exponent. The rest are symbols.
    """

    significant: int
    recorded: int
    fixed_from: float
    fixed_below: float
    minus: str
    missing: str
    not_a_number: str
    too_low: str
    too_high: str
    percent: str


class Numerals(Shared):
    """The contents of digits.json."""

    digits: Digits
    raised: str
    lowered: str
    brackets: str


NUMERALS = read(Numerals, "digits")
DIGITS = NUMERALS.digits
_LONGEST = 400  # digits: those of the largest float, and decimals


def plain(value: float | None, digits: int = DIGITS.significant) -> str:
    """Return a number of nearly constant width, without a plus sign."""
    if value is None:
        return DIGITS.missing
    if not math.isfinite(value):
        return _beyond(value)
    size = abs(value)
    if size != 0 and not DIGITS.fixed_from <= size < DIGITS.fixed_below:
        return _scientific(value, max(digits - 2, 1))
    whole = len(str(int(size)))
    return _fixed(value, max(digits - whole + (size < 1), 0))


def signed(value: float | None, digits: int = DIGITS.significant) -> str:
    """Return a number with its sign: +0.0123, −12.30, +1.2e−7."""
    if value is None or not math.isfinite(value):
        return plain(value)
    text = plain(abs(value), digits)
    negative = value < 0 and float(text.replace(DIGITS.minus, "-")) != 0
    return (DIGITS.minus if negative else "+") + text


def percent(share: float | None) -> str:
    """Return a share of 1 in percent."""
    if share is None or not math.isfinite(100 * share):
        return plain(share)
    return _fixed(100 * share, 1) + DIGITS.percent


def raised(number: int) -> str:
    """Return a superscript, such as ²."""
    return _translated(number, NUMERALS.raised)


def lowered(number: int) -> str:
    """Return a subscript, such as ₂."""
    return _translated(number, NUMERALS.lowered)


def sup(number: int) -> str:
    """Return a superscript in parentheses, such as ⁽²⁾."""
    return NUMERALS.brackets[0] + raised(number) + NUMERALS.brackets[1]


def sub(*numbers: int) -> str:
    """Return a subscript: ₂, ₁₃, or ₁₂,₃ if an index has two digits."""
    return ("," if max(numbers) > 9 else "").join(map(lowered, numbers))


def _translated(number: int, figures: str) -> str:
    return "".join(figures[int(figure)] for figure in str(number))


def _beyond(value: float) -> str:
    """Return the symbol of a number that is not finite or beyond float32.

    A NaN differs from a number that is not computed yet. A number that float32, the type of frames,
    cannot hold need not be infinite.
    """
    if math.isnan(value):
        return DIGITS.not_a_number
    return DIGITS.too_low if value < 0 else DIGITS.too_high


# JavaScript rounds halves away from zero, Python's formats round them to even.


def _fixed(value: float, places: int) -> str:
    """Return what JavaScript's `toFixed` returns."""
    context = Context(prec=_LONGEST, rounding=ROUND_HALF_UP)
    # The sum turns −0 into 0.
    rounded = Decimal(value + 0.0).quantize(Decimal(1).scaleb(-places), context=context)
    return f"{rounded:f}".replace("-", DIGITS.minus)


def _scientific(value: float, places: int) -> str:
    """Return what JavaScript's `toExponential` returns, without the exponent's plus sign."""
    rounded = Context(prec=places + 1, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))
    return f"{rounded:.{places}e}".replace("e+", "e").replace("-", DIGITS.minus)
