"""What is taken away from a run: a script that trains the same, its data as a table."""

from backstep import __version__
from backstep.protocol.scripts import FRAMEWORKS
from backstep.protocol.scripts.material import Material, orders
from backstep.sessions.run.assemble import assemble
from backstep.sessions.session import Session


def code(session: Session, framework: str, steps: int) -> str:
    """A program that trains what a reset of the run would train: its data, its initial
    parameters, and the settings as they are now."""
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
