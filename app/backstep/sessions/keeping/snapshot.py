"""A run's past as bytes, so that a restored run need not be replayed from its start."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from backstep import __version__
from backstep.engine.program import Array
from backstep.engine.training.band import Known
from backstep.engine.training.batches import Epoch, Place
from backstep.engine.training.evaluation import Score, Scores
from backstep.engine.training.run import Past
from backstep.engine.training.trainer import Checkpoint, TrainingSettings
from backstep.protocol.codec import safetensors
from backstep.sessions.stores.sealed import seal, unseal

_COLUMNS = 6  # of a curve: updates, loss and accuracy of both sets, penalty
_VERSION = f"{__version__}/2"  # 2: with the losses of the batches


def encode_past(past: Past) -> bytes:
    """Return the past as a sealed safetensors file.

    It names the version of backstep, because another version may compute differently.
    """
    payload = {
        "version": _VERSION,
        "checkpoints": [
            {
                "updates": each.updates,
                "began": each.began,
                "settings": asdict(each.settings),
                "place": each.place,
            }
            for each in past.checkpoints
        ],
        "stride": past.stride,
        "curve_stride": past.curve_stride,
        "losses_stride": past.losses.stride,
        "classified": any(scores.train.accuracy is not None for _, scores in past.curve),
        "tested": any(scores.test is not None for _, scores in past.curve),
    }
    rows = [
        (at, *_numbers(scores.train), *_numbers(scores.test), scores.penalty)
        for at, scores in past.curve
    ]
    tensors = {"curve": np.array(rows, dtype=np.float64).reshape(-1, _COLUMNS)}
    tensors |= {"losses.full": past.losses.full, "losses.tail": past.losses.tail}
    tensors |= {f"numbers.{i}": each.numbers for i, each in enumerate(past.checkpoints)}
    return seal(safetensors.encode(tensors, {"past": json.dumps(payload)}))


def _numbers(score: Score | None) -> tuple[float, float]:
    if score is None:
        return np.nan, np.nan
    return score.loss, np.nan if score.accuracy is None else score.accuracy


def decode_past(data: bytes) -> Past | None:
    """Return the past in `data`; None if another version wrote it, or if it is damaged."""
    try:
        tensors, metadata = safetensors.decode(unseal(data))
    except ValueError:
        return None
    payload: dict[str, Any] = json.loads(metadata["past"])
    if payload["version"] != _VERSION:
        return None
    checkpoints = [
        _checkpoint(each, tensors[f"numbers.{i}"]) for i, each in enumerate(payload["checkpoints"])
    ]
    curve = list(_curve(tensors["curve"].tolist(), payload["classified"], payload["tested"]))
    full, tail = (np.array(tensors[f"losses.{name}"], np.float64) for name in ("full", "tail"))
    losses = Known(full, tail, payload["losses_stride"])
    return Past(checkpoints, payload["stride"], curve, payload["curve_stride"], losses)


def _checkpoint(payload: dict[str, Any], numbers: Array) -> Checkpoint:
    settings, (epoch, *place) = payload["settings"], payload["place"]
    pairs = tuple((name, value) for name, value in settings["hyperparameters"])
    return Checkpoint(
        payload["updates"],
        payload["began"],
        TrainingSettings(**settings | {"hyperparameters": pairs}),
        Place(Epoch(*epoch), *place),
        np.array(numbers, dtype=np.float64),
    )


def _curve(rows: list[list[float]], classified: bool, tested: bool) -> Iterator[tuple[int, Scores]]:
    for at, loss, accuracy, test_loss, test_accuracy, penalty in rows:
        train = Score(loss, accuracy if classified else None)
        test = Score(test_loss, test_accuracy if classified else None) if tested else None
        yield int(at), Scores(train, test, penalty)
