"""Record tensors, for the table of kinds."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nitinol as ni


@dataclass
class Body:
    name: str
    x: Any
    m: Any

    def energy(self) -> Any:
        return 0.5 * self.m * self.x**2

    def __add__(self, other: Any) -> Any:
        return Vector(self.x + other.x, self.m + other.m)


@dataclass
class Vector:
    x: Any
    m: Any

    def energy(self) -> Any:
        return 0.5 * self.m * self.x**2

    def __add__(self, other: Any) -> Any:
        return Vector(self.x + other.x, self.m + other.m)

    def __matmul__(self, other: Any) -> Any:
        return self.x * other.x + self.m * other.m


BODIES = [Body("b", 1.0, 2.0), Body("a", 3.0, None)]
VECTORS = [Vector(1.0, 2.0), Vector(3.0, 4.0)]


def construct() -> None:
    t = ni.tensor(BODIES)
    assert (t.shape, t.name.tolist(), t.missing("m").tolist()) == ((2,), ["b", "a"], [False, True])
    assert t.tolist() == BODIES


def index() -> None:
    t = ni.tensor(BODIES)
    assert t[1] == BODIES[1]
    assert t[::-1].tolist() == BODIES[::-1]
    assert t[t.x > 2].tolist() == BODIES[1:]


def arithmetic() -> None:
    t = ni.tensor(VECTORS)
    assert (t + t).tolist() == [Vector(2.0, 4.0), Vector(6.0, 8.0)]
    assert t.energy().tolist() == [1.0, 18.0]


def reduce() -> None:
    rows = [{"k": 1, "x": 2.0}, {"k": 0, "x": 3.0}, {"k": 1, "x": 4.0}]
    assert ni.tensor(rows).group_by("k").sum().x.tolist() == [3.0, 6.0]


def matmul() -> None:
    t = ni.tensor(VECTORS)
    assert (t @ t).tolist() == [5.0, 25.0]  # as the class defines it


def sort() -> None:
    assert ni.tensor(BODIES).sort("name").tolist() == BODIES[::-1]


def jit() -> None:
    assert ni.jit(lambda t: (t + t).energy())(ni.tensor(VECTORS)).tolist() == [8.0, 144.0]


def grad() -> None:
    g = ni.grad(lambda t: t.energy().sum())(ni.tensor(VECTORS))
    assert g.tolist() == [Vector(2.0, 0.5), Vector(12.0, 4.5)]


def jvp() -> None:
    t = ni.tensor(VECTORS)
    assert ni.jvp(lambda t: t.energy(), (t,), (ni.ones_like(t),))[1].tolist() == [2.5, 16.5]


def vmap() -> None:
    assert ni.vmap(lambda p: (p + p).x)(ni.tensor(VECTORS)).tolist() == [2.0, 6.0]


def scan() -> None:
    t = ni.tensor(VECTORS)
    last, seen = ni.scan(lambda total, p: (total + p, p.x), ni.zeros_like(t[0, ...]), t)
    assert last.item() == Vector(4.0, 6.0)
    assert seen.tolist() == [1.0, 3.0]


def save_load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ni.save(Path(folder) / "f", ni.tensor(BODIES))
        assert ni.load(Path(folder) / "f").as_class(Body).tolist() == BODIES


def exchange() -> None:
    t = ni.tensor(BODIES)
    assert ni.tensor(t.numpy()).as_class(Body).tolist() == BODIES
    assert ni.tensor(t.to_arrow()).as_class(Body).tolist() == BODIES


CELLS = {
    "construct": construct, "index": index, "arithmetic": arithmetic, "reduce": reduce, "matmul": matmul,
    "sort": sort, "jit": jit, "grad": grad, "jvp": jvp, "vmap": vmap, "scan": scan, "save/load": save_load,
    "exchange": exchange,
}  # fmt: skip
