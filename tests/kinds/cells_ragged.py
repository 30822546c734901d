"""Ragged tensors, for the table of kinds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest

import nitinol as ni

ROWS = [[2.0, 3.0], [], [6.0, 4.0, 5.0]]


def made() -> ni.RaggedTensor:
    return ni.tensor(ROWS)


def construct() -> None:
    r = ni.tensor([[2, 3], [4, 5, 6], [12, 13, 14, 15]])
    assert repr(r) == "tensor([[2, 3],\n        [4, 5, 6],\n        [12, 13, 14, 15]])"
    assert r.offsets.tolist() == [0, 2, 5, 9]
    assert ni.ragged.from_lengths(r.values, r.lengths).tolist() == r.tolist()


def index() -> None:
    r = made()
    assert r[2].tolist() == [6.0, 4.0, 5.0]
    assert r[:, -2:].tolist() == [[2.0, 3.0], [], [4.0, 5.0]]
    assert r[r > 3].tolist() == [[], [], [6.0, 4.0, 5.0]]


def arithmetic() -> None:
    assert (made() * 2 + made()).tolist() == [[3 * x for x in row] for row in ROWS]


def reduce() -> None:
    assert made().sum(1).tolist() == [5.0, 0.0, 15.0]
    assert made().sum(0).tolist() == [8.0, 7.0, 5.0]


def matmul() -> None:
    x = ni.ragged.from_lengths(ni.ones((3, 2)), [1, 2])
    assert (x @ ni.ones((2, 1))).tolist() == [[[2.0]], [[2.0], [2.0]]]
    assert (x @ x.mT).tolist() == [[[2.0]], [[2.0, 2.0], [2.0, 2.0]]]


def sort() -> None:
    assert ni.sort(made(), 1).tolist() == [sorted(row) for row in ROWS]


def jit() -> None:
    f = ni.jit(lambda r: (r * r).sum(1))
    assert f(made()).tolist() == [13.0, 0.0, 77.0]
    assert f(ni.tensor([[1.0], [1.0, 2.0]])).tolist() == [1.0, 5.0]


def grad() -> None:
    g = ni.grad(lambda r: (r * r).sum())(made())
    assert g.tolist() == [[2 * x for x in row] for row in ROWS]


def jvp() -> None:
    _, tangent = ni.jvp(lambda r: r.sum(1), (made(),), (made(),))
    assert tangent.tolist() == [5.0, 0.0, 15.0]


def vmap() -> None:
    assert ni.vmap(lambda row: row.sum())(made()).tolist() == [5.0, 0.0, 15.0]


def scan() -> None:
    last, _ = ni.scan(lambda r, _: (r * 2, None), made(), None, length=3)
    assert last.tolist() == [[8 * x for x in row] for row in ROWS]


def save_and_load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ragged.safetensors"
        ni.save(path, {"r": made()})
        assert ni.load(path)["r"].tolist() == ROWS


def exchange() -> None:
    ak = pytest.importorskip("awkward", reason="an optional library")
    assert ni.tensor(ak.Array(ROWS)).tolist() == ROWS
    assert ni.ragged.to_awkward(made()).to_list() == ROWS
    assert np.asarray(made().to_padded()).shape == (3, 3)


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
