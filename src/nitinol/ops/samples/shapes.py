"""Samples of reshaping, movements, padding, joining and creation."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from .table import case, every, floating, mask, numeric, t

some = (dt.float32, dt.float64, dt.int16, dt.complex64)

# --- shape

case("reshape", lambda np, x, s: x.reshape(s), t(4, 6), (3, 8), dtypes=every)
case("reshape", lambda np, x, s: x.reshape(s), t(4, 6), (2, -1, 3))
case("reshape", lambda np, x, s: x.reshape(s), t(0, 6), (3, 0))
case("reshape", lambda np, x, s: x.reshape(s), t(), (1, 1))
case("flatten", lambda np, x, *a: x.reshape(2, 12, 5), t(2, 3, 4, 5), 1, 2)
case("flatten", lambda np, x, *a: x.reshape(2, 12, 5) if a else x.ravel(), t(2, 3, 4))
case("ravel", "numpy.ravel", t(2, 3, 4), dtypes=some)
case("unflatten", lambda np, x, a, s: x.reshape(2, 3, 4), t(2, 12), 1, (3, -1))
case("squeeze", "numpy.squeeze", t(1, 3, 1, 2))
case("squeeze", "numpy.squeeze", t(1, 3, 1, 2), axis=(0, 2))
case("expand_dims", "numpy.expand_dims", t(3, 4), axis=1, dtypes=some)
case("expand_dims", "numpy.expand_dims", t(3, 4), axis=(0, -1))
case("unsqueeze", lambda np, x, d: np.expand_dims(x, d), t(3, 4), -1)
case("atleast_1d", "numpy.atleast_1d", t())
case("atleast_2d", "numpy.atleast_2d", t(3))
case("permute_dims", "numpy.transpose", t(2, 3, 4), (2, 0, 1), dtypes=every)
case("transpose", "numpy.transpose", t(2, 3, 4))
case("transpose", "numpy.transpose", t(2, 3, 4), (1, 0, 2))
case("swapaxes", "numpy.swapaxes", t(2, 3, 4), 0, -1)
case("matrix_transpose", lambda np, x: np.swapaxes(x, -1, -2), t(2, 3, 4))
case("moveaxis", "numpy.moveaxis", t(2, 3, 4, 5), (0, 1), (-1, 0))
case("broadcast_to", "numpy.broadcast_to", t(3, 1), (2, 3, 4), dtypes=every)
case("expand", lambda np, x, s: np.broadcast_to(x, (2, 3, 4)), t(3, 1), (2, -1, 4))
case("broadcast_arrays", lambda np, xs: np.broadcast_arrays(*xs), [t(3, 1), t(4), t()])
case("tile", "numpy.tile", t(2, 3), (2, 1, 2), dtypes=some)
case("tile", "numpy.tile", t(2, 3), 3)
case("repeat", "numpy.repeat", t(2, 3), 2, axis=1, dtypes=some)
case("repeat", "numpy.repeat", t(2, 3), 3)

# --- movement

case("flip", "numpy.flip", t(3, 4, 5), dtypes=every)
case("flip", "numpy.flip", t(3, 4, 17), axis=(0, 2))
case("fliplr", "numpy.fliplr", t(3, 4))
case("flipud", "numpy.flipud", t(3, 4))
case("roll", "numpy.roll", t(5, 19), 3, axis=1, dtypes=some)
case("roll", "numpy.roll", t(5, 6), (-2, 7), axis=(0, 1))
case("roll", "numpy.roll", t(5, 6), -4)
case("roll", "numpy.roll", t(0, 6), 2, axis=0)


def _diagonal(np: Any, x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    return np.diagonal(x, offset, axis1, axis2)


for _offset in (0, 1, -2):
    case("diagonal", _diagonal, t(4, 5, 6), _offset, 0, 2, dtypes=some)
    case("diag", "numpy.diag", t(4), _offset)
    case("diag", "numpy.diag", t(4, 6), _offset)


def _diag_embed(np: Any, x: Any, offset: int = 0) -> Any:
    return np.stack([np.diag(row, offset) for row in x])


case("diag_embed", _diag_embed, t(3, 4), 1)

# --- padding


def _pad(np: Any, x: Any, widths: Any, mode: str = "constant", value: float = 0) -> Any:
    options = {"constant_values": value} if mode == "constant" else {}
    return np.pad(x, widths, mode, **options)


case("pad", _pad, t(3, 14), ((1, 2), (0, 3)), dtypes=every)
case("pad", _pad, t(3, 4), 2, value=1.5)
case("pad", lambda np, x, w: np.pad(x[1:, :-2], ((0, 1), (2, 0))), t(4, 5), ((-1, 1), (2, -2)))
for _mode in ("edge", "reflect", "symmetric", "wrap"):
    case("pad", _pad, t(5, 6), ((1, 2), (3, 0)), _mode)

# --- joining and splitting

case("concatenate", "numpy.concatenate", [t(2, 3), t(4, 3), t(1, 3)], dtypes=every)
case("concatenate", "numpy.concatenate", [t(2, 3), t(2, 20), t(2, 0)], axis=-1)
case(
    "concatenate",
    lambda np, xs, axis: np.concatenate([x.ravel() for x in xs]),
    [t(2, 3), t(4)],
    axis=None,
)
case("stack", "numpy.stack", [t(2, 3), t(2, 3)], axis=1, dtypes=some)
case("hstack", "numpy.hstack", [t(2, 3), t(2, 4)])
case("hstack", "numpy.hstack", [t(3), t(4)])
case("vstack", "numpy.vstack", [t(3), t(2, 3)])
case("unbind", lambda np, x, d=0: tuple(np.moveaxis(x, d, 0)), t(3, 4), 1)
case("unstack", lambda np, x, axis=0: tuple(np.moveaxis(x, axis, 0)), t(3, 4))
case("split", lambda np, x, n, d=0: np.split(x, [2, 4], d), t(5, 3), 2)
case("split", lambda np, x, n, d=0: np.split(x, [1, 4], d), t(3, 6), (1, 3, 2), 1)
case("chunk", lambda np, x, n, d=0: np.array_split(x, [2, 4], d), t(5, 3), 3)
case("array_split", "numpy.array_split", t(7, 3), 3)

# --- creation


def _typed(name: str) -> Any:
    def reference(np: Any, *args: Any, dtype: Any = None, **kwargs: Any) -> Any:
        return getattr(np, name)(*args, **kwargs)

    return reference


none = (dt.float32,)
case("zeros", "numpy.zeros", (2, 3), dtypes=none)
case("ones", "numpy.ones", (2, 3), dtypes=none)
case("empty", "numpy.zeros", (2, 3), dtypes=none)
case("full", "numpy.full", (2, 3), 7, dtypes=none)
case("full", "numpy.full", 4, -1.5, dtypes=none)
case("zeros_like", "numpy.zeros_like", t(2, 3), dtypes=every, gradient=False)
case("ones_like", "numpy.ones_like", t(2, 3), dtypes=every, gradient=False)
case("empty_like", "numpy.zeros_like", t(2, 3), gradient=False)
case("full_like", "numpy.full_like", t(2, 3), 3, dtypes=every[1:], gradient=False)
case("arange", "numpy.arange", 7, dtypes=none)
case("arange", "numpy.arange", 3, 40, 2, dtypes=none)
case("arange", "numpy.arange", 5, -4, -3, dtypes=none)
case("arange", "numpy.arange", 0.5, 3.0, 0.25, dtypes=none)
case("linspace", "numpy.linspace", 1.0, 3.0, 23, dtypes=none, loose=2)
case("linspace", _typed("linspace"), 1.0, 3.0, 5, endpoint=False, dtypes=none)
case("logspace", "numpy.logspace", 0.0, 3.0, 7, dtypes=none, loose=16)
case("eye", "numpy.eye", 3, 5, 1, dtypes=none)
case("tri", "numpy.tri", 4, 5, -1, dtypes=none)
for _name in ("tril", "triu"):
    case(_name, f"numpy.{_name}", t(2, 5, 6), dtypes=numeric)
    case(_name, f"numpy.{_name}", t(5, 6), -1)
    case(_name, f"numpy.{_name}", t(5, 6), 2)
case(
    "meshgrid",
    lambda np, xs, indexing="xy": np.meshgrid(*xs, indexing=indexing),
    [t(3), t(4), t(2)],
)
case(
    "meshgrid",
    lambda np, xs, indexing="xy": np.meshgrid(*xs, indexing=indexing),
    [t(3), t(4)],
    indexing="ij",
)
case("astype", lambda np, x, d: x, t(3, 5), "float64", dtypes=floating)
case("astype", lambda np, x, d: x.astype(np.int32), t(3, 5), "int32", gradient=False)
case("astype", lambda np, x, d: x.astype(bool), mask(3, 5), "bool", gradient=False)
