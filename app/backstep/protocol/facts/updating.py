"""The optimizer's update of one parameter, line by line at a run's position.

At `update` it is the update that was just performed; before that, the next one.
"""

from backstep.engine.nn.parameters import Parameter
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.working import Line, Scalars
from backstep.protocol.facts.run_view import RunView


def earlier_updates(view: RunView) -> int:
    """Return how many updates the optimizer had performed before this one."""
    trainer = view.trainer
    return trainer.updates - trainer.began - view.at_update


def optimizer_state(view: RunView, at: int) -> dict[str, float]:
    """Return the optimizer's state of the parameter at index `at`, before this update."""
    trainer = view.trainer
    slots = trainer.previous_slots if view.at_update else trainer.slots
    return {name: float(slot[at]) for name, slot in slots.items()}


def update_lines(view: RunView, parameter: Parameter, gradient: float) -> list[Line]:
    """Return the update line by line; the last line's result is the new value."""
    layout, settings = view.architecture.layout, view.trainer.settings
    at = layout.index(parameter)
    scalars = Scalars(
        float(view.parameters[at]),
        gradient,
        optimizer_state(view, at),
        earlier_updates(view) + 1,
        decays=layout.decays(parameter),
    )
    return OPTIMIZERS[settings.optimizer].work(scalars, dict(settings.hyperparameters))
