"""Training itself: forward in time only, one operation at a time or at full speed."""

from dataclasses import dataclass, replace

import numpy as np

from app.engine.batches import Batches, Place
from app.engine.network import Architecture, Network, penalty
from app.engine.operations import Operations
from app.engine.optimizers import OPTIMIZERS, Memory
from app.engine.program import Array, Program, execute

# Above this sum of squares something may have overflowed, or is about to: the fast path stops and
# the operations are walked one by one. Below it no number it skips (the loss) can be infinite.
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
    """Everything the future depends on, between two steps."""

    updates: int
    settings: Settings
    place: Place
    numbers: Array  # parameters, then what the optimizer remembers

    @property
    def nbytes(self) -> int:
        return self.numbers.nbytes


class Trainer:
    """Trains the network of `architecture` on `batches` from `start`, a flat vector.

    All its numbers lie in one contiguous block: parameters, the optimizer's memory, gradients,
    then the buffers of a full batch and of an epoch's last partial one.
    """

    def __init__(
        self, architecture: Architecture, batches: Batches, settings: Settings, start: Array
    ) -> None:
        self._bare = architecture
        self.batches = batches
        self.operations = Operations(architecture.depth)
        self.updates = 0
        self._build(settings, start)

    def _build(self, settings: Settings, start: Array) -> None:
        """Lay out the block and bind every program for `settings`."""
        self.settings = settings
        self.architecture = replace(self._bare, loss=settings.loss, l1=settings.l1, l2=settings.l2)
        row = OPTIMIZERS[settings.optimizer]
        size = start.size
        full = min(settings.batch_size, self.batches.count)
        memory = len(row.slots) * size + 1
        buffers = self.architecture.buffer_size(full)
        self._block = np.zeros(2 * size + memory + 2 * buffers)
        self._numbers = self._block[: size + memory]
        self.parameters, rest = self._numbers[:size], self._numbers[size:]
        self.gradients = self._block[size + memory : 2 * size + memory]
        self._free = self._block[2 * size + memory :]
        self.parameters[:] = start
        self.previous = start.copy()
        self.slots = {name: rest[i * size : (i + 1) * size] for i, name in enumerate(row.slots)}
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
        self._networks: dict[int, tuple[Network, Program]] = {}
        self._full = full
        self.network = self._sized(full)[0]

    def _sized(self, examples: int) -> tuple[Network, Program]:
        """The network over so many examples with its fast program; built when first needed."""
        known = self._networks.get(examples)
        if known is None:
            # The full batch has the first half of the buffers; other sizes share the second.
            half = self._free.size // 2
            place = self._free[:half] if examples == self._full else self._free[half:]
            network = Network(
                self.architecture,
                self.parameters,
                self.gradients,
                examples,
                place[: self.architecture.buffer_size(examples)],
            )
            known = network, [*network.forward, *network.backward, *self.update_program]
            if examples != self._full:
                for size in [size for size in self._networks if size != self._full]:
                    del self._networks[size]
            self._networks[examples] = known
        return known

    def advance(self, steps: int) -> bool:
        """Do whole steps at full speed, recording nothing; stands after the last update.

        False when a number may have overflowed: the caller walks the operations instead.
        """
        table, order = self.batches.shuffled_table, self.batches.advance
        block, copy, full = self._block, np.copyto, self._full
        network, program = self._sized(full)
        batch, columns = network.batch, full
        for _ in range(steps):
            start, stop = order()
            if stop - start != columns:
                columns = stop - start
                network, program = self._sized(columns)
                batch = network.batch
            copy(batch, table[:, start:stop])
            for each in program:
                each()
            if not block.dot(block) <= _SUSPICIOUS:
                return False
        self.network = network
        self.batch_loss = None
        self.updates += steps
        return True

    def perform(self, op: int) -> None:
        """Do one operation of the step at hand; the one before it must have been done."""
        kind, layer = self.operations[op]
        network = self.network
        match kind:
            case "input":
                self._load()
            case "linear":
                execute(network.linear(layer))
            case "activation":
                execute(network.activation(layer))
            case "loss":
                self.batch_loss = network.data_loss()
                self.batch_penalty = penalty(self.architecture, self.parameters)
            case "delta":
                execute(network.delta(layer))
            case "gradient":
                execute(network.gradient(layer))
            case "update":
                self.previous[:] = self.parameters
                execute(self.update_program)
                self.updates += 1

    def _load(self) -> None:
        start, stop = self.batches.advance()
        self.network = self._sized(stop - start)[0]
        np.copyto(self.network.batch, self.batches.shuffled_table[:, start:stop])
        self.batch_loss = None

    def results(self, op: int) -> dict[str, Array]:
        """What operation `op` has just produced, by quantity."""
        kind, layer = self.operations[op]
        network, layout = self.network, self.architecture.layout
        match kind:
            case "input":
                return {"input": network.batch}
            case "linear":
                return {"preactivation": network.preactivations[layer]}
            case "activation":
                return {"activation": network.activations[layer]}
            case "loss":
                return {"loss": np.array([self.batch_loss, self.batch_penalty], dtype=np.float64)}
            case "delta":
                return {"delta": network.deltas[layer]}
            case "gradient":
                return {"gradient": layout.matrices(self.gradients)[layer - 1]}
            case "update":
                return {"parameter": self.parameters, "optimizer state": self._numbers}

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
        self.batches.configure(batch_size=settings.batch_size, shuffle=settings.shuffle)

    def save(self) -> Checkpoint:
        """The state between two steps."""
        return Checkpoint(self.updates, self.settings, self.batches.place, self._numbers.copy())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to a state that `save` gave."""
        settings = checkpoint.settings
        if settings != self.settings:
            self._build(settings, self.parameters.copy())
        self.batches.batch_size = settings.batch_size
        self.batches.shuffle = settings.shuffle
        self.batches.restore(checkpoint.place)
        if not np.isfinite(self._block.dot(self._block)):
            # What a failure left in the buffers would look like another one to the fast path.
            self._build(settings, self.parameters.copy())
        self._numbers[:] = checkpoint.numbers
        self.updates = checkpoint.updates
        self.batch_loss = None
