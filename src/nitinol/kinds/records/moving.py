"""Rules that move objects about: shapes, orders, joining and splitting.

Axes are those of the record tensor. A rule does to each field what the function does, with the axes of its values left
where they are: behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...base.errors import DTypeError, NitinolError, ShapeError
from ...base.shapes import normalize_axis
from ...base.sizes import Shape, product
from ...ops import creation
from ...ops.shaping import as_axes, as_shape, reshape, resolve_shape
from ...trace.array import Array
from ...trace.composite import registry
from ...trace.kind import Kind
from .indexing import flattened, led
from .schema import Schema
from .tensor import RecordTensor

rule = RecordTensor.rule
Params = dict[str, Any]
Plan = Callable[[Shape], Params]  # the static parameters for a field whose values have these axes


# --- one tensor


def _moving(
    plan: Callable[[str, RecordTensor, Params], tuple[RecordTensor, Plan]], *names: str
) -> None:
    """Enter rules that apply the function to every field, with parameters as `plan` says."""

    def apply(name: str, *args: Any, **kwargs: Any) -> Any:
        composite = registry[name]
        (t, *others), params = composite.bound(args, kwargs)
        if not isinstance(t, RecordTensor):
            raise RecordTensor.no_meaning(name)
        t, made = plan(name, t, params)
        return fieldwise(t, lambda x, inner: composite.function(x, *others, **made(inner)))

    rule(*names)(apply)


def fieldwise(t: RecordTensor, function: Callable[[Any, Shape], Any]) -> Any:
    """function(values, axes of one value) for all fields; a tuple of record tensors where it gives tuples."""
    found = t._each(lambda x, inner: function(x, tuple(x.shape)[x.ndim - inner :] if inner else ()))
    if not any(isinstance(v, tuple) for v in found._values):
        return found
    count = len(next(v for v in found._values if v is not None))
    return tuple(
        [
            RecordTensor(
                t._schema,
                [None if v is None else v[i] for v in found._values],
                [None if m is None else m[i] for m in found._masks],
            )
            for i in range(count)
        ]
    )


def _along(key: str, extra: int = 0) -> Any:
    """A plan for functions along one axis; None flattens."""

    def plan(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
        axis = params[key]
        if axis is None:
            t, axis = flattened(t), 0
        made = params | {key: normalize_axis(axis, t.ndim + extra, name)}
        return t, lambda inner: made

    return plan


def _over_axes(key: str) -> Any:
    """A plan for functions over several axes; None means all."""

    def plan(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
        axes = params[key]
        given = range(t.ndim) if axes is None else as_axes(axes)
        made = params | {key: tuple([normalize_axis(a, t.ndim, name) for a in given])}
        return t, lambda inner: made

    return plan


def _new_axes(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
    axes = as_axes(params["axis"])
    made = params | {"axis": tuple([normalize_axis(a, t.ndim + len(axes), name) for a in axes])}
    return t, lambda inner: made


def _squeezed(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
    if params["axis"] is None:
        ones = [i for i, n in enumerate(t.shape) if isinstance(n, int) and n == 1]
        params = params | {"axis": tuple(ones)}
    return _over_axes("axis")(name, t, params)  # type: ignore[no-any-return]


@rule("reshape")
def _reshape(name: str, t: RecordTensor, shape: Any) -> RecordTensor:
    want = resolve_shape(t.shape, as_shape(shape, name))
    ndim = t.ndim
    return t._each(lambda x, inner: led(x, ndim, want))


def _to_shape(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
    want = as_shape(params["shape"], name)
    return t, lambda inner: params | {"shape": (*want, *inner)}


def _tiled(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
    reps = as_shape(params["reps"], name)
    return t, lambda inner: params | {"reps": (*reps, *[1] * len(inner))}


def _permuted(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
    axes = params["axes"]
    given = range(t.ndim)[::-1] if axes is None else axes
    perm = [normalize_axis(a, t.ndim, name) for a in given]
    return t, lambda inner: params | {"axes": (*perm, *range(t.ndim, t.ndim + len(inner)))}


def _two_axes(first: str, second: str) -> Any:
    def plan(name: str, t: RecordTensor, params: Params) -> tuple[RecordTensor, Plan]:
        made = dict(params)
        for key in (first, second):
            given = params[key]
            axes = tuple([normalize_axis(a, t.ndim, name) for a in as_axes(given)])
            made[key] = axes[0] if hasattr(given, "__index__") else axes
        return t, lambda inner: made

    return plan


_moving(_along("axis"), "take", "repeat", "array_split", "unstack", "unflatten")
_moving(_along("dim"), "index_select", "split", "chunk", "unbind")
_moving(_along("dim", 1), "unsqueeze")
_moving(_over_axes("axis"), "flip")
_moving(_new_axes, "expand_dims")
_moving(_squeezed, "squeeze")
_moving(_to_shape, "broadcast_to", "expand")
_moving(_tiled, "tile")
_moving(_permuted, "permute_dims", "transpose")
_moving(_two_axes("axis1", "axis2"), "swapaxes")
_moving(_two_axes("source", "destination"), "moveaxis")


@rule("matrix_transpose")
def _matrix_transpose(name: str, t: RecordTensor) -> Any:
    return registry["swapaxes"].function(t, -2, -1)


@rule("ravel")
def _ravel(name: str, t: RecordTensor) -> RecordTensor:
    return flattened(t)


@rule("flatten")
def _flatten(name: str, t: RecordTensor, start_dim: int = 0, end_dim: int = -1) -> Any:
    if not t.ndim:
        return reshape(t, (1,))
    first, last = normalize_axis(start_dim, t.ndim, name), normalize_axis(end_dim, t.ndim, name)
    shape = tuple(t.shape)
    return reshape(t, (*shape[:first], product(shape[first : last + 1]), *shape[last + 1 :]))


@rule("atleast_1d", "atleast_2d")
def _at_least(name: str, t: RecordTensor) -> Any:
    lacking = (1 if name == "atleast_1d" else 2) - t.ndim
    return t if lacking <= 0 else reshape(t, (*[1] * lacking, *t.shape))


@rule("roll")
def _roll(name: str, t: RecordTensor, shift: Any, axis: Any = None) -> Any:
    function = registry[name].function
    if axis is None:
        moved = flattened(t)._each(lambda x, inner: function(x, shift, 0))
        return reshape(moved, tuple(t.shape))
    axes = tuple([normalize_axis(a, t.ndim, name) for a in as_axes(axis)])
    shifts = (shift,) * len(axes) if hasattr(shift, "__index__") else tuple(shift)
    return t._each(lambda x, inner: function(x, shifts, axes))


@rule("take_along_axis")
def _take_along_axis(name: str, t: RecordTensor, indices: Any, axis: int = -1) -> Any:
    function = registry[name].function
    a = normalize_axis(axis, t.ndim, name)

    def taken(x: Any, inner: Shape) -> Any:
        if isinstance(x, Kind) and t.ndim == 1:
            return x[indices]
        return function(x, reshape(indices, (*indices.shape, *[1] * len(inner))), a)

    return fieldwise(t, taken)


@rule("astype")
def _astype(name: str, t: RecordTensor, dtype: Any, **kwargs: Any) -> Any:
    def cast(x: Any, inner: Shape) -> Any:
        other = isinstance(x, Kind) and not isinstance(x, RecordTensor)
        return x if other or x.dtype.is_bool else registry[name].function(x, dtype, **kwargs)

    return fieldwise(t, cast)


@rule("zeros_like", "ones_like", "full_like")
def _like(name: str, t: RecordTensor, *args: Any, **kwargs: Any) -> Any:
    return fieldwise(t, lambda x, inner: registry[name].function(x, *args, **kwargs))


RecordTensor.refuse(
    "objects are folded field by field: t['name'].sum(), or t.group_by('key').sum('name')",
    "sum", "prod", "mean", "var", "std", "max", "min", "amax", "amin", "aminmax", "any", "all", "argmax", "argmin",
    "count_nonzero", "logsumexp", "norm", "vector_norm", "median", "quantile", "cumsum", "cumprod",
)  # fmt: skip


# --- several tensors


def conformed(xs: Sequence[Any], where: str) -> list[RecordTensor]:
    """Record tensors with their fields in one order, and masks for the same ones.

    Raises `DTypeError` naming the one that has another class or other fields.
    """
    first = next(x for x in xs if isinstance(x, RecordTensor))
    own = first._schema
    found: list[RecordTensor] = []
    for i, x in enumerate(xs):
        if not isinstance(x, RecordTensor):
            raise DTypeError(
                f"{where}: item {i} is a {type(x).__name__}, others are tensors of {own.name}; write ni.tensor(...)"
            )
        other = x._schema
        if set(other.fields) != set(own.fields) or (
            other.cls is not own.cls and other.name != own.name
        ):
            raise DTypeError(
                f"{where}: item {i} has objects {other!r}, the first one {own!r}; they must be of one class"
            )
        found.append(x)
    masked = [any(x._schema.missing[x._schema.places[n]] for x in found) for n in own.fields]
    result = []
    for x in found:
        places = [x._schema.places[n] for n in own.fields]
        masks = [
            (creation.zeros(x.shape, bool) if x._masks[i] is None else x._masks[i]) if m else None
            for i, m in zip(places, masked, strict=True)
        ]
        inner = [x._schema.inner[i] for i in places]
        schema = Schema(own.name, own.cls, own.fields, inner, masked)
        result.append(RecordTensor(schema, [x._values[i] for i in places], masks))
    return result


def _joined(name: str, xs: Sequence[RecordTensor], axis: int) -> RecordTensor:
    function = registry[name].function
    first = xs[0]._schema
    values = []
    for i, field in enumerate(first.fields):
        if len({x._schema.inner[i] for x in xs}) > 1:
            raise ShapeError(
                f"{name}: the values of the field {field!r} differ in their number of axes"
            )
        try:
            values.append(function([x._values[i] for x in xs], axis))
        except NitinolError as error:
            raise type(error)(f"the field {field!r}: {error}") from None
    masks = [
        function([x._masks[i] for x in xs], axis) if has else None
        for i, has in enumerate(first.missing)
    ]
    return RecordTensor(first, values, masks)


def _list_of(xs: Any) -> Sequence[Any]:
    return list(registry["unbind"].function(xs)) if isinstance(xs, Array) else xs


@rule("concatenate")
def _concatenate(name: str, xs: Sequence[Any], axis: int | None = 0) -> RecordTensor:
    parts = conformed(_list_of(xs), name)
    if axis is None:
        parts, axis = [flattened(x) for x in parts], 0
    if not parts[0].ndim:
        raise ShapeError("concatenate: 0-d tensors have no axis; join them with ni.stack")
    return _joined(name, parts, normalize_axis(axis, parts[0].ndim, name))


@rule("stack")
def _stack(name: str, xs: Sequence[Any], axis: int = 0) -> RecordTensor:
    parts = conformed(_list_of(xs), name)
    return _joined(name, parts, normalize_axis(axis, parts[0].ndim + 1, name))


@rule("hstack", "vstack")
def _stacked(name: str, xs: Sequence[Any]) -> RecordTensor:
    level = "atleast_1d" if name == "hstack" else "atleast_2d"
    parts = [registry[level].function(x) for x in _list_of(xs)]
    return _concatenate("concatenate", parts, 0 if name == "vstack" or parts[0].ndim == 1 else 1)
