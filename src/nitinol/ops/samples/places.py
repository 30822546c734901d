"""Samples of indexing."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from .table import T, case, every, indices, mask, t

some = (dt.float32, dt.float64, dt.int16, dt.complex64)

case("take", "numpy.take", t(5, 6), indices(2, 3, below=5), 0, dtypes=every)
case("take", "numpy.take", t(5, 26), indices(19, below=26, negative=True), 1)
case("take", "numpy.take", t(5, 6), indices(4, below=30))
case("index_select", lambda np, x, i, d: np.take(x, i, d), t(5, 6), indices(4, below=6), 1)
case("take_along_axis", "numpy.take_along_axis", t(5, 6), indices(5, 3, below=6), 1, dtypes=some)
case("take_along_axis", "numpy.take_along_axis", t(5, 6), indices(2, 1, below=5), 0)


def _gather(np: Any, x: Any, index: Any, dim: int) -> Any:
    grid = list(np.indices(index.shape))
    grid[dim] = index
    return x[tuple(grid)]


case("gather", _gather, t(5, 6), indices(3, 4, below=6), 1, dtypes=some)


def _scatter(add: bool) -> Any:
    def reference(np: Any, x: Any, index: Any, src: Any, dim: int) -> Any:
        grid = list(np.indices(index.shape))
        grid[dim] = index
        result = x.copy()
        src = np.broadcast_to(src, index.shape) if np.ndim(src) == 0 else src
        src = src[tuple(slice(n) for n in index.shape)]
        for place in np.ndindex(*index.shape):
            at = tuple(int(g[place]) for g in grid)
            result[at] = result[at] + src[place] if add else src[place]
        return result

    return reference


for _name, _add in (("scatter", False), ("scatter_add", True)):
    case(_name, _scatter(_add), t(5, 6), indices(3, 6, below=5), t(3, 6), 0, dtypes=some, loose=4)
    case(_name, _scatter(_add), t(5, 6), indices(5, 9, below=6), t(5, 9), 1, loose=4)
    case(_name, _scatter(_add), t(7), indices(40, below=7, negative=True), t(40), 0, loose=8)
case("scatter", _scatter(False), t(5, 6), indices(3, 6, below=5), 2.5, 0)


def _put(np: Any, x: Any, index: Any, values: Any, axis: int) -> Any:
    result = x.copy()
    np.put_along_axis(result, index, values, axis)
    return result


case(
    "put_along_axis",
    _put,
    t(3, 6),
    T((3, 2), values=(0, 5, 1, 2, 4, 3), dtype=dt.int64),
    t(3, 2),
    1,
)


def _index_add(np: Any, x: Any, index: Any, source: Any, dim: int) -> Any:
    result = np.moveaxis(x.copy(), dim, 0)
    np.add.at(result, index, np.moveaxis(source, dim, 0))
    return np.moveaxis(result, 0, dim)


case("index_add", _index_add, t(5, 20), indices(8, below=5), t(8, 20), 0, dtypes=some, loose=8)
case("index_add", _index_add, t(3, 5), indices(8, below=5), t(3, 8), 1, loose=8)


def _one_hot(np: Any, x: Any, n: int) -> Any:
    return (x[..., None] == np.arange(n)).astype(float)


case("one_hot", _one_hot, indices(3, 4, below=5, negative=True), 5, gradient=False)


def _embedding(np: Any, index: Any, weight: Any, padding_idx: Any = None) -> Any:
    return weight[index]


case("embedding", _embedding, indices(3, 4, below=7), t(7, 10))


def _searchsorted(np: Any, row: Any, values: Any, side: str = "left") -> Any:
    return np.searchsorted(row, values, side)


_row = T((9,), values=(-2.0, -1.0, -1.0, 0.0, 0.5, 1.0, 1.0, 1.0, 2.0))
for _side in ("left", "right"):
    case("searchsorted", _searchsorted, _row, t(3, 7), side=_side, gradient=False)
    case("searchsorted", _searchsorted, _row, _row, side=_side, gradient=False)

# --- x[key]; the keys are built around placeholders, nests of which are replaced


def _getitem(np: Any, x: Any, key: Any) -> Any:
    return x[key]


_i, _j = indices(4, below=5, negative=True), indices(4, below=6)
_keys: tuple[Any, ...] = (
    2,
    (slice(1, 4), slice(None, None, 2)),
    (slice(None, None, -1), -1),
    (Ellipsis, 1),
    (None, slice(-3, None), None, 0),
    (slice(4, 0, -2), slice(10, 20)),
    (),
    _i,
    (slice(None), _j),
    (_i, _j),
    (_i, slice(1, 3)),
    (indices(3, 1, below=5), indices(2, below=6)),
    (0, _j),
    (_i, None),
)
for _n, _key in enumerate(_keys):
    case("getitem", _getitem, t(5, 6), _key, dtypes=every if _n in (1, 7) else some[:2])
_keys3: tuple[Any, ...] = (
    (_i, slice(None), indices(4, below=3)),
    (slice(None), indices(4, below=6), indices(4, below=3)),
    (Ellipsis, indices(2, 2, below=3)),
    (_i, 1),
    (1, slice(None), indices(4, below=3)),
    (_i, None, slice(0, 2)),
)
for _key in _keys3:
    case("getitem", _getitem, t(5, 6, 3), _key)
case("getitem", _getitem, t(5, 6), mask(5, 6), layouts=False)
case("getitem", _getitem, t(5, 6), mask(5), layouts=False)
case("getitem", _getitem, t(5, 6), (slice(None), mask(6)), layouts=False)


def _update(np: Any, x: Any, key: Any, value: Any, mode: str = "set") -> Any:
    result = x.copy()
    if mode == "add":
        np.add.at(result, key, value)
    else:
        result[key] = value
    return result


for _mode in ("set", "add"):
    case("index_update", _update, t(5, 6), (slice(1, 4), slice(None, None, 2)), t(3, 3), mode=_mode)
    case("index_update", _update, t(5, 6), 1, t(6), mode=_mode, dtypes=some)
    case("index_update", _update, t(5, 6), (slice(None, None, -2), 2), t(3), mode=_mode)
    case(
        "index_update",
        _update,
        t(5, 6),
        (slice(None), T((3,), values=(4, 1, -6), dtype=dt.int64)),
        t(5, 3),
        mode=_mode,
    )
    case("index_update", _update, t(5, 6), mask(5, 6), 2.0, mode=_mode)
case("index_update", _update, t(5, 6), _i, t(6), mode="add", loose=4)


def _masked_fill(np: Any, x: Any, m: Any, value: Any) -> Any:
    return np.where(m, value, x)


case("masked_fill", _masked_fill, t(3, 5), mask(5), -1, dtypes=some)
case(
    "masked_select",
    lambda np, x, m: x[np.broadcast_to(m, x.shape)],
    t(3, 5),
    mask(5),
    layouts=False,
)
case("nonzero", "numpy.nonzero", mask(4, 5), gradient=False, layouts=False)
case("nonzero", "numpy.nonzero", t(7, low=0, high=2, dtype=dt.int32), gradient=False, layouts=False)
case("argwhere", "numpy.argwhere", mask(4, 5), gradient=False, layouts=False)
case("flatnonzero", "numpy.flatnonzero", mask(4, 5), gradient=False, layouts=False)
