"""What is kept with a program's code, and kernels that several groups share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.base.errors import CompileError
from nitinol.base.sizes import Atom, Size, maximum, minimum
from nitinol.codegen.about import About, Result, decode, encode
from nitinol.codegen.passes import front, schedule
from nitinol.codegen.pipeline import emit
from nitinol.ir.graph import Graph
from nitinol.ir.op import Strided, Type
from nitinol.llvm.target import host
from nitinol.trace.stage import stage


def symbol(name: str) -> tuple[Size, Atom]:
    size = Size.symbol(name)
    assert size.atom is not None
    return size, size.atom


def about(n: Size, m: Size, atoms: list[Atom]) -> About:
    sizes = (n * m * 3 - 2 * n + 7, (n + 1) // 4, minimum(n, m), maximum(m % 5, (n * n) // m), 9)
    layouts = [Strided(sizes, (*sizes[1:], 1), n * 2), Strided((), ())]
    results = [Result(1, False, layouts[0]), Result(0, True, Strided((4,), (-1,), 3))]
    return About(
        atoms, [dt.float32, dt.bool_], layouts, results, n * 100 + m, True, [(0, 1), (1, 0)]
    )


def test_it_comes_back_with_the_symbols_of_another_trace() -> None:
    (n, a), (m, b) = symbol("n"), symbol("m")
    (p, c), (q, d) = symbol("p"), symbol("q")
    data = encode(about(n, m, [b, a]), [a, b])
    assert decode(data, [a, b]) == about(n, m, [b, a])
    assert decode(data, [c, d]) == about(p, q, [d, c])
    # Whichever symbol is the older one.
    assert decode(data, [d, c]) == about(q, p, [c, d])


def test_a_size_that_the_text_does_not_name_is_an_error() -> None:
    (n, a), (m, b) = symbol("n"), symbol("m")
    with pytest.raises(CompileError, match="m"):
        encode(about(n, m, [b, a]), [a])


def layers(count: int) -> Graph:
    def f(x: Any, *weights: Any) -> Any:
        for w in weights:
            x = ni.softmax(ni.tanh(x @ w) + x, -1)
        return x

    types = [Type(dt.float32, (64, 32)), *[Type(dt.float32, (32, 32))] * count]
    return stage(f, types).graph


def functions(graph: Graph) -> int:
    inputs = {v: Strided(v.type.shape, (v.type.shape[1], 1)) for v in graph.inputs}
    return emit(graph, inputs, host()).count("\ndefine ")


def test_layers_that_are_equal_are_written_once() -> None:
    # The first reads an input where the others read a temporary, and the last writes a result.
    assert functions(layers(3)) == functions(layers(12))


def test_the_number_of_groups_is_that_of_layers() -> None:
    graph = layers(6)
    inputs = {v: Strided(v.type.shape, (v.type.shape[1], 1)) for v in graph.inputs}
    final, places = front(graph, inputs)
    assert len(schedule(final, places, False)[0].groups) == 12


_SCRIPT = """
import sys
import nitinol as ni

@ni.jit
def f(x, w):
    for _ in range(3):
        x = ni.tanh(x @ w) * x.shape[0]
    return x.sum(0), x.T

got = []
for n in (3, 5, 7):
    total, turned = f(ni.arange(n * 4.0).reshape(n, 4) / 16, ni.eye(4))
    got.append((total.tolist(), turned.tolist(), turned.shape))
print(got)
print("nitinol.codegen.passes" in sys.modules, ni.jit(lambda x: x * 2 + 1).memory(ni.ones(3))["results"])
"""


def test_a_program_found_on_disk_is_not_scheduled(tmp_path: Path) -> None:
    given = {**os.environ, "NITINOL_CACHE_DIR": str(tmp_path / "cache")}

    def run() -> list[str]:
        return subprocess.run(
            [sys.executable, "-c", _SCRIPT], env=given, capture_output=True, text=True, check=True
        ).stdout.splitlines()

    first, second = run(), run()
    assert first[0] == second[0]
    assert first[1] == "True 12"
    assert second[1] == "False 12"
