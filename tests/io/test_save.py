"""`ni.save` and `ni.load`: every dtype and nest comes back, bit for bit."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol.io import SafetensorsError, SafetensorsFile, load, save, save_safetensors
from nitinol.io.safetensors import DTYPES

DTYPE_LIST = list(DTYPES.values())


def bits(tensor: Any) -> tuple[Any, ...]:
    array = np.asarray(tensor.numpy())
    return tensor.dtype, tuple(tensor.shape), array.tobytes()


@pytest.mark.parametrize("dtype", DTYPE_LIST, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (3, 4), (2, 0, 3), (2, 3, 5)])
def test_every_dtype_and_shape(tmp_path: Path, dtype: Any, shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(0).integers(0, 2 if dtype.is_bool else 100, shape)
    tensor = ni.tensor(values).astype(dtype)
    save(tmp_path / "x", {"t": tensor})
    found = load(tmp_path / "x")
    assert list(found) == ["t"]
    assert bits(found["t"]) == bits(tensor)


def test_special_values_keep_their_bits(tmp_path: Path) -> None:
    raw = np.array([0x7FC00001, 0xFF800000, 0x80000000, 0x00000001], np.uint32)
    tensor = ni.tensor(raw.view(np.float32))
    save(tmp_path / "x", tensor)
    assert np.array_equal(
        load(tmp_path / "x").numpy().view(np.uint32), tensor.numpy().view(np.uint32)
    )


def test_views_are_saved_as_they_look(tmp_path: Path) -> None:
    base = ni.tensor(np.arange(24.0).reshape(4, 6))
    views = {"t": base.T, "s": base[1:3, ::2], "r": base[::-1], "e": base[0].broadcast_to((3, 6))}
    save(tmp_path / "x", views)
    found = load(tmp_path / "x")
    for name, view in views.items():
        assert found[name].tolist() == view.tolist()


def test_the_file_is_plain_safetensors(tmp_path: Path) -> None:
    a, b = ni.tensor([1, 2, 3], dtype=ni.int16), ni.tensor([[1.5]], dtype=ni.float64)
    save_safetensors(tmp_path / "x", {"a": a, "b": b}, {"format": "pt"})
    data = (tmp_path / "x").read_bytes()
    (n,) = struct.unpack("<Q", data[:8])
    assert n % 8 == 0
    header = json.loads(data[8 : 8 + n])
    assert header == {
        "__metadata__": {"format": "pt"},
        "b": {"dtype": "F64", "shape": [1, 1], "data_offsets": [0, 8]},
        "a": {"dtype": "I16", "shape": [3], "data_offsets": [8, 14]},
    }
    assert data[8 + n :] == struct.pack("<dhhh", 1.5, 1, 2, 3)


plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
tensors = st.lists(st.integers(-100, 100), max_size=4).map(lambda v: ni.tensor(v, dtype=ni.int8))
nests = st.recursive(
    plain | tensors,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, ni.Tensor):
        return isinstance(b, ni.Tensor) and bits(a) == bits(b)
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return (
        bool(a == b) and math.copysign(1, a or 0) == math.copysign(1, b or 0)
        if isinstance(a, float)
        else bool(a == b)
    )


@settings(max_examples=60, deadline=None)
@given(nests)
def test_any_nest(tmp_path_factory: pytest.TempPathFactory, nest: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "nest"
    save(path, nest)
    assert same(load(path), nest)


def test_names_that_spell_alike(tmp_path: Path) -> None:
    nest = {"a/b": ni.tensor(1), "a": {"b": ni.tensor(2)}, "n": 0}
    save(tmp_path / "x", nest)
    assert same(load(tmp_path / "x"), nest)


def test_nan_and_infinity(tmp_path: Path) -> None:
    save(tmp_path / "x", [math.inf, -math.inf, math.nan, -0.0])
    a, b, c, d = load(tmp_path / "x")
    assert (a, b) == (math.inf, -math.inf)
    assert math.isnan(c)
    assert math.copysign(1, d) == -1


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({1: 2}, "keys must be texts"),
        ({"a": object()}, "cannot save a object under 'a'"),
        ([{"a": (b"",)}], "cannot save a bytes under '0/a/0'"),
        ({"z": ni.tensor(1j, dtype=ni.complex128)}, "no complex128"),
        ({"__metadata__": ni.tensor(1)}, "name"),
    ],
)
def test_what_cannot_be_saved(tmp_path: Path, state: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        save(tmp_path / "x", state)
    assert not list(tmp_path.iterdir())


def test_damaged_descriptions(tmp_path: Path) -> None:
    for text in ("", "[]", "7", '["t", "no"]', '["t", []]', '["d", [1]]', '["q"]', "[" * 5000):
        save_safetensors(tmp_path / "x", {"a": ni.tensor(1)}, {"nitinol.tree": text})
        with pytest.raises(SafetensorsError, match="damaged"):
            load(tmp_path / "x")


def test_tensors_outlive_the_file(tmp_path: Path) -> None:
    save(tmp_path / "x", {"a": ni.tensor([1.0, 2.0])})
    with SafetensorsFile(tmp_path / "x") as file:
        a = file["a"]
    (tmp_path / "x").unlink()
    assert (a * 2).tolist() == [2.0, 4.0]
