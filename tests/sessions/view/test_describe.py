"""What is told of a session to whoever comes."""

from urllib.parse import parse_qsl

from backstep.engine.training.operations import Position
from backstep.protocol.spec.query import read
from backstep.sessions.view import describe
from backstep.settings import Caps
from tests.sessions.test_session import session_of
from tests.waiting import go


def test_the_layout_has_the_shapes_and_all_operations() -> None:
    session = session_of({"data": {"samples": 100, "test_share": 0.3}})
    layout = describe.layout(session)
    assert tuple(layout["sizes"]) == session.run.trainer.architecture.sizes
    assert (layout["train_size"], layout["test_size"]) == (70, 30)
    assert layout["batches"] == -(-70 // session.run.settings.batch_size)
    assert len(layout["operations"]) == len(session.run.operations)
    assert layout["words"] is None


def test_the_layout_of_texts_has_their_vocabulary() -> None:
    layout = describe.layout(session_of({"data": {"name": "reviews"}}))
    assert len(layout["words"]["vocabulary"]) == len(layout["words"]["counts"]) > 0


def test_the_state_is_that_of_the_position_and_its_query_makes_the_run_again() -> None:
    session = session_of()

    async def work() -> None:
        await session.seek(Position(3, 5))
        await session.edit({"training": {"batch_size": 5}})

    go(work)
    state = describe.state(session)
    assert state["position"] == {"step": 3, "op": 5}
    assert not state["playing"]
    assert state["spec"]["training"]["batch_size"] == 5
    query = dict(parse_qsl(state["query"]))
    assert len(state["edits"]) == 1
    assert read({k: v for k, v in query.items() if k != "edits"}, Caps()) == session.start
