"""Products, windows, branches, loops and small networks: what has no samples in the registry.

`PROGRAMS[name]` is a function, the shapes of its operands, and whether these may be complex.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nitinol as ni
from nitinol.ops.contraction import tensordot

Shapes = tuple[tuple[int, ...], ...]


def with_options(function: Any, **options: Any) -> Any:
    return lambda *xs: function(*xs, **options)


# --- branches and loops


def branch(x: Any, y: Any) -> Any:
    return ni.cond(x.sum() > 0, lambda x, y: ni.sin(x) * y, lambda x, y: x * y * y, x, y)


def other_branch(x: Any, y: Any) -> Any:
    return ni.cond(x.sum() > 99, lambda x, y: ni.sin(x) * y, lambda x, y: x * y * y, x, y)


def switch(x: Any, y: Any) -> Any:
    return ni.switch(1, [lambda x, y: x + y, lambda x, y: x * ni.exp(y), lambda x, y: x], x, y)


def while_loop(x: Any, y: Any) -> Any:
    """Some rounds more than the largest element tells: how many is known at run time only."""
    return ni.while_loop(
        lambda state: ni.abs(state[0]).max() < 4.0,
        lambda state: (state[0] * 1.5 + y * y, state[1] * ni.cos(state[0])),
        (x, x),
    )


def fori_loop(x: Any, y: Any) -> Any:
    return ni.fori_loop(0, 3, lambda i, s: ni.sin(s) * y + s * i, x)


def scan(x: Any, xs: Any) -> Any:
    return ni.scan(lambda carry, x: (ni.sin(carry) * x + x * x, carry * x), x, xs)


def scan_back(x: Any, xs: Any) -> Any:
    return ni.scan(lambda carry, x: (carry * x + x, ni.exp(x) * carry), x, xs, reverse=True)


def affine(f: Any, g: Any) -> Any:
    """x → a·x + b, one after the other."""
    return f[0] * g[0], g[0] * f[1] + g[1]


# --- networks


def lstm(x: Any, h: Any, c: Any, w: Any, u: Any, b: Any) -> Any:
    """Long short-term memory (Hochreiter and Schmidhuber 1997) over the first axis of x, by `scan`."""

    def step(state: Any, x: Any) -> Any:
        h, c = state
        i, f, g, o = ni.chunk(x @ w + h @ u + b, 4, -1)
        c = ni.sigmoid(f) * c + ni.sigmoid(i) * ni.tanh(g)
        h = ni.sigmoid(o) * ni.tanh(c)
        return (h, c), h

    (h, c), hs = ni.scan(step, (h, c), x)
    return h, c, hs


PROGRAMS: dict[str, tuple[Callable[..., Any], Shapes, bool]] = {
    "matmul": (ni.matmul, ((2, 4), (4, 5)), True),
    "matmul, matrix and vector": (ni.matmul, ((2, 4), (4,)), True),
    "matmul, vector and matrix": (ni.matmul, ((4,), (4, 5)), True),
    "matmul, batches that broadcast": (ni.matmul, ((2, 1, 3, 4), (3, 4, 2)), True),
    "mm": (ni.mm, ((2, 4), (4, 5)), True),
    "mv": (ni.mv, ((2, 4), (4,)), True),
    "bmm": (ni.bmm, ((2, 2, 3), (2, 3, 2)), True),
    "vecdot": (ni.vecdot, ((2, 4), (2, 4)), True),
    "outer": (ni.outer, ((3,), (4,)), True),
    "tensordot": (with_options(tensordot, axes=((1, 0), (0, 2))), ((2, 3, 4), (3, 5, 2)), True),
    "einsum": (lambda x, y: ni.einsum("ij,kj,j->ki", x, y, x[0]), ((4, 3), (5, 3)), True),
    "einsum, diagonals": (lambda x: ni.einsum("...ii->...", x), ((2, 3, 3),), True),
    "linear": (ni.linear, ((2, 4), (5, 4), (5,)), True),
    **{
        f"{kind}{n}d, groups {groups}": (
            with_options(getattr(ni, f"{kind}{n}d"), groups=groups, stride=groups, padding=1),
            ((2, 4, *(4,) * n), (first, second // groups, *(3,) * n), (6,)),
            True,
        )
        for n in (1, 2, 3)
        for kind, first, second in (("conv", 6, 4), ("conv_transpose", 4, 6))
        for groups in (1, 2)
    },
    **{
        f"{kind}{n}d": (
            with_options(getattr(ni, f"{kind}{n}d"), **options),
            ((1, 2, *(5,) * n),),
            kind != "max_pool",
        )
        for n in (1, 2, 3)
        for kind, options in (
            ("max_pool", {"kernel_size": 3, "stride": 2}),
            ("avg_pool", {"kernel_size": 2, "padding": 1}),
            ("adaptive_avg_pool", {"output_size": 3}),
        )
    },
    "cond": (branch, ((3,), (3,)), False),
    "cond, the other branch": (other_branch, ((3,), (3,)), False),
    "switch": (switch, ((3,), (3,)), True),
    "while_loop": (while_loop, ((3,), (3,)), True),
    "fori_loop": (fori_loop, ((3,), (3,)), True),
    "scan": (scan, ((2,), (3, 2)), True),
    "scan, reverse": (scan_back, ((2,), (3, 2)), True),
    "map": (lambda xs, y: ni.map(lambda x: ni.sin(x) * y, xs), ((3, 2), (2,)), True),
    "associative_scan": (lambda a, b: ni.associative_scan(affine, (a, b)), ((5, 2), (5, 2)), True),
    "lstm": (lstm, ((3, 2, 3), (2, 2), (2, 2), (3, 8), (2, 8), (8,)), False),
}
