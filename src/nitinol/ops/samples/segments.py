"""Samples of segment operations."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from ...base import dtypes as dt
from .. import segment_sorting  # enters its operations, which rows alone use
from .table import T, case, floating, t

_offsets = T((6,), values=(0, 3, 3, 4, 11, 12), dtype=dt.int64)
_some = (dt.float32, dt.float64, dt.int16, dt.complex64)


def _rows(of: Callable[[Any], Any]) -> Callable[..., Any]:
    """The reference of a fold: `of` a row, given as (NumPy, row)."""

    def reference(np: Any, x: Any, offsets: Any) -> Any:
        return np.stack([of(np)(x[a:b]) for a, b in itertools.pairwise(offsets)])

    return reference


def _elements(of: Callable[[Any], Any]) -> Callable[..., Any]:
    """The reference of what is done to each row, and keeps its length."""

    def reference(np: Any, x: Any, offsets: Any) -> Any:
        parts = [of(np)(x[a:b]) for a, b in itertools.pairwise(offsets)]
        return np.concatenate([p for p in parts if len(p)])

    return reference


def _extreme(name: str, none: float) -> Callable[[Any], Any]:
    def of(np: Any) -> Any:
        return lambda row: getattr(np, name)(row, axis=0, initial=none)

    return of


def _place(name: str) -> Callable[[Any], Any]:
    def of(np: Any) -> Any:
        return lambda row: (
            getattr(np, name)(row, axis=0) if len(row) else np.full(row.shape[1:], -1)
        )

    return of


def _mean(np: Any) -> Any:
    return lambda row: row.mean(0) if len(row) else np.full(row.shape[1:], np.nan)


def _logsumexp(np: Any) -> Any:
    return lambda row: np.log(np.exp(row).sum(0)) if len(row) else np.full(row.shape[1:], -np.inf)


def _softmax(np: Any) -> Any:
    return lambda row: np.exp(row) / np.exp(row).sum(0)


_inf = float("inf")
_full = T((5,), values=(0, 3, 4, 11, 12), dtype=dt.int64)  # no empty row

for _name in ("sum", "prod"):
    _of = _rows(lambda np, name=_name: lambda row: getattr(np, name)(row, axis=0))  # type: ignore[misc]
    case(f"segment_{_name}", _of, t(12), _offsets, dtypes=_some, loose=8)
    case(f"segment_{_name}", _of, t(12, 5), _offsets, dtypes=(dt.float16, dt.float32), loose=8)
    case(f"segment_{_name}", _of, t(12, 2, 19), _offsets, loose=8, gradient=False)
for _name, _none in (("max", -_inf), ("min", _inf)):
    _of = _rows(_extreme(_name, _none))
    case(f"segment_{_name}", _of, t(12, distinct=True), _full)
    case(f"segment_{_name}", _of, t(12, 3, distinct=True), _offsets, gradient=False)
    _of = _rows(_place(f"arg{_name}"))
    case(f"segment_arg{_name}", _of, t(12), _offsets, gradient=False)
    case(f"segment_arg{_name}", _of, t(12, 3), _offsets, gradient=False)
case("segment_mean", _rows(_mean), t(12, 3), _full)
for _name in ("any", "all"):
    _of = _rows(lambda np, name=_name: lambda row: getattr(np, name)(row, axis=0))  # type: ignore[misc]
    case(f"segment_{_name}", _of, T((12, 3), 0, 2, dt.int64), _offsets, gradient=False)
case("segment_logsumexp", _rows(_logsumexp), t(12, 3), _full, loose=4)
case("segment_logsumexp", _rows(_logsumexp), t(12), _offsets, gradient=False)
case(
    "segment_softmax", _elements(_softmax), t(12), _offsets, dtypes=floating, loose=4, layouts=False
)
case("segment_softmax", _elements(_softmax), t(12, 3), _offsets, loose=4, layouts=False)


def _log_softmax(np: Any) -> Any:
    return lambda row: row - np.log(np.exp(row).sum(0))


case("segment_log_softmax", _elements(_log_softmax), t(12, 3), _offsets, loose=4, layouts=False)


def _ufunc(name: str) -> Callable[..., Any]:
    return _elements(lambda np: lambda row: getattr(np, name).accumulate(row, axis=0))


for _name, _function in (
    ("sum", "add"), ("prod", "multiply"), ("max", "maximum"), ("min", "minimum"),
):  # fmt: skip
    case(
        f"segment_cum{_name}",
        _ufunc(_function),
        t(12, distinct=True),
        _offsets,
        loose=8,
        layouts=False,
    )
    case(
        f"segment_cum{_name}",
        _ufunc(_function),
        t(12, 17, distinct=True),
        _offsets,
        loose=8,
        layouts=False,
    )
case("segment_logcumsumexp", _ufunc("logaddexp"), t(12, 3), _offsets, loose=8, layouts=False)


def _repeat(np: Any, x: Any, offsets: Any, like: Any) -> Any:
    return np.repeat(x, np.diff(offsets), 0)


case("segment_repeat", _repeat, t(5), _offsets, T((12,), fixed=True), dtypes=_some, layouts=False)
case("segment_repeat", _repeat, t(5, 18), _offsets, T((12, 2), fixed=True), layouts=False)


def _ids(np: Any, offsets: Any, like: Any) -> Any:
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def _positions(np: Any, offsets: Any, like: Any) -> Any:
    return np.concatenate([np.arange(n) for n in np.diff(offsets)])


case("segment_ids", _ids, _offsets, t(12), gradient=False, layouts=False)
case("segment_positions", _positions, _offsets, t(12), gradient=False, layouts=False)


def _sorted(np: Any, x: Any, offsets: Any, descending: bool = False) -> Any:
    return _sorted_with_places(np, x, offsets, descending)[0]


def _sorted_with_places(np: Any, x: Any, offsets: Any, descending: bool = False) -> Any:
    rows = [x[a:b] for a, b in itertools.pairwise(offsets)]
    places = [np.argsort(-r if descending else r, axis=0, kind="stable") for r in rows]
    values = [np.take_along_axis(r, p, 0) for r, p in zip(rows, places, strict=True)]
    return np.concatenate(values), np.concatenate(places)


_of_rows = segment_sorting.segment_sort.__name__
case(_of_rows, _sorted, t(12, distinct=True), _offsets, layouts=False)
case(_of_rows, _sorted, t(12, 3, distinct=True), _offsets, descending=True, layouts=False)
case(f"{_of_rows}_with_indices", _sorted_with_places, t(12, distinct=True), _offsets, layouts=False)
