"""Samples of products, convolutions and pooling for the table of operations.

Their tests have cases of their own (`tests/ops/test_ops_contraction.py`, `test_ops_windows.py`); what is here
only says which dtypes and layouts they take.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from nitinol.base import dtypes as dt
from nitinol.ops.samples.table import case, t

SIZES = (7, 6, 5)
INEXACT = dt.INEXACT
ORDERED = (dt.bool_, *dt.REAL)
LONG = 8.0  # sums of up to 81 products: the error grows with the root of their number


def _windows(np: Any, x: Any, extent: int) -> Any:
    axes = tuple(range(2, x.ndim))
    return np.lib.stride_tricks.sliding_window_view(x, (extent,) * len(axes), axes)


def _convolve(np: Any, x: Any, w: Any) -> Any:
    n = x.ndim - 2
    inner = tuple(range(2 + n, 2 + 2 * n))
    return np.moveaxis(
        np.tensordot(_windows(np, x, w.shape[-1]), w, ((1, *inner), (1, *range(2, 2 + n)))), -1, 1
    )


def _spread(np: Any, x: Any, w: Any) -> Any:
    """The transposed convolution: each element of x adds its multiple of the filter."""
    n, extent = x.ndim - 2, w.shape[-1]
    out = np.zeros(
        (x.shape[0], w.shape[1], *(s + extent - 1 for s in x.shape[2:])), np.result_type(x, w)
    )
    for place in product(range(extent), repeat=n):
        part = np.moveaxis(np.tensordot(x, w[(..., *place)], (1, 0)), -1, 1)
        out[(..., *(slice(r, r + s) for r, s in zip(place, x.shape[2:], strict=True)))] += part
    return out


def _pool(np: Any, x: Any, extent: int, fold: str) -> Any:
    axes = tuple(range(x.ndim, 2 * x.ndim - 2))
    every = (..., *(slice(None, None, extent),) * (x.ndim - 2), *(slice(None),) * (x.ndim - 2))
    return getattr(np, fold)(_windows(np, x, extent)[every], axes)


def _mean(np: Any, x: Any, size: int) -> Any:
    assert size == 1
    return x.mean(tuple(range(2, x.ndim)), keepdims=True)


def add() -> None:
    """Adds the samples to the table."""
    both = dt.ALL
    case("matmul", "numpy.matmul", t(3, 4), t(4, 5), dtypes=both)
    case("matmul", "numpy.matmul", t(2, 1, 3, 4), t(3, 4, 2), dtypes=INEXACT)
    case("mm", "numpy.matmul", t(3, 4), t(4, 5), dtypes=both)
    case("bmm", "numpy.matmul", t(2, 3, 4), t(2, 4, 5), dtypes=both)
    case("mv", "numpy.matmul", t(3, 4), t(4), dtypes=both)
    case("outer", "numpy.outer", t(3), t(4), dtypes=both)
    case("vecdot", lambda np, x, y: (np.conj(x) * y).sum(-1), t(3, 4), t(3, 4), dtypes=dt.NUMERIC)
    case("einsum", "numpy.einsum", "bij,bjk->bik", t(2, 3, 4), t(2, 4, 5), dtypes=dt.NUMERIC)
    case("linear", lambda np, x, w, b: x @ w.T + b, t(3, 4), t(5, 4), t(5), dtypes=INEXACT)
    for n in (1, 2, 3):
        sizes = SIZES[:n]
        x, extent = t(2, 3, *sizes), (3,) * n
        case(f"conv{n}d", _convolve, x, t(4, 3, *extent), dtypes=INEXACT, loose=LONG)
        case(f"conv_transpose{n}d", _spread, x, t(3, 4, *extent), dtypes=INEXACT, loose=LONG)
        case(f"max_pool{n}d", lambda np, x, k: _pool(np, x, k, "max"), x, 2, dtypes=ORDERED)
        case(f"avg_pool{n}d", lambda np, x, k: _pool(np, x, k, "mean"), x, 2, dtypes=INEXACT)
        case(f"adaptive_avg_pool{n}d", _mean, x, 1, dtypes=INEXACT)
