"""The reasons of closed streams, compared with docs/protocol.md."""

import json
from typing import get_args

from backstep.protocol.stream.closes import CloseCode, close_reason
from tests.protocol import documentation as docs

_MAX_BYTES = 123  # of a close frame's reason


def test_every_reason_is_documented_and_fits_into_a_close_frame() -> None:
    documented = {code.strip("`") for code, *_ in docs.rows("Close codes")}
    assert documented == set(get_args(CloseCode))
    for code in get_args(CloseCode):
        reason = close_reason(code, 86_400.25)
        assert len(reason.encode()) <= _MAX_BYTES
        assert json.loads(reason) == {"code": code, "retry": 86_400.25}


def test_a_reason_without_a_delay_has_none() -> None:
    assert json.loads(close_reason("ended")) == {"code": "ended"}
