"""Sparse tensors, for the table of kinds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

import nitinol as ni

X = np.zeros((5, 3), np.float32)
X[1, 1] = X[2, 2] = X[4, 0] = 1
V = np.array([1.0, 2.0, 3.0], np.float32)


def _sparse(layout: str = "csr") -> ni.SparseTensor:
    made: ni.SparseTensor = ni.tensor(X).to_sparse(layout)
    return made


def construct() -> None:
    x = _sparse()
    assert (x.indptr.tolist(), x.indices.tolist()) == ([0, 0, 1, 2, 2, 3], [1, 2, 0])
    for layout in ni.sparse.LAYOUTS:
        assert_array_equal(x.to_layout(layout).to_dense().numpy(), X)


def index() -> None:
    assert_array_equal(_sparse()[1:, ::-1].to_dense().numpy(), X[1:, ::-1])
    assert _sparse()[4, 0].item() == 1.0


def arithmetic() -> None:
    x = _sparse()
    assert_array_equal((x * 2 + x.to_layout("csc")).to_dense().numpy(), 3 * X)


def reduce() -> None:
    assert_array_equal(_sparse().sum(axis=1).numpy(), X.sum(axis=1))
    assert_array_equal(_sparse().max(axis=0).numpy(), X.max(axis=0))


def matmul() -> None:
    x = _sparse()
    assert_array_equal((x @ ni.tensor(V)).numpy(), X @ V)
    assert_array_equal((x @ x.T).to_dense().numpy(), X @ X.T)


def jit() -> None:
    found = ni.jit(lambda x, v: (x + x) @ v)(_sparse(), ni.tensor(V))
    assert_array_equal(found.numpy(), 2 * X @ V)


def grad() -> None:
    found = ni.grad(lambda x: (x * x).sum())(_sparse())
    assert_array_equal(found.to_dense().numpy(), 2 * X)


def jvp() -> None:
    _, tangent = ni.jvp(lambda x: x @ ni.tensor(V), (_sparse(),), (_sparse(),))
    assert_array_equal(tangent.numpy(), X @ V)


def vmap() -> None:
    x = _sparse()
    found = ni.vmap(lambda scale, v: (x * scale) @ v)(ni.tensor([1.0, 2.0]), ni.tensor([V, V]))
    assert_array_equal(found.numpy(), [X @ V, 2 * X @ V])
    both = ni.stack([x, 2 * x])
    each = ni.vmap(lambda x, v: x @ v + x.sum(1))(both, ni.tensor([V, V]))
    assert_array_equal(each.numpy(), [X @ V + X.sum(1), 2 * X @ V + 2 * X.sum(1)])


def scan() -> None:
    square = _sparse()[:3]
    last, _ = ni.scan(lambda v, _: (square @ v + v, None), ni.tensor(V), None, length=3)
    wanted = V
    for _ in range(3):
        wanted = X[:3] @ wanted + wanted
    assert_array_equal(last.numpy(), wanted)


def save_and_load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.safetensors"
        ni.save(file, {"x": _sparse()})
        found = ni.load(file)["x"]
        assert found.layout == "csr"
        assert_array_equal(found.to_dense().numpy(), X)


def exchange() -> None:
    for form in ("coo", "csr", "csc", "bsr"):
        matrix = sp.coo_array(X).asformat(form)
        x = ni.tensor(matrix)
        assert x.layout == form
        assert_allclose(x.to_scipy().toarray(), X)


CELLS = {
    "construct": construct,
    "index": index,
    "arithmetic": arithmetic,
    "reduce": reduce,
    "matmul": matmul,
    "sort": "elements that are not stored are zeros, so a sorted tensor is dense; sort `x.to_dense()` or `x.values`",
    "jit": jit,
    "grad": grad,
    "jvp": jvp,
    "vmap": vmap,
    "scan": scan,
    "save/load": save_and_load,
    "exchange": exchange,
}
