"""`ni.tensor` and `ni.asarray`: Python data, buffers, and what is refused."""

from __future__ import annotations

import array
import fractions
import math
import struct
from typing import Any

import numpy as np
import pytest

import nitinol as ni

ALL = [
    ni.bool, ni.int8, ni.int16, ni.int32, ni.int64, ni.uint8, ni.uint16, ni.uint32, ni.uint64,
    ni.float16, ni.bfloat16, ni.float32, ni.float64, ni.complex64, ni.complex128,
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "dtype", "shape"),
    [
        (1.5, ni.float32, ()), (3, ni.int64, ()), (True, ni.bool, ()), (1j, ni.complex64, ()),
        ([1, 2.5], ni.float32, (2,)), ([True, 2], ni.int64, (2,)), ([True, 1j], ni.complex64, (2,)),
        ([[1, 2], (3, 4)], ni.int64, (2, 2)), ([], ni.float32, (0,)), ([[], []], ni.float32, (2, 0)),
        ([[[1]]], ni.int64, (1, 1, 1)), ((), ni.float32, (0,)), (range(4), ni.int64, (4,)),
        ((i * 0.5 for i in range(3)), ni.float32, (3,)), ([range(2), range(2)], ni.int64, (2, 2)),
        (fractions.Fraction(1, 2), ni.float32, ()), (b"ab", ni.uint8, (2,)),
        (array.array("d", [1.0, 2.0]), ni.float64, (2,)), (array.array("h", [1, 2]), ni.int16, (2,)),
        (memoryview(bytes(6)).cast("B", (2, 3)), ni.uint8, (2, 3)), ({1: 2}.values(), ni.int64, (1,)),
    ],
)  # fmt: skip
def test_python_data(data: Any, dtype: Any, shape: tuple[int, ...]) -> None:
    t = ni.tensor(data)
    assert (t.dtype, t.shape) == (dtype, shape)


def test_values_survive() -> None:
    assert ni.tensor([[1, -2], [3, 4]]).tolist() == [[1, -2], [3, 4]]
    assert ni.tensor([0.1, math.inf, -0.0]).tolist() == [
        struct.unpack("f", struct.pack("f", 0.1))[0],
        math.inf,
        0.0,
    ]
    assert math.copysign(1, ni.tensor([-0.0]).tolist()[0]) == -1
    assert ni.tensor([1 + 2j, 3]).tolist() == [1 + 2j, 3 + 0j]
    assert ni.tensor([True, False]).tolist() == [True, False]
    assert ni.tensor([2**63 - 1, -(2**63)]).tolist() == [2**63 - 1, -(2**63)]
    assert ni.tensor([2**64 - 1], dtype=ni.uint64).tolist() == [2**64 - 1]
    assert ni.tensor([1e300, 1]).tolist() == [math.inf, 1.0]


@pytest.mark.parametrize("dtype", ALL, ids=str)
def test_every_dtype_from_numbers(dtype: Any) -> None:
    t = ni.tensor([[0, 1], [1, 0]], dtype=dtype)
    assert t.dtype is dtype
    assert t.tolist() == [[0, 1], [1, 0]]
    assert t.T.tolist() == [[0, 1], [1, 0]]
    assert ni.tensor(1, dtype=dtype).item() == 1


@pytest.mark.parametrize("dtype", [ni.float16, ni.bfloat16], ids=str)
def test_half_widths_are_rounded_once(dtype: Any) -> None:
    values = [0.1, 1 / 3, 1e-8, 65504.0, 1 + 2**-11 + 2**-40, 3.3e38]
    want = np.array(values, dtype=np.float64)
    with np.errstate(over="ignore"):
        want = want.astype(dtype.numpy).astype(np.float64)
    assert ni.tensor(values, dtype=dtype).tolist() == want.tolist()


def test_dtype_conversions_of_python_data() -> None:
    assert ni.tensor([1.9, -1.9], dtype=ni.int32).tolist() == [1, -1]
    assert ni.tensor([0, 2, 0.0], dtype=ni.bool).tolist() == [False, True, False]
    assert ni.tensor([1, 2], dtype="complex128").tolist() == [1, 2]
    assert ni.tensor(range(3), dtype=float).dtype is ni.float32
    assert ni.tensor(np.float64(1.5)).dtype is ni.float64


@pytest.mark.parametrize(
    ("data", "kwargs", "error", "text"),
    [
        ([[1, 2], 3], {}, ni.ShapeError, "at depth 1 there are lists beside items .item 1 is a int"),
        (2**63, {}, ni.DTypeError, "9223372036854775808 does not fit into int64"),
        ([1, -(2**63) - 1], {}, ni.DTypeError, "does not fit into int64"),
        ([300], {"dtype": ni.uint8}, ni.DTypeError, "300 does not fit into uint8"),
        ([-1], {"dtype": ni.uint64}, ni.DTypeError, "-1 does not fit into uint64"),
        ([math.nan], {"dtype": ni.int64}, ni.DTypeError, "nan does not become an integer"),
        ([1j], {"dtype": ni.float32}, ni.DTypeError, "complex numbers do not become float32"),
        ([10**400, 1.0], {}, ni.DTypeError, "too large"),
        ({1: 2}, {}, ni.DTypeError, "keys of a record are texts, got 1"),
        ({}, {}, ni.DTypeError, "dict is no data"),
        ({1, 2}, {}, ni.DTypeError, "set is no data"),
        (int, {}, ni.DTypeError, "type is no data"),
        (None, {}, ni.DTypeError, "NoneType is no data"),
        ([None], {}, ni.DTypeError, "NoneType is no data"),
        (object(), {}, ni.DTypeError, "object is no data"),
        ([object(), 1], {}, ni.DTypeError, "element 1 is of class int, element 0 of object"),
        (["a", 1], {}, ni.DTypeError, "element 1 is of class int, element 0 of str"),
        ([1], {"dtype": "float33"}, ni.DTypeError, "float33"),
        ([1], {"device": "cuda"}, ni.UnsupportedError, "no device"),
        ([1], {"requires_grad": True}, ni.GradientError, "int64 has no derivative"),
    ],
)  # fmt: skip
def test_refused(data: Any, kwargs: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        ni.tensor(data, **kwargs)


@pytest.mark.parametrize(
    ("data", "kind", "shape"),
    [
        ("text", "string", ()), (["a", "bc"], "string", (2,)), ([["a"], ["b"]], "string", (2, 1)),
        ({"a": 1}, "record", ()), ([{"a": 1}, {"a": 2}], "record", (2,)),
        ([[{"a": 1}, {"a": 2}]], "record", (1, 2)), (fractions.Fraction(1, 2), None, ()),
        ([[1, 2], [3]], "ragged", None), ([[[1], [2]], [[1], []]], "ragged", None),
        ([["a"], []], "ragged", None), ([[{"a": 1}], []], "ragged", None),
    ],
)  # fmt: skip
def test_which_kind_it_is(data: Any, kind: str | None, shape: Any) -> None:
    t = ni.tensor(data)
    assert getattr(t, "kind", None) == kind
    assert shape is None or t.shape == shape


def test_a_list_in_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(ni.ShapeError, match="contains itself"):
        ni.tensor(loop)
    double: list[Any] = []
    double += [double, double]
    with pytest.raises(ni.ShapeError, match="contains itself"):
        ni.tensor(double)
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    with pytest.raises(ni.ShapeError, match="deeper"):
        ni.tensor(deep)


def test_tensors_in_lists() -> None:
    row = ni.tensor([1.0, 2.0])
    assert ni.tensor([row, row * 2]).tolist() == [[1, 2], [2, 4]]
    assert ni.tensor([[row[0], 5.0], [row[1], 6]]).tolist() == [[1, 5], [2, 6]]
    assert ni.tensor([ni.tensor(1, dtype=ni.int8), 2.5]).dtype is ni.float32
    assert ni.tensor([ni.tensor(1, dtype=ni.int8), ni.tensor(2, dtype=ni.int16)]).dtype is ni.int16
    assert ni.tensor([np.float64(1), np.float64(2)]).dtype is ni.float64
    assert ni.tensor([np.arange(2), np.arange(2)]).tolist() == [[0, 1], [0, 1]]
    assert ni.tensor([row, np.ones(2)]).dtype is ni.float64
    assert ni.tensor([[row.T[::-1]]]).tolist() == [[[2, 1]]]
    with pytest.raises(ni.ShapeError, match=r"shapes \(\) and \(2,\)"):
        ni.tensor([row, 1.0])
    with pytest.raises(ni.ShapeError, match=r"row 1 has shape \(2, 2\) and row 0 \(2,\)"):
        ni.tensor([np.ones(2), np.ones((2, 2))])
    for lengths in ([row, ni.zeros(3)], [np.ones(2), np.ones(3)]):
        assert ni.tensor(lengths).shape == (2, None)


def test_history_is_left_behind() -> None:
    w = ni.tensor([1.0, 2.0], requires_grad=True)
    t = ni.tensor(w * 2)
    assert not t.requires_grad and t.tolist() == [2, 4]
    assert not ni.tensor([w[0], w[1]]).requires_grad
    assert ni.tensor(w, requires_grad=True).is_leaf


def test_tensor_copies_and_asarray_does_not() -> None:
    t = ni.tensor([1.0, 2.0])
    copy = ni.tensor(t)
    t[0] = 9.0
    assert copy.tolist() == [1, 2]
    assert ni.asarray(t) is t
    assert ni.asarray(t, dtype=ni.float32) is t
    assert ni.asarray(t, dtype=ni.float64).dtype is ni.float64
    other = ni.asarray(t, copy=True)
    t[0] = 8.0
    assert other.tolist() == [9, 2]
    with pytest.raises(ValueError, match="only by a copy"):
        ni.asarray(t, dtype=ni.int32, copy=False)
    with pytest.raises(ValueError, match="only by a copy"):
        ni.asarray([1, 2], copy=False)


def test_buffers_of_any_format() -> None:
    assert ni.tensor(memoryview(array.array("f", [1, 2, 3, 4]))[::-2]).tolist() == [4, 2]
    big = np.array([1, 2, 300], ">i4")
    assert ni.tensor(memoryview(big)).tolist() == [1, 2, 300]
    assert ni.tensor(memoryview(np.array([1 + 2j], ">c8"))).tolist() == [1 + 2j]
    assert ni.tensor(memoryview(b"\x00\x01\x02").cast("?")).tolist() == [False, True, True]
    assert ni.tensor(memoryview(np.array(5.0))).shape == ()
    with pytest.raises(ni.DTypeError, match="cast"):
        ni.tensor(memoryview(b"ab").cast("c"))


def test_iterables_that_fail() -> None:
    def broken() -> Any:
        yield 1
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        ni.tensor(broken())


def test_requires_grad() -> None:
    x = ni.tensor([1.0], requires_grad=True)
    assert x.requires_grad and x.is_leaf
    assert ni.tensor([1.0], dtype=ni.float16, requires_grad=True).requires_grad
    assert ni.tensor([1], dtype=ni.float64, requires_grad=True).is_leaf


def test_data_inside_a_compiled_function() -> None:
    @ni.jit
    def f(x: Any) -> Any:
        half = ni.tensor([0.5, 1.5], dtype=ni.float16)
        return ni.tensor([x[0], x[1] * 2]) + half + ni.tensor(x) + ni.asarray(x)

    assert f(ni.tensor([1.0, 2.0])).tolist() == [3.5, 9.5]


def test_big_lists_are_quick() -> None:
    # One call of a builtin per level, none per number: a million numbers are far below a second.
    import time

    values = [float(i) for i in range(300_000)]
    rows = [values[i : i + 100] for i in range(0, len(values), 100)]
    started = time.perf_counter()
    t = ni.tensor(rows)
    assert time.perf_counter() - started < 1.0
    assert t.shape == (3000, 100)
    assert t.tolist() == rows
