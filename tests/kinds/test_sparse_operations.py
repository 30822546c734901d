"""Sparse tensors: what functions do, against NumPy on the dense values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import nitinol as ni

LAYOUTS = ni.sparse.LAYOUTS
FAST = ("csr", "coo")  # layouts that also are tried where each costs kernels


def filled(rng: Any, *shape: int, density: float = 0.35) -> Any:
    return rng.standard_normal(shape) * (rng.random(shape) < density)


def sparse(x: Any, layout: str) -> Any:
    return ni.tensor(x).to_sparse(layout, (2, 2) if layout[0] == "b" else None)


def close(found: Any, wanted: Any) -> None:
    if isinstance(found, ni.SparseTensor):
        if found.layout != "coo":
            found.check()
        found = found.to_dense()
    assert tuple(found.shape) == np.shape(wanted)
    assert_allclose(found.numpy(), wanted, rtol=1e-6, atol=1e-9)


def check_arithmetic(rng: Any, layout: str, other: str) -> None:
    x, y, d = filled(rng, 4, 6), filled(rng, 4, 6), rng.standard_normal((4, 6))
    a, b, D = sparse(x, layout), sparse(y, other), ni.tensor(d)
    close(a + b, x + y)
    close(a * b, x * y)
    close(a - a, x - x)
    close(2 * a / 4, x / 2)
    close(a * D, x * d)
    close(a / D, x / d)
    close(D[:, :1] * a, x * d[:, :1])
    close(D - a, d - x)
    close(ni.sin(a), np.sin(x))
    close(ni.maximum(a, b), np.maximum(x, y))
    close(ni.relu(a), np.maximum(x, 0))
    close(abs(a) > 0.5, abs(x) > 0.5)
    close(a**2, x**2)
    assert (a + b).layout == (a * b).layout == (a * D).layout == layout
    assert bool(ni.allclose(a, a.to_layout("csc"))) and not bool(ni.array_equal(a, 2 * a))


@pytest.mark.parametrize(("layout", "other"), [("csr", "csc"), ("bsr", "coo")])
def test_arithmetic(layout: str, other: str) -> None:
    check_arithmetic(np.random.default_rng(1), layout, other)


def test_what_would_be_dense_is_refused() -> None:
    a = ni.sparse.eye(3)
    for wrong in (
        lambda: ni.exp(a),
        lambda: a + 1,
        lambda: a == a,
        lambda: a / a,
        lambda: ni.cumsum(a, 0),
        lambda: ni.softmax(a, 0),
        lambda: ni.sort(a),
        lambda: np.asarray(a),
    ):
        with pytest.raises(ni.UnsupportedError, match=r"to_dense|array_equal"):
            wrong()
    with pytest.raises(ni.ShapeError, match="equal shapes"):
        a + ni.sparse.eye(4)
    with pytest.raises(ni.ShapeError, match="not the other way"):
        ni.multiply(a[:1], ni.ones((3, 3)))


def check_reductions(rng: Any, layout: str, names: Any, axes: Any) -> None:
    x = filled(rng, 4, 6)
    x[1] = rng.standard_normal(6) - 3  # a full row, all negative
    a = sparse(x, layout)
    for name in names:
        for axis in axes:
            wanted = np.asarray(getattr(np, name)(x, axis=axis))
            close(getattr(ni, name)(a, axis=axis), wanted)
            kept = np.asarray(getattr(np, name)(x, axis=axis, keepdims=True))
            close(getattr(ni, name)(a, axis=axis, keepdims=True), kept)


def test_reductions() -> None:
    rng = np.random.default_rng(2)
    check_reductions(rng, "csr", ("sum", "max", "mean", "var", "any"), (None, 0, 1))
    check_reductions(rng, "bsc", ("min", "prod", "all", "count_nonzero"), (0, (0, 1)))
    x = filled(rng, 2, 3, 4, 6)
    close(sparse(x, "coo").sum((1, 2)), x.sum((1, 2)))
    close(sparse(x, "csr").max((0, 1)), x.max((0, 1)))
    y = filled(rng, 5, 4)
    y[2] = -1.0
    for axis in (0, 1):
        close(ni.argmax(sparse(y, "csr"), axis), y.argmax(axis))
        close(ni.argmin(sparse(y, "coo"), axis), y.argmin(axis))


def test_moving_and_joining() -> None:
    rng = np.random.default_rng(3)
    x, y = filled(rng, 4, 6), filled(rng, 4, 6)
    for layout in ("csr", "bsc"):
        a, b = sparse(x, layout), sparse(y, layout)
        close(a.T, x.T)
        close(a.reshape(6, -1), x.reshape(6, -1))
        close(ni.concat([a, b], 0), np.concatenate([x, y], 0))
        close(ni.concat([a, ni.tensor(y)], 1), np.concatenate([x, y], 1))
        close(ni.stack([a, b]), np.stack([x, y]))
        close(ni.stack([a, b])[1] @ ni.ones((6, 2), dtype=ni.float64), y @ np.ones((6, 2)))
        close(ni.tril(a, 1), np.tril(x, 1))
        close(ni.diagonal(a, 1), np.diagonal(x, 1))
        close(ni.flip(a, 1), np.flip(x, 1))
        close(ni.roll(a, 2, 1), np.roll(x, 2, 1))
    z = filled(rng, 2, 3, 4)
    close(sparse(z, "coo").permute(2, 0, 1), z.transpose(2, 0, 1))


def check_indexing(rng: Any, layout: str) -> None:
    x = filled(rng, 4, 6)
    a = sparse(x, layout)
    s = np.s_
    for key in (s[1], s[-1, 2], s[:, 3], s[1:3, ::-2], s[None], s[..., 1], s[3:1]):
        close(a[key], x[key])
    i, j = np.array([2, 0, 0, 3, -1]), np.array([1, 1, 5, 0, -2])
    close(a[ni.tensor(i)], x[i])
    close(a[1:3, ni.tensor(i)], x[1:3, i])
    close(a[ni.tensor(i), ni.tensor(j)], x[i, j])
    mask = np.array([True, False, True, True])
    close(a[ni.tensor(mask)], x[mask])
    close(ni.take(a, ni.tensor(i), axis=1), x[:, i])


def test_indexing() -> None:
    check_indexing(np.random.default_rng(4), "csr")
    a = ni.sparse.eye(4)
    for key, words in (
        (4, "index 4"),
        ((0, 6), "index 6"),
        ((0, 0, 0), "3 axes"),
        (ni.tensor([7]), "7"),
    ):
        with pytest.raises(IndexError, match=words):
            a[key]
    assert [row.tolist() for row in ni.sparse.eye(2)] == [[1.0, 0.0], [0.0, 1.0]]


def check_products(rng: Any, layout: str, batch: tuple[int, ...]) -> None:
    x, d, e = (
        filled(rng, *batch, 4, 6),
        rng.standard_normal((*batch, 6, 5)),
        rng.standard_normal((*batch, 3, 4)),
    )
    v, u = rng.standard_normal(6), rng.standard_normal(4)
    a = sparse(x, layout)
    close(a @ ni.tensor(d), x @ d)
    close(ni.tensor(e) @ a, e @ x)
    close(a @ ni.tensor(v), x @ v)
    close(ni.tensor(u) @ a, u @ x)
    A, B = rng.standard_normal((*batch, 4, 7)), rng.standard_normal((*batch, 7, 6))
    close(ni.sparse.sampled_matmul(ni.tensor(A), ni.tensor(B), a) * a, (A @ B) * x)
    if not batch:
        y = filled(rng, 6, 4)
        close(a @ sparse(y, "csc"), x @ y)
        close(ni.sparse.matrix_power(a @ a.T, 3), np.linalg.matrix_power(x @ x.T, 3))
        close(ni.sparse.kron(a, sparse(y, "coo")), np.kron(x, y))
        close(a @ ni.tensor(d[None].repeat(2, 0)), x @ d[None].repeat(2, 0))


@pytest.mark.parametrize(("layout", "batch"), [("csr", ()), ("csc", (2, 3)), ("bsr", ())])
def test_products(layout: str, batch: tuple[int, ...]) -> None:
    check_products(np.random.default_rng(5), layout, batch)


def test_what_is_fetched_ahead_lies_inside() -> None:
    """Products read ahead of the row at hand: also of matrices with fewer entries than that, and none."""
    rng = np.random.default_rng(9)
    for n in (0, 1, 15, 33, 700):
        x = filled(rng, n, 20, density=0.1)
        a, d = ni.tensor(x).to_sparse("csr"), rng.standard_normal((20, 16))
        close(a @ ni.tensor(d), x @ d)
        e = rng.standard_normal((n, 16))
        close(
            ni.sparse.sampled_matmul(ni.tensor(e), ni.tensor(d.T.copy()), a), (e @ d.T) * (x != 0)
        )


def test_the_order_of_rows_that_is_kept_follows_the_indices() -> None:
    a = ni.sparse.csc([0, 1, 2], [0, 1], [5.0, 7.0], (2, 2))
    v = ni.tensor([1.0, 10.0])
    assert (a @ v).tolist() == (a @ v).tolist() == [5.0, 70.0]
    assert ((2 * a) @ v).tolist() == [10.0, 140.0]
    a.indices[ni.tensor([0, 1])] = ni.tensor([1, 0])
    assert (a @ v).tolist() == [70.0, 5.0]


def test_products_that_do_not_fit() -> None:
    a = ni.sparse.eye(3)
    with pytest.raises(ni.ShapeError, match="do not fit"):
        a @ ni.ones((4, 2))
    with pytest.raises(ni.ShapeError, match="do not fit"):
        a @ ni.sparse.eye(4)
    with pytest.raises(ni.UnsupportedError, match="broadcast along an axis"):
        ni.einsum("ij,ijk->ijk", a, ni.ones((3, 3, 2)))
    with pytest.raises(ni.ShapeError, match="size 3 and size 4"):
        ni.einsum("ij,jk->ik", a, ni.ones((4, 2)))


EINSUMS = [
    "ij,jk->ik", "ij,jk->ki", "ij,j->i", "i,ij->j", "ij,ij->ij", "ij,ij->", "ij,i->ij", "ij->ji", "ij->j", "ij,kj->ik",
    "ij,jkl->ikl", "ik,kj,ij->ij", "ij,ik,kj->i", "ij,jk,kl->il", "ij,k->ikj", "bij,bjk->bik", "bij,bj->bi",
]  # fmt: skip
SIZES = {"b": 2, "i": 4, "j": 6, "k": 3, "l": 2}


@pytest.mark.parametrize("subscripts", EINSUMS)
def test_einsum(subscripts: str) -> None:
    rng = np.random.default_rng(11)
    words = subscripts.split("->")[0].split(",")
    xs = [filled(rng, *[SIZES[c] for c in w]) for w in words]
    wanted = np.einsum(subscripts, *xs)
    first = next(n for n, w in enumerate(words) if set(w) >= {"i", "j"})  # a sparse matrix
    mixed = [sparse(x, "coo") if n == first else ni.tensor(x) for n, x in enumerate(xs)]
    close(ni.einsum(subscripts, *mixed), wanted)
    if subscripts not in ("ik,kj,ij->ij", "ij,ik,kj->i", "ij,i->ij"):
        close(ni.einsum(subscripts, *[sparse(x, "coo") for x in xs]), wanted)


def test_products_of_batches() -> None:
    rng = np.random.default_rng(12)
    x, y, z = filled(rng, 2, 3, 4, 6), filled(rng, 2, 3, 6, 5), filled(rng, 6, 5)
    a, b, c = sparse(x, "csr"), sparse(y, "coo"), sparse(z, "csc")
    close(a @ b, x @ y)
    close(a @ c, x @ z)
    close(c.T @ ni.permute_dims(b, (0, 1, 3, 2)).permute(0, 1, 3, 2), z.T @ y)
    close(ni.outer(c[0], c[1]), np.outer(z[0], z[1]))
    with pytest.raises(ni.ShapeError, match="do not fit"):
        a @ b[:1]


def test_sparse_vectors() -> None:
    rng = np.random.default_rng(14)
    x, y = filled(rng, 4, 6), filled(rng, 6)
    a, v = sparse(x, "csr"), sparse(y, "coo")
    close(a @ v, x @ y)
    close(v @ a.T, y @ x.T)
    close(v @ v, y @ y)
    close(ni.tensor(x) @ v, x @ y)
    close(v @ ni.tensor(x.T), y @ x.T)


SOME = [
    np.int32,
    *[pytest.param(t, marks=pytest.mark.slow) for t in (np.complex64, np.float16, bool)],
]


@pytest.mark.parametrize("dtype", SOME)
def test_dtypes(dtype: Any) -> None:
    rng = np.random.default_rng(15)
    x, y = (3 * filled(rng, 4, 6)).astype(dtype), (3 * filled(rng, 6, 5)).astype(dtype)
    a, b = ni.tensor(x).to_sparse("csr"), ni.tensor(y).to_sparse("csc")
    for found, wanted in (
        (a @ b, x @ y),
        (
            a + 2 * a.to_layout("coo") if dtype is not bool else a | a.T.T,
            x if dtype is bool else 3 * x,
        ),
        (a @ ni.tensor(y[:, 0]), x @ y[:, 0]),
        (ni.tensor(x[:, 0]) @ a, x[:, 0] @ x),
    ):
        dense = found.to_dense() if isinstance(found, ni.SparseTensor) else found
        assert dense.numpy().dtype == wanted.dtype
        assert_allclose(dense.numpy(), wanted, rtol=2e-3)


def test_many_entries_against_scipy() -> None:
    """So many that rows, and keys of COO, are shared by threads."""
    rng = np.random.default_rng(16)
    x, y = (sp.random_array((300, 500), density=0.2, format="csr", rng=rng) for _ in range(2))
    y = y + x.multiply(sp.random_array((300, 500), density=0.5, rng=rng) > 0.5)  # some are in both
    y = sp.csr_array(y)
    a, b = ni.tensor(x), ni.tensor(y)
    for layout in ("csr", "csc", "coo"):
        c, d = a.to_layout(layout), b.to_layout(layout)
        for found, wanted in (
            (c + d, x + y),
            (c * d, x.multiply(y)),
            (ni.maximum(c, d), x.maximum(y)),
        ):
            if layout == "coo":
                assert found.canonical and found.layout == "coo"
            else:
                found.check()
            assert_allclose(found.to_dense().numpy(), wanted.toarray())
    deep = [m.to_layout("coo").reshape(3, 100, 500) for m in (a, b)]
    close((deep[0] + deep[1]).reshape(300, 500), (x + y).toarray())
    product = x @ y.T
    found = a @ b.T
    found.check()
    assert_allclose(found.to_scipy().toarray(), product.toarray())
    before = a.with_values(a.values.clone().requires_grad_())
    assert bool(
        ni.array_equal((before @ b.T).values, found.values)
    )  # the same bits where it is recorded


def test_products_of_more_columns_than_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(13)
    x, y = filled(rng, 5, 7), filled(rng, 7, 9, density=0.2)
    monkeypatch.setattr("nitinol.kinds.sparse.products._MOST_MARKED", 4)
    close(sparse(x, "csr") @ sparse(y, "csr"), x @ y)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 7), st.integers(2, 7), st.sampled_from(FAST))
def test_random_programs(seed: int, rows: int, columns: int, layout: str) -> None:
    rng = np.random.default_rng(seed)
    x, y = filled(rng, rows, columns), filled(rng, rows, columns, density=0.5)
    d = rng.standard_normal((columns, 3))
    a, b, D = sparse(x, layout), sparse(y, "csc"), ni.tensor(d)
    X, Y = sp.csr_array(x), sp.csc_array(y)
    close((a + b) @ D, (X + Y) @ d)
    close(a * b - a, (X.multiply(Y) - X).toarray())
    close((a + b).T.sum(1), (X + Y).sum(0))
    close(a @ b.T, (X @ Y.T).toarray())
    close(ni.minimum(a, b)[1:, ::-1], X.minimum(Y).toarray()[1:, ::-1])


def test_triangular_solve() -> None:
    rng = np.random.default_rng(6)
    x = filled(rng, 9, 9) + np.diag(rng.random(9) + 1)
    b = rng.standard_normal((9, 3))
    for lower, unit in ((True, False), (False, True)):
        found = ni.sparse.triangular_solve(sparse(x, "coo"), ni.tensor(b), lower, unit)
        close(found, scipy.linalg.solve_triangular(x, b, lower=lower, unit_diagonal=unit))
    with pytest.raises(ni.ShapeError, match="do not fit"):
        ni.sparse.triangular_solve(ni.sparse.eye(3), ni.ones(4))


def test_chains_of_any_length_are_solved() -> None:
    n = 3000
    x = np.eye(n) * 2 - np.eye(n, k=-1)
    a, b = ni.tensor(x).to_sparse("csr"), np.linspace(1, 2, n)
    wanted = scipy.linalg.solve_triangular(x, b, lower=True)
    close(ni.sparse.triangular_solve(a, ni.tensor(b)), wanted)
    within = ni.scan(
        lambda c, _: (ni.sparse.triangular_solve(a, c), None), ni.tensor(b), None, length=2
    )
    close(within[0], scipy.linalg.solve_triangular(x, wanted, lower=True))


def images(rng: Any) -> tuple[Any, Any]:
    """(an image as a sparse tensor, the same as an array with channels last)."""
    image = np.zeros((2, 5, 6, 3))
    sites = rng.random((2, 5, 6)) < 0.3
    image[sites] = rng.standard_normal((sites.sum(), 3))
    return ni.sparse.coo(np.stack(np.nonzero(sites)), image[sites], image.shape), image


def dense_convolution(image: Any, w: Any, **options: Any) -> Any:
    found = ni.conv2d(ni.tensor(image.transpose(0, 3, 1, 2)), ni.tensor(w), **options)
    return found.numpy().transpose(0, 2, 3, 1)


def test_convolutions() -> None:
    rng = np.random.default_rng(7)
    x, image = images(rng)
    w, bias = rng.standard_normal((4, 3, 3, 3)), rng.standard_normal(4)
    sites = (image != 0).any(-1, keepdims=True)
    wanted = (dense_convolution(image, w, padding=1) + bias) * sites
    close(ni.sparse.conv2d(x, ni.tensor(w), ni.tensor(bias)), wanted)
    wide = ni.sparse.conv2d(x, ni.tensor(w), stride=(2, 1), padding=1, submanifold=False)
    close(wide, dense_convolution(image, w, stride=(2, 1), padding=1))
    with pytest.raises(ni.ShapeError, match="submanifold=False"):
        ni.sparse.conv2d(x, ni.tensor(w), stride=2)


def test_convolutions_of_three_dimensions() -> None:
    rng = np.random.default_rng(17)
    places = np.unique(rng.integers(0, 4, (12, 3)), axis=0).T
    places = np.concatenate([np.zeros((1, places.shape[1]), int), places])
    values = rng.standard_normal((places.shape[1], 2))
    x = ni.sparse.coo(places, values, (1, 4, 4, 4, 2))
    w = rng.standard_normal((3, 2, 3, 3, 3))
    dense = ni.conv3d(ni.tensor(np.moveaxis(x.to_dense().numpy(), -1, 1)), ni.tensor(w), padding=1)
    wanted = np.moveaxis(dense.numpy(), 1, -1)
    sites = (x.to_dense().numpy() != 0).any(-1, keepdims=True)
    close(ni.sparse.conv3d(x, ni.tensor(w)), wanted * sites)


def test_dense_axes_behind_sparse_ones() -> None:
    h = ni.sparse.coo([[0, 2, 2]], np.arange(12.0).reshape(3, 4), (5, 4))
    d = h.to_dense().numpy()
    close(h[2, 1:3], d[2, 1:3])
    close(h.sum(0), d.sum(0))
    close(h + h, 2 * d)
    close(h.max(1), d.max(1))


def test_softmax_of_stored_entries() -> None:
    x = filled(np.random.default_rng(8), 4, 6)
    e = np.where(x != 0, np.exp(x), 0)
    for layout, axis in (("csr", 1), ("csr", 0), ("coo", 1)):
        total = e.sum(axis, keepdims=True)
        close(ni.sparse.softmax(sparse(x, layout), axis), e / np.where(total == 0, 1, total))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_in_all_layouts(layout: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for other in LAYOUTS:
        check_arithmetic(rng, layout, other)
    names = ("sum", "max", "min", "mean", "prod", "var", "std", "any", "all", "count_nonzero")
    check_reductions(rng, layout, names, (None, 0, 1, -1, (0, 1)))
    check_indexing(rng, layout)
    for batch in ((), (2,), (2, 3)):
        check_products(rng, layout, batch)
