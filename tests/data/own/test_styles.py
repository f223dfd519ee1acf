"""What is written in a country's style is read as the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data.own import dates
from backstep.data.own.columns import Column
from backstep.data.own.dates import Order
from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.reading import Limits
from tests.examples import examples

_GUESSED = Choices()
LIMITS = Limits(rows=500, columns=20, line=5000, categories=10, inputs=40)


@dataclass(frozen=True)
class Style:
    """How a country writes amounts; `text` has places for the digits and the sign."""

    separator: str = ","
    decimal: str = "."
    group: str = ","
    text: str = "{sign}{digits}"
    indian: bool = False

    def write(self, value: float, places: int) -> str:
        whole, _, rest = f"{abs(value):.{places}f}".partition(".")
        digits = self._grouped(whole) + (self.decimal + rest if rest else "")
        if "(" in self.text:
            text = self.text if value < 0 else self.text.strip("()")
            return text.format(sign="", digits=digits)
        return self.text.format(sign="-" if value < 0 else "", digits=digits)

    def _grouped(self, whole: str) -> str:
        if not self.indian or len(whole) < 4:
            return f"{int(whole):,}".replace(",", self.group)
        head, tail = whole[:-3], whole[-3:]
        pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
        return ",".join([*reversed(pairs), tail])


STYLES = {
    "plain": Style(group=""),
    "us": Style(),
    "us-money": Style(text="{sign}${digits}"),
    "us-accounting": Style(text="({digits})"),
    "us-tab": Style(separator="\t", text="{digits}{sign}"),
    "german": Style(";", ",", "."),
    "german-plain": Style(";", ",", ""),
    "german-money": Style(";", ",", ".", "{sign}{digits} €"),
    "german-tab": Style("\t", ",", "."),
    "french": Style(";", ",", "\u202f", "{sign}{digits} %"),
    "french-nbsp": Style(";", ",", "\u00a0"),
    "french-space": Style(";", ",", " ", "{sign}{digits} €"),
    "swiss": Style(",", ".", "'", "CHF {sign}{digits}"),
    "swiss-semicolon": Style(";", ".", "’"),
    "indian": Style(",", ".", ",", "{sign}₹{digits}", indian=True),
    "pipe": Style("|", ",", "."),
}


def columns(text: str, choices: Choices = _GUESSED) -> list[Column]:
    return prepare(text.encode(), choices, LIMITS).columns


def table(style: Style, *cells: Sequence[str]) -> str:
    """Rows under names, with a class in the last column."""

    def quoted(cell: str) -> str:
        return f'"{cell}"' if style.separator in cell else cell

    rows = [[*row, "ab"[at % 2]] for at, row in enumerate(zip(*cells, strict=True))]
    names = [[*(f"v{at}" for at in range(len(cells))), "label"]]
    return "\n".join(style.separator.join(map(quoted, row)) for row in names + rows)


@pytest.mark.parametrize("name", STYLES)
@examples(25)
@given(
    values=st.lists(
        st.tuples(st.integers(-(10**11), 10**11), st.integers(-(10**9), 10**9)),
        min_size=6,
        max_size=20,
    ),
    places=st.integers(0, 5),
)
def test_numbers_in_a_style_come_back(
    name: str, values: list[tuple[int, int]], places: int
) -> None:
    """Cents show the decimal sign; the other column has any number of places, so three, too."""
    style = STYLES[name]
    cents = [first / 100 for first, _ in values]
    others = [second / 10**places for _, second in values]
    text = table(
        style, [style.write(v, 2) for v in cents], [style.write(v, places) for v in others]
    )
    first, second, _ = columns(text)
    assert (first.type, second.type) == ("number", "number")
    assert first.numbers == cents
    assert second.numbers == others


@pytest.mark.parametrize("name", STYLES)
@examples(25)
@given(
    values=st.lists(st.integers(-(10**9), 10**9), min_size=8, max_size=20),
    words=st.lists(st.sampled_from(["", "NA", "NaN", "–", "k.A.", "None", "#N/A"]), max_size=5),
)
def test_words_for_no_value_are_gaps(name: str, values: list[int], words: list[str]) -> None:
    style = STYLES[name]
    numbers = [*(value / 100 for value in values), *[None] * len(words)]
    cells = [*(style.write(value / 100, 2) for value in values), *words]
    (column, _) = columns(table(style, cells))
    assert column.numbers == numbers
    assert column.missing == len(words)


DATES: dict[str, Order] = {
    "%Y-%m-%d": "ymd", "%Y/%m/%d": "ymd", "%d.%m.%Y": "dmy", "%d/%m/%Y": "dmy", "%m/%d/%Y": "mdy",
    "%d-%m-%Y": "dmy", "%Y-%m-%dT%H:%M": "ymd", "%d %B %Y": "dmy", "%B %d, %Y": "dmy",
}  # fmt: skip


@pytest.mark.parametrize("form", DATES)
@examples(25)
@given(
    values=st.lists(
        st.dates(date(1000, 1, 1), date(2999, 12, 31)), min_size=6, max_size=20, unique=True
    )
)
def test_dates_come_back_as_days(form: str, values: list[date]) -> None:
    text = table(Style(";"), [value.strftime(form) for value in values])
    (column, _) = columns(text, Choices(order=DATES[form]))
    assert column.type == "date"
    assert column.numbers == [(value - date(1970, 1, 1)).days for value in values]
    written = [dates.written(number) for number in column.numbers if number is not None]
    assert written == [value.isoformat() for value in values]


@pytest.mark.parametrize(
    ("cells", "separator", "decimal"),
    [
        # One cell that allows one reading decides.
        (["1.250", "0,5", "2.400"], ";", ","),
        (["1,250", "0.5", "2,400"], ";", "."),
        (["1.250.000", "2.400.000"], ",", ","),
        (["1,250,000", "2,400,000"], ";", "."),
        (["1,25,000", "2,400"], ";", "."),
        (["1.250,00", "3"], ",", ","),
        (["1 250,125", "3"], ";", ","),
        (["1'250.125", "3"], ";", "."),
        (["0.125", "3.250"], ";", "."),
        (["1234.567", "1.250"], ";", "."),
        # All could be either: what stands beside them, and then the separator.
        (["500", "750", "1.250"], ",", ","),
        (["1500", "1.250", "2.125"], ",", "."),
        (["$1,250", "$2,400"], ";", "."),
        (["1.250 €", "2.400 €"], ",", ","),
        (["1.250", "2.400"], ";", ","),
        (["1.250", "2.400"], ",", "."),
        (["1,250", "2,400"], ",", "."),
        (["1", "2"], ";", "."),
    ],
)
def test_the_decimal_sign_is_that_of_the_whole_file(
    cells: list[str], separator: str, decimal: str
) -> None:
    """What one column shows holds for the others."""
    plain = [str(at) for at in range(len(cells))]
    text = table(Style(separator), cells, plain)
    found = prepare(text.encode(), Choices(), LIMITS)
    assert found.decimal == decimal
    given = prepare(text.encode(), Choices(decimal="," if decimal == "." else "."), LIMITS)
    assert given.decimal != decimal
