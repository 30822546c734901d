"""Samples of reductions, cumulative operations and sorting."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from ...base.dtypes import DType
from .table import case, every, floating, inexact, integers, numeric, ordered, real, t

AXES: tuple[Any, ...] = (None, 0, -1, (0, 2))


def _fold(name: str, reference: Any, dtypes: tuple[DType, ...], **options: Any) -> None:
    """A reduction over various axes of a tensor with three."""
    for i, axis in enumerate(AXES):
        case(
            name,
            reference,
            t(3, 4, 9, **options.get("tensor", {})),
            axis=axis,
            keepdims=bool(i % 2),
            dtypes=dtypes if i < 2 else dtypes[-1:],
            gradient=options.get("gradient", True) and i < 3,
            loose=options.get("loose", 1.0),
        )


def _sum(np: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    if x.dtype.kind in "biu":
        return x.astype(np.uint64 if x.dtype.kind == "u" else np.int64).sum(axis, keepdims=keepdims)
    return x.sum(axis, keepdims=keepdims)


_fold("sum", _sum, every, loose=4)
case("sum", "numpy.sum", t(0, 3), axis=0)
case("sum", "numpy.sum", t())
case("sum", "numpy.sum", t(70, 300), axis=1, loose=8)
case("sum", "numpy.sum", t(300, 70), axis=0, loose=8)
_fold("prod", "numpy.prod", (*floating, dt.int64), tensor={"low": 0.5, "high": 1.5}, loose=16)
case("prod", "numpy.prod", t(4, values=(2.0, 0.0, 3.0, 0.5)))
case("prod", "numpy.prod", t(2, 3, values=(0.0, 0.0, 3.0, 1.0, 2.0, 3.0)), axis=1)
_fold("mean", "numpy.mean", inexact, loose=4)
case("mean", "numpy.mean", t(3, 4), dtypes=integers[:3], gradient=False)


def _moment(name: str) -> Any:
    def reference(
        np: Any, x: Any, axis: Any = None, correction: float = 0, keepdims: bool = False
    ) -> Any:
        return getattr(np, name)(x, axis=axis, ddof=correction, keepdims=keepdims)

    return reference


for _name in ("var", "std"):
    _fold(_name, _moment(_name), floating, loose=8)
    case(_name, _moment(_name), t(5, 6), axis=0, correction=1, loose=8)
case("var", _moment("var"), t(5, 6), axis=0, dtypes=(dt.complex128,), loose=8)

for _name in ("max", "min"):
    _fold(_name, f"numpy.{_name}", ordered, tensor={"distinct": True})
    case(_name, f"numpy.{_name}", t(3, 40, special=True), axis=1, gradient=False)
case(
    "aminmax",
    lambda np, x, axis: (np.min(x, axis), np.max(x, axis)),
    t(3, 5, distinct=True),
    axis=1,
)
for _name in ("argmax", "argmin"):
    for _axis in (None, 0, 1):
        case(
            _name,
            f"numpy.{_name}",
            t(7, 19, low=0, high=4),
            axis=_axis,
            dtypes=ordered,
            gradient=False,
        )
    case(_name, f"numpy.{_name}", t(3, 40, special=True), axis=1, gradient=False)
for _name in ("any", "all"):
    _fold(
        _name,
        f"numpy.{_name}",
        (dt.float32, dt.bool_, dt.int16),
        tensor={"low": 0, "high": 2},
        gradient=False,
    )
_fold(
    "count_nonzero",
    "numpy.count_nonzero",
    (dt.float32, dt.int8),
    tensor={"low": 0, "high": 2},
    gradient=False,
)


def _logsumexp(np: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    from scipy.special import logsumexp

    return logsumexp(x, axis=axis, keepdims=keepdims)


_fold("logsumexp", _logsumexp, floating, loose=4)
case("logsumexp", _logsumexp, t(2, 3, values=(1e4, 1e4, 0.0, float("-inf"), 1.0, 2.0)), axis=1)


def _norm(np: Any, x: Any, axis: Any = None, keepdims: bool = False, ord: float = 2) -> Any:
    if axis is None:
        result = np.linalg.norm(x.ravel(), ord)
        return result.reshape((1,) * x.ndim) if keepdims else result
    if isinstance(axis, tuple):
        return (np.abs(x) ** ord).sum(axis, keepdims=keepdims) ** (1 / ord)
    return np.linalg.norm(x, ord, axis, keepdims)


_fold("vector_norm", _norm, inexact, loose=4)
for _ord in (1, 3, 0.5, float("inf"), float("-inf"), 0):
    case(
        "vector_norm",
        _norm,
        t(4, 5, low=0.3, high=4, distinct=True),
        axis=1,
        ord=_ord,
        loose=16,
    )
case("norm", lambda np, x, axis=None: np.sqrt((x * x).sum(axis)), t(3, 4), loose=4)
case("norm", lambda np, x, axis=None: np.sqrt((x * x).sum(axis)), t(3, 4), axis=1, loose=4)


# --- cumulative


def _wide(np: Any, x: Any) -> Any:
    if x.dtype.kind in "bi":
        return x.astype(np.int64)
    return x.astype(np.uint64) if x.dtype.kind == "u" else x


def _cumulative(name: str) -> Any:
    def reference(np: Any, x: Any, axis: Any = None) -> Any:
        return getattr(np, name)(_wide(np, x), axis)

    return reference


def _running(name: str) -> Any:
    def reference(np: Any, x: Any, axis: Any = None) -> Any:
        return getattr(np, name).accumulate(x, axis=0 if axis is None else axis)

    return reference


for _name in ("cumsum", "cumprod"):
    for _axis in (0, 1, -1):
        case(
            _name,
            _cumulative(_name),
            t(3, 4, 5, low=-1.6, high=1.6),
            axis=_axis,
            dtypes=numeric if _axis == 1 else (dt.float32, dt.float64),
            loose=8,
        )
    case(_name, _cumulative(_name), t(0, 3), axis=0)
    case(_name, _cumulative(_name), t(37), loose=8)
case("cumprod", "numpy.cumprod", t(5, values=(2.0, 0.0, 3.0, 0.0, 1.5)))


def _initial(name: str, value: float) -> Any:
    def reference(np: Any, x: Any, axis: int, include_initial: bool) -> Any:
        result = getattr(np, name)(x, axis)
        shape = list(x.shape)
        shape[axis] = 1
        return np.concatenate([np.full(shape, value), result], axis) if include_initial else result

    return reference


case("cumulative_sum", _initial("cumsum", 0), t(3, 4), axis=1, include_initial=True, loose=4)
case("cumulative_prod", _initial("cumprod", 1), t(3, 4), axis=0, include_initial=True, loose=4)
for _name, _function in (("cummax", "maximum"), ("cummin", "minimum")):
    for _axis in (0, 1):
        case(_name, _running(_function), t(6, 19, distinct=True), axis=_axis, dtypes=ordered)
    case(_name, _running(_function), t(3, 20, special=True), axis=1, gradient=False)
case("logcumsumexp", _running("logaddexp"), t(4, 9), axis=1, dtypes=floating, loose=8)
case(
    "logcumsumexp",
    _running("logaddexp"),
    t(4, values=(float("-inf"), 1000.0, 1000.0, -5.0)),
    gradient=False,
)


def _recurrence(np: Any, a: Any, b: Any, axis: int, reverse: bool = False) -> Any:
    a, b = np.broadcast_arrays(a, b)
    a, b = np.moveaxis(a, axis, 0), np.moveaxis(b, axis, 0)
    y = np.zeros_like(b)
    order = range(len(b))
    last = np.zeros_like(b[0])
    for i in reversed(order) if reverse else order:
        last = y[i] = a[i] * last + b[i]
    return np.moveaxis(y, 0, axis)


for _reverse in (False, True):
    case(
        "linear_recurrence",
        _recurrence,
        t(3, 7, low=-1, high=1),
        t(3, 7),
        axis=1,
        reverse=_reverse,
        dtypes=inexact,
        loose=8,
    )
case("linear_recurrence", _recurrence, t(7, 1, low=-1, high=1), t(7, 10), axis=0, loose=8)


# --- sorting


def _order(np: Any, x: Any, axis: int, descending: bool) -> Any:
    """Places in stable order with NaN last, in both directions."""
    if not descending:
        return np.argsort(x, axis=axis, kind="stable")
    nan = np.isnan(x) if x.dtype.kind == "f" else np.zeros(x.shape, bool)
    if x.dtype.kind == "f":
        return np.argsort(np.where(nan, np.nan, -x), axis=axis, kind="stable")
    # Integers: rank the mirrored order, which has no overflow.
    flipped = np.flip(x, axis)
    places = np.flip(np.argsort(flipped, axis=axis, kind="stable"), axis)
    return x.shape[axis] - 1 - places


def _sort(np: Any, x: Any, axis: int = -1, descending: bool = False) -> Any:
    return np.take_along_axis(x, _order(np, x, axis, descending), axis)


def _sort_both(np: Any, x: Any, axis: int = -1, descending: bool = False) -> Any:
    order = _order(np, x, axis, descending)
    return np.take_along_axis(x, order, axis), order


def _argsort(np: Any, x: Any, axis: int = -1, descending: bool = False) -> Any:
    return _order(np, x, axis, descending)


for _descending in (False, True):
    for _axis in (0, -1):
        _options: dict[str, Any] = {"axis": _axis, "descending": _descending}
        case("sort", _sort, t(5, 11, distinct=True), dtypes=ordered, **_options)
        case(
            "argsort", _argsort, t(5, 11, low=0, high=4), dtypes=ordered, gradient=False, **_options
        )
    case("sort", _sort, t(3, 40, special=True), descending=_descending, gradient=False)
    case(
        "argsort",
        _argsort,
        t(2, 700, low=0, high=30),
        descending=_descending,
        dtypes=real,
        gradient=False,
    )
case("sort", _sort, t(2, 700, distinct=True))
case("sort_with_indices", _sort_both, t(4, 9, distinct=True), axis=0)


def _topk(np: Any, x: Any, k: int, axis: int = -1, largest: bool = True) -> Any:
    order = np.take(_order(np, x, axis, largest), range(k), axis)
    return np.take_along_axis(x, order, axis), order


case("topk", _topk, t(4, 9, distinct=True), 3, dtypes=(dt.float32, dt.float64, dt.int32))
case("topk", _topk, t(4, 9, distinct=True), 2, axis=0, largest=False)
case("median", "numpy.median", t(4, 9, distinct=True), axis=1)
case("median", "numpy.median", t(4, 6, distinct=True))


def _quantile(np: Any, x: Any, q: float, axis: Any = None, keepdims: bool = False) -> Any:
    return np.quantile(x, q, axis=axis, keepdims=keepdims)


case("quantile", _quantile, t(4, 9, distinct=True), 0.3, axis=0, keepdims=True, loose=8)
