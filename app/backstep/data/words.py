"""Texts as numbers: tokens, a vocabulary, and a registry of encodings."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from backstep.data.points import Array
from backstep.shared.numbers import lowered

_PIECE = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)|[.,;:!?…]")
_ENGLISH = ("not", "no", "never", "nothing", "nobody", "none", "nor", "cannot", "without", "hardly")
_NEGATIONS = frozenset((*_ENGLISH, "не", "ни", "нет", "никогда", "без"))


def tokenize(text: str, *, negation: bool = True) -> list[str]:
    """Return the words of a text in order, in lower case.

    An apostrophe within a word belongs to it (`didn't`); digits and punctuation only separate
    words. With `negation`, words between a negation and the next punctuation are marked:
    `not a good film, but short` is `not not_a not_good not_film but short` (Das & Chen, 2001).
    """
    tokens, negated = [], False
    for match in _PIECE.finditer(text.lower()):
        word = (match[1] or "").replace("’", "'")
        if not word:
            negated = False
            continue
        tokens.append(f"not_{word}" if negated else word)
        negated |= negation and (word in _NEGATIONS or word.endswith("n't"))
    return tokens


@dataclass(frozen=True)
class Vocabulary:
    """The words that have an index, the most frequent first, and their frequencies."""

    words: tuple[str, ...]
    counts: tuple[int, ...]

    @classmethod
    def learn(cls, texts: Iterable[list[str]], *, most: int, least: int = 2) -> "Vocabulary":
        """Return the `most` most frequent tokens that occur at least `least` times.

        Equally frequent ones are in alphabetical order.
        """
        counts = Counter(word for tokens in texts for word in tokens)
        known = [(word, count) for word, count in counts.items() if count >= least]
        known.sort(key=lambda each: (-each[1], each[0]))
        words, times = zip(*known[:most], strict=True) if known else ((), ())
        return cls(words, times)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True)
class Encoding:
    """A way to encode a text's words as numbers.

    `encode(numbers, size)` receives the index of each token in a vocabulary of `size` words, None
    for an unknown one; `names` receives the words. `vocabulary` is the largest vocabulary,
    `positions` the number of positions, if positions matter. With `vectors`, the network begins
    with a layer of word vectors.
    """

    name: str
    label: str
    help: str
    encode: Callable[[Sequence[int | None], int], Array]
    names: Callable[[Sequence[str]], Sequence[str]]
    vocabulary: int
    vectors: bool = False
    positions: int | None = None


POSITIONS = 10  # of the encoding one_hot


def _one_hot(numbers: Sequence[int | None], size: int) -> Array:
    """Set entry p · size + w to 1 if the word at position p is w."""
    table = np.zeros((POSITIONS, size))
    for place, number in enumerate(numbers[:POSITIONS]):
        if number is not None:
            table[place, number] = 1.0
    return table.ravel()


def _bag(numbers: Sequence[int | None], size: int) -> Array:
    """Count in entry w how often the word w occurs."""
    known = np.array([number for number in numbers if number is not None], dtype=np.int64)
    counts: Array = np.bincount(known, minlength=size).astype(np.float64)
    return counts


def _average(numbers: Sequence[int | None], size: int) -> Array:
    """Set entry w to the share of the word w in the known words.

    The product of a matrix with one column per word and this vector is the words' mean vector.
    """
    counts = _bag(numbers, size)
    shares: Array = counts / max(1.0, counts.sum())
    return shares


def _placed(words: Sequence[str]) -> list[str]:
    places = [lowered(place + 1) for place in range(POSITIONS)]
    return [word + place for place in places for word in words]


def _encodings(*rows: Encoding) -> Mapping[str, Encoding]:
    return MappingProxyType({row.name: row for row in rows})


ENCODINGS = _encodings(
    Encoding(
        "one_hot", "One-hot words",
        f"Each of the first {POSITIONS} words is a vector with a single 1; they stand side by side."
        " The same word elsewhere is another input.",
        _one_hot, _placed, 35, positions=POSITIONS,
    ),
    Encoding(
        "bag", "Bag of words", "How often each word occurs; where it stands is forgotten.",
        _bag, tuple, 350,
    ),
    Encoding(
        "embedding", "Word vectors",
        "Each word is a vector that is learned, and a text the mean of its words' vectors: a first"
        " layer without a curve.",
        _average, tuple, 350, vectors=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """An encoded text: its tokens, their indices in the vocabulary, and the inputs (inputs,).

    The index of a token that is not in the vocabulary is None.
    """

    text: str
    tokens: list[str]
    numbers: list[int | None]
    inputs: Array


@dataclass(frozen=True)
class TextEncoder:
    """Encodes texts with a vocabulary and an encoding."""

    encoding: Encoding
    vocabulary: Vocabulary
    negation: bool = True

    @classmethod
    def learn(cls, texts: Iterable[str], encoding: str, *, negation: bool = True) -> "TextEncoder":
        """Return an encoder with the vocabulary of training texts."""
        row = ENCODINGS[encoding]
        tokens = (tokenize(text, negation=negation) for text in texts)
        return cls(row, Vocabulary.learn(tokens, most=row.vocabulary), negation)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs."""
        return tuple(self.encoding.names(self.vocabulary.words))

    def read(self, text: str) -> Reading:
        """Encode a text, and return each step."""
        tokens = tokenize(text, negation=self.negation)
        numbers = [self.vocabulary.numbers.get(token) for token in tokens]
        return Reading(text, tokens, numbers, self.encoding.encode(numbers, len(self.vocabulary)))

    def encode(self, texts: Sequence[str]) -> Array:
        """Return the inputs of texts, (texts, inputs)."""
        inputs = np.zeros((len(texts), len(self.inputs)))
        for row, text in zip(inputs, texts, strict=True):
            row[:] = self.read(text).inputs
        return inputs
