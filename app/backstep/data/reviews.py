"""Short reviews, positive or negative, written for this project; see files/README.md."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from backstep.data.points import Array
from backstep.data.words import TextEncoder

CLASSES = ("negative", "positive")
_FILE = Path(__file__).parent / "files" / "reviews.tsv"


@dataclass(frozen=True)
class Reviews:
    """Texts with targets (n, 1); 1 is positive."""

    texts: tuple[str, ...]
    targets: Array


@cache
def reviews() -> tuple[Reviews, Reviews]:
    """Return the training and the test set, as the file marks them."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))

    def part(name: str) -> Reviews:
        chosen = [row for row in rows if row["split"] == name]
        targets = [CLASSES.index(row["label"]) for row in chosen]
        texts = tuple(row["text"] for row in chosen)
        return Reviews(texts, np.array(targets, dtype=np.float64)[:, None])

    return part("train"), part("test")


@cache
def encoder(encoding: str, negation: bool) -> TextEncoder:
    """Return the encoder whose vocabulary is that of the training set."""
    return TextEncoder.learn(reviews()[0].texts, encoding, negation=negation)


@cache
def encoded(encoding: str, negation: bool) -> tuple[Array, Array]:
    """Return the inputs (n, inputs) of both sets; shared by all runs, so read-only."""
    train, test = (encoder(encoding, negation).encode(part.texts) for part in reviews())
    train.flags.writeable = test.flags.writeable = False
    return train, test
