"""matmul, einsum and their relatives against NumPy; their gradients against the rule of the adjoint."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

import nitinol as ni
from nitinol.ops import contraction as c

Arrays = np.ndarray[Any, Any]
rng = np.random.default_rng(0)


def real(*shape: int) -> Arrays:
    return rng.standard_normal(shape).astype("f4")


def same(result: Any, wanted: Arrays, tolerance: float = 1e-5) -> None:
    got = np.asarray(result.detach())
    assert got.shape == wanted.shape
    assert np.abs(got - wanted).max(initial=0) <= tolerance * (1 + np.abs(wanted).max(initial=0))


PAIRS = [
    ((3, 5), (5, 4)),
    ((2, 5, 3), (2, 3, 37)),
    ((4,), (4, 6)),
    ((5, 4), (4,)),
    ((6,), (6,)),
    ((2, 1, 3, 4), (3, 4, 2)),
    ((2, 3, 4), (4, 2)),
    ((3, 0), (0, 2)),
    ((0, 3), (3, 2)),
]


@pytest.mark.parametrize("shapes", PAIRS)
def test_matmul_and_its_gradients(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    a, b = real(*shapes[0]), real(*shapes[1])
    wanted = np.matmul(a.astype("f8"), b.astype("f8"))
    x, y = ni.tensor(a, requires_grad=True), ni.tensor(b, requires_grad=True)
    result = x @ y
    same(result, wanted)
    ct = real(*wanted.shape)
    (result * ni.tensor(ct)).sum().backward()
    # The gradient's inner product with a direction is the change along it: the product is bilinear.
    for tensor, value, other in ((x, a, lambda d: d @ b), (y, b, lambda d: a @ d)):
        direction = real(*value.shape)
        change = (other(direction).astype("f8") * ct).sum()
        slope = (np.asarray(tensor.grad).astype("f8") * direction).sum()
        assert abs(change - slope) < 1e-4 * (1 + abs(change))


@pytest.mark.parametrize(
    "dtype",
    ["bool", "int8", "uint16", "int64", "float16", "float64", "complex64", "complex128",
     ml_dtypes.bfloat16],
)  # fmt: skip
def test_every_kind_of_dtype(dtype: Any) -> None:
    a, b = real(3, 9) * 3, real(9, 21) * 3
    if "complex" in str(dtype):
        a, b = a + 1j * real(3, 9), b - 1j * real(9, 21)
    a, b = np.abs(a).astype(dtype) if "uint" in str(dtype) else a.astype(dtype), b.astype(dtype)
    if "uint" in str(dtype):
        b = np.arange(9 * 21).reshape(9, 21).astype(dtype)
    result = np.asarray(ni.tensor(a) @ ni.tensor(b))
    half = a.dtype.itemsize == 2 and "int" not in str(dtype)
    wanted = np.matmul(a.astype("f4"), b.astype("f4")) if half else np.matmul(a, b)
    assert result.dtype == a.dtype
    if a.dtype.kind in "bui":
        assert (result == wanted).all()
    else:
        tolerance = 1e-2 if half else 1e-5
        gap = np.abs(result.astype(wanted.dtype) - wanted)
        assert gap.max() <= tolerance * np.abs(wanted).max()


def test_complex_gradient_is_the_direction_of_steepest_ascent() -> None:
    a = (real(2, 3) + 1j * real(2, 3)).astype("c8")
    b = (real(3, 2) + 1j * real(3, 2)).astype("c8")
    x = ni.tensor(a, requires_grad=True)
    ni.real(x @ ni.tensor(b)).sum().backward()
    same(x.grad, np.ones((2, 2)) @ b.conj().T)


EINSUM = [
    ("ij,jk->ki", (3, 4), (4, 5)),
    ("bhqd,bhkd->bhqk", (2, 2, 3, 4), (2, 2, 5, 4)),
    ("...ii->...", (2, 3, 3)),
    ("i,i->", (4,), (4,)),
    ("ab,bc,cd->ad", (2, 3), (3, 50), (50, 4)),
    ("ij,kl->", (2, 3), (4, 5)),
    ("i,j", (3,), (4,)),
    ("...ij,...jk->...ik", (2, 1, 3, 4), (5, 4, 2)),
    ("ii", (4, 4)),
    ("ba", (2, 3)),
    ("ij->", (2, 3)),
    ("a,ab,abc->abc", (2,), (2, 3), (2, 3, 4)),
    ("ij,ij->ij", (2, 3), (2, 3)),
    ("iij,jk->ik", (2, 2, 3), (3, 4)),
]


@pytest.mark.parametrize("case", EINSUM, ids=lambda case: case[0])
def test_einsum(case: tuple[Any, ...]) -> None:
    subscripts, *shapes = case
    xs = [real(*s) for s in shapes]
    same(c.einsum(subscripts, *map(ni.tensor, xs)), np.einsum(subscripts, *xs))


def test_einsum_gradient() -> None:
    a, b = real(3, 4), real(4, 4)
    x = ni.tensor(a, requires_grad=True)
    c.einsum("ij,jj->i", x, ni.tensor(b)).sum().backward()
    same(x.grad, np.broadcast_to(np.diag(b), (3, 4)))


def test_relatives() -> None:
    a, b = real(3, 4, 5), real(4, 5, 2)
    x, y = ni.tensor(a), ni.tensor(b)
    same(c.tensordot(x, y), np.tensordot(a, b))
    same(c.tensordot(x, y, ((2, 1), (1, 0))), np.tensordot(a, b, ((2, 1), (1, 0))))
    same(c.tensordot(x, y, 0), np.tensordot(a, b, 0))
    same(c.dot(x, ni.tensor(b[:, :, 0].T)), np.dot(a, b[:, :, 0].T))
    same(c.dot(ni.tensor(a[0, 0]), ni.tensor(a[0, 1])), np.dot(a[0, 0], a[0, 1]))
    same(c.inner(x, x), np.inner(a, a))
    same(c.outer(ni.tensor(a[0]), ni.tensor(b[0, 0])), np.outer(a[0], b[0, 0]))
    same(c.vecdot(x, x), (a * a).sum(-1))
    same(c.vecdot(x, x, axis=-2), (a * a).sum(-2))
    same(c.linear(x, ni.tensor(real(7, 5) * 0 + 1), ni.tensor(np.arange(7.0))),
         a.sum(-1, keepdims=True) + np.arange(7.0))  # fmt: skip
    same(c.bmm(x, ni.tensor(a.swapaxes(1, 2).copy())), a @ a.swapaxes(1, 2))
    same(c.mm(ni.tensor(a[0]), ni.tensor(a[1].T)), a[0] @ a[1].T)
    same(c.mv(ni.tensor(a[0]), ni.tensor(a[1, 1])), a[0] @ a[1, 1])


def test_views_are_read_in_place() -> None:
    a = real(40, 30)
    x = ni.tensor(a)
    same(x.T @ x, a.T @ a)
    same(x[::2] @ x[::3].T, a[::2] @ a[::3].T)
    same(x[::-1, 1:] @ x[:, :-1].T, a[::-1, 1:] @ a[:, :-1].T)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: ni.tensor(real(2, 3)) @ ni.tensor(real(4, 5)), "matmul"),
        (lambda: ni.tensor(real(2, 3)) @ ni.tensor(1.0), "0-d"),
        (lambda: c.einsum("ij,jk->iz", ni.tensor(real(2, 3)), ni.tensor(real(3, 4))), "einsum"),
        (lambda: c.einsum("ij", ni.tensor(real(2, 3, 4))), "einsum"),
        (lambda: c.einsum("ij,jk", ni.tensor(real(2, 3)), ni.tensor(real(5, 4))), "size"),
        (lambda: c.tensordot(ni.tensor(real(2)), ni.tensor(real(2)), 3), "tensordot"),
        (lambda: c.linear(ni.tensor(real(2, 3)), ni.tensor(real(4, 5))), "linear"),
        (lambda: c.mm(ni.tensor(real(2, 3, 4)), ni.tensor(real(4, 5))), "mm"),
    ],
)
def test_errors_name_the_function(call: Any, word: str) -> None:
    with pytest.raises(ni.ShapeError, match=word):
        call()
