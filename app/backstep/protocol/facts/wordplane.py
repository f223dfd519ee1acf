"""The words' learned vectors in a plane, and the nearest neighbors of each word."""

from typing import Any

import numpy as np
import numpy.typing as npt

from backstep.data.build import Data
from backstep.data.words import Reading
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Evaluator, quiet
from backstep.engine.training.trainer import Trainer

MOST = 120  # words drawn
NEIGHBOURS = 5


def told(reading: Reading) -> dict[str, Any]:
    """Return an encoded text as it is sent."""
    unknown = [
        token
        for token, number in zip(reading.tokens, reading.numbers, strict=True)
        if number is None
    ]
    return {
        "text": reading.text,
        "tokens": reading.tokens,
        "indices": reading.numbers,
        "unknown": list(dict.fromkeys(unknown)),
    }


class WordPlane:
    """Draws words, for texts whose inputs correspond to words."""

    def __init__(self, data: Data) -> None:
        vocabulary = data.texts.encoder.vocabulary if data.texts else ()
        self._size = len(vocabulary)
        self._fits = bool(vocabulary) and len(data.inputs) == self._size
        self._vectors = data.texts is not None and data.texts.encoder.encoding.vectors
        self._outputs = data.train_y.shape[1]
        self._alone: Evaluator | None = None

    @quiet
    def draw(self, trainer: Trainer, count: int) -> tuple[dict[str, Any], dict[str, Array]]:
        """Draw the `count` most frequent words.

        Returns their places, the network's output for each word, and the words nearest to each
        by the angle between their vectors.
        """
        if not self._fits:
            return {"words": {"count": 0, "explained": None, "neighbours": []}}, {}
        count = min(count, self._size)
        vectors = self.vectors(trainer)[:count]
        answers = self._answers(trainer, count)
        places, explained = _in_plane(vectors, answers[:, -1])
        neighbours = _nearest(vectors).tolist()
        told = {"count": count, "explained": explained, "neighbours": neighbours}
        return {"words": told}, {"words.positions": places, "words.outputs": answers}

    def vectors(self, trainer: Trainer) -> Array:
        """Return the vectors (words, units of layer 1): the columns of the first layer's weights.

        With word vectors the inputs add up to 1, so the layer's bias is a part of each vector.
        """
        layer = trainer.architecture.layers[0]
        block = trainer.architecture.layout.blocks(trainer.parameters)[0]
        columns: Array = layer.jacobian(block, np.zeros(layer.width)).T
        return columns + layer.added(block) if self._vectors else columns

    def _answers(self, trainer: Trainer, count: int) -> Array:
        """Return the network's output for each word alone, (count, outputs)."""
        known = self._alone
        if known is None or known.architecture != trainer.architecture or known.examples != count:
            targets = np.zeros((count, self._outputs))
            each = np.eye(count, self._size)
            known = self._alone = Evaluator(trainer.architecture, each, targets, classify=False)
        return known.predictions(trainer.parameters)


def _in_plane(vectors: Array, answers: Array) -> tuple[Array, list[float] | None]:
    """Return places (n, 2), and the explained variance if they are a projection.

    Vectors of two numbers are their own places; a missing second number is 0. Longer ones are
    projected on their first two principal components. There, the outputs grow along the first axis
    and the furthest vector along the second is above, so that the axes keep their signs from frame
    to frame.
    """
    if vectors.shape[1] <= 2:
        return np.pad(vectors, ((0, 0), (0, 2 - vectors.shape[1]))), None
    if not np.isfinite(vectors).all():
        return np.zeros((len(vectors), 2)), None
    # Divide by the largest number, whose square could overflow.
    unit = float(np.abs(vectors).max()) or 1.0
    centred = vectors / unit - (vectors / unit).mean(axis=0)
    # Of the two products of the table with its transpose, take the smaller: same eigenvalues.
    wide = centred.shape[0] < centred.shape[1]
    squares, axes = np.linalg.eigh(centred @ centred.T if wide else centred.T @ centred)
    two = axes[:, :-3:-1]
    places = two * np.sqrt(np.maximum(squares[:-3:-1], 0.0)) if wide else centred @ two
    along = float(places[:, 0] @ np.nan_to_num(answers - answers.mean()))
    furthest = places[np.abs(places[:, 1]).argmax(), 1]
    places *= [-unit if along < 0 else unit, -unit if furthest < 0 else unit]
    total = float(squares.sum()) or 1.0
    return places, [float(squares[-1] / total), float(squares[-2] / total)]


def _nearest(vectors: Array) -> npt.NDArray[np.int64]:
    """Return the indices (n, k) of the nearest words by cosine, the nearest first."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = np.nan_to_num(vectors / np.where(lengths > 0, lengths, 1.0))
    cosines = directions @ directions.T
    np.fill_diagonal(cosines, -np.inf)
    order = np.argsort(-cosines, axis=1, kind="stable")
    return order[:, : min(NEIGHBOURS, len(vectors) - 1)]
