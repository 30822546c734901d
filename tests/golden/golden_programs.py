"""Small programs that between them use every kind of kernel, and their LLVM IR for any target.

python golden_programs.py TARGET FOLDER      # objects of all of them, in FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nitinol as ni
from nitinol.base.dtypes import DType, float32, int64
from nitinol.base.shapes import contiguous_strides
from nitinol.base.sizes import Dim, Size
from nitinol.codegen.pipeline import emit
from nitinol.ir.graph import Graph
from nitinol.ir.op import Strided, Type
from nitinol.llvm.target import Target, named
from nitinol.trace.stage import stage

N = Size.symbol("n")


def _adam(p: Any, g: Any, m: Any, v: Any) -> Any:
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    return p - 0.001 * m / (ni.sqrt(v) + 1e-8), m, v


def _f(*shape: Dim) -> tuple[DType, tuple[Dim, ...]]:
    return float32, shape


def _two_adams(*xs: Any) -> Any:
    return _adam(*xs[:4]), _adam(*xs[4:])


Program = tuple[Callable[..., Any], list[tuple[DType, tuple[Dim, ...]]]]

PROGRAMS: dict[str, Program] = {
    "pointwise": (lambda x: ni.gelu(x * 1.5 + 0.5) * ni.sigmoid(x), [_f(N)]),
    "softmax": (lambda x: ni.softmax(x, -1), [_f(N, 100)]),
    "sum": (lambda x: (ni.sum(x, axis=0), ni.max(x)), [_f(32, 48)]),
    "linear": (lambda x, w, b: ni.relu(x @ w.T + b), [_f(N, 64), _f(32, 64), _f(32)]),
    "convolution": (
        lambda x, w: ni.relu(ni.conv2d(x, w, padding=1)),
        [_f(2, 3, 8, 8), _f(4, 3, 3, 3)],
    ),
    "winograd": (
        lambda x, w: ni.conv2d(x, w, padding=1),
        [_f(2, 32, 8, 8), _f(32, 32, 3, 3)],
    ),
    "adam": (_adam, [_f(1000)] * 4),
    "adams": (_two_adams, [_f(1000)] * 4 + [_f(3, 5)] * 4),
    "gather": (lambda x, i: ni.take(x, i, axis=0), [_f(50, 8), (int64, (N,))]),
    "sort": (lambda x: ni.sort(x, axis=1), [_f(4, 100)]),
}

FAST = {"winograd"}  # in this mode


def graph_of(name: str) -> Graph:
    function, inputs = PROGRAMS[name]
    return stage(function, [Type(dtype, shape) for dtype, shape in inputs], name=name).graph


def layouts_of(graph: Graph) -> dict[Any, Strided]:
    return {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}


def ir_of(name: str, target: Target) -> str:
    graph = graph_of(name)
    if name in FAST:
        target = target.replace(numerics="fast")
    return emit(graph, layouts_of(graph), target, dense=True)


def main(target: str, folder: str) -> None:
    from nitinol.llvm.compile import compile_object

    for name in PROGRAMS:
        obj = compile_object(ir_of(name, named(target)), named(target))
        (Path(folder) / f"{name}.o").write_bytes(obj)


if __name__ == "__main__":
    main(*sys.argv[1:])
