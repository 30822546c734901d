"""Tensors of texts: making, parts, printing, shapes, files, other libraries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni

TEXTS = ["Ali", "Bilal", "", "čau", "🎉x"]


def test_the_example_and_its_parts() -> None:
    t = ni.tensor(["Ali", "Bilal"])
    assert repr(t) == "tensor(['Ali', 'Bilal'])"
    assert isinstance(t, ni.StringTensor)
    assert t.dtype is ni.string
    assert t.shape == (2,)
    assert bytes(t.values.tolist()) == b"AliBilal"
    assert t.offsets.tolist() == [0, 3, 8]
    assert not ni.isdtype(t.dtype, "numeric")
    assert not (t.dtype.is_integer or t.dtype.is_inexact)


def test_shapes_and_printing() -> None:
    m = ni.tensor([["a", "b"], ["č", "d'"]])
    assert repr(m) == "tensor([['a', 'b'],\n        ['č', \"d'\"]])"
    assert m.tolist() == [["a", "b"], ["č", "d'"]]
    assert np.asarray(m).tolist() == m.tolist() == ni.tensor(m.numpy()).tolist()
    assert np.asarray(m, dtype="U2").dtype == "U2"
    assert repr(ni.tensor("zeta")) == "tensor('zeta')"
    assert ni.tensor("zeta").item() == "zeta"
    assert repr(ni.tensor(["a"] * 2000)) == "tensor(['a', 'a', 'a', ..., 'a', 'a', 'a'])"
    none = m[:0]
    assert (none.shape, none.tolist(), repr(none)) == (
        (0, 2),
        [],
        "tensor([], shape=(0, 2), dtype=string)",
    )
    assert ni.reshape(m[:, :0], (0, 2)).shape == (0, 2)
    assert len(m) == 2
    assert [row.tolist() for row in m] == m.tolist()
    with pytest.raises(ni.UnsupportedError, match="texts are no numbers"):
        ni.sin(m)
    with pytest.raises(TypeError, match="index_update"):
        m[0] = "x"


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=20))
def test_any_text_comes_back(texts: list[str]) -> None:
    assert ni.tensor(np.array(texts, dtype=object)).tolist() == texts if texts else True
    t = ni.strings.from_parts(
        "".join(texts).encode(), np.cumsum([0, *[len(x.encode()) for x in texts]])
    )
    assert t.tolist() == texts
    assert t[::-1].tolist() == texts[::-1]


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: ni.tensor(["a", None]), ni.DTypeError, "element 1 is None"),
        (lambda: ni.tensor([["a", "b"], ["c", "\ud800"]]), ni.DTypeError, r"element \(1, 1\).*surrogate"),
        (lambda: ni.tensor([["a"], ["b", 1]]), ni.DTypeError, "element 2 is of class int, element 0 of str"),
        (lambda: ni.tensor(["1"], dtype=ni.int64), ni.DTypeError, "to_numbers"),
        (lambda: ni.tensor([1], dtype=ni.string), ni.DTypeError, "from_numbers"),
        (lambda: ni.zeros(2, dtype=ni.string), ni.DTypeError, "no dense tensor holds"),
        (lambda: ni.strings.from_parts(b"ab\xffc", [0, 2, 4]), ValueError, "text 1 is not UTF-8: its byte 0"),
        (lambda: ni.strings.from_parts("č".encode(), [0, 1, 2]), ValueError, "text 0 is not UTF-8"),
        (lambda: ni.strings.from_parts(b"abc", [0, 2, 1, 3]), ni.ShapeError, "text 1 ends before it begins"),
        (lambda: ni.strings.from_parts(b"abc", [0, 9]), ni.ShapeError, "number of bytes, 3"),
        (lambda: ni.strings.from_parts(b"abc", [1, 3]), ni.ShapeError, "begin with 0"),
        (lambda: ni.strings.from_parts(b"abc", [0.0, 3.0]), ni.DTypeError, "integers"),
        (lambda: ni.tensor(np.array([b"a", b"\xed\xa0\x80"])), ValueError, "text 1 is not UTF-8"),
        (lambda: ni.tensor(TEXTS) == 3, ni.DTypeError, "texts meet texts"),
        (lambda: ni.tensor(TEXTS)[9], IndexError, "out of range"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(make: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        make()  # type: ignore[operator]


def _invalid(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


@settings(max_examples=200)
@given(st.lists(st.sampled_from(
    [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF]
), max_size=12))  # fmt: skip
def test_utf8_is_checked_as_python_does(items: list[int]) -> None:
    data = bytes(items)
    if _invalid(data):
        with pytest.raises(ValueError, match="text 0 is not UTF-8"):
            ni.strings.from_parts(data, [0, len(data)])
    else:
        assert ni.strings.from_parts(data, [0, len(data)]).tolist() == [data.decode()]


def test_moving() -> None:
    t, a = ni.tensor(TEXTS), np.array(TEXTS, dtype=object)
    mask = [True, False, False, True, True]
    for found, wanted in (
        (t[1:4], a[1:4]),
        (t[[4, 0, 0]], a[[4, 0, 0]]),
        (t[ni.tensor(mask)], a[np.array(mask)]),
        (ni.concat([t, t[:2]]), np.concatenate([a, a[:2]])),
        (ni.stack([t, t], 1), np.stack([a, a], 1)),
        (ni.where(ni.tensor(mask), t, "no"), np.where(mask, a, "no")),
        (ni.index_update(t, 2, "new"), np.array([*TEXTS[:2], "new", *TEXTS[3:]])),
        (ni.roll(t, 2, 0), np.roll(a, 2)),
        (ni.tile(t, 2), np.tile(a, 2)),
        (ni.concat([t, t[:1]]).reshape(2, 3).T, np.concatenate([a, a[:1]]).reshape(2, 3).T),
        (ni.broadcast_to(t, (2, 5)), np.broadcast_to(a, (2, 5))),
    ):
        assert found.tolist() == wanted.tolist()
        assert found.shape == wanted.shape
        found.check()
    assert [x.tolist() for x in ni.split(t, [2, 3])] == [TEXTS[:2], TEXTS[2:]]


def test_nobody_changes_the_parts_of_texts() -> None:
    values, offsets = ni.tensor(list(b"abc")), ni.tensor([0, 1, 3])
    t = ni.strings.from_parts(ni.astype(values, ni.uint8), offsets)
    offsets[1] = 10**9
    ends = t.offsets
    ends[1] = 10**9
    t.lower().offsets[0] = -5
    assert t.upper().tolist() == ["A", "BC"]


def test_files(tmp_path: Path) -> None:
    t = ni.tensor([TEXTS, TEXTS[::-1]])
    ni.save(tmp_path / "t.safetensors", {"t": t, "one": ni.tensor("x")})
    found = ni.load(tmp_path / "t.safetensors")
    assert found["t"].tolist() == t.tolist()
    assert found["one"].item() == "x"


def test_arrow() -> None:
    pa = pytest.importorskip("pyarrow", reason="the exchange is with PyArrow")
    for a in (
        pa.array(TEXTS),
        pa.array(TEXTS, pa.large_string()),
        pa.array(TEXTS).slice(1, 3),
        pa.chunked_array([TEXTS, TEXTS]),
        pa.array(TEXTS).dictionary_encode(),
        pa.array([], pa.string()),
    ):
        assert ni.strings.from_arrow(a).tolist() == a.to_pylist()
    t = ni.tensor(TEXTS)
    arrow = ni.strings.to_arrow(t)
    arrow.validate(full=True)
    assert arrow.type == pa.large_string()
    assert arrow.to_pylist() == TEXTS
    assert arrow.buffers()[2].address == t.values.data_ptr()  # nothing was copied
    with pytest.raises(ni.DTypeError, match="element 1 is missing"):
        ni.strings.from_arrow(pa.array(["a", None]))
    with pytest.raises(ni.DTypeError, match="holds no texts"):
        ni.strings.from_arrow(pa.array([1]))
    bad = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, 1])), pa.py_buffer(b"\xff"))
    with pytest.raises(ValueError, match="text 0 is not UTF-8"):
        ni.strings.from_arrow(bad)
