"""Tensors of texts, for the table of kinds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nitinol as ni

T = ["čau", "Ali", "", "Bilal"]
WEIGHTS = [1.0, 2.0, 3.0, 4.0]


def construct() -> None:
    t = ni.tensor(T)
    assert t.tolist() == T
    assert t.offsets.tolist() == [0, 4, 7, 7, 12]


def index() -> None:
    assert ni.tensor(T)[1:][::-1].tolist() == T[1:][::-1]
    assert ni.tensor(T)[ni.tensor(T) > "B"].tolist() == ["čau", "Bilal"]


def arithmetic() -> None:
    assert (ni.tensor(T) + "!").tolist() == [x + "!" for x in T]
    assert (ni.tensor(T) * 2).tolist() == [x * 2 for x in T]


def reduce() -> None:
    assert ni.max(ni.tensor(T)).item() == max(T)
    assert ni.strings.join(ni.tensor(T), ",").item() == ",".join(T)


def sort() -> None:
    assert ni.sort(ni.tensor(T)).tolist() == sorted(T)


def jit() -> None:
    assert ni.jit(lambda t: t.lower() + "!")(ni.tensor(T)).tolist() == [x.lower() + "!" for x in T]


def _weighted(w: object, t: object) -> object:
    return (w * t.length()).sum()  # type: ignore[attr-defined, operator]


def grad() -> None:
    assert ni.grad(_weighted)(ni.tensor(WEIGHTS), ni.tensor(T)).tolist() == [3.0, 3.0, 0.0, 5.0]


def jvp() -> None:
    w = ni.tensor(WEIGHTS)
    _, tangent = ni.jvp(lambda w: _weighted(w, ni.tensor(T)), (w,), (w,))
    assert tangent.item() == sum(x * len(t) for x, t in zip(WEIGHTS, T, strict=True))


def vmap() -> None:
    assert ni.vmap(lambda t: t.length() * 2)(ni.tensor(T)).tolist() == [2 * len(x) for x in T]


def save_and_load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.safetensors"
        ni.save(file, [ni.tensor(T)])
        assert ni.load(file)[0].tolist() == T


def exchange() -> None:
    arrow = ni.strings.to_arrow(ni.tensor(T))
    assert arrow.to_pylist() == T
    assert ni.strings.from_arrow(arrow).tolist() == T


CELLS = {
    "construct": construct,
    "index": index,
    "arithmetic": arithmetic,
    "reduce": reduce,
    "matmul": "texts are no numbers, so they have no sums of products",
    "sort": sort,
    "jit": jit,
    "grad": grad,
    "jvp": jvp,
    "vmap": vmap,
    "scan": "a scan is one compiled loop, and texts are read by Python between the parts of a program, so no step "
    "could do anything to a text; scan over numbers made of all texts before, such as t.length() or vocabulary(t)",
    "save/load": save_and_load,
    "exchange": exchange,
}
