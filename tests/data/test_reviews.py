"""The reviews: enough, balanced, short, and with a truly different test set."""

from collections import Counter

import numpy as np
import pytest

from backstep.data import build
from backstep.data.reviews import encoder, reviews
from backstep.data.words import ENCODINGS, tokenize

PARTS = dict(zip(("train", "test"), reviews(), strict=True))


def words(text: str) -> list[str]:
    return tokenize(text, negation=False)


@pytest.mark.parametrize(("part", "least"), [("train", 600), ("test", 150)])
def test_each_part_is_large_enough_and_balanced(part: str, least: int) -> None:
    found = PARTS[part]
    assert len(found.texts) == len(found.targets) >= least
    assert found.targets.mean() == 0.5
    assert set(np.unique(found.targets)) == {0, 1}


def test_reviews_are_short_sentences() -> None:
    for text in PARTS["train"].texts + PARTS["test"].texts:
        assert text == text.strip()
        assert text[0].isupper()
        assert text[-1] in ".!?"
        assert 4 <= len(words(text)) <= 15, text


def test_no_review_is_much_like_one_of_the_other_part() -> None:
    train = [set(words(text)) for text in PARTS["train"].texts]
    for text in PARTS["test"].texts:
        mine = set(words(text))
        alike = max(len(mine & its) / len(mine | its) for its in train)
        assert alike < 0.5, text


def test_there_is_negation_and_there_are_mixed_feelings() -> None:
    texts = [words(text) for text in PARTS["train"].texts]
    counts = Counter(word for text in texts for word in set(text))
    assert sum("not" in text or "never" in text for text in texts) > 200
    assert counts["but"] > 100


def test_negations_stand_on_both_sides() -> None:
    train = PARTS["train"]
    negated = ["not" in words(text) or "never" in words(text) for text in train.texts]
    assert 0.2 < train.targets[negated].mean() < 0.8


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("negation", [True, False])
def test_the_vocabulary_is_that_of_the_training_part(name: str, negation: bool) -> None:
    data = build.reviews_data(name, negation)
    known = encoder(name, negation).vocabulary
    seen = Counter(
        word for text in PARTS["train"].texts for word in tokenize(text, negation=negation)
    )
    assert [seen[word] for word in known.words] == list(known.counts)
    assert min(known.counts) >= 2
    assert data.texts is not None
    assert data.texts.train == PARTS["train"].texts
    assert data.inputs == encoder(name, negation).inputs
    np.testing.assert_array_equal(
        data.train_x[7], data.texts.encoder.read(data.texts.train[7]).inputs
    )
    assert not data.train_x.flags.writeable


def test_examples_are_counted_over_training_and_test() -> None:
    data = build.reviews_data("bag", True)
    first = len(data.train_x)
    assert data.text(0) == PARTS["train"].texts[0]
    assert data.text(first) == PARTS["test"].texts[0]
    x, y = data.rows(first + 3)
    np.testing.assert_array_equal(x, data.test_x[3:4])
    np.testing.assert_array_equal(y, data.test_y[3:4])
    assert len(data) == first + len(data.test_x)
