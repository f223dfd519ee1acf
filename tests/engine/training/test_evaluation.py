"""Scores: the data's loss apart from the penalty, and classes by a threshold between targets."""

import numpy as np
import pytest

from backstep.engine.nn.activations import ACTIVATIONS
from backstep.engine.nn.network import Architecture
from backstep.engine.training.evaluation import Evaluator, Scorer

RNG = np.random.default_rng(4)
X = RNG.normal(size=(40, 2))
Y = (X[:, :1] > 0).astype(float)


def test_a_score_has_the_loss_of_the_data_and_the_penalty_apart() -> None:
    bare = Architecture.dense((2, 3, 1), ("tanh", "sigmoid"), "bce")
    penalized = Architecture.dense((2, 3, 1), ("tanh", "sigmoid"), "bce", l1=0.03, l2=0.1)
    parameters = RNG.normal(size=bare.layout.size)
    weights = np.concatenate([each.ravel() for each in bare.layout.weights(parameters)])
    penalty = 0.03 * np.abs(weights).sum() + 0.05 * np.square(weights).sum()
    scorer = Scorer((X, Y), (X[:9], Y[:9]), classify=True)
    without, scores = (scorer.score(each, parameters) for each in (bare, penalized))
    assert (without.penalty, without.total) == (0, without.train.loss)
    assert (scores.train, scores.test) == (without.train, without.test)
    assert scores.penalty == pytest.approx(penalty, rel=1e-14)
    assert scores.total == scores.train.loss + scores.penalty
    evaluator = scorer.evaluators(penalized)[0]
    assert evaluator.loss(parameters) == scores.total


@pytest.mark.parametrize("output", [name for name, row in ACTIVATIONS.items() if row.output])
def test_a_class_is_the_one_whose_target_is_nearer(output: str) -> None:
    architecture = Architecture.dense((2, 1), (output,), "mse")
    parameters = np.array([2.0, 0.5, 0.3])
    evaluator = Evaluator(architecture, X, Y, classify=True)
    score = evaluator.score(parameters)
    outputs = evaluator.outputs[:, 0]
    nearer = np.abs(outputs - 1) < np.abs(outputs)
    np.testing.assert_array_equal(evaluator.answered(), nearer)
    assert score.accuracy == np.mean(nearer == (Y[:, 0] == 1))
