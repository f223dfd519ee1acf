"""Our encoder against the `safetensors` package's reader."""

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors import safe_open
from safetensors.numpy import load

from backstep.protocol.codec.safetensors import decode, encode
from tests.examples import examples

Tensors = dict[str, npt.NDArray[Any]]

arrays = hnp.arrays(
    st.sampled_from([np.float32, np.float64, np.uint8, np.int64]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
names = st.text(min_size=1, max_size=12).filter(lambda name: name != "__metadata__")
tensors = st.dictionaries(names, arrays, max_size=6)


def header_of(data: bytes) -> tuple[dict[str, Any], int]:
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length]), 8 + length


def assert_same(found: Tensors, expected: Tensors) -> None:
    assert found.keys() == expected.keys()
    for name, tensor in expected.items():
        assert found[name].dtype == tensor.dtype
        assert found[name].shape == tensor.shape
        assert found[name].tobytes() == tensor.tobytes()


@given(tensors)
@examples(150)
def test_the_package_reads_back_the_same_bits(given: Tensors) -> None:
    assert_same(load(encode(given, {})), given)


@given(tensors)
@examples(50)
def test_views_are_written_as_what_they_show(given: Tensors) -> None:
    views = {name: tensor.T[::-1] if tensor.ndim else tensor for name, tensor in given.items()}
    assert_same(load(encode(views, {})), views)


@given(tensors)
@examples(50)
def test_every_tensor_can_be_read_in_place(given: Tensors) -> None:
    header, start = header_of(encode(given, {}))
    assert start % 8 == 0
    for name, tensor in given.items():
        assert (start + header[name]["data_offsets"][0]) % tensor.dtype.itemsize == 0


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4))
@examples(50)
def test_metadata_is_kept(tmp_path_factory: pytest.TempPathFactory, given: dict[str, str]) -> None:
    path = tmp_path_factory.getbasetemp() / "metadata.safetensors"
    path.write_bytes(encode({"a": np.zeros(1)}, given))
    with safe_open(path, "np") as file:
        assert (file.metadata() or {}) == given


def test_other_types_are_refused() -> None:
    with pytest.raises(KeyError, match="complex128"):
        encode({"a": np.zeros(1, dtype=complex)}, {})


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": ["F64"], "shape": [], "data_offsets": [0, 8]},
        {"dtype": {}, "shape": [], "data_offsets": [0, 8]},
        {"dtype": "F64", "shape": [10**30, 0], "data_offsets": [0, 0]},
        {"dtype": "F64", "shape": [2**62, 2**62, 0], "data_offsets": [0, 0]},
        {"dtype": "F64", "shape": [1], "data_offsets": [10**30, 10**30]},
        {"dtype": "F64", "shape": [1.0], "data_offsets": [0, 8]},
        {"dtype": "F64", "shape": [True], "data_offsets": [0, 8]},
        {"dtype": "F64", "shape": [1], "data_offsets": [0, 16]},
        {"dtype": "F64", "shape": [1] * 100, "data_offsets": [0, 8]},
    ],
)
def test_a_header_that_lies_is_refused(entry: dict[str, Any]) -> None:
    text = json.dumps({"a": entry}).encode()
    with pytest.raises(ValueError, match=r"^(has|is) "):
        decode(len(text).to_bytes(8, "little") + text + bytes(8))
