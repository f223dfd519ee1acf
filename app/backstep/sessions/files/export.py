"""A run as a script that repeats its training."""

from backstep import __version__
from backstep.protocol.scripts import FRAMEWORKS
from backstep.protocol.scripts.material import Material, orders
from backstep.sessions.run.assemble import assemble
from backstep.sessions.session import Session


def code(session: Session, framework: str, steps: int) -> str:
    """Return a program that trains what the run would train after a reset.

    It contains the run's data, its initial parameters and its current settings.
    """
    assembly = assemble(session.spec, memory=0, sets=session.sets)
    trainer = assembly.run.trainer
    material = Material(
        trainer.architecture,
        trainer.settings,
        assembly.data,
        trainer.parameters,
        orders(trainer.batches, steps),
        steps,
        __version__,
    )
    return FRAMEWORKS[framework](material)
