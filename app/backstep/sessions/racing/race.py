"""A race: runs with other optimizers, which follow a session's run.

Each racer is a run with the same data, initial parameters, batches and loss, but another
optimizer. It moves to the position of the session's run in slices on the event loop, so its numbers
are exact at any position. While the run plays, they move in lockstep: the run waits for its racers,
and clients see them at the same position.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from time import monotonic
from typing import Any

import numpy as np

from backstep.engine.nn.network import penalty
from backstep.engine.program import Array
from backstep.engine.training.evaluation import Scorer
from backstep.engine.training.operations import Position
from backstep.engine.training.run import Entry, ParameterEdit, Run, SettingsEdit
from backstep.engine.training.trainer import Settings
from backstep.protocol.spec.schema import OptimizerSpec
from backstep.protocol.stream.frames import failure
from backstep.protocol.stream.panels import MOST_RACERS
from backstep.protocol.stream.panels import Race as Options
from backstep.sessions.roles import Raced
from backstep.sessions.run.assemble import Assembly, begin, resolve, training
from backstep.sessions.tasks import ending
from backstep.sessions.view.landscape import Drawn
from backstep.sessions.view.paths import Trail, way

_POINTS = 128  # points of a racer's curve: computing them is much of its work
_SHOW = 0.2  # seconds between two updates of racers that have not caught up

Log = tuple[Entry, ...]


class Racer:
    """A run with another optimizer, and what was visible of it at the last `look`."""

    def __init__(self, run: Run, start: int) -> None:
        self.run, self.start = run, start
        self._seen_at: tuple[Position, bool] | None = None
        self.look()

    def there(self, goal: Position) -> bool:
        """Whether it has reached `goal`, or failed before it."""
        run = self.run
        return run.position == goal or (run.failure is not None and goal > run.position)

    @property
    def _at(self) -> tuple[Position, bool]:
        return self.run.position, self.run.failure is not None

    @property
    def moved(self) -> bool:
        """Whether it has moved since the last `look`."""
        return self._at != self._seen_at

    def look(self) -> None:
        """Note its position, and compute its training losses there."""
        run, trainer = self.run, self.run.trainer
        self._seen_at = self._at
        self.updates, self.failure = trainer.updates, failure(run)
        self.parameters = trainer.parameters.copy()
        evaluator = run.scorer.evaluators(trainer.architecture)[0]
        self.data_loss = evaluator.score(self.parameters).loss
        self.penalty = penalty(trainer.architecture, self.parameters)

    @property
    def loss(self) -> float:
        """Its total training loss."""
        return self.data_loss + self.penalty

    @property
    def trail(self) -> Trail:
        """Its path from the position where it left the run to the last `look`; never empty."""
        points = [each for each in way(self.run) if each[0] < self.updates]
        # If no point at the start is kept, take the one before: there it was still the run's path.
        line = max((at for at, _, _ in points if at <= self.start), default=0)
        trail = [(parameters, loss) for at, parameters, loss in points if at >= line]
        if not np.isfinite(self.parameters).all():
            return trail
        return [*trail, (self.parameters, self.loss)]

    def curve(self) -> tuple[Array, Array]:
        """Return updates and training losses from the start to the furthest position reached."""
        points = [(at, point.train.loss) for at, point in self.run.curve.items()]
        table = np.array([each for each in points if each[0] >= self.start], np.float64)
        steps, losses = table.reshape(-1, 2).T
        return steps, losses


class Race:
    """A session's run and up to four racers that follow it.

    `version` counts the changes that clients see; `watchers` are called on each. Before a frame is
    made, `look` brings the racers' numbers up to date while the run stands still.
    """

    def __init__(self, session: Raced, options: Options) -> None:
        self.options = options
        self.version = 0
        self._session = session
        self._racers: list[Racer] = []
        self._log: list[Entry] | None = None  # the run's log that the racers were made from
        self._made_of: tuple[int, list[Log]] = (0, [])
        self.watchers: list[Callable[[], None]] = []
        self._shown_at = 0.0
        self._moved = asyncio.Event()
        self._follower: asyncio.Task[None] | None = None
        self._stop_listening: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Start following the run."""
        if self._follower is None:
            self._stop_listening = self._session.listeners.listen(lambda _: self._moved.set())
            self._follower = asyncio.create_task(self._follow())

    def end(self) -> None:
        """Stop following the run, and break reference cycles so that the race is freed."""
        if self._follower is not None:
            self._stop_listening()
            self._stop_listening = lambda: None
            self._follower.cancel()
            self._follower = None

    async def _follow(self) -> None:
        session = self._session
        while not ending():
            self._moved.clear()
            await self._make()
            # While the run plays, the player advances the racers.
            if self.level or session.state.playing:
                await self._moved.wait()
                continue
            await session.scheduler.ask()
            self.advance(session.scheduler.seconds)

    async def _make(self) -> None:
        """Make the racers if there are none yet, or if the run has another past."""
        session, assembly = self._session, self._session.assembly
        if self._log is assembly.run.log:
            return
        self._log = assembly.run.log
        logs = [
            racing_log(assembly, self.options.start, racer.optimizer)
            for racer in self.options.racers
        ]
        if (session.run_epoch, logs) != self._made_of:
            self._made_of, self._racers = (session.run_epoch, logs), []
            self._racers = await asyncio.to_thread(self._begun, assembly, logs)
            self._show()

    def _begun(self, assembly: Assembly, logs: Sequence[Log]) -> list[Racer]:
        runs = made(assembly, logs, self._session.settings.run_memory)
        return [Racer(run, self.options.start) for run in runs]

    async def look(self) -> None:
        """Update what is visible of the racers; in turns, because computing losses takes time."""
        for racer in self.racers:
            if racer.moved:
                await self._session.scheduler.ask(urgent=True)
                racer.look()

    def _show(self) -> None:
        """Notify the watchers of a change."""
        self.version, self._shown_at = self.version + 1, monotonic()
        for changed in list(self.watchers):
            changed()

    @property
    def racers(self) -> list[Racer]:
        """The racers of the current run; none while they are being made."""
        return self._racers if self._made_of[0] == self._session.run_epoch else []

    @property
    def goal(self) -> Position:
        """The position that the racers must reach: after as many updates as the run has done."""
        run = self._session.run
        updates = run.trainer.updates
        return Position(updates - 1, run.operations.update) if updates else Position(0, 0)

    @property
    def level(self) -> bool:
        """Whether every racer is at the run's position, or has failed before it."""
        goal = self.goal
        return all(racer.there(goal) for racer in self.racers)

    async def keep_up(self, deadline: float) -> None:
        """Bring racers that were level to the run's new position.

        Works in the current turn until the deadline, then in turns of its own.
        """
        self._work(deadline)
        while not self.level:
            await self._session.scheduler.ask()
            self._work(monotonic() + self._session.scheduler.seconds)
        self.version += 1  # the session notifies clients of its move

    def advance(self, seconds: float) -> None:
        """Catch up for at most `seconds`, and notify watchers now and then."""
        if self.level:
            return
        self._work(monotonic() + seconds)
        if self.level or monotonic() - self._shown_at > _SHOW:
            self._show()

    def _work(self, deadline: float) -> None:
        """Move the racers to the goal until the deadline, the furthest behind first."""
        goal = self.goal
        behind = [racer.run for racer in self.racers if not racer.there(goal)]
        for run in sorted(behind, key=lambda run: run.trainer.updates):
            left = deadline - monotonic()
            if left <= 0:
                break
            run.toward(goal, left)

    def trails(self) -> list[Trail]:
        """Return the path of each racer up to its last `look`."""
        return [racer.trail for racer in self.racers]

    def told(self) -> Drawn:
        """Return metadata and tensors of a frame."""
        told: list[dict[str, Any]] = []
        tensors: dict[str, Array] = {}
        for number, (racer, asked) in enumerate(
            zip(self.racers, self.options.racers, strict=False)
        ):
            tensors[f"race.{number}.steps"], tensors[f"race.{number}.losses"] = racer.curve()
            told.append(
                {
                    "optimizer": asked.optimizer.model_dump(),
                    "updates": racer.updates,
                    "loss": racer.loss,
                    "data_loss": racer.data_loss,
                    "penalty": racer.penalty,
                    "failure": racer.failure,
                }
            )
        return {"race": {"start": self.options.start, "racers": told}}, tensors


def racing_log(assembly: Assembly, start: int, optimizer: OptimizerSpec) -> Log:
    """Return the edits that a racer replays.

    These are the run's edits before the start, then the racer's optimizer and the run's later
    settings with that optimizer, without its later parameter edits.
    """
    hyperparameters = tuple(optimizer.hyperparameters.items())

    def own(settings: Settings) -> Settings:
        return replace(settings, optimizer=optimizer.name, hyperparameters=hyperparameters)

    line = Position(start, 0)
    _, loss = resolve(assembly.spec, assembly.data)
    settings = training(assembly.spec, loss)
    before: list[Entry] = []
    after: list[Entry] = []
    for entry in assembly.run.log:
        edit = entry.edit
        if isinstance(edit, ParameterEdit):
            before += [entry] if entry.at <= line else []
        elif entry.at < line:
            settings = edit.settings
            before.append(Entry(entry.at, SettingsEdit(settings)))
        else:
            after.append(Entry(entry.at, SettingsEdit(own(edit.settings))))
    parted = [Entry(line, SettingsEdit(own(settings))), *after]
    # An edit that changes only the run's optimizer means nothing to a racer.
    told = [now for last, now in pairwise(parted) if now.edit != last.edit]
    return (*before, parted[0], *told)


def made(assembly: Assembly, logs: Sequence[Log], memory: int) -> list[Run]:
    """Return runs with the same start but different logs; together they use the memory of one."""
    data = assembly.data
    scorer = Scorer(
        (data.train_x, data.train_y),
        (data.test_x, data.test_y),
        classify=data.task == "classification",
    )
    share = memory // MOST_RACERS
    return [
        begin(assembly.spec, data, scorer, memory=share, log=log, points=_POINTS) for log in logs
    ]
