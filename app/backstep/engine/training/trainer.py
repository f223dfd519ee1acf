"""Training: forward in time only, one operation at a time or at full speed."""

from dataclasses import dataclass, replace

import numpy as np

from backstep.engine.nn.network import Architecture, Network, penalty
from backstep.engine.nn.steps import QUANTITIES
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.updates import Memory
from backstep.engine.program import Array, Program, execute
from backstep.engine.training.batch_losses import BatchLosses
from backstep.engine.training.batches import Batches, Place
from backstep.engine.training.operations import Operations

# Above this sum of squares a number may have overflowed, or soon will: the fast path stops, and the
# operations are performed one by one. It checks only a step's parameters, the optimizer's memory
# and the activations. While those are below, no pre-activation (Cauchy–Schwarz) and no loss can
# have been infinite; and an overflow in a δ or a gradient stays visible in the parameters. If they
# begin above (see `is_finite_safe`), the fast path cannot be used.
_SUSPICIOUS = 1e300


@dataclass(frozen=True)
class TrainingSettings:
    """What may change during training; `hyperparameters` are all of the optimizer's."""

    loss: str
    optimizer: str
    hyperparameters: tuple[tuple[str, float], ...]
    batch_size: int
    shuffle: bool = True
    l1: float = 0.0
    l2: float = 0.0


@dataclass(frozen=True)
class Checkpoint:
    """The complete state between two steps.

    `began` is the number of updates before the optimizer's first one.
    """

    updates: int
    began: int
    settings: TrainingSettings
    place: Place
    numbers: Array  # parameters, then the optimizer's memory

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes


@dataclass(frozen=True)
class Bound:
    """What is bound to one batch size.

    The network, a whole step as one program, the numbers to watch, and the outputs to keep.
    """

    network: Network
    step: Program
    watched: Array
    outputs: Array


class Trainer:
    """Trains the network of `architecture` on `batches` from `start`, a flat vector.

    What the fast path checks lies in one contiguous block: the signals of an epoch's last, partial
    batch; the parameters and the optimizer's memory; the signals of a full batch.
    """

    def __init__(
        self, architecture: Architecture, batches: Batches, settings: TrainingSettings, start: Array
    ) -> None:
        self._bare = architecture
        self.batches = batches
        self._data_is_finite_safe = batches.squares <= _SUSPICIOUS
        self.operations = Operations.of(architecture.layers)
        self.updates = self.began = 0
        self._build(settings, start)

    def _build(self, settings: TrainingSettings, start: Array) -> None:
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
        # The state before the last update that was performed as an operation.
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
        self._full = full
        self._bound: dict[int, Bound] = {}
        self.network = self._bind(full).network

    def _bind(self, examples: int) -> Bound:
        """Return everything bound to batches of this size, made on first use.

        Two are kept: that of the full batch, and one other.
        """
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
        if examples == self._full:
            self._losses = BatchLosses(network, self.batches)
        step = [*network.forward, *network.backward, *self.update_program]
        self._bound = {size: each for size, each in self._bound.items() if size == self._full}
        outputs = self._losses.source(network)
        self._bound[examples] = Bound(network, step, watched, outputs)
        return self._bound[examples]

    @property
    def is_finite_safe(self) -> bool:
        """Whether all persistent numbers are small enough for `advance`."""
        return self._data_is_finite_safe and bool(self._numbers.dot(self._numbers) <= _SUSPICIOUS)

    def advance(self, steps: int) -> bool:
        """Do whole steps at full speed, keeping only their outputs; stop after the last update.

        Returns False if a number may have overflowed: the caller must go back and perform
        operations.
        """
        self.updates += steps
        self.batch_loss = None
        done, most = 0, self._losses.capacity
        while done < steps:
            batches = self.batches.take(min(steps - done, most))
            bound = self._bind(batches.shape[2])
            self.network, program, watched = bound.network, bound.step, bound.watched
            here, source, dot = self.network.batch, bound.outputs, watched.dot
            slots = self._losses.keep(self.batches.taken, len(batches))
            for batch, slot in zip(batches, slots, strict=True):
                here[...] = batch
                for each in program:
                    each()
                if not dot(watched) <= _SUSPICIOUS:
                    self._losses.drop(done + len(batches))
                    return False
                slot[...] = source
            done += len(batches)
        return True

    @property
    def has_losses(self) -> bool:
        """Whether it is time to call `losses`."""
        return self._losses.are_many

    def losses(self) -> Array:
        """Return the data loss of each batch trained on since the last call.

        A change of the settings discards them.
        """
        return self._losses.take()

    def perform(self, op: int) -> None:
        """Perform one operation of the current step, directly after the one before it."""
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
                (slot,) = self._losses.keep(self.batches.taken, 1)
                slot[...] = self._losses.source(network)
            case _:
                execute(network.program(kind, layer))

    def _load(self) -> None:
        batch = self.batches.take(1)[0]
        self.network = self._bind(batch.shape[1]).network
        self.network.batch[...] = batch
        self.batch_loss = None

    def results(self, op: int) -> dict[str, Array]:
        """Return what operation `op` has just computed, by quantity."""
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

    def configure(self, settings: TrainingSettings) -> None:
        """Change the settings from the next step on.

        The optimizer keeps its memory unless another one is chosen.
        """
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
        """Return the state between two steps."""
        return Checkpoint(
            self.updates, self.began, self.settings, self.batches.place, self._numbers.copy()
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Return to a state that `save` returned."""
        settings = checkpoint.settings
        if settings != self.settings:
            self._build(settings, self.parameters.copy())
        self.batches.batch_size = settings.batch_size
        self.batches.shuffle = settings.shuffle
        self.batches.restore(checkpoint.place)
        self._numbers[:] = checkpoint.numbers
        self.updates, self.began = checkpoint.updates, checkpoint.began
        self.batch_loss = None
