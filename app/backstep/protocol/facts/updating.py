"""The optimizer's update of one parameter, worked out line by line at a run's position.

At `update` it is the update that was just performed; before that, the next one.
"""

from backstep.engine.nn.parameters import Parameter
from backstep.engine.optim.optimizers import OPTIMIZERS
from backstep.engine.optim.working import Line, Scalars
from backstep.protocol.facts.scene import Scene


def count(scene: Scene) -> int:
    """Return how many updates the optimizer had performed before this one."""
    trainer = scene.trainer
    return trainer.updates - trainer.began - scene.at_update


def state(scene: Scene, at: int) -> dict[str, float]:
    """Return the optimizer's state of the parameter at index `at`, before this update."""
    trainer = scene.trainer
    slots = trainer.previous_slots if scene.at_update else trainer.slots
    return {name: float(slot[at]) for name, slot in slots.items()}


def lines(scene: Scene, parameter: Parameter, gradient: float) -> list[Line]:
    """Work the update out; the last line's result is the new value."""
    layout, settings = scene.architecture.layout, scene.trainer.settings
    at = layout.index(parameter)
    scalars = Scalars(
        float(scene.parameters[at]),
        gradient,
        state(scene, at),
        count(scene) + 1,
        decays=layout.decays(parameter),
    )
    return OPTIMIZERS[settings.optimizer].work(scalars, dict(settings.hyperparameters))
