"""What tensors do as Python objects: conversion, iteration, copies, pickling, questions about them."""

from __future__ import annotations

import copy
import io
import math
import os
import pickle
import subprocess
import sys
import weakref
from typing import Any

import numpy as np
import pytest

import nitinol as ni

ALL = [
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "bfloat16",
    "float32", "float64", "complex64", "complex128",
]  # fmt: skip


def test_numbers() -> None:
    assert float(ni.tensor([[2.5]])) == 2.5 and int(ni.tensor(2.9)) == 2
    assert complex(ni.tensor(1 + 2j)) == 1 + 2j and ni.tensor(3).item() == 3
    assert [10, 20][ni.tensor(1)] == 20 and range(5)[ni.tensor(2, dtype=ni.uint8)] == 2
    assert round(ni.tensor(2.567), 1) == pytest.approx(2.6)
    assert math.sqrt(ni.tensor(9.0)) == 3 and hex(ni.tensor(255)) == "0xff"
    assert type(ni.tensor(True).item()) is bool
    for call, text in (
        (lambda: [1, 2][ni.tensor(1.0)], "0-d integer"), (lambda: [1][ni.tensor([0])], "0-d integer"),
        (lambda: float(ni.tensor(1j)), "x.real"), (lambda: int(ni.tensor(1j)), "x.real"),
    ):  # fmt: skip
        with pytest.raises(TypeError, match=text):
            call()
    with pytest.raises(ValueError, match=r"item\(\) needs"):
        ni.tensor([1, 2]).item()
    with pytest.raises(ValueError, match=r"item\(\) needs"):
        float(ni.zeros((0,)))


def test_truth() -> None:
    assert ni.tensor([[3]]) and not ni.tensor(0.0) and ni.tensor(math.nan) and ni.tensor(1j)
    for t in (ni.ones(2), ni.zeros(0)):
        with pytest.raises(ValueError, match=r"x.any\(\) or x.all\(\)"):
            bool(t)


def test_sequence_protocol() -> None:
    t = ni.tensor([[1, 2], [3, 4], [5, 6]])
    assert len(t) == 3 and [r.tolist() for r in t] == [[1, 2], [3, 4], [5, 6]]
    assert [r.tolist() for r in reversed(t)] == [[5, 6], [3, 4], [1, 2]]
    _, b, _ = t
    assert b.tolist() == [3, 4]
    assert 4 in t and 7 not in t
    assert list(ni.zeros((0, 3))) == [] and not ni.zeros(0).tolist()
    for call in (lambda: len(ni.tensor(1)), lambda: iter(ni.tensor(1))):
        with pytest.raises(TypeError, match="0-d"):
            call()


def test_identity_hash_and_weak_references() -> None:
    t, u = ni.tensor([1.0]), ni.tensor([1.0])
    assert len({t, u, t}) == 2 and hash(t) == hash(t)
    assert (t == u).tolist() == [True]
    seen = weakref.ref(t)
    assert seen() is t
    del t
    assert seen() is None


def test_tolist_of_odd_shapes() -> None:
    assert ni.zeros((2, 0, 3)).tolist() == [[], []]
    assert ni.zeros((0, 2)).tolist() == []
    assert ni.tensor(1.5).tolist() == 1.5
    assert ni.arange(8).reshape(2, 2, 2).permute(2, 0, 1).tolist() == [
        [[0, 2], [4, 6]],
        [[1, 3], [5, 7]],
    ]
    assert ni.arange(6)[::-2].tolist() == [5, 3, 1]


@pytest.mark.parametrize("dtype", ALL)
@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_pickling(dtype: str, protocol: int) -> None:
    t = ni.tensor([[0, 1, 1], [1, 0, 1]], dtype=dtype)
    for x in (t, t.T, t[1:, ::2], t[0, 0], t[:0]):
        y = pickle.loads(pickle.dumps(x, protocol))
        assert y.dtype is x.dtype and y.shape == x.shape and y.tolist() == x.tolist()


def test_pickling_keeps_what_a_leaf_wants() -> None:
    w = ni.tensor([1.0], requires_grad=True)
    assert pickle.loads(pickle.dumps(w)).requires_grad
    assert not pickle.loads(pickle.dumps(w * 2)).requires_grad
    data = pickle.dumps(ni.arange(10))
    assert len(data) < 400
    from nitinol.tensor.creation import rebuild

    with pytest.raises(ValueError, match="needs 8 bytes"):
        rebuild(ni.Tensor, b"abc", "float32", (2,), False)


class Named(ni.Tensor):
    """A subclass."""


def test_subclasses_survive_copies() -> None:
    t = ni.tensor([1.0, 2.0])
    named = Named._make(t._storage, t._address, t._layout)
    for made in (
        pickle.loads(pickle.dumps(named)),
        copy.copy(named),
        copy.deepcopy(named),
        named.detach(),
    ):
        assert type(made) is Named and made.tolist() == [1, 2]


def test_copies() -> None:
    t = ni.tensor([1.0, 2.0])
    shallow, deep, clone = copy.copy(t), copy.deepcopy(t), t.clone()
    t[0] = 9.0
    for made in (shallow, deep, clone):
        assert made.tolist() == [1, 2]
    nest = {"a": t, "b": [t]}
    again = copy.deepcopy(nest)
    assert again["a"] is again["b"][0]
    w = ni.tensor([1.0], requires_grad=True)
    (w * 3).backward()
    twin = copy.deepcopy(w)
    assert twin.requires_grad and twin.grad.tolist() == [3] and twin.grad is not w.grad
    (copy.copy(w) * 5).backward()
    assert w.grad.tolist() == [3]
    y = w * 2
    copy.copy(y).backward()
    assert w.grad.tolist() == [5]
    with pytest.raises(ni.GradientError, match="detach"):
        copy.deepcopy(w * 2)


def test_contiguous() -> None:
    t = ni.arange(6).reshape(2, 3)
    assert t.is_contiguous() and t.contiguous() is t and not t.T.is_contiguous()
    dense = t.T.contiguous()
    assert dense.is_contiguous() and dense.tolist() == t.T.tolist() and dense.strides == (2, 1)
    w = ni.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    (w.T.contiguous() * ni.tensor([[1.0, 2.0], [3.0, 4.0]])).sum().backward()
    assert w.grad.tolist() == [[1, 3], [2, 4]]


def test_converting_methods() -> None:
    t = ni.tensor([1.7, 0.0])
    for name, dtype in {
        "float": ni.float32, "double": ni.float64, "half": ni.float16, "bfloat16": ni.bfloat16, "int": ni.int32,
        "long": ni.int64, "short": ni.int16, "char": ni.int8, "byte": ni.uint8, "bool": ni.bool,
        "cfloat": ni.complex64, "cdouble": ni.complex128,
    }.items():  # fmt: skip
        assert getattr(t, name)().dtype is dtype
    assert t.float() is t and t.cpu() is t and t.to("cpu") is t
    assert t.to(ni.int8).tolist() == [1, 0] and t.to(dtype="float64").dtype is ni.float64
    assert t.to(ni.tensor([1])).dtype is ni.int64 and t.to("cpu", ni.float16).dtype is ni.float16
    assert t.to(copy=True) is not t and t.to_device("cpu") is t
    for target in ("cuda", "cuda:0"):
        with pytest.raises(ni.UnsupportedError, match="no device"):
            t.to(target)
    with pytest.raises(ni.DTypeError):
        t.to("float33")
    w = ni.tensor([1.0], requires_grad=True)
    w.double().sum().backward()
    assert w.grad.tolist() == [1] and w.grad.dtype is ni.float32


def test_questions() -> None:
    t = ni.zeros((2, 3), dtype=ni.complex128)
    assert (t.nbytes, t.itemsize, t.element_size(), t.numel(), t.dim(), t.size) == (
        96,
        16,
        16,
        6,
        2,
        6,
    )
    assert t.is_complex() and not t.is_floating_point() and t.device == "cpu"
    assert (
        t.T.shape == (3, 2)
        and t.mT.shape == (3, 2)
        and t.real.dtype is ni.float64
        and t.imag.shape == (2, 3)
    )
    assert t.data_ptr() % 64 == 0
    assert t.__array_namespace__() is ni and t.__array_namespace__(api_version="2024.12") is ni
    with pytest.raises(ValueError, match="version"):
        t.__array_namespace__(api_version="1999.01")


def test_requires_grad_() -> None:
    x = ni.tensor([1.0])
    assert x.requires_grad_() is x and x.requires_grad
    assert not x.requires_grad_(False).requires_grad
    with pytest.raises(ni.GradientError, match="int64 has no derivative"):
        ni.tensor([1]).requires_grad_()
    with pytest.raises(ni.GradientError, match="detach"):
        (x.requires_grad_() * 2).requires_grad_(False)
    assert ni.tensor([1]).requires_grad_(False).tolist() == [1]


def test_class_is_not_called() -> None:
    with pytest.raises(TypeError, match=r"ni.tensor\(data\)"):
        ni.Tensor([1.0])


def test_assign() -> None:
    x = ni.tensor([1.0])
    with pytest.raises(ni.ShapeError, match="shape from"):
        x._assign(ni.zeros(2))
    with pytest.raises(ni.DTypeError, match="dtype from"):
        x._assign(ni.zeros(1, dtype=ni.float64))


def test_conversions_inside_compiled_functions() -> None:
    @ni.jit
    def f(x: Any) -> Any:
        rows = [r.double() for r in x]
        return rows[0].to(ni.float16) + x.clone()[1].contiguous(), x.numel() * x.itemsize

    made, nbytes = f(ni.tensor([[1.0, 2.0], [3.0, 4.0]]))
    assert made.dtype is ni.float32 and made.tolist() == [4, 6] and nbytes == 16


@pytest.mark.parametrize("name", ["item", "tolist", "numpy"])
def test_traced_tensors_have_no_values(name: str) -> None:
    with pytest.raises(ni.TracerError, match=f"{name} was asked"):
        ni.jit(lambda x: getattr(x, name)())(ni.tensor(1.0))
    assert ni.jvp(lambda x: x * x.item(), (ni.tensor(3.0),), (ni.tensor(1.0),))[1].item() == 3


# --- dtypes, threads, memory


def test_dtype_functions() -> None:
    assert (
        ni.finfo(ni.float16).max == 65504 and ni.finfo("complex128").eps == np.finfo(np.float64).eps
    )
    for name in ("float16", "float32", "float64"):
        mine, theirs = ni.finfo(name), np.finfo(name)
        for field in ("bits", "eps", "max", "min", "smallest_normal", "tiny"):
            assert getattr(mine, field) == float(getattr(theirs, field))
    assert ni.finfo(ni.bfloat16).smallest_normal == 2.0**-126
    assert (
        ni.iinfo(ni.int8).min,
        ni.iinfo(ni.zeros(1, dtype=ni.uint16)).max,
        ni.iinfo(int).bits,
    ) == (-128, 65535, 64)
    assert "int8" in repr(ni.iinfo(ni.int8)) and "eps" in repr(ni.finfo(ni.float32))
    with pytest.raises(ni.DTypeError, match="iinfo"):
        ni.finfo(ni.int8)
    with pytest.raises(ni.DTypeError, match="finfo"):
        ni.iinfo(ni.float32)
    assert ni.isdtype(ni.uint8, "integral") and not ni.isdtype(ni.bool, "numeric")
    assert ni.isdtype(ni.complex64, ("real floating", "complex floating")) and ni.isdtype(
        ni.int8, ni.int8
    )
    with pytest.raises(ni.DTypeError, match="no kind"):
        ni.isdtype(ni.int8, "small")
    assert ni.result_type(ni.int8, ni.uint8) is ni.int16 and ni.result_type(1, 2.0) is ni.float32
    assert ni.result_type(ni.zeros(1, dtype=ni.float16), 2.0) is ni.float16
    assert (
        ni.result_type(np.zeros(1), ni.float32) is ni.float64
        and ni.result_type(np.dtype("int8")) is ni.int8
    )
    assert ni.result_type(ni.int64, 1j) is ni.complex64 and ni.result_type("int8", int) is ni.int64
    with pytest.raises(ni.DTypeError, match="at least one"):
        ni.result_type()
    assert ni.can_cast(ni.int8, ni.int64) and not ni.can_cast(ni.int64, ni.uint64)
    assert not ni.can_cast(ni.zeros(1), ni.float16)


def test_threads_and_memory() -> None:
    before = ni.get_num_threads()
    assert before >= 1
    try:
        ni.set_num_threads(1)
        assert ni.get_num_threads() == 1
        for wrong in (0, -1):
            with pytest.raises(ValueError, match="wanted 1 to"):
                ni.set_num_threads(wrong)
    finally:
        ni.set_num_threads(before)
    held = ni.memory.stats()["live_bytes"]
    big = ni.zeros(1_000_000) + 1
    assert ni.memory.stats()["live_bytes"] >= held + 4_000_000
    del big
    assert ni.memory.stats()["live_bytes"] < held + 1_000_000
    assert ni.memory.trim() >= 0


def test_threads_from_the_environment() -> None:
    code = "import nitinol as ni; print(ni.get_num_threads())"
    env = {**os.environ, "NITINOL_NUM_THREADS": "3"}
    found = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "3"


def test_unpickling_runs_no_foreign_code() -> None:
    data = pickle.dumps(ni.tensor([1.0]))

    class Careful(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            assert module.startswith("nitinol.tensor")
            return super().find_class(module, name)

    assert Careful(io.BytesIO(data)).load().tolist() == [1]
