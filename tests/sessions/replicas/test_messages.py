"""The form of a message between processes."""

from hypothesis import given
from hypothesis import strategies as st

from backstep.sessions.replicas.messages import pack, unpack

values = st.one_of(st.text(), st.integers(), st.booleans(), st.none())
heads = st.dictionaries(st.text(), values | st.lists(values))


@given(heads, st.binary())
def test_a_message_is_unpacked_as_it_was_packed(head: dict[str, object], body: bytes) -> None:
    assert unpack(pack(head, body)) == (head, body)
