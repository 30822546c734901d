"""Dense tensors, for the table of kinds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from numpy.testing import assert_array_equal

import nitinol as ni

X = np.array([[3.0, 1.0, 2.0], [6.0, 5.0, 4.0]], dtype=np.float32)


def construct() -> None:
    assert_array_equal(ni.tensor(X.tolist()).numpy(), X)
    assert ni.tensor([1 + 3j, 2 - 1j]).dtype is ni.complex64


def index() -> None:
    assert_array_equal(ni.tensor(X)[1, ::2].numpy(), X[1, ::2])
    assert_array_equal(ni.tensor(X)[ni.tensor(X) > 2].numpy(), X[X > 2])


def arithmetic() -> None:
    assert_array_equal((ni.tensor(X) * 2 + X).numpy(), 3 * X)


def reduce() -> None:
    assert_array_equal(ni.tensor(X).sum(axis=1).numpy(), X.sum(axis=1))


def matmul() -> None:
    assert_array_equal((ni.tensor(X) @ ni.tensor(X).T).numpy(), X @ X.T)


def sort() -> None:
    assert_array_equal(ni.sort(ni.tensor(X)).numpy(), np.sort(X))


def jit() -> None:
    assert_array_equal(ni.jit(lambda x: x * x)(ni.tensor(X)).numpy(), X * X)


def grad() -> None:
    assert_array_equal(ni.grad(lambda x: (x * x).sum())(ni.tensor(X)).numpy(), 2 * X)


def jvp() -> None:
    _, tangent = ni.jvp(lambda x: x * x, (ni.tensor(X),), (ni.tensor(X),))
    assert_array_equal(tangent.numpy(), 2 * X * X)


def vmap() -> None:
    assert_array_equal(ni.vmap(lambda row: row.sum())(ni.tensor(X)).numpy(), X.sum(axis=1))


def scan() -> None:
    total, _ = ni.scan(lambda c, row: (c + row, None), ni.zeros(3), ni.tensor(X))
    assert_array_equal(total.numpy(), X.sum(axis=0))


def save_and_load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.safetensors"
        ni.save(file, [ni.tensor(X)])
        assert_array_equal(ni.load(file)[0].numpy(), X)


def exchange() -> None:
    assert_array_equal(np.asarray(ni.from_dlpack(X)), X)
    assert_array_equal(ni.from_numpy(X).numpy(), X)


CELLS = {
    "construct": construct,
    "index": index,
    "arithmetic": arithmetic,
    "reduce": reduce,
    "matmul": matmul,
    "sort": sort,
    "jit": jit,
    "grad": grad,
    "jvp": jvp,
    "vmap": vmap,
    "scan": scan,
    "save/load": save_and_load,
    "exchange": exchange,
}
