"""A run recorded step by step as safetensors; other tools rely on the names."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from backstep import __version__
from backstep.data.build import Data
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Entry, Run
from backstep.protocol.codec import safetensors
from backstep.protocol.spec.schema import Spec
from backstep.sessions.run.assemble import assemble
from backstep.sessions.run.log import edits_since
from backstep.sessions.run.sets import NO_SETS, Found

Tensors = dict[str, npt.NDArray[Any]]


class Recorder:
    """Records the steps of `run`, which must be at its start.

    Parameters and scores are taken where a step begins, after the edits at that position: they
    are what the step computes with.
    """

    def __init__(self, spec: Spec, run: Run, data: Data) -> None:
        self._spec, self._run, self._data = spec, run, data
        self._parameters: list[npt.NDArray[np.float64]] = []
        self._gradients: list[npt.NDArray[np.float64]] = []
        self._rows: list[list[int]] = []
        self._batch_loss: list[float] = []
        self._scores: list[tuple[float, float, float]] = []
        self._keep()

    def _keep(self) -> None:
        scores = self._run.score()
        self._parameters.append(self._run.parameters.copy())
        test = scores.test.loss if scores.test else np.nan
        self._scores.append((scores.train.loss, test, scores.penalty))

    def step(self) -> bool:
        """Perform and record one step; return False on a failure."""
        run = self._run
        run.seek(Position(len(self._rows), run.operations.update))
        if run.failure:
            return False
        self._gradients.append(run.trainer.gradients.copy())
        self._rows.append(run.trainer.batches.rows)
        self._batch_loss.append(float(run.trainer.batch_loss or 0.0))
        run.seek(Position(len(self._rows), 0))
        self._keep()
        return True

    def encode(self) -> bytes:
        """Return the recording as bytes."""
        layout = self._run.trainer.architecture.layout
        steps = len(self._rows)
        empty = np.empty((0, layout.size))
        tensors: Tensors = {}
        for kind, rows in (("parameters", self._parameters), ("gradients", self._gradients)):
            stack = np.stack(rows) if rows else empty
            tensors |= {f"{kind}.{name}": view for name, view in layout.named(stack)}
        widest = max((len(rows) for rows in self._rows), default=0)
        padded = [rows + [-1] * (widest - len(rows)) for rows in self._rows]
        scores = np.array(self._scores)
        tensors |= {
            "batch.index": np.array(padded, dtype=np.int64).reshape(steps, widest),
            "data.x": self._data.train_x,
            "data.y": self._data.train_y,
            "test.x": self._data.test_x,
            "test.y": self._data.test_y,
            "loss.batch": np.array(self._batch_loss, dtype=np.float64),
            "loss.train": scores[:, 0],
            "loss.test": scores[:, 1],
            "loss.penalty": scores[:, 2],
        }
        edits = edits_since(self._spec, self._run.log)
        metadata = {
            "spec": self._spec.model_dump_json(exclude_none=True),
            "edits": json.dumps([edit.model_dump(exclude_none=True) for edit in edits]),
            "steps": str(steps),
            "backstep_version": __version__,
        }
        return safetensors.encode(tensors, metadata)


def recorder(spec: Spec, log: Sequence[Entry] = (), sets: Found = NO_SETS) -> Recorder:
    """Return a recorder of a new run of `spec`, with the edits of `log` replayed."""
    assembly = assemble(spec, memory=2**20, log=log, sets=sets)
    return Recorder(spec, assembly.run, assembly.data)


async def record(
    spec: Spec,
    steps: int,
    *,
    log: Sequence[Entry] = (),
    sets: Found = NO_SETS,
    progress: Callable[[int], None] = lambda done: None,
) -> bytes:
    """Record `steps` steps, or up to a failure; other tasks run in between."""
    written = recorder(spec, log, sets)
    for done in range(steps):
        if not written.step():
            break
        progress(done + 1)
        await asyncio.sleep(0)
    return written.encode()
