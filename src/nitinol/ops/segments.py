"""Segment operations: what is done to the rows of a tensor that lie behind one another.

Row r of `values` is values[offsets[r]:offsets[r + 1]], cut along the first axis; all other axes belong to an
element. `offsets` rise from row to row; what is before the first and behind the last belongs to no row.

    fold      Σ, Π, max, … of each row             segment_sum(values, offsets)[r]
    spread    one value a row to its elements      segment_repeat(x, offsets, values)[i] = x[row of i]
    scan      running folds within rows            segment_cumsum(values, offsets)
    softmax   of each row, and its logarithms      segment_softmax(values, offsets)

The transpose of a sum is a spread, and of a spread a sum; that of a scan runs backwards. Products have the
derivatives of running products, so they are exact at zeros.

| function | of a row without elements |
|---|---|
| `segment_sum`, `segment_prod` | 0, 1 |
| `segment_max`, `segment_min` | −∞, ∞; of integers the smallest and the largest one |
| `segment_mean` | NaN |
| `segment_argmax`, `segment_argmin` | −1 |
| `segment_any`, `segment_all` | False, True |

The values are *pulled* (`templates.segments`): segment_sum(values * take(dense, columns, 0), offsets), the product of a
sparse matrix and a dense one, is one kernel that stores no products. Half-width floats are folded in float32.

Offsets that decrease, or leave the values, raise `IndexRangeError` after the call.
"""

from __future__ import annotations

from typing import Any, Final

from ..base import dtypes as dt
from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, product
from ..ir.op import Anchor, Linear, Op, Reduction, Type
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.batching import put
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import accumulate, common_type
from ..trace.stage import check_equal
from .complexes import conj
from .creation import iota
from .cumulative import shifted
from .elementary import exp
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    check_kind,
    declare,
    float_dtype,
    half_to_float,
    no_tangent,
    to_dtype,
)
from .indexing import as_indices
from .joining import join
from .logic import where
from .movement import place, slice_axis
from .reductions import _argmax, _argmin, _max, _min, _prod, _sum_dtype
from .shaping import reshaped

FOLDS: Final[dict[str, Reduction]] = {}  # how the template `segment_fold` folds, by operation


def _rows_of(offsets: Type | Array) -> Dim:
    return offsets.shape[0] - 1


def _check_offsets(name: str, offsets: Type) -> None:
    if offsets.dtype is not dt.int64 or offsets.ndim != 1:
        raise ShapeError(f"{name}: offsets are a vector of int64 here, got {offsets!r}")


def _spread(x: Any, offsets: Any, size: Dim) -> Any:
    return bind(_repeat, x, offsets, count=size)


# --- rows of a hidden axis


def flat_values(values: Any, axis: int | None, size: Dim) -> Any:
    """Values with a hidden axis, those of all its elements behind one another."""
    values = put(values, axis, 0, size)
    return reshaped(values, (values.shape[0] * values.shape[1], *values.shape[2:]))


def flat_offsets(offsets: Any, axis: int | None, size: Dim, step: Dim) -> Any:
    """The offsets of all elements of a hidden axis as one vector. What lies between two of them is a row, too."""
    offsets = put(offsets, axis, 0, size)
    begins = offsets + iota(offsets.shape, 0) * step
    flat = reshaped(begins, (product(offsets.shape),))
    end = slice_axis(flat, 0, product(offsets.shape) - 1, 1)
    return join([flat, end], 0)


def _batched(args: Any, axes: Any, size: Dim) -> tuple[list[Any], Any, bool]:
    """(operands, offsets, whether rows of all elements became one list of rows)."""
    *values, offsets = args
    *of_values, of_offsets = axes
    if of_offsets is None:
        return [put(v, a, 1, size) for v, a in zip(values, of_values, strict=True)], offsets, False
    n = next(
        v.shape[0 if a is None or a > 0 else 1] for v, a in zip(values, of_values, strict=True)
    )
    flat = [flat_values(v, a, size) for v, a in zip(values, of_values, strict=True)]
    return flat, flat_offsets(offsets, of_offsets, size, n), True


def _per_row(result: Any, size: Dim) -> Any:
    """Rows of all elements of a hidden axis, without those between them."""
    wide = reshaped(result, (size, result.shape[0] // size, *result.shape[1:]))
    return slice_axis(wide, 1, 0, wide.shape[1] - 1)


def _fold_batch(op_of: Any) -> Any:
    def batch(args: Any, axes: Any, size: Dim, **params: Any) -> Any:
        values, offsets, flat = _batched(args, axes, size)
        result = bind(op_of(), *values, offsets, **params)
        return (_per_row(result, size), 0) if flat else (result, 1)

    return batch


def _element_batch(op_of: Any) -> Any:
    def batch(args: Any, axes: Any, size: Dim, **params: Any) -> Any:
        values, offsets, flat = _batched(args, axes, size)
        result = bind(op_of(), *values, offsets, **params)
        if not flat:
            return result, 1
        return reshaped(result, (size, result.shape[0] // size, *result.shape[1:])), 0

    return batch


# --- spread


def _repeat_infer(x: Type, offsets: Type, *, count: Dim) -> Type:
    _check_offsets("segment_repeat", offsets)
    return Type(x.dtype, (count, *x.shape[1:]))


def _repeat_tangent(primals: Any, tangents: Any, out: Any, *, count: Dim) -> Any:
    return None if tangents[0] is None else _spread(tangents[0], primals[1], count)


def _repeat_transpose(c: Any, x: Any, offsets: Any, *, count: Dim) -> Any:
    return apply(_sum, c, offsets), None


def _repeat_batch(args: Any, axes: Any, size: Dim, *, count: Dim) -> Any:
    (x, offsets), (of_x, of_offsets) = args, axes
    if of_offsets is None:
        return _spread(put(x, of_x, 1, size), offsets, count), 1
    x = put(x, of_x, 0, size)
    # Between the rows of two elements there is one more, which nobody reads.
    rows = (size, x.shape[1] + 1, *x.shape[2:])
    x = place(x, rows, [(0, 1, n) for n in x.shape], 0)
    x = reshaped(x, (x.shape[0] * x.shape[1], *x.shape[2:]))
    result = _spread(x, flat_offsets(offsets, of_offsets, size, count), size * count)
    return reshaped(result, (size, count, *result.shape[1:])), 0


_repeat: Op = declare(
    "segment_repeat",
    infer=_repeat_infer,
    lowering=Anchor("segment_spread"),
    jvp=_repeat_tangent,
    transpose=_repeat_transpose,
    batch=_repeat_batch,
    family="segments",
)


# --- folds


def _fold(name: str, of: Op, jvp: Any = no_tangent, transpose: Any = None) -> Op:
    assert isinstance(of.lowering, Reduction)
    FOLDS[name] = of.lowering
    positional = of.lowering.positional
    op: Op

    def infer(values: Type, offsets: Type) -> Type:
        _check_offsets(name, offsets)
        dtype = dt.int64 if positional else values.dtype
        return Type(dtype, (_rows_of(offsets), *values.shape[1:]))

    op = declare(
        name,
        infer=infer,
        lowering=Anchor("segment_fold"),
        jvp=jvp,
        transpose=transpose,
        batch=_fold_batch(lambda: op),
        family="segments",
    )
    return op


def _sum_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    return None if tangents[0] is None else bind(_sum, tangents[0], primals[1])


def _sum_transpose(c: Any, values: Any, offsets: Any) -> Any:
    return _spread(c, offsets, values.shape[0]), None


def _extreme_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    (x, offsets), t = primals, tangents[0]
    if t is None:
        return None
    best = x == _spread(out, offsets, x.shape[0])
    count = apply(_sum, to_dtype(best, x.dtype), offsets)
    total = apply(_sum, where(best, t, 0), offsets)
    return total / where(count == 0, 1, count)


def _prod_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    (x, offsets), t = primals, tangents[0]
    if t is None:
        return None
    # As of a dense product: ṗ ← ṗ·xᵢ + p·tᵢ.
    before = _product_before(x, offsets)
    steps = apply(_recurrence, x, before * t, offsets, reverse=False)
    return apply(_sum, where(_is_last(offsets, x), steps, 0), offsets)


_sum: Op = _fold("segment_sum", core.reduce_sum, _sum_tangent, _sum_transpose)
_prod_fold: Op = _fold("segment_prod", _prod, _prod_tangent)
_max_fold: Op = _fold("segment_max", _max, _extreme_tangent)
_min_fold: Op = _fold("segment_min", _min, _extreme_tangent)
_argmax_fold: Op = _fold("segment_argmax", _argmax)
_argmin_fold: Op = _fold("segment_argmin", _argmin)


def _prepared(name: str, values: Any, offsets: Any) -> tuple[Array, Array]:
    values = array(values, name)
    (offsets,) = as_indices(name, offsets)
    if values.ndim < 1 or offsets.ndim != 1 or _is_zero(offsets.shape[0]):
        raise ShapeError(
            f"{name}: values of shape {show(values.shape)} and offsets of shape {show(offsets.shape)}; wanted are "
            "values with one axis or more, and a vector of one offset more than there are rows"
        )
    return values, offsets


def _is_zero(size: Dim) -> bool:
    """Whether a size is 0 for certain."""
    return isinstance(size, int) and size == 0


@composite
def segment_sum(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The sum of each row, values[offsets[r]:offsets[r + 1]] along the first axis; integers in 64 bits.

    * `values`: shape (n, ...).
    * `offsets`: one more than there are rows, rising from 0 to n.

    Shape (rows, ...). A row without elements sums to 0. Raises `IndexRangeError` for offsets that decrease or
    leave the values.

    >>> ni.segment_sum(ni.tensor([2, 3, 4, 5, 6]), ni.tensor([0, 2, 5])).tolist()
    [5, 15]
    """
    values, offsets = _prepared("segment_sum", values, offsets)
    return apply(_sum, to_dtype(values, _sum_dtype(values.dtype)), offsets)


@composite
def segment_prod(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The product of each row; 1 of no elements. See `segment_sum`.

    >>> ni.segment_prod(ni.tensor([2, 3, 4, 5, 6]), ni.tensor([0, 2, 5])).tolist()
    [6, 120]
    """
    values, offsets = _prepared("segment_prod", values, offsets)
    return apply(_prod_fold, to_dtype(values, _sum_dtype(values.dtype)), offsets)


@composite
def segment_max(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The largest element of each row, NaN where there is one; −∞ (of integers the smallest one) of no elements.

    Equal largest elements share the derivative equally. See `segment_sum`.

    >>> ni.segment_max(ni.tensor([2, 3, 6, 5, 4]), ni.tensor([0, 2, 5])).tolist()
    [3, 6]
    """
    values, offsets = _prepared("segment_max", values, offsets)
    check_kind("segment_max", values.dtype, "biuf")
    return apply(_max_fold, values, offsets)


@composite
def segment_min(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The smallest element of each row, NaN where there is one; ∞ (of integers the largest one) of no elements.

    Equal smallest elements share the derivative equally. See `segment_sum`.

    >>> ni.segment_min(ni.tensor([2, 3, 6, 5, 4]), ni.tensor([0, 2, 5])).tolist()
    [2, 4]
    """
    values, offsets = _prepared("segment_min", values, offsets)
    check_kind("segment_min", values.dtype, "biuf")
    return apply(_min_fold, values, offsets)


def lengths_of(offsets: Array) -> Array:
    """How many elements each row has."""
    rows = offsets.shape[0] - 1
    return slice_axis(offsets, 0, 1, rows) - slice_axis(offsets, 0, 0, rows)  # type: ignore[no-any-return]


def _beside(x: Array, values: Array) -> Array:
    """A vector of one number for each row, for arithmetic with rows of the shape of `values`."""
    return reshaped(x, (x.shape[0], *[1] * (values.ndim - 1)))


@composite
def segment_mean(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The mean of each row; float32 of bool and integers, NaN of no elements. See `segment_sum`.

    >>> ni.segment_mean(ni.tensor([2.0, 3.0, 4.0, 5.0, 6.0]), ni.tensor([0, 2, 5])).tolist()
    [2.5, 5.0]
    """
    values, offsets = _prepared("segment_mean", values, offsets)
    own = float_dtype(values.dtype)
    wide = half_to_float(to_dtype(values, own))
    total = apply(_sum, wide, offsets)
    return to_dtype(total / _beside(to_dtype(lengths_of(offsets), wide.dtype.real), wide), own)


@composite
def segment_any(values: TensorLike, offsets: TensorLike) -> Tensor:
    """Whether some element of each row is true (not zero). See `segment_sum`.

    >>> ni.segment_any(ni.tensor([0, 3, 0, 0, 0]), ni.tensor([0, 2, 5])).tolist()
    [True, False]
    """
    values, offsets = _prepared("segment_any", values, offsets)
    return apply(_max_fold, to_dtype(values, dt.bool_), offsets)


@composite
def segment_all(values: TensorLike, offsets: TensorLike) -> Tensor:
    """Whether all elements of each row are true (not zero). See `segment_sum`.

    >>> ni.segment_all(ni.tensor([0, 3, 1, 2, 3]), ni.tensor([0, 2, 5])).tolist()
    [False, True]
    """
    values, offsets = _prepared("segment_all", values, offsets)
    return apply(_min_fold, to_dtype(values, dt.bool_), offsets)


def _place(op: Op, name: str, values: Any, offsets: Any) -> Tensor:
    values, offsets = _prepared(name, values, offsets)
    check_kind(name, values.dtype, "biuf")
    found = apply(op, values, offsets)
    return where(found > values.shape[0], -1, found)


@composite
def segment_argmax(values: TensorLike, offsets: TensorLike) -> Tensor:
    """Where in its row the largest element is, the first one or the first NaN; −1 of no elements. int64.

    >>> ni.segment_argmax(ni.tensor([2, 3, 6, 5, 4]), ni.tensor([0, 2, 5])).tolist()
    [1, 0]
    """
    return _place(_argmax_fold, "segment_argmax", values, offsets)


@composite
def segment_argmin(values: TensorLike, offsets: TensorLike) -> Tensor:
    """Where in its row the smallest element is, the first one or the first NaN; −1 of no elements. int64.

    >>> ni.segment_argmin(ni.tensor([2, 3, 6, 5, 4]), ni.tensor([0, 2, 5])).tolist()
    [0, 2]
    """
    return _place(_argmin_fold, "segment_argmin", values, offsets)


@composite
def segment_repeat(x: TensorLike, offsets: TensorLike, like: TensorLike) -> Tensor:
    """One value for each row, repeated for the elements of its row.

    * `x`: shape (rows, ...).
    * `offsets`: as of `segment_sum`.
    * `like`: any tensor with as many elements along its first axis as the result has; its values are not read.

    Shape (n, ...); 0 for elements of no row.

    >>> ni.segment_repeat(ni.tensor([7, 8]), ni.tensor([0, 2, 5]), ni.zeros(5)).tolist()
    [7, 7, 8, 8, 8]
    """
    x, offsets = _prepared("segment_repeat", x, offsets)
    like = array(like, "segment_repeat")
    check_equal(x.shape[0], _rows_of(offsets), "segment_repeat")
    return _spread(x, offsets, like.shape[0])  # type: ignore[no-any-return]


@composite
def segment_ids(offsets: TensorLike, like: TensorLike) -> Tensor:
    """The number of its row for each of the elements along the first axis of `like`. int64; 0 for elements of no row.

    >>> ni.segment_ids(ni.tensor([0, 2, 5]), ni.zeros(5)).tolist()
    [0, 0, 1, 1, 1]
    """
    (offsets,) = as_indices("segment_ids", offsets)
    like = array(like, "segment_ids")
    return _spread(iota((_rows_of(offsets),), 0), offsets, like.shape[0])  # type: ignore[no-any-return]


@composite
def segment_positions(offsets: TensorLike, like: TensorLike) -> Tensor:
    """The place within its row of each of the elements along the first axis of `like`. int64.

    >>> ni.segment_positions(ni.tensor([0, 2, 5]), ni.zeros(5)).tolist()
    [0, 1, 0, 1, 2]
    """
    (offsets,) = as_indices("segment_positions", offsets)
    n = array(like, "segment_positions").shape[0]
    begins = _spread(slice_axis(offsets, 0, 0, _rows_of(offsets)), offsets, n)
    return iota((n,), 0) - begins  # type: ignore[no-any-return]


# --- scans


def _scan(name: str, jvp: Any, transpose: Any = None) -> Op:
    op: Op

    def infer(*types: Type, reverse: bool) -> Type:
        _check_offsets(name, types[-1])
        t = common_type(name, *types[:-1])
        return Type(t.dtype, t.shape)

    op = declare(
        f"segment_{name}",
        infer=infer,
        lowering=Anchor("segment_scan"),
        jvp=jvp,
        transpose=transpose,
        batch=_element_batch(lambda: op),
        family="segments",
    )
    return op


def _is_last(offsets: Any, x: Any, first: bool = False) -> Array:
    """Whether each element is the last (first) of its row, shaped for arithmetic with x."""
    n, rows = x.shape[0], _rows_of(offsets)
    ends = slice_axis(offsets, 0, 0, rows) if first else slice_axis(offsets, 0, 1, rows) - 1
    found = iota((n,), 0) == _spread(ends, offsets, n)
    return reshaped(found, (n, *[1] * (x.ndim - 1)))


def _before(x: Any, offsets: Any, fill: float, reverse: bool = False) -> Array:
    """Each element's predecessor in its row (`reverse`: successor); `fill` where there is none."""
    return where(_is_last(offsets, x, first=not reverse), fill, shifted(x, 0, fill, reverse))


def _product_before(x: Any, offsets: Any) -> Array:
    return _before(apply(_cumprod, x, offsets, reverse=False), offsets, 1)


def _recurrence_tangent(primals: Any, tangents: Any, out: Any, *, reverse: bool) -> Any:
    a, _, offsets = primals
    ta, tb, _ = tangents
    through = None if ta is None else ta * _before(out, offsets, 0, reverse)
    drive = accumulate(through, tb)
    return None if drive is None else bind(_recurrence, a, drive, offsets, reverse=reverse)


def _recurrence_transpose(c: Any, a: Any, b: Any, offsets: Any, *, reverse: bool) -> Any:
    assert not isinstance(a, Linear), "a recurrence is linear in b alone"
    following = _before(conj(a), offsets, 0, not reverse)
    return None, bind(_recurrence, following, c, offsets, reverse=not reverse), None


def _cumsum_tangent(primals: Any, tangents: Any, out: Any, *, reverse: bool) -> Any:
    t = tangents[0]
    return None if t is None else bind(_cumsum, t, primals[1], reverse=reverse)


def _cumsum_transpose(c: Any, x: Any, offsets: Any, *, reverse: bool) -> Any:
    return bind(_cumsum, c, offsets, reverse=not reverse), None


def _cumprod_tangent(primals: Any, tangents: Any, out: Any, *, reverse: bool) -> Any:
    (x, offsets), t = primals, tangents[0]
    if t is None:
        return None
    drive = _before(out, offsets, 1, reverse) * t
    return bind(_recurrence, x, drive, offsets, reverse=reverse)


def _extreme_scan_tangent(primals: Any, tangents: Any, out: Any, *, reverse: bool) -> Any:
    (x, offsets), t = primals, tangents[0]
    if t is None:
        return None
    fresh = x == out
    drive = where(fresh, t, 0)
    return bind(_recurrence, to_dtype(~fresh, x.dtype), drive, offsets, reverse=reverse)


def _logcumsumexp_tangent(primals: Any, tangents: Any, out: Any, *, reverse: bool) -> Any:
    (x, offsets), t = primals, tangents[0]
    if t is None:
        return None
    level = where(out == float("-inf"), 0, out)
    before = _before(out, offsets, float("-inf"), reverse)
    drive = exp(x - level) * t
    return bind(_recurrence, exp(before - level), drive, offsets, reverse=reverse)


_recurrence: Op = _scan("linear_recurrence", _recurrence_tangent, _recurrence_transpose)
_cumsum: Op = _scan("cumsum", _cumsum_tangent, _cumsum_transpose)
_cumprod: Op = _scan("cumprod", _cumprod_tangent)
_cummax: Op = _scan("cummax", _extreme_scan_tangent)
_cummin: Op = _scan("cummin", _extreme_scan_tangent)
_logcumsumexp: Op = _scan("logcumsumexp", _logcumsumexp_tangent)


@composite
def segment_cumsum(values: TensorLike, offsets: TensorLike) -> Tensor:
    """Running sums within each row; integers in 64 bits. See `segment_sum`.

    >>> ni.segment_cumsum(ni.tensor([2, 3, 4, 5, 6]), ni.tensor([0, 2, 5])).tolist()
    [2, 5, 4, 9, 15]
    """
    values, offsets = _prepared("segment_cumsum", values, offsets)
    return apply(_cumsum, to_dtype(values, _sum_dtype(values.dtype)), offsets, reverse=False)


@composite
def segment_cumprod(values: TensorLike, offsets: TensorLike) -> Tensor:
    """Running products within each row; integers in 64 bits. See `segment_sum`.

    >>> ni.segment_cumprod(ni.tensor([2, 3, 4, 5, 6]), ni.tensor([0, 2, 5])).tolist()
    [2, 6, 4, 20, 120]
    """
    values, offsets = _prepared("segment_cumprod", values, offsets)
    return apply(_cumprod, to_dtype(values, _sum_dtype(values.dtype)), offsets, reverse=False)


@composite
def segment_cummax(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The largest element of its row so far, for each element. See `segment_sum`.

    >>> ni.segment_cummax(ni.tensor([3, 2, 4, 6, 5]), ni.tensor([0, 2, 5])).tolist()
    [3, 3, 4, 6, 6]
    """
    values, offsets = _prepared("segment_cummax", values, offsets)
    check_kind("segment_cummax", values.dtype, "biuf")
    return apply(_cummax, values, offsets, reverse=False)


@composite
def segment_cummin(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The smallest element of its row so far, for each element. See `segment_sum`.

    >>> ni.segment_cummin(ni.tensor([3, 2, 4, 6, 1]), ni.tensor([0, 2, 5])).tolist()
    [3, 2, 4, 4, 1]
    """
    values, offsets = _prepared("segment_cummin", values, offsets)
    check_kind("segment_cummin", values.dtype, "biuf")
    return apply(_cummin, values, offsets, reverse=False)


@composite
def segment_logcumsumexp(values: TensorLike, offsets: TensorLike) -> Tensor:
    """log of the running sums of e^x within each row, computed without overflow. See `segment_sum`.

    >>> ni.segment_logcumsumexp(ni.tensor([2.0, 1.0, 3.0]), ni.tensor([0, 2, 3]))
    tensor([2.    , 2.3133, 3.    ])
    """
    values, offsets = _prepared("segment_logcumsumexp", values, offsets)
    values = to_dtype(values, float_dtype(values.dtype))
    check_kind("segment_logcumsumexp", values.dtype, "f")
    return apply(_logcumsumexp, values, offsets, reverse=False)


# --- softmax


def _softmax_infer(values: Type, offsets: Type, *, wanted: str) -> Type:
    _check_offsets("segment_softmax", offsets)
    if wanted == "logsumexp":
        return Type(values.dtype, (_rows_of(offsets), *values.shape[1:]))
    return Type(values.dtype, values.shape)


def _softmax_tangent(primals: Any, tangents: Any, out: Any, *, wanted: str) -> Any:
    (x, offsets), t = primals, tangents[0]
    if t is None:
        return None
    n = x.shape[0]
    if wanted == "logsumexp":
        level = _spread(where((out - out) == 0, out, 0), offsets, n)
        return apply(_sum, exp(x - level) * t, offsets)
    if wanted == "softmax":
        return out * (t - _spread(apply(_sum, out * t, offsets), offsets, n))
    return t - _spread(apply(_sum, exp(out) * t, offsets), offsets, n)


def _softmax_batch(args: Any, axes: Any, size: Dim, *, wanted: str) -> Any:
    rule = _fold_batch if wanted == "logsumexp" else _element_batch
    return rule(lambda: _softmax)(args, axes, size, wanted=wanted)


_softmax: Op = declare(
    "segment_softmax",
    infer=_softmax_infer,
    lowering=Anchor("segment_softmax"),
    jvp=_softmax_tangent,
    batch=_softmax_batch,
    family="segments",
)


def _softmax_of(name: str, wanted: str, values: Any, offsets: Any) -> Tensor:
    values, offsets = _prepared(name, values, offsets)
    own = float_dtype(values.dtype)
    check_kind(name, own, "f")
    wide = half_to_float(to_dtype(values, own))
    return to_dtype(apply(_softmax, wide, offsets, wanted=wanted), own)


@composite
def segment_softmax(values: TensorLike, offsets: TensorLike) -> Tensor:
    """e^x divided by its sum over the row, computed without overflow. See `segment_sum`.

    >>> ni.segment_softmax(ni.tensor([1.0, 1.0, 2.0]), ni.tensor([0, 2, 3]))
    tensor([0.5, 0.5, 1. ])
    """
    return _softmax_of("segment_softmax", "softmax", values, offsets)


@composite
def segment_log_softmax(values: TensorLike, offsets: TensorLike) -> Tensor:
    """The logarithm of `segment_softmax`, computed directly.

    >>> ni.segment_log_softmax(ni.tensor([1.0, 1.0, 2.0]), ni.tensor([0, 2, 3]))
    tensor([-0.6931, -0.6931,  0.    ])
    """
    return _softmax_of("segment_log_softmax", "log_softmax", values, offsets)


@composite
def segment_logsumexp(values: TensorLike, offsets: TensorLike) -> Tensor:
    """log Σ e^x of each row, computed without overflow; −∞ of no elements. See `segment_sum`.

    >>> ni.segment_logsumexp(ni.tensor([1.0, 1.0, 2.0]), ni.tensor([0, 2, 3]))
    tensor([1.6931, 2.    ])
    """
    return _softmax_of("segment_logsumexp", "logsumexp", values, offsets)
