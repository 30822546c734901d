"""Arithmetic and functions of elements.

| operands | result |
|---|---|
| one sparse tensor, f(0) = 0 | sparse, f of its values |
| several, f(0, 0) = 0 (`add`, `subtract`, `maximum`, …) | sparse, of all places that one of them has |
| products | sparse, of the places that all of them have |
| sparse times (or divided by) dense | sparse, of the places of the sparse one |
| sparse and dense otherwise (`s + d`) | dense: as large as the dense operand is already |
| f(0) ≠ 0 (`exp`, `s + 1`, `s == 0`) | an error: the result would be dense; it says what to write |

So nothing becomes dense that no operand was. Whether f(0) is 0 is asked of f, once for each dtype. Multiplying by a
number keeps the places, whatever the number is, and so does dividing by one.

Tensors that share their structure (`b = a * 2`; `a + b`) are not searched or merged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ... import ops
from ...base import dtypes as dt
from ...base.errors import ShapeError, TracerError, UnsupportedError
from ...base.shapes import broadcast_shapes, show
from ...core import TensorBase
from ...ops import concat, reshape, take, where
from ...tensor.creation import asarray
from ...trace import primitives as core
from ...trace.array import Array
from ...trace.bind import active
from ...trace.composite import composite
from . import structure as st
from .making import zeros
from .places import merged, merged_rows
from .tensor import SparseTensor

Tensor = Any

Function = Callable[..., Any]


def operand(x: Any) -> Any:
    """An operand of arithmetic: a number, a tensor, or what can become one."""
    if isinstance(x, (Array, bool, int, float, complex)) or x is None:
        return x
    return asarray(x)


def is_scalar(x: Any) -> bool:
    """Whether it is a number or a tensor without axes."""
    return not isinstance(x, SparseTensor) and (not isinstance(x, Array) or not x.ndim)


# --- bringing operands together


def same_structure(a: SparseTensor, b: SparseTensor) -> bool:
    """Whether two tensors store the same places for certain, without looking at values."""
    return (
        a.indices is b.indices
        and a.indptr is b.indptr
        and (a.layout, a.shape, a.block) == (b.layout, b.shape, b.block)
        and a.canonical
        and b.canonical
    )


def aligned(name: str, xs: Sequence[SparseTensor]) -> list[SparseTensor]:
    """Canonical tensors of one shape in the layout of the first."""
    first = xs[0]
    for x in xs[1:]:
        if x.shape != first.shape:
            raise ShapeError(
                f"{name}: sparse tensors of shapes {show(first.shape)} and {show(x.shape)} do not fit; equal shapes "
                "are wanted (sparse tensors are not broadcast to each other)"
            )
        if x.sparse_ndim != first.sparse_ndim:
            raise ShapeError(
                f"{name}: one tensor has {first.sparse_ndim} sparse axes and the other {x.sparse_ndim}"
            )
    first = first.coalesce()
    return [first, *[x.to_layout(first.layout, first.block).coalesce() for x in xs[1:]]]


@composite
def _at(values: Tensor, place: Tensor) -> Tensor:
    """values[place]; zero for the place behind the last one."""
    none = core.full(0, values.dtype, (1, *values.shape[1:]))
    return take(concat([values, none], 0), place, 0)


@composite
def _joined(
    a: Tensor, b: Tensor, of_a: Tensor, of_b: Tensor, function: Function, params: tuple[Any, ...]
) -> Tensor:
    """A function of two tensors at the places of both together, in one kernel."""
    return function(_at(a, of_a), _at(b, of_b), **dict(params))


@composite
def _of_either(a: Tensor, b: Tensor, of_a: Tensor, of_b: Tensor) -> Tensor:
    """Coordinates from the operand that has the place: (axes, entries) of both."""
    n = a.shape[1]
    return take(concat([a, b], 1), where(of_a < n, of_a, n + of_b), 1)


def _row_offsets(x: SparseTensor) -> Tensor:
    return x._once("offsets", lambda: st.offsets_of(x.indices[0], st.room(x.shape[0])))


def _has_rows(a: SparseTensor, b: SparseTensor) -> bool:
    """Whether offsets of rows take no more memory than what two COO matrices store; in a program it is not known."""
    return isinstance(a.nse, int) and isinstance(b.nse, int) and a.shape[0] <= a.nse + b.nse


def _merged(a: SparseTensor, b: SparseTensor, both: bool) -> tuple[SparseTensor, Tensor, Tensor]:
    """(a tensor with the places of both together, or of both; where each stands in a, and in b)."""
    if a.layout != "coo":
        offsets, indices, of_a, of_b = merged_rows(
            a.indptr, a.indices, b.indptr, b.indices, both=both
        )
        made = SparseTensor(a.values, indices, offsets, a.layout, a.shape, a.block)
        return made, of_a, of_b
    if a.sparse_ndim == 2 and _has_rows(a, b):
        rows = [_row_offsets(x) for x in (a, b)]
        offsets, minor, of_a, of_b = merged_rows(
            rows[0], a.indices[1], rows[1], b.indices[1], both=both
        )
        indices = st.stacked([st.majors_of(offsets, minor), minor])
        return SparseTensor(a.values, indices, None, "coo", a.shape), of_a, of_b
    keys, of_a, of_b = merged(a.keys(), b.keys(), both=both)
    if a.sparse_ndim == 1:
        indices = reshape(keys, (1, -1))
    elif both:
        indices = take(a.indices, of_a, 1)
    else:
        indices = _of_either(a.indices, b.indices, of_a, of_b)
    return SparseTensor(a.values, indices, None, "coo", a.shape), of_a, of_b


def united(name: str, xs: Sequence[SparseTensor]) -> tuple[SparseTensor, list[Tensor]]:
    """(a tensor with all places of these tensors, for each its values there)."""
    return _together(name, xs, False)


def common(name: str, xs: Sequence[SparseTensor]) -> tuple[SparseTensor, list[Tensor]]:
    """(a tensor with the places that all of these tensors have, for each its values there)."""
    return _together(name, xs, True)


def _together(
    name: str, xs: Sequence[SparseTensor], both: bool
) -> tuple[SparseTensor, list[Tensor]]:
    first, *others = aligned(name, xs)
    place, values = first, [first.values]
    for x in others:
        if same_structure(place, x):
            values.append(x.values)
            continue
        place, before, here = _merged(place, x, both=both)
        pairs = [*[(v, before) for v in values], (x.values, here)]
        values = [take(v, at, 0) if both else _at(v, at) for v, at in pairs]
    return place, values


def at_entries(name: str, x: SparseTensor, dense: Tensor) -> Tensor:
    """The elements of a dense tensor at the entries of a sparse one, in the shape of its values."""
    shape = tuple(dense.shape)
    if broadcast_shapes(name, x.shape, shape) != x.shape:
        raise ShapeError(
            f"{name}: a sparse tensor of shape {show(x.shape)} and a dense one of shape {show(shape)}: the dense one "
            "must be broadcast to the sparse one, not the other way"
        )
    places = x.coordinates()
    dense = reshape(dense, (1,) * (len(x.shape) - dense.ndim) + shape)
    shape = tuple(dense.shape)
    if x.block is not None:
        return _block_entries(x, dense, places)
    sparse = x.sparse_ndim
    stretched = [a for a in range(sparse) if shape[a] == 1 and x.shape[a] != 1]
    key = tuple(0 if a in stretched else places[a] for a in range(sparse))
    if len(stretched) == sparse:  # the same for all entries
        return dense[key]
    return dense[key]


def _block_entries(x: SparseTensor, dense: Tensor, places: Sequence[Tensor]) -> Tensor:
    assert x.block is not None
    height, width = x.block
    shape = tuple(dense.shape)
    *batch, rows, columns = shape
    tall = (rows // height, height) if rows != 1 or x.shape[-2] == 1 else (1, 1)
    wide = (columns // width, width) if columns != 1 or x.shape[-1] == 1 else (1, 1)
    split = reshape(dense, (*batch, tall[0], tall[1], wide[0], wide[1]))
    n = len(batch)
    order = (*range(n), n, n + 2, n + 1, n + 3)
    split = split.permute(order)
    key = tuple(0 if size == 1 else p for size, p in zip(split.shape, places, strict=False))
    return split[key]


def add_entries(a: Any, b: SparseTensor) -> Any:
    """a + b without putting entries in order: of two COO tensors those of both, one behind the other.

    >>> x = ni.sparse.coo([[0, 2]], [1.0, 2.0], (3,))
    >>> ni.sparse.add_entries(x, x).indices
    tensor([[0, 2, 0, 2]])
    """
    if (
        not isinstance(a, SparseTensor)
        or a.shape != b.shape
        or (a.layout, b.layout) != ("coo", "coo")
        or a.sparse_ndim != b.sparse_ndim
    ):
        return a + b
    values = concat([a.values, b.values], 0)
    return SparseTensor(
        values, concat([a.indices, b.indices], 1), None, "coo", a.shape, None, False
    )


# --- functions of elements


# What a function gives for zeros, by name, dtypes, static parameters and numbers.
_at_zero: Final[dict[Any, bool]] = {}
_LIMIT: Final = 4096


def keeps_zero(function: Any, operands: Sequence[Any], params: dict[str, Any]) -> bool:
    """Whether a function of elements is 0 where all sparse operands are."""
    key = (
        function.name,
        *[("s", x.dtype) if isinstance(x, SparseTensor) else _number_key(x) for x in operands],
        *params.items(),
    )
    found = _at_zero.get(key)
    if found is None:
        before, active.stage = active.stage, None
        try:
            at = [ops.zeros((), x.dtype) if isinstance(x, SparseTensor) else x for x in operands]
            y = function.function(*at, **params)
        finally:
            active.stage = before
        results = y if isinstance(y, tuple) else (y,)
        found = all(not bool(r) for r in results)
        if len(_at_zero) >= _LIMIT:
            _at_zero.clear()
        _at_zero[key] = found
    return found


def _number_key(x: Any) -> Any:
    if isinstance(x, TensorBase):
        return x.dtype, x.item()  # type: ignore[attr-defined]
    if isinstance(x, Array):
        raise TracerError(
            "whether a function keeps zeros depends on a number that has no value while the function is being "
            "traced; write it with x.with_values(f(x.values, number))"
        )
    return type(x), x


@SparseTensor.rule("elementwise")
def elementwise(name: str, function: Any, operands: Sequence[Any], params: dict[str, Any]) -> Any:
    """A function of elements; see the module's docstring."""
    operands = [operand(x) for x in operands]
    sparse = [x for x in operands if isinstance(x, SparseTensor)]
    if not all(isinstance(x, SparseTensor) or is_scalar(x) for x in operands):
        whole = [x.to_dense() if isinstance(x, SparseTensor) else x for x in operands]
        return function.function(*whole, **params)
    if not keeps_zero(function, operands, params):
        raise dense_result(function.name)
    if len(operands) == len(sparse) == 2:
        a, b = aligned(function.name, sparse)
        if not same_structure(a, b):
            place, of_a, of_b = _merged(a, b, both=False)
            settled = tuple(sorted(params.items()))
            made = _joined(a.values, b.values, of_a, of_b, function.function, settled)
            return _placed(place, made)
    place, values = united(function.name, sparse)
    source = iter(values)
    made = function.function(
        *[next(source) if isinstance(x, SparseTensor) else x for x in operands], **params
    )
    return _placed(place, made)


def _placed(place: SparseTensor, made: Any) -> Any:
    """Results at the places of a tensor."""
    if isinstance(made, tuple):
        return tuple(place.with_values(v) for v in made)
    return place.with_values(made)


def dense_result(name: str) -> UnsupportedError:
    """The error for a function that is not 0 at 0."""
    return UnsupportedError(
        f"ni.{name} of a sparse tensor: it is not 0 where the tensor is, so the result would be dense; write it for "
        "x.to_dense() if that is wanted, or x.with_values(f(x.values)) to change what is stored"
        + ("; ni.array_equal(a, b) compares as a whole" if name == "equal" else "")
    )


@SparseTensor.rule("multiply")
def multiply(name: str, x1: Any, x2: Any) -> Any:
    """The product element by element."""
    a, b = operand(x1), operand(x2)
    if isinstance(a, SparseTensor) and isinstance(b, SparseTensor):
        place, (u, v) = common(name, [a, b])
        return place.with_values(ops.multiply(u, v))
    if isinstance(a, SparseTensor):
        return a.with_values(ops.multiply(a.values, b if is_scalar(b) else at_entries(name, a, b)))
    return b.with_values(ops.multiply(a if is_scalar(a) else at_entries(name, b, a), b.values))


@SparseTensor.rule("divide")
def divide(name: str, x1: Any, x2: Any) -> Any:
    """A sparse tensor divided by a number or a dense tensor; what is not stored stays 0."""
    a, b = operand(x1), operand(x2)
    if isinstance(b, SparseTensor):
        raise UnsupportedError(
            "ni.divide by a sparse tensor: all places that it does not store would be divided by 0; write "
            "a.with_values(a.values / b.values) where both store the same places, or b.to_dense()"
        )
    return a.with_values(ops.divide(a.values, b if is_scalar(b) else at_entries(name, a, b)))


@SparseTensor.rule("astype")
def astype(name: str, x: SparseTensor, dtype: Any, **options: Any) -> SparseTensor:
    """Values of another dtype."""
    held = x.coalesce() if dt.dtype(dtype).is_bool else x
    return held.with_values(held.values.astype(dtype, **options))


@SparseTensor.rule("negative", "positive", "real", "imag", "conj")
def _linear(name: str, x: SparseTensor) -> SparseTensor:
    """Functions for which entries at one place need not be added first."""
    return x.with_values(getattr(ops, name)(x.values))


@SparseTensor.rule("zeros_like", "empty_like")
def _no_entries(name: str, x: SparseTensor, dtype: Any = None) -> SparseTensor:
    return zeros(x.shape, x.layout, x.dtype if dtype is None else dtype, x.block)
