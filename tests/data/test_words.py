"""Texts as numbers: tokens, vocabulary, encodings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.data.words import ENCODINGS, POSITIONS, TextEncoder, Vocabulary, tokenize

TEXTS = ["The film is good, good, good!", "The film is not good.", "A film."]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("A Wonderful film, 10/10!", "a wonderful film"),
        ("It isn’t  dull", "it isn't not_dull"),
        ("Очень хороший фильм", "очень хороший фильм"),
        ("не скучно; хорошо", "не not_скучно хорошо"),
        ("not a good film, but short", "not not_a not_good not_film but short"),
        ("Never. Again", "never again"),
        ("snow-white don't_do", "snow white don't not_do"),
        ("", ""),
        ("1234 ?! 👍", ""),
    ],
)
def test_tokens_are_lower_case_words_and_know_negation(text: str, tokens: str) -> None:
    assert tokenize(text) == tokens.split()


@given(st.text())
def test_a_negation_changes_words_and_never_how_many(text: str) -> None:
    plain = tokenize(text, negation=False)
    assert [word.removeprefix("not_") for word in tokenize(text)] == plain
    assert all("_" not in word and word == word.lower() for word in plain)


def test_the_vocabulary_are_the_most_frequent_words_that_occur_twice() -> None:
    tokens = [tokenize(text, negation=False) for text in TEXTS]
    known = Vocabulary.learn(tokens, limit=10)
    assert known.words == ("good", "film", "is", "the")
    assert known.counts == (4, 3, 2, 2)
    assert Vocabulary.learn(tokens, limit=2).words == ("good", "film")
    assert Vocabulary.learn([], limit=2).words == ()


def encoder(encoding: str) -> TextEncoder:
    return TextEncoder.learn(TEXTS, encoding, negation=False)


def test_a_bag_counts_words_and_forgets_their_order() -> None:
    reading = encoder("bag").read("Good film: the best good film")
    assert reading.tokens == ["good", "film", "the", "best", "good", "film"]
    assert reading.numbers == [0, 1, 3, None, 0, 1]
    assert reading.inputs.tolist() == [2, 2, 0, 1]
    assert encoder("bag").inputs == ("good", "film", "is", "the")


def test_shares_of_an_embedding_give_the_mean_of_the_vectors() -> None:
    reader = encoder("embedding")
    reading = reader.read("good film, good unknown")
    vectors = np.random.default_rng(1).normal(size=(4, 2))  # one row per word
    mean = np.mean([vectors[number] for number in reading.numbers if number is not None], axis=0)
    np.testing.assert_allclose(reading.inputs @ vectors, mean)
    assert reading.inputs.sum() == pytest.approx(1)
    assert reader.encoding.vectors


def test_one_hot_has_a_one_for_each_known_word_at_its_place() -> None:
    reader = encoder("one_hot")
    table = reader.read("film unknown good").inputs.reshape(POSITIONS, 4)
    assert np.argwhere(table).tolist() == [[0, 1], [2, 0]]
    assert (reader.inputs[1], reader.inputs[8]) == ("film₁", "good₃")
    assert len(reader.inputs) == POSITIONS * 4


def test_one_hot_leaves_out_words_after_the_last_place() -> None:
    reader = encoder("one_hot")
    assert reader.read("film " * 40).inputs.sum() == POSITIONS


@pytest.mark.parametrize("name", ENCODINGS)
def test_texts_without_a_known_word_are_nothing_but_zeros(name: str) -> None:
    inputs = encoder(name).encode(["", "nothing known"])
    assert inputs.shape == (2, len(encoder(name).inputs))
    assert not inputs.any()


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoding_has_no_more_words_than_it_has_room_for(name: str) -> None:
    def word(number: int) -> str:
        return "x" + "".join("abcdefghij"[int(digit)] for digit in str(number))

    texts = [" ".join(word(number) for number in range(1000))] * 2
    row = ENCODINGS[name]
    reader = TextEncoder.learn(texts, name)
    assert len(reader.vocabulary) == row.vocabulary
    assert len(reader.inputs) == row.vocabulary * (row.positions or 1)
