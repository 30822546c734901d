"""NumPy arrays, DLPack and buffers, in both directions."""

from __future__ import annotations

import array
import gc
import sys
from typing import Any

import hypothesis.extra.numpy as hnp
import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings

import nitinol as ni
from nitinol.core import is_shared

NUMPY = [
    np.bool_, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64,
    np.float16, ml_dtypes.bfloat16, np.float32, np.float64, np.complex64, np.complex128,
]  # fmt: skip
DTYPES = [np.dtype(d) for d in NUMPY]


def layouts(a: np.ndarray) -> list[np.ndarray]:
    """The same kind of values in unusual memory."""
    swapped = (
        a.astype(a.dtype.newbyteorder())
        if a.dtype.kind in "iufc" and a.dtype != ml_dtypes.bfloat16
        else a
    )
    frozen = np.array(a)
    frozen.flags.writeable = False
    padded = np.zeros(a.nbytes + 1, np.uint8)
    odd = padded[1:].view(a.dtype).reshape(a.shape)
    odd[...] = a
    return [
        a, a.T, np.asfortranarray(a), a[::-1] if a.ndim else a, a[..., ::-2] if a.ndim else a, swapped, frozen, odd,
        np.broadcast_to(a, (2, *a.shape)), a[None], a[..., None], a.ravel()[:1].reshape(()) if a.size else a,
    ]  # fmt: skip


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (3, 0, 2), (2, 1, 3)], ids=str)
def test_round_trip_of_every_layout(dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    a = np.asarray(rng.integers(0, 2 if dtype.kind == "b" else 100, shape)).astype(dtype)
    if dtype.kind == "c":
        a = (a * 1j + 1).astype(dtype)
    for source in layouts(a):
        t = ni.tensor(source)
        back = np.asarray(t)
        assert t.shape == source.shape == back.shape
        assert back.dtype == source.dtype.newbyteorder("=") and t.dtype.numpy == back.dtype
        np.testing.assert_array_equal(back, source)
        assert t.tolist() == source.tolist()
        for view in (t.T, t.flip(0) if t.ndim else t, t.expand(2, *t.shape)):
            np.testing.assert_array_equal(
                view.numpy(), np.array(view.tolist(), dtype=dtype).reshape(view.shape)
            )
            assert ni.tensor(view).tolist() == view.tolist()


@settings(max_examples=100, deadline=None)
@given(
    hnp.arrays(
        hnp.scalar_dtypes().filter(lambda d: d.kind in "biufc" and d.itemsize <= 16 and d.name in
            {str(x) for x in DTYPES}),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)  # fmt: skip
def test_any_array_survives(a: np.ndarray) -> None:
    t = ni.tensor(a)
    np.testing.assert_array_equal(t.numpy(), a)
    np.testing.assert_array_equal(ni.tensor(t.tolist(), dtype=t.dtype).numpy().reshape(a.shape), a)


@pytest.mark.parametrize(
    "a",
    [np.zeros(2, "M8[s]"), np.zeros(2, np.longdouble)],
    ids=["datetime", "longdouble"],
)
def test_other_dtypes_are_refused(a: np.ndarray) -> None:
    with pytest.raises(ni.DTypeError, match="no tensor dtype"):
        ni.tensor(a)


def test_masked_arrays_are_refused() -> None:
    with pytest.raises(ni.DTypeError, match="filled"):
        ni.tensor(np.ma.masked_array([1.0, 2.0], [True, False]))


def test_bools_with_odd_bytes_become_true() -> None:
    odd = np.array([0, 1, 2, 255], np.uint8).view(np.bool_)
    assert ni.tensor(odd).astype(ni.int64).tolist() == [0, 1, 1, 1]
    assert ni.from_dlpack(odd).astype(ni.int64).tolist() == [0, 1, 1, 1]


def test_views_share_memory_and_cannot_be_written() -> None:
    t = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    a = t.numpy()
    assert a.ctypes.data == t.data_ptr() and not a.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        a[0, 0] = 5
    assert is_shared(t)
    t[0, 0] = 9.0
    assert a[0, 0] == 1 and t[0, 0].item() == 9
    del a
    assert not is_shared(t)
    assert np.asarray(t.T).strides == (4, 8)


def test_arrays_outlive_their_tensor() -> None:
    a = ni.arange(10000).numpy()
    gc.collect()
    ni.full((10000,), 7)
    assert a[9999] == 9999


def test_copies_out() -> None:
    t = ni.tensor([1.0, 2.0])
    a = t.numpy(copy=True)
    a[0] = 5
    assert t.tolist() == [1, 2]
    assert np.array(t, dtype=np.float64).dtype == np.float64
    assert np.asarray(t, dtype=np.int8).tolist() == [1, 2]
    with pytest.raises(ValueError, match="only by a copy"):
        t.__array__(np.dtype("int8"), copy=False)
    assert ni.tensor([1.5], dtype=ni.bfloat16).numpy().dtype == ml_dtypes.bfloat16
    w = ni.tensor([1.0], requires_grad=True)
    assert (w * 2).numpy().tolist() == [2]


def test_arithmetic_with_arrays_gives_tensors() -> None:
    t = ni.tensor([1.0, 2.0, 3.0])
    a = np.array([10, 20, 30], np.int32)
    for made in (
        a + t,
        t + a,
        a * t,
        t - a,
        a / t,
        a @ t,
        a**t,
        np.float32(2) * t,
        t * np.float64(2),
        a > t,
        a == t,
    ):
        assert isinstance(made, ni.Tensor)
    assert (a - t).tolist() == [9, 18, 27]
    assert (np.float64(2) * t).dtype is ni.float64
    with pytest.raises(TypeError):
        np.add(a, t)
    with pytest.raises(TypeError):
        a += t  # type: ignore[arg-type]


def test_traced_tensors_do_not_become_arrays() -> None:
    with pytest.raises(ni.TracerError, match="NumPy"):
        ni.jit(lambda x: np.sin(np.asarray(x)))(ni.ones(2))


def test_from_numpy() -> None:
    a = np.ones(3)
    t = ni.from_numpy(a)
    a[0] = 5
    assert t.tolist() == [1, 1, 1]
    with pytest.raises(TypeError, match="NumPy array"):
        ni.from_numpy([1, 2])


# --- DLPack


@pytest.mark.parametrize("dtype", [d for d in DTYPES if d != ml_dtypes.bfloat16], ids=str)
def test_dlpack_both_ways(dtype: np.dtype[Any]) -> None:
    a = np.arange(12).reshape(3, 4).astype(dtype)
    for source in (a, a.T, a[::-1, ::2], a[:0]):
        t = ni.from_dlpack(source)
        np.testing.assert_array_equal(t.numpy(), source)
        assert t.dtype.numpy == dtype
        if source.size:
            assert t.data_ptr() == source.ctypes.data
        out = np.from_dlpack(t)
        np.testing.assert_array_equal(out, source)
        assert not out.flags.writeable or not out.size
        legacy = np.from_dlpack(_Legacy(t))
        np.testing.assert_array_equal(legacy, source)


class _Legacy:
    """A producer from before version 1."""

    def __init__(self, t: Any) -> None:
        self.t = t

    def __dlpack__(self, stream: Any = None) -> Any:
        return self.t.__dlpack__()

    def __dlpack_device__(self) -> tuple[int, int]:
        return self.t.__dlpack_device__()  # type: ignore[no-any-return]


def test_dlpack_of_legacy_producers() -> None:
    t = ni.tensor([1.0, 2.0])
    assert ni.from_dlpack(_Legacy(t)).tolist() == [1, 2]
    assert ni.tensor(_Legacy(t)).tolist() == [1, 2]


def test_dlpack_of_bfloat16() -> None:
    t = ni.tensor([1.5, 2.5], dtype=ni.bfloat16)
    again = ni.from_dlpack(_Legacy(t))
    assert again.dtype is ni.bfloat16 and again.tolist() == [1.5, 2.5]


def test_writing_to_shared_memory_copies_first() -> None:
    a = np.array([1.0, 2.0])
    t = ni.from_dlpack(a)
    a[0] = 7
    assert t.tolist() == [7, 2]
    t[1] = 5.0
    assert a.tolist() == [7, 2] and t.tolist() == [7, 5]
    assert ni.from_dlpack(a, copy=True).data_ptr() != a.ctypes.data
    shared = ni.asarray(a, copy=False)
    assert shared.data_ptr() == a.ctypes.data
    exported = np.from_dlpack(t)
    t[0] = 0.0
    assert exported.tolist() == [7, 5]


@pytest.mark.parametrize("max_version", [None, (0, 8), (1, 0), (1, 3)])
@pytest.mark.parametrize("taken", [False, True])
def test_exported_memory_is_given_back_once(max_version: Any, taken: bool) -> None:
    t = ni.tensor([1.0, 2.0])
    storage = t._storage
    before = sys.getrefcount(storage)
    for _ in range(3):
        capsule = t.__dlpack__(max_version=max_version)
        assert sys.getrefcount(storage) == before + 1
        if taken:
            made = ni.from_dlpack(_Capsule(capsule))
            assert "used_dltensor" in repr(capsule)
            view = made[1:]
            del made, capsule
            gc.collect()
            assert view.tolist() == [2] and sys.getrefcount(storage) == before + 1
            del view
        else:
            del capsule
        assert sys.getrefcount(storage) == before


class _Capsule:
    def __init__(self, capsule: Any) -> None:
        self.capsule = capsule

    def __dlpack__(self, **options: Any) -> Any:
        return self.capsule


def test_a_capsule_is_taken_once() -> None:
    capsule = ni.tensor([1.0]).__dlpack__()
    first = ni.from_dlpack(_Capsule(capsule))
    with pytest.raises(TypeError, match="no unused DLPack capsule"):
        ni.from_dlpack(_Capsule(capsule))
    with pytest.raises(TypeError, match="no unused DLPack capsule"):
        ni.from_dlpack(_Capsule(object()))
    assert first.tolist() == [1]


def test_giving_back_keeps_an_exception() -> None:
    def fails() -> None:
        capsule = ni.tensor([1.0]).__dlpack__()
        raise KeyError(capsule.__class__.__name__)

    with pytest.raises(KeyError, match="PyCapsule"):
        fails()


def test_dlpack_refusals() -> None:
    t = ni.tensor([1.0], requires_grad=True)
    with pytest.raises(BufferError, match="detach"):
        (t * 2).__dlpack__()
    with pytest.raises(BufferError, match="stream"):
        t.__dlpack__(stream=1)
    with pytest.raises(BufferError, match="device"):
        t.__dlpack__(dl_device=(2, 0))
    with pytest.raises(TypeError, match="__dlpack__"):
        ni.from_dlpack([1.0])
    copy = np.from_dlpack(_Copied(t.detach()))
    copy[0] = 5
    assert t.tolist() == [1]


class _Copied:
    def __init__(self, t: Any) -> None:
        self.t = t

    def __dlpack__(self, **options: Any) -> Any:
        return self.t.__dlpack__(max_version=(1, 0), copy=True)

    def __dlpack_device__(self) -> tuple[int, int]:
        return (1, 0)


def test_misaligned_memory_is_copied() -> None:
    odd = np.zeros(17, np.uint8)[1:].view(np.float64)
    odd[:] = [1, 2]
    t = ni.from_dlpack(odd) if odd.flags.aligned else ni.tensor(odd)
    assert t.tolist() == [1, 2]
    with pytest.raises(ValueError, match="only by a copy"):
        ni.asarray(odd, copy=False)


# --- Python's buffer protocol


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float32", "float64"])
def test_buffer(dtype: str) -> None:
    t = ni.tensor([[0, 1, 1], [1, 0, 0]], dtype=dtype)
    view = t.__buffer__(0)
    assert view.readonly and view.shape == (2, 3) and view.tolist() == t.tolist()
    if sys.version_info >= (3, 12):
        assert memoryview(t).tolist() == t.tolist()
    t[0, 0] = t[0, 1]
    assert view[0, 0] == 0
    with pytest.raises(BufferError, match="read-only"):
        t.__buffer__(1)
    with pytest.raises(BufferError, match="contiguous"):
        t.T.__buffer__(0)


def test_tensor_of_a_subclassed_buffer() -> None:
    class Numbers(array.array):  # type: ignore[type-arg]
        pass

    assert ni.tensor(Numbers("i", [1, 2])).tolist() == [1, 2]
