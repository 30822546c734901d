"""Pooling: maxima, sums and means of windows, with PyTorch's parameters.

All primitives are *read* by whoever needs them (`ir.op.Read`), so a pooling fuses with what stands before
and behind it. Window t of an axis covers positions t·stride + tap·dilation − before.

| primitive | operands | result | transpose |
|---|---|---|---|
| `max_pool` | x[..., *S] | the largest element of each window | |
| `max_pool_tap` | x | which tap that is: the first, in order of memory | |
| `max_pool_near_tap` | x | the same, computed wherever it is read: for small windows that lie apart | |
| `take_taps` | x, taps[..., *T] | the element at that tap | `put_taps` |
| `put_taps` | y[..., *T], taps | y's elements at their taps' places, added up | `take_taps` |
| `sum_pool` | x | sums of windows | `put_sums` |
| `put_sums` | y | each element of y added to all places of its window | `sum_pool` |

The tangent of `max_pool` is the tangent at the place of the maximum (`take_taps`). NaN is larger than all
numbers. Places outside are −∞ for maxima and 0 for sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product as combinations
from typing import Any

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, product
from ..ir.op import Linear, Op, Read, Type
from ..trace.batching import leading
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import linear_jvp, one
from ..trace.stage import known_equal
from .arithmetic import add, divide, maximum, minimum, multiply
from .contraction import contract
from .convolution import check_window
from .creation import astype, iota, number_of
from .families import Tensor, TensorLike, apply, array, check_kind, declare, no_tangent
from .logic import less, less_equal, logical_and
from .reductions import mean

Ints = tuple[int, ...]
IntOrInts = int | Sequence[int]


# --- the windows of one axis, as seen from the result and from the operand


def _tap_places(
    k: Any, coords: Sequence[Any], sizes: Sequence[Dim], *, kernel: Ints, strides: Ints,
    before: Ints, dilation: Ints, inner: bool = False,
) -> list[tuple[Any, list[Any]]]:  # fmt: skip
    """For each tap of a window, in order: (bool lanes whether it is inside or None, its place)."""
    axes: list[list[tuple[Any, Any]]] = []
    for c, size, n, stride, pad, dil in zip(
        coords, sizes, kernel, strides, before, dilation, strict=True
    ):
        options = []
        for tap in range(n):
            place = c * stride + (tap * dil - pad)
            if inner:
                options.append((None, place))
                continue
            inside = k.compare_coord("lt", place, size)
            if tap * dil < pad:
                inside = k.logical_and(inside, k.compare_coord("ge", place, 0))
            options.append((inside, place.clamp(0, size - 1)))
        axes.append(options)
    return [(_all(k, [o[0] for o in taps]), [o[1] for o in taps]) for taps in combinations(*axes)]


def _window_places(
    k: Any, coords: Sequence[Any], counts: Sequence[Dim], sizes: Sequence[Dim], *, kernel: Ints,
    strides: Ints, before: Ints, dilation: Ints,
) -> list[tuple[Any, list[Any], Any]]:  # fmt: skip
    """For a place of the operand: (bool lanes, window, tap number) of each window that covers it."""
    axes: list[list[tuple[Any, Any, Any]]] = []
    for c, count, size, n, stride, pad, dil in zip(
        coords, counts, sizes, kernel, strides, before, dilation, strict=True
    ):
        options: list[tuple[Any, Any, Any]] = []
        if dil == 1 and stride >= n:  # windows do not overlap
            at = c + pad
            tap, window = at % stride, at // stride
            if stride == n and pad == 0 and known_equal(count * stride, size):
                options.append((None, window, tap))  # they cover all places
                axes.append(options)
                continue
            inside = k.compare_coord("lt", window, count)
            if stride > n:
                inside = k.logical_and(inside, k.compare_coord("lt", tap, n))
            options.append((inside, window.clamp(0, count - 1), tap))
        elif (
            dil == 1
        ):  # a place lies in n / stride windows: the last that begins before it, and those before that
            at = c + pad
            first, last = at % stride, at // stride
            for back in range(-(-n // stride)):
                window = last - back
                inside = k.compare_coord("lt", window, count)
                if back:
                    inside = k.logical_and(inside, k.compare_coord("ge", window, 0))
                if (back + 1) * stride > n:
                    tap = first + back * stride
                    inside = k.logical_and(inside, k.compare_coord("lt", tap, n))
                options.append((inside, window.clamp(0, count - 1), first + back * stride))
        else:
            for index in range(n):
                off = c + (pad - index * dil)
                inside = k.compare_coord("ge", off, 0)
                inside = k.logical_and(inside, k.compare_coord("lt", off, count * stride))
                off = off.clamp(0, count * stride - 1)
                if stride != 1:
                    inside = k.logical_and(inside, k.compare_coord("eq", off % stride, 0))
                    off = off // stride
                options.append((inside, off, index))
        axes.append(options)
    result = []
    for taps in combinations(*axes):
        number: Any = 0
        for (_, _, tap), n in zip(taps, kernel, strict=True):
            number = tap + number * n if isinstance(number, int) else number * n + tap
        result.append((_all(k, [t[0] for t in taps]), [t[1] for t in taps], number))
    return result


def _all(k: Any, tests: Sequence[Any]) -> Any:
    known = [t for t in tests if t is not None]
    result: Any = None
    for t in known:
        result = t if result is None else k.logical_and(result, t)
    return result


def _select(k: Any, inside: Any, a: Any, b: Any) -> Any:
    return a if inside is None else k.select(inside, a, b)


def _empty(types: Sequence[Type], windows: int) -> bool:
    """Whether a tensor that would be read has no elements along a window's axis."""
    return any(isinstance(n, int) and n == 0 for n in types[0].shape[-windows:])


# --- maxima


_TAP = dt.int32  # processors gather nothing narrower
_AGAIN = (
    4  # elements of a window at most, whose tap is found where it is wanted instead of being stored
)


def _least(k: Any, dtype: DType) -> Any:
    if dtype.is_floating:
        return k.const(float("-inf"), dtype)
    return k.const(False if dtype.is_bool else dtype.min, dtype)


def _max_emit(
    k: Any, coords: Any, operands: Any, types: Any, *, sizes: Any, inner: bool, **window: Any
) -> Any:
    n = len(sizes)
    best = _least(k, types[0].dtype)
    if _empty(types, n):
        return best
    shape = types[0].shape[-n:]
    for inside, place in _tap_places(k, coords[-n:], shape, inner=inner, **window):
        value = operands[0]((*coords[:-n], *place))
        best = _select(k, inside, k.maximum(best, value), best)
    return best


def _tap_emit(
    k: Any, coords: Any, operands: Any, types: Any, *, sizes: Any, inner: bool, **window: Any
) -> Any:
    n = len(sizes)
    dtype = types[1].dtype
    best, tap = _least(k, types[0].dtype), k.const(0, dtype)
    if _empty(types, n):
        return tap
    nothing = k.const(True, dt.bool_)  # whether no tap was inside yet
    shape = types[0].shape[-n:]
    places = _tap_places(k, coords[-n:], shape, inner=inner, **window)
    for number, (inside, place) in enumerate(places):
        value = operands[0]((*coords[:-n], *place))
        better = k.logical_or(k.compare("gt", value, best), k.is_nan(value))
        better = k.logical_or(better, nothing)
        if inside is not None:
            better = k.logical_and(better, inside)
            nothing = k.logical_and(nothing, k.logical_not(inside))
        else:
            nothing = k.const(False, dt.bool_)
        best = k.select(better, value, best)
        tap = k.select(better, k.const(number, dtype), tap)
    return tap


def _pooled(x: Type, sizes: tuple[Dim, ...], dtype: DType | None = None) -> Type:
    return Type(dtype or x.dtype, (*x.shape[: x.ndim - len(sizes)], *sizes))


def _max_jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
    if tangents[0] is None:
        return None
    windows = zip(params["kernel"], params["strides"], params["dilation"], strict=True)
    apart = all(n <= stride and dilation == 1 for n, stride, dilation in windows)
    # A place of windows that lie apart is in one of them: its few numbers are read again rather than stored.
    cheap = apart and product(params["kernel"]) <= _AGAIN
    taps = bind(near_taps if cheap else max_taps, primals[0], **params)
    params.pop("inner")
    return bind(take_taps, tangents[0], taps, **params)


max_pool: Op = declare(
    "max_pool",
    infer=lambda x, *, sizes, **window: _pooled(x, sizes),
    lowering=Read(_max_emit, cost=8),
    batch=leading(lambda: max_pool),
    jvp=_max_jvp,
    family="pooling",
)


def _taps(name: str, cost: int) -> Op:
    """The tap of each window that is its maximum; `cost`: whether that is read again or stored."""
    op: Op = declare(
        name,
        infer=lambda x, *, sizes, **window: _pooled(x, sizes, _TAP),
        lowering=Read(_tap_emit, cost=cost),
        batch=leading(lambda: op),
        jvp=no_tangent,
        family="pooling",
    )
    return op


near_taps, max_taps = _taps("max_pool_near_tap", 8), _taps("max_pool_tap", 64)


def _take_emit(k: Any, coords: Any, operands: Any, types: Any, *, sizes: Any, **window: Any) -> Any:
    n = len(sizes)
    result = k.const(0, types[0].dtype)
    if _empty(types, n):
        return result
    chosen = operands[1](coords)
    places = _tap_places(k, coords[-n:], types[0].shape[-n:], **window)
    for number, (_, place) in enumerate(places):
        this = k.compare("eq", chosen, k.const(number, chosen.dtype))
        result = k.select(this, operands[0]((*coords[:-n], *place)), result)
    return result


def _put_emit(k: Any, coords: Any, operands: Any, types: Any, *, sizes: Any, **window: Any) -> Any:
    n = len(sizes)
    dtype = types[0].dtype
    wide = dt.float32 if dtype.is_floating and dtype.itemsize == 2 else dtype
    total = k.const(0, wide)
    if _empty(types, n):
        return k.cast(total, dtype)
    counts = types[0].shape[-n:]
    for inside, place, number in _window_places(k, coords[-n:], counts, sizes, **window):
        value = k.cast(operands[0]((*coords[:-n], *place)), wide)
        if len(operands) == 2:
            tap = operands[1]((*coords[:-n], *place))
            wanted = (
                k.const(number, tap.dtype)
                if isinstance(number, int)
                else k.coord_value(number, tap.dtype)
            )
            inside = _all(k, [inside, k.compare("eq", tap, wanted)])
        # A sum of one term must be that term, also when it is infinite elsewhere.
        total = _select(k, inside, k.add(total, value), total)
    return k.cast(total, dtype)


def _spatial(x: Any, n: int) -> tuple[Dim, ...]:
    return tuple(x.shape[len(x.shape) - n :])


def _linear_first(op: Callable[[], Op]) -> Callable[..., Any]:
    def jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        return None if tangents[0] is None else bind(op(), tangents[0], *primals[1:], **params)

    return jvp


def _taps_transpose(op: Callable[[], Op]) -> Callable[..., Any]:
    def transpose(c: Tensor, x: Linear, taps: Any, *, sizes: Any, **window: Any) -> Any:
        return bind(op(), c, taps, sizes=_spatial(x, len(sizes)), **window), None

    return transpose


take_taps: Op = declare(
    "take_taps",
    infer=lambda x, taps, *, sizes, **window: _pooled(x, sizes),
    lowering=Read(_take_emit, cost=8),
    batch=leading(lambda: take_taps),
    jvp=_linear_first(lambda: take_taps),
    transpose=_taps_transpose(lambda: put_taps),
    family="pooling",
)
put_taps: Op = declare(
    "put_taps",
    infer=lambda y, taps, *, sizes, **window: _pooled(y, sizes),
    lowering=Read(_put_emit, cost=8),
    batch=leading(lambda: put_taps),
    jvp=_linear_first(lambda: put_taps),
    transpose=_taps_transpose(lambda: take_taps),
    family="pooling",
)


# --- sums


def _sum_emit(
    k: Any, coords: Any, operands: Any, types: Any, *, sizes: Any, inner: bool, **window: Any
) -> Any:
    n = len(sizes)
    dtype = types[0].dtype
    wide = dt.float32 if dtype.is_floating and dtype.itemsize == 2 else dtype
    total = k.const(0, wide)
    if _empty(types, n):
        return k.cast(total, dtype)
    shape = types[0].shape[-n:]
    for inside, place in _tap_places(k, coords[-n:], shape, inner=inner, **window):
        value = k.cast(operands[0]((*coords[:-n], *place)), wide)
        total = _select(k, inside, k.add(total, value), total)
    return k.cast(total, dtype)


def _sum_transpose(c: Tensor, x: Linear, *, sizes: Any, inner: bool, **window: Any) -> Any:
    return (bind(put_sums, c, sizes=_spatial(x, len(sizes)), **window),)


def _put_transpose(c: Tensor, y: Linear, *, sizes: Any, **window: Any) -> Any:
    return (bind(sum_pool, c, sizes=_spatial(y, len(sizes)), inner=False, **window),)


sum_pool: Op = declare(
    "sum_pool",
    infer=lambda x, *, sizes, **window: _pooled(x, sizes),
    lowering=Read(_sum_emit, cost=8),
    batch=leading(lambda: sum_pool),
    jvp=linear_jvp(lambda: sum_pool),
    transpose=_sum_transpose,
    family="pooling",
)
put_sums: Op = declare(
    "put_sums",
    infer=lambda y, *, sizes, **window: _pooled(y, sizes),
    lowering=Read(_put_emit, cost=8),
    batch=leading(lambda: put_sums),
    jvp=linear_jvp(lambda: put_sums),
    transpose=_put_transpose,
    family="pooling",
)


# --- what users call


def _each(value: Any, n: int, where: str, what: str, least: int) -> Ints:
    numbers = (value,) * n if hasattr(value, "__index__") else tuple(value)
    if len(numbers) == 1:
        numbers = numbers * n
    if len(numbers) != n or any(not hasattr(v, "__index__") or v < least for v in numbers):
        raise ShapeError(
            f"{where}: {what}={value!r}; write one int or {n} of them, each at least {least}"
        )
    return tuple(int(v) for v in numbers)


def _count(size: Dim, kernel: int, stride: int, pad: int, dilation: int, ceil_mode: bool) -> Dim:
    """How many windows an axis has, by PyTorch's rule."""
    room = size + 2 * pad - dilation * (kernel - 1) - 1
    if not ceil_mode:
        return room // stride + 1
    count = (room + stride - 1) // stride + 1
    if not isinstance(count, int) or not isinstance(size, int):
        raise ShapeError("pooling with ceil_mode=True needs sizes known when it is compiled")
    # The last window must begin inside of the input or of its left padding.
    return count - 1 if (count - 1) * stride >= size + pad else count


class _Windows:
    """The checked arguments of a pooling of n axes."""

    def __init__(
        self, where: str, x: Tensor, n: int, kernel: Any, stride: Any, padding: Any, dilation: Any,
        ceil_mode: bool,
    ) -> None:  # fmt: skip
        if x.ndim not in (n + 1, n + 2):
            raise ShapeError(
                f"{where}: expected {n + 2} axes (batch, channels, ...) or {n + 1}, got shape "
                f"{show(x.shape)}"
            )
        self.kernel = _each(kernel, n, where, "kernel_size", 1)
        self.strides = _each(kernel if stride is None else stride, n, where, "stride", 1)
        self.before = _each(padding, n, where, "padding", 0)
        self.dilation = _each(dilation, n, where, "dilation", 1)
        self.spatial = _spatial(x, n)
        for size, k, pad, dil in zip(
            self.spatial, self.kernel, self.before, self.dilation, strict=True
        ):
            if 2 * pad > k:
                raise ShapeError(f"{where}: padding {pad} is more than half of the window {k}")
            check_window(where, size, k, 2 * pad, dil)
        self.sizes: tuple[Dim, ...] = tuple(
            _count(s, k, t, p, d, ceil_mode)
            for s, k, t, p, d in zip(
                self.spatial, self.kernel, self.strides, self.before, self.dilation, strict=True
            )
        )
        self.inner = not ceil_mode and not any(self.before)

    def params(self, axes: slice = slice(None)) -> dict[str, Any]:
        return {
            "kernel": self.kernel[axes],
            "strides": self.strides[axes],
            "before": self.before[axes],
            "dilation": self.dilation[axes],
        }


def _max_pool(
    where: str, n: int, x: TensorLike, kernel: Any, stride: Any, padding: Any, dilation: Any,
    ceil_mode: bool, return_indices: bool,
) -> Any:  # fmt: skip
    x = array(x, where)
    check_kind(where, x.dtype, "biuf")
    w = _Windows(where, x, n, kernel, stride, padding, dilation, ceil_mode)
    params = w.params()
    result = apply(max_pool, x, sizes=w.sizes, inner=w.inner, **params)
    if not return_indices:
        return result
    tap = astype(apply(max_taps, x, sizes=w.sizes, inner=w.inner, **params), dt.int64)
    return result, _places_of(tap, w, n)


def _places_of(tap: Tensor, w: _Windows, n: int) -> Tensor:
    """Where in the flattened input the taps are."""
    place: Any = None
    for i in reversed(range(n)):
        number = tap % w.kernel[i]
        tap = tap // w.kernel[i]
        shape = tuple(w.sizes[i] if j == i else 1 for j in range(n))
        start = iota(shape, i, dt.int64) * w.strides[i] - w.before[i]
        along = number * w.dilation[i] + start
        step = product(w.spatial[i + 1 :])
        along = multiply(along, number_of(step, dt.int64))
        place = along if place is None else add(place, along)
    result: Tensor = place
    return result


@composite
def max_pool1d(
    x: TensorLike, kernel_size: IntOrInts, stride: IntOrInts | None = None,
    padding: IntOrInts = 0, dilation: IntOrInts = 1, ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:  # fmt: skip
    """The largest elements of windows along the last axis; see `max_pool2d`.

    >>> ni.max_pool1d(ni.tensor([[1.0, 3.0, 7.0, 5.0]]), 2)
    tensor([[3., 7.]])
    """
    return _max_pool("max_pool1d", 1, x, kernel_size, stride, padding, dilation, ceil_mode,
                     return_indices)  # fmt: skip


@composite
def max_pool2d(
    x: TensorLike, kernel_size: IntOrInts, stride: IntOrInts | None = None,
    padding: IntOrInts = 0, dilation: IntOrInts = 1, ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:  # fmt: skip
    """The largest elements of windows over the last two axes of x (N, C, H, W) or (C, H, W).

    stride is the kernel's size unless given. With `return_indices` the places of the maxima in
    the flattened (H, W) come as well. The gradient goes to the first maximum of a window.

    >>> ni.max_pool2d(ni.tensor([[[1., 2.], [3., 4.]]]), 2)
    tensor([[[4.]]])
    """
    return _max_pool("max_pool2d", 2, x, kernel_size, stride, padding, dilation, ceil_mode,
                     return_indices)  # fmt: skip


@composite
def max_pool3d(
    x: TensorLike, kernel_size: IntOrInts, stride: IntOrInts | None = None,
    padding: IntOrInts = 0, dilation: IntOrInts = 1, ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:  # fmt: skip
    """The largest elements of windows over the last three axes; see `max_pool2d`.

    >>> ni.max_pool3d(ni.ones((1, 1, 2, 4, 4)), 2).shape
    (1, 1, 1, 2, 2)
    """
    return _max_pool("max_pool3d", 3, x, kernel_size, stride, padding, dilation, ceil_mode,
                     return_indices)  # fmt: skip


def _avg_pool(
    where: str, n: int, x: TensorLike, kernel: Any, stride: Any, padding: Any, ceil_mode: bool,
    count_include_pad: bool, divisor: float | None,
) -> Tensor:  # fmt: skip
    x = array(x, where)
    check_kind(where, x.dtype, "fc")
    w = _Windows(where, x, n, kernel, stride, padding, 1, ceil_mode)
    total = apply(sum_pool, x, sizes=w.sizes, inner=w.inner, **w.params())
    if divisor is not None:
        if divisor == 0:
            raise ShapeError(f"{where}: divisor_override must not be 0")
        return _quotient(total, divisor)
    if w.inner or (count_include_pad and not ceil_mode):
        count = 1
        for k in w.kernel:
            count *= k
        return _quotient(total, count)
    counts: Any = None
    for i in range(n):
        shape = tuple(w.sizes[i] if j == i else 1 for j in range(n))
        start = iota(shape, i, dt.int64) * w.strides[i] - w.before[i]
        size, pad = number_of(w.spatial[i], dt.int64), w.before[i]
        # Windows may reach into the padding, but not beyond it.
        end = minimum(start + w.kernel[i], size + pad)
        if not count_include_pad:
            start, end = maximum(start, 0), minimum(end, size)
        counts = end - start if counts is None else multiply(counts, end - start)
    return _quotient(total, astype(counts, x.dtype.real))


def _quotient(x: Tensor, by: Any) -> Tensor:
    result: Tensor = divide(x, by)
    return result


@composite
def avg_pool1d(
    x: TensorLike, kernel_size: IntOrInts, stride: IntOrInts | None = None,
    padding: IntOrInts = 0, ceil_mode: bool = False, count_include_pad: bool = True,
    divisor_override: float | None = None,
) -> Tensor:  # fmt: skip
    """Means of windows along the last axis; see `avg_pool2d`.

    >>> ni.avg_pool1d(ni.tensor([[1.0, 3.0, 5.0, 7.0]]), 2)
    tensor([[2., 6.]])
    """
    return _avg_pool("avg_pool1d", 1, x, kernel_size, stride, padding, ceil_mode,
                     count_include_pad, divisor_override)  # fmt: skip


@composite
def avg_pool2d(
    x: TensorLike, kernel_size: IntOrInts, stride: IntOrInts | None = None,
    padding: IntOrInts = 0, ceil_mode: bool = False, count_include_pad: bool = True,
    divisor_override: float | None = None,
) -> Tensor:  # fmt: skip
    """Means of windows over the last two axes of x (N, C, H, W) or (C, H, W).

    stride is the kernel's size unless given. Padding counts as zeros, unless `count_include_pad` is
    False; `divisor_override` divides all sums by that number instead.

    >>> ni.avg_pool2d(ni.tensor([[[1., 2.], [3., 4.]]]), 2)
    tensor([[[2.5]]])
    """
    return _avg_pool("avg_pool2d", 2, x, kernel_size, stride, padding, ceil_mode,
                     count_include_pad, divisor_override)  # fmt: skip


@composite
def avg_pool3d(
    x: TensorLike, kernel_size: IntOrInts, stride: IntOrInts | None = None,
    padding: IntOrInts = 0, ceil_mode: bool = False, count_include_pad: bool = True,
    divisor_override: float | None = None,
) -> Tensor:  # fmt: skip
    """Means of windows over the last three axes; see `avg_pool2d`.

    >>> ni.avg_pool3d(ni.ones((1, 1, 2, 4, 4)), 2).shape
    (1, 1, 1, 2, 2)
    """
    return _avg_pool("avg_pool3d", 3, x, kernel_size, stride, padding, ceil_mode,
                     count_include_pad, divisor_override)  # fmt: skip


def _adaptive(where: str, n: int, x: TensorLike, output_size: Any) -> Tensor:
    x = array(x, where)
    check_kind(where, x.dtype, "fc")
    if x.ndim not in (n + 1, n + 2):
        raise ShapeError(f"{where}: expected {n + 2} or {n + 1} axes, got shape {show(x.shape)}")
    have = _spatial(x, n)
    given = (output_size,) * n if hasattr(output_size, "__index__") else tuple(output_size)
    if len(given) != n:
        raise ShapeError(f"{where}: output_size={output_size!r}; write one int or {n} of them")
    want = [h if g is None else g for h, g in zip(have, given, strict=True)]
    if all(one(g) for g in want):
        means: Tensor = mean(x, tuple(range(x.ndim - n, x.ndim)), keepdims=True)
        return means
    if all(
        isinstance(h, int) and isinstance(g, int) and g > 0 and h % g == 0
        for h, g in zip(have, want, strict=True)
    ):
        kernel = tuple(int(h) // int(g) for h, g in zip(have, want, strict=True))
        return _avg_pool(where, n, x, kernel, None, 0, False, True, None)
    for axis, (h, g) in enumerate(zip(have, want, strict=True), x.ndim - n):
        if known_equal(h, g) is not True:
            x = _bins(x, axis, h, g)
    return x


def _bins(x: Tensor, axis: int, size: Dim, count: Dim) -> Tensor:
    """Means of `count` bins of an axis: from ⌊i·size/count⌋ to ⌈(i+1)·size/count⌉."""
    s, n = number_of(size, dt.int64), number_of(count, dt.int64)
    i = iota((1, count), 1, dt.int64)
    place = iota((size, 1), 0, dt.int64)
    start, end = i * s // n, ((i + 1) * s + n - 1) // n
    inside = logical_and(less_equal(start, place), less(place, end))
    weights = divide(astype(inside, x.dtype), astype(end - start, x.dtype.real))
    labels = tuple(range(x.ndim))
    output = tuple(x.ndim if a == axis else a for a in labels)
    result: Tensor = contract([x, weights], (labels, (axis, x.ndim)), output)
    return result


@composite
def adaptive_avg_pool1d(x: TensorLike, output_size: IntOrInts) -> Tensor:
    """Means of `output_size` bins of the last axis; see `adaptive_avg_pool2d`.

    >>> ni.adaptive_avg_pool1d(ni.tensor([[1.0, 3.0, 5.0, 7.0]]), 2)
    tensor([[2., 6.]])
    """
    return _adaptive("adaptive_avg_pool1d", 1, x, output_size)


@composite
def adaptive_avg_pool2d(x: TensorLike, output_size: IntOrInts) -> Tensor:
    """Means of bins of the last two axes, so many that the result has `output_size`.

    Bins are nearly equal and cover all elements; where sizes do not divide they overlap by one.

    >>> ni.adaptive_avg_pool2d(ni.tensor([[[1., 2.], [3., 4.]]]), 1)
    tensor([[[2.5]]])
    """
    return _adaptive("adaptive_avg_pool2d", 2, x, output_size)


@composite
def adaptive_avg_pool3d(x: TensorLike, output_size: IntOrInts) -> Tensor:
    """Means of bins of the last three axes; see `adaptive_avg_pool2d`.

    >>> ni.adaptive_avg_pool3d(ni.ones((1, 1, 2, 4, 4)), 2).shape
    (1, 1, 2, 2, 2)
    """
    return _adaptive("adaptive_avg_pool3d", 3, x, output_size)
