"""The parts of a session that other modules need, as protocols that do not import `Session`."""

import asyncio
from typing import Protocol

from backstep.engine.training.run import Run
from backstep.protocol.spec.edits import EditSpec
from backstep.protocol.spec.schema import Spec
from backstep.protocol.stream.frames import FrameBuilder
from backstep.sessions.credentials import Credentials
from backstep.sessions.listeners import Listeners
from backstep.sessions.run.assemble import Assembly
from backstep.sessions.run.scheduler import Scheduler
from backstep.sessions.run.undo import UndoHistory
from backstep.sessions.state import State
from backstep.settings import Settings


class Running(Protocol):
    """A run and whether it plays: enough for its loss curve."""

    @property
    def run(self) -> Run: ...

    @property
    def run_epoch(self) -> int: ...

    @property
    def state(self) -> State: ...

    @property
    def settings(self) -> Settings: ...


class Framed(Running, Protocol):
    """Enough to make a frame."""

    @property
    def frames(self) -> FrameBuilder: ...

    @property
    def scheduler(self) -> Scheduler: ...


class Described(Running, Protocol):
    """Enough for `welcome` and `edited` to describe what is trained."""

    @property
    def assembly(self) -> Assembly: ...

    @property
    def start(self) -> Spec: ...

    @property
    def edits(self) -> list[EditSpec]: ...

    @property
    def spec(self) -> Spec: ...

    @property
    def history(self) -> UndoHistory: ...


class Raced(Running, Protocol):
    """Enough for racers to follow the run."""

    @property
    def assembly(self) -> Assembly: ...

    @property
    def scheduler(self) -> Scheduler: ...

    @property
    def listeners(self) -> Listeners: ...


class Presented(Framed, Described, Protocol):
    """Enough to show the run to a class."""

    @property
    def version(self) -> int: ...

    @property
    def still(self) -> asyncio.Lock: ...

    @property
    def credentials(self) -> Credentials: ...

    @property
    def listeners(self) -> Listeners: ...
