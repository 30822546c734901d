"""Samples of counting, sets and comparison within a tolerance."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from .table import T, case, floating, indices, mask, ordered, t

kinds = (dt.float32, dt.int16)
once: dict[str, Any] = {"gradient": False, "layouts": False}
_few = t(4, 9, low=0, high=4)


def _unique(np: Any, x: Any, **wanted: bool) -> Any:
    return np.unique(x, **wanted)


def _parts(*names: str) -> Any:
    def reference(np: Any, x: Any) -> Any:
        values, first, inverse, counts = np.unique(x, True, True, True)
        found = {
            "values": values,
            "indices": first,
            "inverse": inverse.reshape(x.shape),
            "counts": counts,
        }
        return tuple(found[n] for n in names)

    return reference


case("unique", _unique, _few, dtypes=(dt.int16, dt.bool_), **once)
case("unique", _unique, t(3, 40, special=True), **once)
case("unique_values", lambda np, x: np.unique(x), _few, dtypes=kinds, **once)
case("unique_counts", _parts("values", "counts"), _few, dtypes=(dt.int32,), **once)
case("unique_inverse", _parts("values", "inverse"), _few, dtypes=(dt.int32,), **once)
case(
    "unique_all", _parts("values", "indices", "inverse", "counts"), _few, dtypes=(dt.int32,), **once
)
case("bincount", "numpy.bincount", indices(30, below=6), **once)
case("bincount", "numpy.bincount", indices(30, below=6), t(30), layouts=False, loose=8)
case(
    "bincount",
    lambda np, x, minlength: np.bincount(x, None, minlength),
    indices(9, below=3),
    minlength=8,
    **once,
)
case("histogram", "numpy.histogram", t(200, fixed=True), 7, dtypes=(dt.float32,), **once)
case(
    "histogram",
    lambda np, x, bins: np.histogram(x, bins),
    t(200),
    T((4,), values=(-2.0, -0.5, 0.0, 1.5)),
    **once,
)
case(
    "isin",
    "numpy.isin",
    t(5, 6, low=0, high=9),
    t(4, low=0, high=9),
    dtypes=(dt.int16, dt.int64),
    **once,
)
case(
    "isin",
    "numpy.isin",
    t(5, 6, low=0, high=9),
    t(4, low=0, high=9),
    invert=True,
    dtypes=(dt.int8,),
    **once,
)
for _axis in (0, -1):
    case(
        "diff",
        lambda np, x, n=1, axis=-1: np.diff(x, n, axis),
        t(4, 7),
        axis=_axis,
        dtypes=(dt.float32, dt.float64, dt.int32),
    )
case("diff", lambda np, x, n=1, axis=-1: np.diff(x, n, axis), t(4, 7), 2)

_near = T((5,), values=(1.0, 1.000001, 2.0, float("inf"), float("nan")))
_other = T((5,), values=(1.0, 1.0, 2.1, float("inf"), float("nan")))
for _equal in (False, True):
    case("isclose", "numpy.isclose", _near, _other, equal_nan=_equal, gradient=False)
case("allclose", "numpy.allclose", _near, _near, equal_nan=True, gradient=False)
case("allclose", "numpy.allclose", t(3, 4), t(4), gradient=False)
case("array_equal", "numpy.array_equal", t(3, 4), t(3, 4), dtypes=ordered[:3], gradient=False)
case("array_equal", "numpy.array_equal", mask(3), mask(4), gradient=False, layouts=False)
case(
    "nan_to_num",
    lambda np, x, posinf, neginf: np.nan_to_num(x, posinf=posinf, neginf=neginf),
    T((3, 40), special=True),
    posinf=9.0,
    neginf=-9.0,
    dtypes=floating[2:],
    gradient=False,
)
