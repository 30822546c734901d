"""SciPy's sparse matrices and arrays, to and from."""

from __future__ import annotations

from typing import Any

from ...base.dtypes import DType
from ...base.errors import ShapeError, UnsupportedError
from ...tensor.creation import from_numpy
from .making import _checked, stored
from .tensor import SparseTensor, is_rising


def take(data: Any, dtype: DType | None) -> SparseTensor | None:
    """A SciPy matrix or array of format coo, csr, csc or bsr in its own layout, others as csr; None for
    what is no sparse matrix.
    """
    form = getattr(data, "format", None)
    if form is None or not hasattr(data, "tocsr"):
        return None
    if form not in ("coo", "csr", "csc", "bsr"):
        data = data.tocoo() if len(data.shape) != 2 else data.tocsr()
        form = data.format
    shape = tuple(int(n) for n in data.shape)
    if form == "coo":
        import numpy as np

        coords = data.coords if hasattr(data, "coords") else (data.row, data.col)
        places = from_numpy(np.stack([np.asarray(c, np.int64) for c in coords]))
        made = _checked(SparseTensor(from_numpy(data.data), places, None, form, shape, None, False))
        made.canonical = is_rising(made.keys())
    else:
        if not data.has_canonical_format:
            data = data.copy()
            data.sum_duplicates()
        block = tuple(int(n) for n in data.blocksize) if form == "bsr" else None
        made = SparseTensor(
            from_numpy(data.data),
            from_numpy(data.indices.astype("int64")),
            from_numpy(data.indptr.astype("int64")),
            form,
            shape,
            block,  # type: ignore[arg-type]
        )
        _checked(made)
    return made if dtype is None else stored(made, dtype)


def from_scipy(matrix: Any) -> SparseTensor:
    """A sparse tensor with a copy of a SciPy matrix or array, as `ni.tensor` makes it.

    >>> import scipy.sparse
    >>> ni.sparse.from_scipy(scipy.sparse.eye_array(2, format="csr")).layout
    'csr'
    """
    made = take(matrix, None)
    if made is None:
        raise TypeError(
            f"from_scipy wants a matrix or array of scipy.sparse, got {type(matrix).__name__}"
        )
    return made


def to_scipy(x: SparseTensor) -> Any:
    """A SciPy array; see `SparseTensor.to_scipy`."""
    try:
        import scipy.sparse as sp
    except ImportError as error:
        raise UnsupportedError("to_scipy needs SciPy; write pip install scipy") from error
    if x.dense_ndim:
        raise ShapeError("SciPy's arrays have no dense axes; write x.to_dense().numpy()")
    if x.layout == "bsc":
        x = x.to_layout("bsr")
    if x.layout != "coo" and len(x.shape) > 2:
        x = x.to_layout("coo")
    values = x.values.numpy(copy=True)
    if x.layout == "coo":
        places = x.indices.numpy(copy=True)
        if len(x.shape) == 2:
            return sp.coo_array((values, (places[0], places[1])), shape=x.shape)
        return sp.coo_array((values, tuple(places)), shape=x.shape)
    made = getattr(sp, f"{x.layout}_array")
    return made((values, x.indices.numpy(copy=True), x.indptr.numpy(copy=True)), shape=x.shape)
