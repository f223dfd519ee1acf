"""Training itself: forward in time only, one operation at a time or at full speed."""

from dataclasses import dataclass, replace

import numpy as np

from backstep.engine.nn.network import Architecture, Network, penalty
from backstep.engine.nn.steps import QUANTITIES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.program import Array, Program, execute
from backstep.engine.training.batches import Batches, Place
from backstep.engine.training.operations import Operations
from backstep.engine.training.passed import Passed, Waiting

# Above this sum of squares something may have overflowed, or is about to: the fast path stops and
# the operations are walked one by one. It looks at a step's parameters, the optimizer's memory and
# the activations only. While those are below it, no pre-activation (Cauchy–Schwarz) and no loss
# can have been infinite; and what overflows in a δ or a gradient stays in the parameters. Where
# it begins above (`calm` says so), walking is all there is.
_SUSPICIOUS = 1e300


@dataclass(frozen=True)
class Settings:
    """What may change during training. `hyperparameters` are the optimizer's, all of them."""

    loss: str
    optimizer: str
    hyperparameters: tuple[tuple[str, float], ...]
    batch_size: int
    shuffle: bool = True
    l1: float = 0.0
    l2: float = 0.0


@dataclass(frozen=True)
class Checkpoint:
    """Everything the future depends on, between two steps. `began` is the count of updates before
    the optimizer's first."""

    updates: int
    began: int
    settings: Settings
    place: Place
    numbers: Array  # parameters, then what the optimizer remembers

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes


@dataclass(frozen=True)
class Bound:
    """The network over one batch size, a whole step as one program, the numbers to watch, and what
    keeps the outputs for their losses."""

    network: Network
    step: Program
    watched: Array
    passed: Passed


class Trainer:
    """Trains the network of `architecture` on `batches` from `start`, a flat vector.

    What the fast path watches lies in one contiguous block: the signals of an epoch's last,
    partial batch; the parameters and the optimizer's memory; the signals of a full batch.
    """

    def __init__(
        self, architecture: Architecture, batches: Batches, settings: Settings, start: Array
    ) -> None:
        self._bare = architecture
        self.batches = batches
        self._calm_data = batches.squares <= _SUSPICIOUS
        self.operations = Operations.of(architecture.layers)
        self.updates = self.began = 0
        self._build(settings, start)

    def _build(self, settings: Settings, start: Array) -> None:
        """Lay out the block and bind every program for `settings`."""
        self.settings = settings
        self.architecture = replace(self._bare, loss=settings.loss, l1=settings.l1, l2=settings.l2)
        row = OPTIMIZERS[settings.optimizer]
        size = start.size
        full = min(settings.batch_size, self.batches.count)
        memory = len(row.slots) * size + 1
        signals = self.architecture.signals(full)
        self._block = np.zeros(signals + size + memory + signals)
        self._numbers = self._block[signals : signals + size + memory]
        self.parameters, rest = self._numbers[:size], self._numbers[size:]
        self.gradients = np.zeros(size)
        self.parameters[:] = start
        self.slots = {name: rest[i * size : (i + 1) * size] for i, name in enumerate(row.slots)}
        # What the last update that was walked to began with.
        self._before = self._numbers.copy()
        self.previous, rest_before = self._before[:size], self._before[size:]
        self.previous_count = rest_before[-1:].reshape(())
        self.previous_slots = {
            name: rest_before[i * size : (i + 1) * size] for i, name in enumerate(row.slots)
        }
        self.count = rest[-1:].reshape(())
        self.update_program: Program = row.update(
            Memory(
                self.parameters,
                self.gradients,
                self.architecture.layout.is_weight(),
                self.slots,
                self.count,
            ),
            dict(settings.hyperparameters),
        )
        self.batch_loss: float | None = None
        self.batch_penalty = 0.0
        self._waiting = Waiting()
        self._full = full
        self._bound: dict[int, Bound] = {}
        self.network = self._bind(full).network

    def _bind(self, examples: int) -> Bound:
        """Everything bound to batches of so many examples; made when first needed. Kept are the
        full batch's and one other's."""
        known = self._bound.get(examples)
        if known is not None:
            return known
        numbers, signals = self._numbers.size, self.architecture.signals(examples)
        start = self.architecture.signals(self._full)
        if examples == self._full:
            watched = self._block[start:]
            place = watched[numbers:]
        else:
            watched = self._block[start - signals : start + numbers]
            place = watched[:signals]
        network = Network(self.architecture, self.parameters, self.gradients, examples, place)
        passed = Passed(network, classes=self.batches.one_hot)
        step = [*network.forward, *network.backward, *self.update_program]
        self._bound = {size: each for size, each in self._bound.items() if size == self._full}
        self._bound[examples] = Bound(network, step, watched, passed)
        return self._bound[examples]

    @property
    def calm(self) -> bool:
        """Whether all numbers that last are small enough for `advance`."""
        return self._calm_data and bool(self._numbers.dot(self._numbers) <= _SUSPICIOUS)

    def advance(self, steps: int) -> bool:
        """Do whole steps at full speed, keeping only their outputs; stands after the last update.

        False when a number may have overflowed: the caller goes back and walks the operations.
        """
        self.updates += steps
        self.batch_loss = None
        done, most = 0, self._bind(self._full).passed.capacity
        while done < steps:
            batches = self.batches.take(min(steps - done, most))
            bound = self._bind(batches.shape[2])
            self.network, program, watched = bound.network, bound.step, bound.watched
            here, source = self.network.batch, bound.passed.source
            for batch, slot in zip(batches, self._keep(bound.passed, batches), strict=True):
                here[...] = batch
                for each in program:
                    each()
                if not watched.dot(watched) <= _SUSPICIOUS:
                    self._waiting.forget(done + len(batches))
                    return False
                slot[...] = source
            done += len(batches)
        return True

    def _keep(self, passed: Passed, batches: Array) -> list[Array]:
        """Keep the targets of batches; where their outputs belong."""
        if len(batches) > passed.room:
            self._waiting.settle()
        here = slice(passed.count, passed.count + len(batches))
        passed.targets[here] = batches[:, -passed.targets.shape[1] :]
        passed.count = here.stop
        self._waiting.add(passed, len(batches))
        return passed.slots[here]

    @property
    def losses_wait(self) -> bool:
        """Whether it is time to ask for the losses."""
        return self._waiting.settled

    def losses(self) -> Array:
        """The loss of each batch trained on since this was last asked, without penalties. To be
        asked before the settings change."""
        return self._waiting.take()

    def perform(self, op: int) -> None:
        """Do one operation of the step at hand; the one before it must have been done."""
        kind, layer = self.operations[op]
        network = self.network
        match kind:
            case "input":
                self._load()
            case "loss":
                self.batch_loss = network.data_loss()
                self.batch_penalty = penalty(self.architecture, self.parameters)
            case "update":
                self._before[:] = self._numbers
                execute(self.update_program)
                self.updates += 1
                passed = self._bind(network.examples).passed
                (slot,) = self._keep(passed, network.batch[None])
                slot[...] = passed.source
            case _:
                execute(network.program(kind, layer))

    def _load(self) -> None:
        batch = self.batches.take(1)[0]
        self.network = self._bind(batch.shape[1]).network
        self.network.batch[...] = batch
        self.batch_loss = None

    def results(self, op: int) -> dict[str, Array]:
        """What operation `op` has just produced, by quantity."""
        kind, layer = self.operations[op]
        network, layout = self.network, self.architecture.layout
        match kind:
            case "input":
                return {"input": network.batch}
            case "loss":
                return {"loss": np.array([self.batch_loss, self.batch_penalty], dtype=np.float64)}
            case "update":
                return {"parameter": self.parameters, "optimizer state": self._numbers}
        quantity = QUANTITIES[kind]
        match quantity:
            case "preactivation":
                return {quantity: network.preactivations[layer]}
            case "activation":
                return {quantity: network.activations[layer]}
            case "delta":
                return {quantity: network.deltas[layer]}
            case "gradient":
                return {quantity: layout.blocks(self.gradients)[layer - 1]}

    def configure(self, settings: Settings) -> None:
        """New settings from the next step on. The optimizer keeps what it remembers while it
        stays the same optimizer."""
        slots, count = self.slots, float(self.count)
        same = settings.optimizer == self.settings.optimizer
        self._build(settings, self.parameters.copy())
        if same:
            for name, slot in self.slots.items():
                slot[:] = slots[name]
            self.count[...] = count
        else:
            self.began = self.updates
        self.batches.configure(batch_size=settings.batch_size, shuffle=settings.shuffle)

    def save(self) -> Checkpoint:
        """The state between two steps."""
        return Checkpoint(
            self.updates, self.began, self.settings, self.batches.place, self._numbers.copy()
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to a state that `save` gave."""
        settings = checkpoint.settings
        if settings != self.settings:
            self._build(settings, self.parameters.copy())
        self.batches.batch_size = settings.batch_size
        self.batches.shuffle = settings.shuffle
        self.batches.restore(checkpoint.place)
        self._numbers[:] = checkpoint.numbers
        self.updates, self.began = checkpoint.updates, checkpoint.began
        self.batch_loss = None
