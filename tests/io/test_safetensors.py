"""safetensors: files written byte by byte here, files written by nitinol, and damaged ones."""

from __future__ import annotations

import ctypes
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitinol.io.safetensors import (
    DTYPES,
    MAX_HEADER,
    Header,
    SafetensorsError,
    SafetensorsFile,
    load_safetensors,
    parse_header,
)


def file_of(header: Any, data: bytes) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def content(tensor: Any) -> bytes:
    return ctypes.string_at(tensor._address, tensor.size * tensor.dtype.itemsize)


GOOD = {
    "__metadata__": {"format": "pt"},
    "b": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
    "a": {"dtype": "I16", "shape": [3], "data_offsets": [16, 22]},
    "none": {"dtype": "F64", "shape": [0, 4], "data_offsets": [22, 22]},
    "scalar": {"dtype": "BOOL", "shape": [], "data_offsets": [22, 23]},
}
DATA = struct.pack("<4f3hB", 1.0, -2.5, 3e30, 0.0, 7, -8, 9, 1)


def test_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(file_of(GOOD, DATA))
    with SafetensorsFile(path) as file:
        assert file.metadata == {"format": "pt"}
        assert list(file) == ["b", "a", "none", "scalar"]
        assert content(file["b"]) == DATA[:16]
        assert file["b"].shape == (2, 2)
        assert file["a"].dtype is DTYPES["I16"]
        assert content(file["a"]) == DATA[16:22]
        assert file["none"].shape == (0, 4)
        assert content(file["scalar"]) == b"\1"
        with pytest.raises(KeyError):
            file["c"]


WRONG = {
    "no object": b"[1, 2]",
    "no JSON": b'{"a": ',
    "no UTF-8": b'{"\xff": 1}',
    "twice": b'{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},'
    b'"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
    "not a number": b'{"a":{"dtype":"U8","shape":[NaN],"data_offsets":[0,0]}}',
    "deep": b'{"a":' + b"[" * 100_000,
    "long number": b'{"a":' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_wrong_texts(text: bytes) -> None:
    with pytest.raises(SafetensorsError):
        parse_header(text, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dtype": "F31"}, "unknown dtype"),
        ({"dtype": ["F32"]}, "unknown dtype"),
        ({"shape": [-2, -2]}, "impossible shape"),
        ({"shape": [2.0, 2]}, "impossible shape"),
        ({"shape": [True, 4]}, "impossible shape"),
        ({"shape": [2**40, 2**40]}, "too large"),
        ({"shape": [2, 3]}, "needs 24 bytes"),
        ({"data_offsets": [0, 15]}, "needs 16 bytes"),
        ({"data_offsets": [16, 0]}, "needs 16 bytes"),
        ({"data_offsets": [-16, 0]}, "impossible data_offsets"),
        ({"data_offsets": [8, 24]}, "tensor 'a' overlaps|needs 16"),
        ({"data_offsets": [2**62, 2**62 + 16]}, "needs 16 bytes"),
        ({"data_offsets": [0]}, "impossible data_offsets"),
        ({"extra": 1}, "must have dtype"),
    ],
)
def test_wrong_entries(change: dict[str, Any], message: str) -> None:
    header = {**GOOD, "b": {**GOOD["b"], **change}}
    with pytest.raises(SafetensorsError, match=message):
        parse_header(json.dumps(header).encode(), len(DATA))


def test_holes_overlaps_and_rests() -> None:
    u8 = {"dtype": "U8", "shape": [4]}
    first = {**u8, "data_offsets": [0, 4]}
    for begin, room, message in [(2, 6, "overlaps"), (5, 9, "hole"), (4, 9, "need 8 bytes")]:
        header = {"x": first, "y": {**u8, "data_offsets": [begin, begin + 4]}}
        with pytest.raises(SafetensorsError, match=message):
            parse_header(json.dumps(header).encode(), room)


def test_wrong_lengths(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for data in (b"", b"1234567", struct.pack("<Q", 3) + b"{}", struct.pack("<Q", 2**63) + b"{}"):
        path.write_bytes(data)
        with pytest.raises(SafetensorsError, match=str(path)):
            load_safetensors(path)
    with path.open("wb") as file:  # a sparse file: nothing of this size is read
        file.write(struct.pack("<Q", MAX_HEADER + 1) + b"{")
        file.truncate(MAX_HEADER + 100)
    with pytest.raises(SafetensorsError, match="refused"):
        load_safetensors(path)


def test_bools_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "x"
    header = {"m": {"dtype": "BOOL", "shape": [3], "data_offsets": [0, 3]}}
    path.write_bytes(file_of(header, b"\0\1\2"))
    with pytest.raises(SafetensorsError, match="0 or 1"):
        load_safetensors(path)


def test_foreign_dtypes_spoil_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "x"
    header = {
        "f8": {"dtype": "F8_E4M3", "shape": [3], "data_offsets": [0, 3]},
        "u8": {"dtype": "U8", "shape": [3], "data_offsets": [3, 6]},
    }
    path.write_bytes(file_of(header, b"abcdef"))
    with SafetensorsFile(path) as file:
        assert content(file["u8"]) == b"def"
        with pytest.raises(NotImplementedError, match="F8_E4M3"):
            file["f8"]


def test_a_file_that_shrinks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x"
    header = {"long": {"dtype": "U8", "shape": [100_000], "data_offsets": [0, 100_000]}}
    path.write_bytes(file_of(header, bytes(100_000)))
    with SafetensorsFile(path) as file:
        with path.open("r+b") as other:
            other.truncate(50_000)
        with pytest.raises(SafetensorsError, match="shorter"):
            file["long"]


WHOLE = file_of(GOOD, DATA)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=12), st.booleans()
)
def test_damage_is_an_error_or_a_file(
    tmp_path_factory: pytest.TempPathFactory, a: int, b: int, middle: bytes, mend: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.safetensors"
    data = WHOLE[: min(a, b)] + middle + WHOLE[max(a, b) :]
    if mend and len(data) > 8 + len(DATA):
        data = struct.pack("<Q", len(data) - 8 - len(DATA)) + data[8:]
    path.write_bytes(data)
    try:
        tensors = load_safetensors(path)
    except (SafetensorsError, NotImplementedError) as error:
        assert str(error)
    else:
        assert sum(len(content(t)) for t in tensors.values()) <= len(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
entries = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from([*DTYPES, "F8_E5M2", "X"]) | json_values,
        "shape": st.lists(st.integers(-1, 2**40), max_size=4) | json_values,
        "data_offsets": st.lists(st.integers(-1, 2**64), min_size=2, max_size=2) | json_values,
    }
)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.text(max_size=4) | st.just("__metadata__"), entries | json_values),
    st.integers(0, 2**40),
)
def test_any_header(header: dict[str, Any], room: int) -> None:
    try:
        found = parse_header(json.dumps(header).encode(), room)
    except SafetensorsError as error:
        assert str(error)
    else:
        assert isinstance(found, Header)
        assert sum(e.end - e.begin for e in found.entries.values()) == room
