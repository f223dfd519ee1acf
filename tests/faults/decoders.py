"""Every decoder of untrusted bytes, one row each: seeds, and the errors that it may raise.

Any other exception is a fault, and so is slowness. `tests/faults/test_decoders.py` tries each
with a few random inputs, `python -m tests.faults.fuzz` with millions.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from pydantic import ValidationError

from backstep.data.own.own_set import OwnSet
from backstep.data.own.prepare import Choices, prepare
from backstep.data.own.reading import Limits
from backstep.engine.errors import InvalidExpression
from backstep.protocol.catalogue.embed import read_embed
from backstep.protocol.codec import safetensors
from backstep.protocol.facts.expressions import ask, work_out
from backstep.protocol.spec.edits import parse_edits, read_edits
from backstep.protocol.spec.query import read_query, write_query
from backstep.protocol.spec.schema import SpecError, parse_spec
from backstep.protocol.stream import messages
from backstep.sessions import codes
from backstep.sessions.files import checkpoint
from backstep.sessions.session import Session
from backstep.sessions.stores import sets_format
from backstep.sessions.stores.sealed import unseal
from backstep.sessions.view.watching import check_panels
from backstep.settings import Caps, Settings
from backstep.web.http.bodies import file_in, json_of
from tests.faults.odd import changed

_CAPS = Caps()
_LIMITS = Limits(rows=200, columns=12, line=2000, categories=20, inputs=256)
_SMALL: dict[str, Any] = {"data": {"samples": 20}, "network": {"hidden": [{"units": 2}]}}


@dataclass(frozen=True)
class Decoder:
    """`read` may raise what is in `refuses`, and nothing else; `seeds` are valid inputs."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    refuses: tuple[type[Exception], ...] = (SpecError,)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _bytes(tree: Any) -> bytes:
    return json.dumps(tree).encode()


def _query(data: bytes) -> dict[str, str]:
    return dict(parse_qsl(_text(data), keep_blank_values=True))


def _json(*trees: Any) -> Callable[[bytes], bytes]:
    """Return a function that makes JSON of bytes: unchanged, or after a byte 1 a changed tree."""

    def made(data: bytes) -> bytes:
        if data[:1] != b"\x01" or len(data) < 2:
            return data
        return json.dumps(changed(trees[data[1] % len(trees)], data[2:])).encode()

    return made


def _file(good: bytes) -> Callable[[bytes], bytes]:
    """Return the same for the header of a safetensors file, with its correct length."""
    end = 8 + int.from_bytes(good[:8], "little")
    header = _json(json.loads(good[8:end]))

    def made(data: bytes) -> bytes:
        if data[:1] != b"\x01":
            return data
        text = header(data)
        return len(text).to_bytes(8, "little") + text + good[end:]

    return made


def _csv(data: bytes) -> None:
    """The first byte chooses the description of the file."""
    said = data[:1] or b"\0"
    choices = Choices(
        encoding=("utf-8", None, None, "utf-16")[said[0] & 3],
        separator=(None, ";")[said[0] >> 2 & 1],
        header=(None, True, False, None)[said[0] >> 3 & 3],
        task=(None, "classification", "regression", None)[said[0] >> 5 & 3],
    )
    found = prepare(data[1:], choices, _LIMITS)
    json.dumps(found.describe(), allow_nan=False)
    if found.own is not None:
        data_set = found.own.split(np.random.default_rng(0), 0.5)
        assert np.isfinite(data_set.train_x).all()
        assert np.isfinite(data_set.train_y).all()
        sets_format.decode_set(sets_format.encode_set(found.own))


def _form(data: bytes) -> None:
    """The first line is the content type of the rest."""
    header, _, body = data.partition(b"\n")
    file_in(body, header.decode("latin-1"))


def _command(data: bytes) -> None:
    text = _text(_json(*MESSAGES)(data))
    try:
        command = messages.commands.validate_json(text)
    except ValidationError:
        messages.id_of(text)
        return
    if isinstance(command, messages.WatchCommand):
        check_panels(command.panels, _CAPS)


def _spec(data: bytes) -> None:
    spec = parse_spec(json_of(_json(*SPECS)(data)), _CAPS)
    assert (
        read_query(dict(parse_qsl(write_query(spec, _CAPS), keep_blank_values=True)), _CAPS) == spec
    )


def _formula(data: bytes) -> None:
    json.dumps(work_out(ask({"formula": _text(data), "values": {"x": 0.0, "y": -2.5}})))


def _edits_in(data: bytes) -> None:
    parse_edits(json_of(_json(_EDITS)(data)))
    read_edits(_text(data))


def _checkpoint(data: bytes) -> None:
    session = Session(parse_spec(_SMALL, _CAPS), Settings())
    parameters = checkpoint.read_checkpoint(session, _file(_a_checkpoint())(data))
    parse_spec(_SMALL | {"network": {"hidden": [{"units": 2}], "parameters": parameters}}, _CAPS)


def _small_session() -> Session:
    session = Session(parse_spec(_SMALL, _CAPS), Settings())
    session.run.forward("step", 3)
    return session


@cache
def _a_checkpoint() -> bytes:
    trainer = _small_session().run.trainer
    return safetensors.encode(dict(trainer.architecture.layout.named(trainer.parameters)), {})


@cache
def _a_set() -> bytes:
    own: OwnSet | None = prepare(b"a,b\n1,x\n2,y\n3,x\n4,y\n", Choices(), _LIMITS).own
    assert own is not None
    return unseal(sets_format.encode_set(own))


MESSAGES: tuple[dict[str, Any], ...] = (
    {"type": "hello", "token": "t", "key": "k", "resume": {"epoch": 1, "seq": 2}},
    {"type": "forward", "by": "layer", "count": 3, "id": "c1"},
    {"type": "back", "by": "step", "count": 1},
    {"type": "seek", "step": 3, "op": 2},
    {"type": "play", "by": "step", "rate": 100, "until": {"loss": 0.1, "over": "test"}},
    {"type": "pause"},
    {"type": "reset"},
    {"type": "edit", "changes": {"training": {"optimizer": {"learning_rate": 0.1}}}},
    {"type": "edit", "changes": {"data": {"noise": 0.2}, "network": {"hidden": []}}},
    {"type": "set_parameter", "tensor": "layers.0.weight", "index": [0, 1], "value": 0.5},
    {"type": "undo"},
    {"type": "redo"},
    {"type": "focus", "example": 3},
    {"type": "watch", "panels": {"surface": {"plane": "pca"}, "network": {"maps": 8}}},
    {"type": "watch", "panels": {"slice": {"parameter": "layers.0.bias.0", "resolution": 9}}},
    {"type": "watch", "panels": {"race": {"racers": [{"optimizer": {"name": "adam"}}]}}},
    {"type": "watch", "panels": {"inspector": {"select": "layers.0.weight.0.0", "paths": 3}}},
    {"type": "watch", "panels": {"confusion": {"cell": [0, 1]}, "hardest": {}, "words": {}}},
    {"type": "watch", "panels": {"network": {}, "health": {}, "output": {}, "curve": {}}},
    {"type": "inspect", "tensor": "layers.0.weight", "index": [0, 0], "paths": 2},
    {"type": "inspect", "select": "layers.0.bias.0", "unfold": ["layers.1.weight.0.0"]},
    {"type": "nudge", "tensor": "layers.0.bias", "index": [0], "delta": 0.01, "over": "train"},
    {"type": "predict", "input": [0.5, -0.5]},
    {"type": "predict", "image": [[0, 1], [1, 0]]},
    {"type": "ack", "seq": 1},
    {"type": "present", "panels": {"network": {}}, "page": {"tab": "map"}, "hold": True},
    {"type": "show", "seq": 1},
    {"type": "ask", "text": "?", "choices": ["a", "b"]},
    {"type": "reveal", "right": 1, "because": "so"},
    {"type": "answer", "number": 1, "choice": 0},
)
_CSV = b'\x00x1,x2,kind\r\n1.5,-2,a\r\n"0,3",4,b\r\n,5,a\r\n7,1e3,b\r\n'
_MULTIPART = (
    b'multipart/form-data; boundary="b"\n--b\r\nContent-Disposition: form-data; name="f";'
    b' filename="a.csv"\r\n\r\na,b\r\n1,2\r\n--b--\r\n'
)
SPECS: tuple[dict[str, Any], ...] = (
    {
        "seed": 7,
        "data": {"name": "table", "x": [[0, 1], [1, 0]], "y": [0, 1], "test_share": 0},
        "network": {"hidden": [{"units": 2, "activation": "tanh"}], "parameters": None},
        "training": {"optimizer": {"name": "adam", "learning_rate": 0.1}, "batch_size": 2},
    },
    {
        "data": {"name": "spiral", "samples": 30, "noise": 0.1, "features": ["x1", "sin_x2"]},
        "network": {"hidden": [], "output_activation": "sigmoid", "initializer": "zeros"},
        "training": {"loss": "bce", "shuffle": False, "l1": 0.1, "l2": 0.1},
    },
    {"data": {"name": "reviews", "encoding": "bag", "negation": True}},
)
_EDITS = [
    {"at": {"step": 1, "op": 0}, "parameter": "layers.0.bias.1", "value": 2},
    {"at": {"step": 2, "op": 0}, "training": {"optimizer": {"name": "adam"}, "l2": 0.1}},
]
# Seeds for everything that begins with JSON.
CHANGES = tuple(bytes([1, i, 3, 1, 9, 8]) for i in range(4))
_ADDRESS = b"preset=xor&hidden=4-2&activation=tanh-relu&learning_rate=0.03&points=1,2,0~-1,0.5,1"

DECODERS: Mapping[str, Decoder] = MappingProxyType(
    {
        "csv": Decoder(_csv, (_CSV, b"\x08" + _CSV[1:].replace(b",", b";")), ()),
        "multipart": Decoder(_form, (_MULTIPART,)),
        "query": Decoder(lambda data: read_query(_query(data), _CAPS), (_ADDRESS,)),
        "embed": Decoder(
            lambda data: read_embed(_query(data)),
            (b"panels=network,slice&rate=2.5&by=step&hide=link", b"autoplay=1&theme=dark"),
            (),
        ),
        "expression": Decoder(
            _formula,
            (b"x*y + sin(x)", b"max(x, -y)**2/relu(3e-2)", "−x·y^(−2)".encode()),
            (SpecError, InvalidExpression),
        ),
        "spec": Decoder(_spec, (*map(_bytes, SPECS), b"{}")),
        "edits": Decoder(
            _edits_in,
            (
                _bytes(_EDITS),
                b"120.14:layers.0.weight.1.1=2.5~200.0:optimizer=adam,learning_rate=0.01",
            ),
        ),
        "command": Decoder(_command, tuple(map(_bytes, MESSAGES))),
        "code": Decoder(lambda data: codes.normalized(_text(data)), (b"o1l-abc",), ()),
        "safetensors": Decoder(
            lambda data: safetensors.decode(_file(_a_checkpoint())(data)),
            (_a_checkpoint(),),
            (ValueError,),
        ),
        "checkpoint": Decoder(_checkpoint, (_a_checkpoint(),)),
        "set": Decoder(
            lambda data: sets_format.decode_set(_file(_a_set())(data)),
            (_a_set(),),
            (ValueError,),
        ),
    }
)
