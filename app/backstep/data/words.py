"""Texts as numbers: tokens, a vocabulary, and the encodings to choose from, one row each."""

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
    """The words of a text in order, in lower case. An apostrophe within a word belongs to it
    (`didn't`); digits and punctuation only part words.

    With `negation` the words between a negation and the next punctuation are words of their own:
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
    """The words that have a number, the most frequent first, and how often each occurs."""

    words: tuple[str, ...]
    counts: tuple[int, ...]

    @classmethod
    def learn(cls, texts: Iterable[list[str]], *, most: int, least: int = 2) -> "Vocabulary":
        """The `most` most frequent tokens that occur `least` times or more; of equals the first in
        the alphabet."""
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
    """A way from a text's words to numbers. `encode(numbers, size)` is given the number of each
    token in a vocabulary of `size` words, None for one that it lacks; `names` the words.

    `vocabulary` is how many words it has room for, `positions` how many places, where places
    matter. With `vectors` the network begins with a layer of word vectors.
    """

    name: str
    encode: Callable[[Sequence[int | None], int], Array]
    names: Callable[[Sequence[str]], Sequence[str]]
    vocabulary: int
    vectors: bool = False
    positions: int | None = None


POSITIONS = 10  # of the encoding one_hot


def _one_hot(numbers: Sequence[int | None], size: int) -> Array:
    """Entry p · size + w is 1 where the word at place p is w."""
    table = np.zeros((POSITIONS, size))
    for place, number in enumerate(numbers[:POSITIONS]):
        if number is not None:
            table[place, number] = 1.0
    return table.ravel()


def _bag(numbers: Sequence[int | None], size: int) -> Array:
    """Entry w is how often the word w occurs."""
    known = np.array([number for number in numbers if number is not None], dtype=np.int64)
    counts: Array = np.bincount(known, minlength=size).astype(np.float64)
    return counts


def _average(numbers: Sequence[int | None], size: int) -> Array:
    """Entry w is the share of the word w in the known words: E times it, E having a column a word,
    is the mean of their vectors."""
    counts = _bag(numbers, size)
    shares: Array = counts / max(1.0, counts.sum())
    return shares


def _placed(words: Sequence[str]) -> list[str]:
    places = [lowered(place + 1) for place in range(POSITIONS)]
    return [word + place for place in places for word in words]


def _encodings(*rows: Encoding) -> Mapping[str, Encoding]:
    return MappingProxyType({row.name: row for row in rows})


ENCODINGS = _encodings(
    Encoding("one_hot", _one_hot, _placed, 35, positions=POSITIONS),
    Encoding("bag", _bag, tuple, 350),
    Encoding("embedding", _average, tuple, 350, vectors=True),
)


@dataclass(frozen=True)
class Reading:
    """A text as the network is given it: its tokens, their numbers in the vocabulary (None: not
    in it), and the inputs (inputs,)."""

    text: str
    tokens: list[str]
    numbers: list[int | None]
    inputs: Array


@dataclass(frozen=True)
class TextEncoder:
    """Reads texts with a vocabulary and an encoding."""

    encoding: Encoding
    vocabulary: Vocabulary
    negation: bool = True

    @classmethod
    def learn(cls, texts: Iterable[str], encoding: str, *, negation: bool = True) -> "TextEncoder":
        """An encoder with the vocabulary of training texts."""
        row = ENCODINGS[encoding]
        tokens = (tokenize(text, negation=negation) for text in texts)
        return cls(row, Vocabulary.learn(tokens, most=row.vocabulary), negation)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs."""
        return tuple(self.encoding.names(self.vocabulary.words))

    def read(self, text: str) -> Reading:
        """A text, step by step."""
        tokens = tokenize(text, negation=self.negation)
        numbers = [self.vocabulary.numbers.get(token) for token in tokens]
        return Reading(text, tokens, numbers, self.encoding.encode(numbers, len(self.vocabulary)))

    def encode(self, texts: Sequence[str]) -> Array:
        """Inputs (texts, inputs)."""
        inputs = np.zeros((len(texts), len(self.inputs)))
        for row, text in zip(inputs, texts, strict=True):
            row[:] = self.read(text).inputs
        return inputs
