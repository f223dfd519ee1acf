"""Files of one's own: guesses, corrections, and that nothing in a file makes it crash."""

import csv
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data.export import to_csv
from backstep.data.own.numerals import Decimal, number
from backstep.data.own.own_set import OwnSet
from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.prepared import Prepared
from backstep.data.own.problems import KINDS
from backstep.data.own.reading import Limits

LIMITS = Limits(rows=200, columns=12, line=500, categories=10, inputs=40)
FLOWERS = "length,width,colour,species\n" + "\n".join(
    f"{5 + i / 10},{2 + i % 3},{('red', 'blue')[i % 2]},{('a', 'b', 'c')[i % 3]}" for i in range(12)
)
# What must be told with a line, and what with a column.
WITH_LINE = {"long_line", "many_rows", "control", "quotes", "ragged", "not_a_number", "not_finite"}
WITH_COLUMN = {
    kind for kind in KINDS if kind.startswith(("missing", "one_", "constant", "not_a_n"))
}


def found(data: str | bytes, **choices: Any) -> Prepared:
    raw = data.encode() if isinstance(data, str) else data
    return prepare(raw, Choices(**choices), LIMITS)


def own(data: str | bytes, **choices: Any) -> OwnSet:
    prepared = found(data, **choices)
    assert prepared.own is not None, prepared.problems
    return prepared.own


def kinds(prepared: Prepared) -> list[str]:
    return [problem.kind for problem in prepared.problems]


def test_types_target_and_classes_are_guessed() -> None:
    prepared = found(FLOWERS)
    assert [column.type for column in prepared.columns] == ["number", "number"] + ["category"] * 2
    assert prepared.target is not None
    assert (prepared.target.name, prepared.task) == ("species", "classification")
    made = own(FLOWERS)
    assert made.classes == ("a", "b", "c")
    assert made.inputs == ("length", "width", "colour = blue", "colour = red")
    data = made.split(np.random.default_rng(1), 0.25)
    np.testing.assert_allclose(data.train_x[:, :2].mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.train_x[:, :2].std(axis=0), 1)
    assert (made.x[:, 2:].sum(axis=1) == 1).all()
    assert (made.y.argmax(axis=1) == np.arange(12) % 3).all()


def test_the_scale_is_told_and_takes_points_to_inputs() -> None:
    text = "x,y,label\n" + "\n".join(f"{i},{i * i},{'ab'[i % 2]}" for i in range(8))
    prepared = found(text)
    told = {column["name"]: column for column in prepared.describe()["columns"]}
    assert told["x"]["mean"] == 3.5
    made = own(text)
    data = made.split(np.random.default_rng(1), 0.25)
    assert (len(data.train_x), len(data.test_x), data.plane) == (6, 2, 2)
    np.testing.assert_allclose(data.encode(data.test_points), data.test_x)
    points = np.vstack([data.train_points, data.test_points])
    np.testing.assert_array_equal(points[:, 0] ** 2, points[:, 1])


def test_scales_are_those_of_the_training_rows() -> None:
    """Whatever the test rows are, training is the same."""
    lines = [f"{i},{i % 7 if i % 5 else ''},{3.5 * i}" for i in range(20)]
    rng = np.random.default_rng
    plain = own("\n".join(["a,b,y", *lines])).split(rng(1), 0.25)
    for row in rng(1).permutation(20)[15:]:
        lines[row] = f"{1e6 + row},,{-1e9 - row}"
    other = own("\n".join(["a,b,y", *lines])).split(rng(1), 0.25)
    np.testing.assert_array_equal(plain.train_x, other.train_x)
    np.testing.assert_array_equal(plain.train_y, other.train_y)
    assert (other.test_x[:, 1] == 0).all()  # the mean of the training rows stands in
    assert (other.test_x[:, 0] > 1e5).all()


def test_a_column_that_is_the_same_in_all_training_rows_stays_a_number() -> None:
    rng = np.random.default_rng
    lines = ["0.1,a", "0.1,b"] * 6
    lines[rng(1).permutation(12)[-1]] = "0.3,a"
    data = own("\n".join(["x,label", *lines])).split(rng(1), 0.25)
    assert np.abs(data.train_x).max() < 1e-12
    np.testing.assert_allclose(np.sort(data.test_x[:, 0]), [0, 0, 0.2], atol=1e-12)


def test_a_target_of_many_numbers_is_regression_and_standardised() -> None:
    text = "area,price\n" + "\n".join(f"{i},{1000 * i + 7}" for i in range(30))
    prepared = found(text)
    assert prepared.task == "regression"
    made = own(text)
    assert made.classes is None
    data = made.split(np.random.default_rng(1), 0.2)
    np.testing.assert_allclose([data.train_y.mean(), data.train_y.std()], [0, 1], atol=1e-12)
    assert prepared.describe()["columns"][1]["mean"] == pytest.approx(14507)
    rows = list(csv.reader(io.StringIO(to_csv(data))))
    assert rows[0] == ["area", "y", "set"]
    for area, price, _ in rows[1:]:
        assert float(price) == pytest.approx(1000 * float(area) + 7)


MOODS = "text,mood,stars\n" + "\n".join(
    f"{mood} film indeed and {word} again,{mood},{i}"
    for i, (mood, word) in enumerate([("good", "seen"), ("bad", "left")] * 5)
)


def test_texts_with_a_label_are_bags_of_words() -> None:
    prepared = found(MOODS, target="mood")
    assert [column.type for column in prepared.columns] == ["text", "category", "number"]
    assert kinds(prepared) == ["beside_text"]
    made = own(MOODS, target="mood")
    assert made.classes == ("bad", "good")
    assert set(made.inputs) >= {"good", "film", "left"}
    data = made.split(np.random.default_rng(1), 0.2)
    assert (data.kind, data.plane, len(data.test_x)) == ("words", 0, 2)
    assert data.text(0) is not None
    assert data.train_x[0][made.inputs.index("film")] == 1
    rows = list(csv.reader(io.StringIO(to_csv(data))))
    assert (rows[0], len(rows)) == (["text", "class", "set"], 11)
    assert rows[1][0] == data.text(0)


def test_texts_without_a_common_word_are_nothing_to_learn_from() -> None:
    words = [f"{a}aa {a}bb {a}cc" for a in "qrstuvw"]
    text = "text,label\n" + "\n".join(f"{each},{'xy'[i % 2]}" for i, each in enumerate(words))
    assert kinds(found(text)) == ["no_words"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_guessed(separator: str) -> None:
    prepared = found(FLOWERS.replace(",", separator))
    assert prepared.sheet is not None
    assert prepared.sheet.separator == separator
    assert prepared.own is not None


def test_a_file_may_say_its_separator_in_its_first_line() -> None:
    prepared = found("sep=;\n" + FLOWERS.replace(",", ";").replace("5.0", "x"))
    assert prepared.sheet is not None
    assert (prepared.sheet.separator, prepared.sheet.header) == (";", True)
    assert (prepared.problems[0].kind, prepared.problems[0].line) == ("not_a_number", 3)


@pytest.mark.parametrize(
    ("text", "header"),
    [("a,b\n1,2\n3,4\n5,6\n7,9", True), ("1,2\n3,4\n5,6\n7,9", False),
     ("no,yes\nyes,yes\nno,no\nyes,no\nno,no", False), ("sort,mood\nx,good\ny,bad\nz,bad", True)],
)  # fmt: skip
def test_the_header_is_guessed(text: str, header: bool) -> None:
    sheet = found(text).sheet
    assert sheet is not None
    assert sheet.header is header


def test_guesses_can_be_corrected() -> None:
    chosen = own(
        FLOWERS, target="colour", types=["number", "category", "category", "ignore", "date"]
    )
    assert chosen.classes == ("blue", "red")
    assert chosen.inputs == ("length", "width = 2", "width = 3", "width = 4")
    assert own(FLOWERS, target="width", task="regression").classes is None
    assert own(FLOWERS, target="width", task="classification").classes == ("2", "3", "4")


@pytest.mark.parametrize(
    ("encoding", "marked"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", False),
     ("utf-16-be", False), ("windows-1251", True)],
)  # fmt: skip
def test_the_encoding_is_found(encoding: str, marked: bool) -> None:
    text = "рост,город\n" + "\n".join(f"{i},{'Москва' if i % 2 else 'Тверь'}" for i in range(9))
    prepared = found(text.encode(encoding))
    assert prepared.own is not None
    assert prepared.own.classes == ("Москва", "Тверь")
    assert ("encoding" in kinds(prepared)) == marked


def test_western_letters_that_are_not_utf_8_are_read_and_told_of() -> None:
    text = "size,name\n" + "\n".join(f"{i},{'naïve' if i % 2 else 'café'}" for i in range(9))
    prepared = found(text.encode("windows-1252"))
    assert prepared.own is not None
    assert prepared.own.classes == ("café", "naïve")
    assert prepared.problems[0].value == "windows-1252"


@pytest.mark.parametrize(
    ("data", "kind", "line"),
    [
        (b"", "empty", None),
        (b"\xef\xbb\xbf  \n ", "empty", None),
        (b"PK\x03\x04rest", "spreadsheet", None),
        (b"\x89PNG\r\n\x1a\n", "binary", None),
        (b"a,b\n1,2\n3,\x07", "control", 3),
        ("a,b\n1,2\n" + "x" * 501, "long_line", 3),
        ("a,b\n" + "1,2\n" * 201, "many_rows", 202),
        (",".join("abcdefghijklmn") + "\n1", "many_columns", 1),
        ("x,class\n1,a\n2,a\n3,a\n4,a", "one_class", None),
        ("x,y\n1,5\n2,5\n3,5\n4,5", "one_class", None),
        ("x,y\n1,2", "few_rows", None),
        ("label\na\nb\na\nb", "no_inputs", None),
        ("x,label\n1,a\n1,b\n1,a\n1,b", "no_inputs", None),
        ("a,b\n" + "the first text of all,one more such text\n" * 9, "no_target", None),
    ],
)
def test_what_cannot_be_trained_on_says_why(data: str | bytes, kind: str, line: int | None) -> None:
    prepared = found(data)
    (error,) = (each for each in prepared.problems if each.severity == "error")
    assert (error.kind, error.line) == (kind, line)
    assert prepared.own is None


def test_a_file_that_is_not_what_it_is_said_to_be_names_the_line() -> None:
    prepared = found("a,b\n1,2\né,3".encode("latin-1"), encoding="utf-8")
    assert (prepared.problems[0].kind, prepared.problems[0].line) == ("not_encoded", 3)


def test_rows_and_cells_that_cannot_be_used_are_named() -> None:
    lines = ["x,y,label", "1,2,a", "2,oops,b", "3,,a", "4,inf,b", "5,6", "6,7,b,9", "7,1e999,a"]
    lines += ["8,9,", "9,1,b", '10,"5"x,a', "11,3,a", "12,4,NaN", "13,2,b"]
    prepared = found("\n".join(lines))
    told = {(each.kind, each.line, each.column) for each in prepared.problems}
    assert told == {
        ("not_a_number", 3, "y"),
        ("not_finite", 5, "y"),
        ("ragged", 6, None),
        ("ragged", 7, None),
        ("not_finite", 8, "y"),
        ("quotes", 11, None),
        ("missing_target", None, "label"),
        ("missing_number", None, "y"),
    }
    made = own("\n".join(lines))
    assert len(made.x) == 8
    assert np.isnan(made.x[[1, 2, 3, 4], 1]).all()
    data = made.split(np.random.default_rng(1), 0)
    order = np.random.default_rng(1).permutation(8)
    assert (data.train_x[np.isnan(made.x[order, 1]), 1] == 0).all()  # the mean stands in


def test_a_line_break_in_quotes_keeps_the_count_of_lines() -> None:
    text = 'note,x,label\n"two\nlines",1,a\n"one",b,b\nc,3,a\nd,4,b\ne,6,b'
    assert ("not_a_number", 4) in {(each.kind, each.line) for each in found(text).problems}


def test_columns_of_no_use_are_left_out_and_told() -> None:
    text = "id,x,same,name,label\n" + "\n".join(
        f"{i},{i * 0.7},5,name{i},{'ab'[i % 2]}" for i in range(12)
    )
    prepared = found(text)
    told = {(each.kind, each.column) for each in prepared.problems}
    assert told == {("index", "id"), ("constant", "same"), ("many_categories", "name")}
    assert own(text).inputs == ("x",)


def test_columns_called_alike_are_told_apart() -> None:
    prepared = found(
        "a,a,,label\n" + "\n".join(f"{i},{-i},{i % 3},{'xy'[i % 2]}" for i in range(6))
    )
    assert [column.name for column in prepared.columns] == ["a", "a (2)", "column 3", "label"]
    assert kinds(prepared) == ["twice"]


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [("1.5", ".", 1.5), ("1,5", ",", 1.5), ("−2", ".", -2), ("1 234,5", ",", 1234.5),
     ("1,234.5", ".", 1234.5), ("1,5", ".", None), ("1.5", ",", None), ("1e3", ".", 1000),
     ("1_000", ".", None), ("0x10", ".", None), ("٣", ".", None), ("Infinity", ".", np.inf),
     ("", ".", None), ("12a", ".", None), ("1e200", ".", np.inf), ("1.250", ",", 1250),
     ("1'250.50", ".", 1250.5), ("1\u00a0250,5", ",", 1250.5), ("1\u202f250,5", ",", 1250.5),
     ("1,25,000", ".", 125000), ("12,34,56,789.5", ".", 123456789.5), ("$ 1.30", ".", 1.3),
     ("1,50 €", ",", 1.5), ("CHF 1'250.–", ".", 1250), ("₹1,25,000", ".", 125000),
     ("-$5", ".", -5), ("$-5", ".", -5), ("($1,234.50)", ".", -1234.5), ("7%", ".", 7),
     ("7,5 %", ",", 7.5), ("(0.5)", ".", -0.5), ("12.50-", ".", -12.5), ("5.-", ".", 5),
     ("1.5E+03", ".", 1500), ("0,125", ".", None), ("0,125", ",", 0.125), ("1,2,3", ".", None),
     ("1.250.000,5", ",", 1250000.5), ("12 kg", ".", 12), ("–5", ".", -5), ("--5", ".", None),
     ("(5", ".", None), ("1 2", ".", None)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(
    cell: str, decimal: Decimal, value: float | None
) -> None:
    assert number(cell, decimal) == value


cells = st.one_of(
    st.text(max_size=8), st.floats().map(str), st.integers().map(str),
    st.sampled_from(["", "NaN", "inf", "=1+1", "a", "b", '"', "1,5", "é", "# a", "set", "train",
                     "test", "1.250", "($1,5)", "01.02.2024", "99/99/99", "Yes", "yes", "0"]),
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Tables written well or badly, and anything at all."""
    rows = draw(st.lists(st.lists(cells, max_size=5), max_size=12))
    separator = draw(st.sampled_from(",;\t|"))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    plain = "\n".join(separator.join(row) for row in rows)
    said = draw(st.sampled_from([text.getvalue(), plain]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]))
    return draw(st.one_of(st.just(said.encode(encoding, "replace")), st.binary(max_size=300)))


@given(
    files(),
    st.builds(
        Choices,
        encoding=st.sampled_from([None, "utf-8", "windows-1252"]),
        separator=st.sampled_from([None, ",", ";"]),
        header=st.sampled_from([None, True, False]),
        decimal=st.sampled_from([None, ".", ","]),
        skip=st.sampled_from([None, 0, 1, 9]),
        missing=st.sampled_from([None, [], ["a", "1"]]),
        missing_of=st.sampled_from([{}, {"column 1": ["b"]}]),
        order=st.sampled_from([None, "dmy", "mdy"]),
        merge=st.booleans(),
        split=st.sampled_from([None, "", "a"]),
        types=st.lists(
            st.sampled_from([None, "number", "category", "text", "ignore", "date"]), max_size=6
        ),
        target=st.sampled_from([None, "column 1", "a"]),
        task=st.sampled_from([None, "classification", "regression"]),
    ),
)
def test_no_file_makes_it_crash_and_every_problem_is_named(data: bytes, choices: Choices) -> None:
    prepared = prepare(data, choices, LIMITS)
    prepared.describe()
    for problem in prepared.problems:
        assert problem.message
        assert (problem.line is not None) >= (problem.kind in WITH_LINE)
        assert (problem.column is not None) >= (problem.kind in WITH_COLUMN)
        assert problem.line is None or 1 <= problem.line <= len(data) + 1
    errors = [each for each in prepared.problems if each.severity == "error"]
    assert bool(errors) == (prepared.own is None)
    if prepared.own is not None:
        made = prepared.own
        parts = made.split(np.random.default_rng(0), 0.3)
        for part in (parts.train_x, parts.train_y, parts.test_x, parts.test_y):
            assert np.isfinite(part).all()
        assert made.x.shape == (len(made.y), len(made.inputs))
        assert parts.train_points.shape[1] == made.plane <= 2
