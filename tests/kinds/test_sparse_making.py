"""Sparse tensors: layouts, checks, printing, exchange."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal

import nitinol as ni

rng = np.random.default_rng(0)
LAYOUTS = ni.sparse.LAYOUTS


def filled(*shape: int, density: float = 0.35) -> Any:
    return rng.standard_normal(shape) * (rng.random(shape) < density)


EXACT = np.zeros((5, 3), np.float32)
EXACT[1, 1] = EXACT[2, 2] = EXACT[4, 0] = 1


@pytest.mark.parametrize("wrap", [lambda f: f, ni.jit], ids=["eager", "compiled"])
def test_the_matrix_with_ones_at_three_places(wrap: Callable[..., Any]) -> None:
    x = wrap(lambda x: x.to_sparse("csr"))(ni.tensor(EXACT))
    assert (x.indptr.tolist(), x.indices.tolist()) == ([0, 0, 1, 2, 2, 3], [1, 2, 0])
    y = wrap(lambda x: x.to_layout("csc"))(x)
    assert (y.indptr.tolist(), y.indices.tolist()) == ([0, 1, 2, 3], [4, 1, 2])
    for layout in LAYOUTS:
        there = wrap(lambda x, to=layout: x.to_layout(to))(x)
        assert_array_equal(wrap(lambda x: x.to_dense())(there).numpy(), EXACT)
        back = there.to_layout("csr")
        assert (back.indptr.tolist(), back.indices.tolist()) == ([0, 0, 1, 2, 2, 3], [1, 2, 0])


def test_all_layouts_become_all_others() -> None:
    x = filled(2, 4, 6)
    for layout in LAYOUTS:
        for other in LAYOUTS:
            for block in [(2, 3), (2, 2)] if other[0] == "b" else [None]:
                start = ni.tensor(x).to_sparse(layout, (2, 3) if layout[0] == "b" else None)
                made = start.to_layout(other, block)
                made.check()
                assert (made.layout, made.block, made.shape) == (other, block, x.shape)
                assert_array_equal(made.to_dense().numpy(), x)


def test_scipy_there_and_back() -> None:
    for form in ("coo", "csr", "csc", "bsr", "lil", "dok"):
        matrix = sp.random_array((6, 8), density=0.3, format=form, rng=rng)
        made = ni.tensor(matrix)
        assert made.layout == (form if form in LAYOUTS else "csr")
        assert made.dtype is ni.float64
        assert_array_equal(made.to_dense().numpy(), matrix.toarray())
        back = made.to_scipy()
        assert back.format == made.layout
        assert_array_equal(back.toarray(), matrix.toarray())
    twice = sp.csr_matrix((np.ones(3), [1, 0, 1], [0, 3, 3]), (2, 2))  # in no order, one twice
    assert ni.tensor(twice).tolist() == [[1.0, 2.0], [0.0, 0.0]]


def test_coalescing_adds_and_sorts() -> None:
    x = ni.sparse.coo([[1, 0, 1, 1], [0, 1, 0, 2]], [1.0, 2.0, 3.0, 4.0], (2, 3))
    assert not x.canonical
    y = x.coalesce()
    assert (y.indices.tolist(), y.values.tolist()) == ([[0, 1, 1], [1, 0, 2]], [2.0, 4.0, 4.0])
    assert x.tolist() == y.tolist()
    flags = ni.sparse.coo([[1, 1]], ni.tensor([True, True]), (2,))
    assert flags.coalesce().values.tolist() == [True]
    assert ni.sparse.csr([0, 2], [0, 2], [0.0, 1.0], (1, 3)).drop_zeros().indices.tolist() == [2]


def test_small_ones() -> None:
    none = ni.sparse.zeros((3, 4), "csr")
    assert none.indptr.tolist() == [0, 0, 0, 0]
    assert_array_equal((none @ ni.ones((4, 2))).numpy(), np.zeros((3, 2)))
    assert_array_equal(none.sum(0).numpy(), np.zeros(4))
    assert ni.zeros((0, 3)).to_sparse("csr").shape == (0, 3)
    assert ni.sparse.eye(2, 3).tolist() == [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]


def test_printing() -> None:
    x = ni.tensor(EXACT).to_sparse("csr")
    assert repr(x) == (
        "sparse_tensor(shape=(5, 3), layout=csr,\n"
        "              indptr=[0, 0, 1, 2, 2, 3],\n"
        "              indices=[1, 2, 0],\n"
        "              values=[1., 1., 1.])"
    )
    y = ni.sparse.bsr([0, 1], [1], [[[1, 2], [3, 4]]], (2, 4))
    assert repr(y) == (
        "sparse_tensor(shape=(2, 4), layout=bsr, block=(2, 2),\n"
        "              indptr=[0, 1],\n"
        "              indices=[1],\n"
        "              values=[[[1, 2],\n"
        "                       [3, 4]]])"
    )


one = [1.0, 2.0]
MALFORMED: list[tuple[Callable[[], Any], type[Exception], str]] = [
    (lambda: ni.sparse.csr([0, 2, 1], [0, 1], one, (2, 2)), ni.ShapeError, r"indptr\[2\] is 1"),
    (lambda: ni.sparse.csr([1, 2, 2], [0, 1], one, (2, 2)), ni.ShapeError, r"indptr\[0\] is 1"),
    (lambda: ni.sparse.csr([0, 1, 3], [0, 1], one, (2, 2)), ni.ShapeError, "ends with 3, but there are 2"),
    (lambda: ni.sparse.csr([0, 2], [0, 1], one, (2, 2)), ni.ShapeError, r"\(3,\) is wanted"),
    (lambda: ni.sparse.csr([0, 0, 2], [1, 0], one, (2, 2)), ni.ShapeError, "entry 1 is not in order"),
    (lambda: ni.sparse.csc([0, 0, 2], [1, 1], one, (2, 2)), ni.ShapeError, "entry 1 repeats"),
    (lambda: ni.sparse.csr([0, 1, 2], [0, 2], one, (2, 2)), ni.IndexRangeError, r"indices\[1\] is 2"),
    (lambda: ni.sparse.coo([[0, -1]], one, (2,)), ni.IndexRangeError, r"indices\[0\]\[1\] is -1"),
    (lambda: ni.sparse.coo([[0, 1, 1]], one, (2,)), ni.ShapeError, "indices have shape"),
    (lambda: ni.sparse.coo([[1, 0]], one, (2,), coalesced=True), ni.ShapeError, "entry 1 is not in order"),
    (lambda: ni.sparse.coo([[0.5, 1.0]], one, (2,)), ni.DTypeError, "int64"),
    (lambda: ni.sparse.csr([0, 1], [0], ["a"], (1, 1)), ni.DTypeError, "values must be .* texts"),
    (lambda: ni.sparse.coo([[0], [1, 2]], [1.0], (2, 3)), ni.DTypeError, "indices must be .* rows of diff"),
    (lambda: ni.sparse.coo([[0, 1]], [1.0, "x"], (2,)), ni.DTypeError, "element 1 is of class str"),
    (lambda: ni.sparse.bsr([0, 1], [0], [[one]], (2, 3)), ni.ShapeError, "do not divide"),
    (lambda: ni.ones((2, 2)).to_sparse("dia"), ni.ShapeError, "coo, csr, csc, bsr, bsc"),
    (lambda: ni.ones(2).to_sparse("csr"), ni.ShapeError, "at least 2"),
    (lambda: ni.sparse.zeros((1 << 40, 1 << 40)).coalesce().keys(), ni.ShapeError, "2\\^62"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(MALFORMED)))
def test_malformed_input_names_the_place(number: int) -> None:
    make, error, words = MALFORMED[number]
    with pytest.raises(error, match=words):
        make()


def test_importing_nitinol_imports_no_kind() -> None:
    import subprocess
    import sys

    code = "import nitinol, sys; assert not [m for m in sys.modules if 'kinds.sparse' in m]"
    subprocess.run([sys.executable, "-c", code], check=True)
