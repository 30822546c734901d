"""Convolutions over one to three axes, as correlations: kernels are not flipped.

Three primitives, each bilinear, and each other's transposes:

| primitive | operands | result |
|---|---|---|
| `conv` | x[N, C, *S], w[O, C/groups, *K] | y[N, O, *T] |
| `conv_input_grad` | y[N, O, *T], w | x[N, C, *S] |
| `conv_weight_grad` | x, y | w |

with y[n, o, t] = Σ x[n, c, t·stride + k·dilation − before] · w[o, c, k], where x is 0 outside. `conv_transpose`
is `conv_input_grad` under the name that users know.

Complex convolutions are made of real ones; half-width floats are convolved in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product as combinations
from typing import Any

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, maximum
from ..ir.graph import Node
from ..ir.op import Anchor, Linear, Op, Type
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import accumulate, move_axis
from ..trace.regions import make
from ..trace.stage import check_equal, known_equal
from .arithmetic import add, subtract
from .complexes import complex as make_complex
from .complexes import imag, real
from .control.scans import scan
from .creation import full
from .families import Tensor, apply, declare, promoted, to_dtype
from .movement import place, take_slices
from .shaping import reshaped

Ints = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


def output_size(size: Dim, kernel: Dim, stride: int, pad: tuple[int, int], dilation: int) -> Dim:
    """How many windows fit along an axis."""
    return (size + pad[0] + pad[1] - dilation * (kernel - 1) - 1) // stride + 1


def check_window(where: str, size: Dim, kernel: Dim, pads: int, dilation: int) -> None:
    """Make sure that a window fits into an axis, at once or at run time."""
    room = size + pads - dilation * (kernel - 1)
    if isinstance(room, int) and room < 1:
        raise ShapeError(
            f"{where}: a kernel of size {kernel!r} with dilation {dilation} is larger than the input's "
            f"{size!r} with padding {pads}; pad more or take a smaller kernel"
        )
    check_equal(room, maximum(room, 1), f"{where}: room for the kernel")


def _equal(where: str, what: str, a: Dim, b: Dim) -> Dim:
    if known_equal(a, b) is False:
        raise ShapeError(f"{where}: {what}: {a!r} and {b!r} must be equal")
    return check_equal(a, b)


def _check(where: str, a: Type, b: Type, strides: Ints, groups: int) -> None:
    if a.dtype is not b.dtype or a.dtype not in (dt.float32, dt.float64):
        raise DTypeError(f"{where}: {a.dtype} and {b.dtype} must be one of float32 and float64")
    if a.ndim != b.ndim or not 3 <= a.ndim <= 5 or len(strides) != a.ndim - 2 or groups < 1:
        raise ShapeError(f"{where}: {show(a.shape)}, {show(b.shape)}, strides {strides}")


def _conv_infer(
    x: Type, w: Type, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int
) -> Type:
    _check("conv", x, w, strides, groups)
    _equal("conv", f"channels of x{show(x.shape)} and weight{show(w.shape)}", x.shape[1],
           w.shape[1] * groups)  # fmt: skip
    spatial = tuple(
        output_size(s, k, t, p, d)
        for s, k, t, p, d in zip(x.shape[2:], w.shape[2:], strides, padding, dilation, strict=True)
    )
    for size, k, s in zip(spatial, w.shape[2:], x.shape[2:], strict=True):
        if isinstance(size, int) and (size < 0 or (size == 0 and not _is_zero(s))):
            raise ShapeError(
                f"conv: the kernel's size {k!r} (with its dilation) is larger than the input's {s!r} "
                "with its padding; pad more or take a smaller kernel"
            )
    return Type(x.dtype, (x.shape[0], w.shape[0], *spatial))


def _is_zero(size: Dim) -> bool:
    return isinstance(size, int) and size == 0


def _input_infer(
    y: Type, w: Type, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int,
    sizes: tuple[Dim, ...],
) -> Type:  # fmt: skip
    _check("conv_input_grad", y, w, strides, groups)
    _equal("conv_input_grad", "output channels", y.shape[1], w.shape[0])
    return Type(y.dtype, (y.shape[0], w.shape[1] * groups, *sizes))


def _weight_infer(
    x: Type, y: Type, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int,
    kernel: tuple[Dim, ...],
) -> Type:  # fmt: skip
    _check("conv_weight_grad", x, y, strides, groups)
    _equal("conv_weight_grad", "batch", x.shape[0], y.shape[0])
    return Type(x.dtype, (y.shape[1], x.shape[1] // groups, *kernel))


def _bilinear(op: Callable[[], Op]) -> Callable[..., Any]:
    def jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        (a, b), (da, db) = primals, tangents
        return accumulate(
            None if da is None else bind(op(), da, b, **params),
            None if db is None else bind(op(), a, db, **params),
        )

    return jvp


def _conv_transpose(c: Tensor, x: Any, w: Any, **params: Any) -> tuple[Any, Any]:
    if isinstance(x, Linear):
        return apply(input_grad, c, w, sizes=tuple(x.shape[2:]), **params), None
    return None, apply(weight_grad, x, c, kernel=tuple(w.shape[2:]), **params)


def _input_transpose(c: Tensor, y: Any, w: Any, *, sizes: Any, **params: Any) -> tuple[Any, Any]:
    if isinstance(y, Linear):
        return _fitted(apply(conv_op, c, w, **params), y.shape), None
    return None, apply(weight_grad, c, y, kernel=tuple(w.shape[2:]), **params)


def _weight_transpose(c: Tensor, x: Any, y: Any, *, kernel: Any, **params: Any) -> tuple[Any, Any]:
    if isinstance(x, Linear):
        return apply(input_grad, y, c, sizes=tuple(x.shape[2:]), **params), None
    return None, _fitted(apply(conv_op, x, c, **params), y.shape)


def _fitted(y: Tensor, shape: Sequence[Dim]) -> Tensor:
    """y with the sizes that it is to have: windows that only exist in one direction are dropped."""
    return take_slices(y, [(0, 1, n) for n in shape])


# --- a hidden axis


def _joined(x: Tensor, at: int, axis: int, size: Dim, groups: int = 1) -> Tensor:
    """x with its hidden axis made part of another one, counted without it.

    Elements lie before the rest of that axis, but behind its groups.
    """
    x = move_axis(x, at, 0)
    _, *shape = x.shape
    parts = [*shape[:axis], groups, shape[axis] // groups, *shape[axis + 1 :]]
    x = move_axis(reshaped(x, (size, *parts)), 0, axis + 1)
    return reshaped(x, (*shape[:axis], size * shape[axis], *shape[axis + 1 :]))


def _parted(x: Tensor, axis: int, size: Dim, groups: int = 1) -> Tensor:
    """The inverse: the hidden axis in front."""
    shape = list(x.shape)
    rest = shape[axis] // (size * groups)
    x = reshaped(x, (*shape[:axis], groups, size, rest, *shape[axis + 1 :]))
    shape[axis] = rest * groups
    return reshaped(move_axis(x, axis + 1, 0), (size, *shape))


def _hidden(
    op_of: Callable[[], Op],
    first: tuple[int, int],
    second: tuple[int, int],
    both: tuple[int, int, int],
) -> Callable[..., Any]:
    """The rule of batching for a bilinear operation.

    A hidden axis that only one operand has becomes part of one of its axes, and of one of the
    result: the pairs `first` and `second`. Where both have one (`both`: an axis of each and of
    the result), elements become groups; when it is open how many there are, rounds of a loop.
    """

    def batch(
        args: Any, axes: Any, size: Dim, /, *, groups: int, **params: Any
    ) -> tuple[Tensor, int]:
        (a, b), (at_a, at_b) = args, axes
        if at_a is not None and at_b is not None:
            if not isinstance(size, int):
                return _one_by_one(op_of(), (a, b), (at_a, at_b), size, groups=groups, **params), 0
            a = _joined(a, at_a, both[0], size)
            b = _joined(b, at_b, both[1], size)
            result = apply(op_of(), a, b, groups=groups * size, **params)
            return _parted(result, both[2], size), 0
        into, out = second if at_a is None else first
        if at_a is None:
            b = _joined(b, at_b, into, size, _groups_in(op_of(), 1, into, groups))
        else:
            a = _joined(a, at_a, into, size, _groups_in(op_of(), 0, into, groups))
        result = apply(op_of(), a, b, groups=groups, **params)
        return _parted(result, out, size, _groups_in(op_of(), 2, out, groups)), 0

    return batch


def _one_by_one(op: Op, args: Any, axes: Any, size: Dim, **params: Any) -> Any:
    """An operation on two operands for each element of their hidden axes, in a loop.

    Groups would need to know how many there are; a loop is compiled once for all numbers.
    """
    xs = [move_axis(x, axis, 0) for x, axis in zip(args, axes, strict=True)]
    types = [Type(x.dtype, x.shape[1:]) for x in xs]
    body = make(op.name, types, lambda a, b: [apply(op, a, b, **params)])
    found = bind(scan, *xs, body=body, carries=0, xs=2, length=size, reverse=False, kept=0)
    return found[0]


def _groups_in(op: Op, number: int, axis: int, groups: int) -> int:
    """How many groups lie in an axis of an operand, or of the result (number 2)."""
    kernel = {"conv": 1, "conv_input_grad": 1, "conv_weight_grad": 2}[op.name]
    return groups if axis == (0 if number == kernel else 1) else 1


_MOST_RESIDUES = 8  # convolutions that one with strides is split into: each is compiled


def _by_residues(node: Node) -> Callable[..., Any] | None:
    """How the gradient by the input is computed where there are strides: see `_residues`."""
    strides, dilation = node.params["strides"], node.params["dilation"]
    count = 1
    for s in strides:
        count *= s
    if count == 1 or count > _MOST_RESIDUES:
        return None
    if any(s > 1 and d > 1 for s, d in zip(strides, dilation, strict=True)):
        return None
    return _residues


def _residues(
    y: Tensor, w: Tensor, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int,
    sizes: tuple[Dim, ...],
) -> Tensor:  # fmt: skip
    """The gradient by the input: places that leave one residue are a convolution without strides.

    Place i = i'·s + r is reached by the taps k = k0 + k'·s with k0 = (r + before) mod s alone, from
    y[i' + q − k'] with q = (r + before − k0) / s. So each residue takes every s-th tap, and its
    results lie s apart.
    """
    total: Tensor | None = None
    shape = (y.shape[0], w.shape[1] * groups, *sizes)
    channels: list[tuple[Dim, int, Dim]] = [(0, 1, shape[0]), (0, 1, shape[1])]
    for residue in combinations(*[range(s) for s in strides]):
        taps: list[tuple[Dim, int, Dim]] = [(0, 1, w.shape[0]), (0, 1, w.shape[1])]
        places = list(channels)
        pads = []
        for r, s, pad, kernel, size in zip(
            residue, strides, padding, w.shape[2:], sizes, strict=True
        ):
            first = (r + pad[0]) % s
            taps.append((first, s, (kernel - first + s - 1) // s))
            places.append((r, s, (size - r + s - 1) // s))
            pads.append(((r + pad[0] - first) // s, 0))
        if any(_is_zero(n) for _, _, n in (*taps[2:], *places)):
            continue
        part = apply(
            input_grad, y, take_slices(w, taps), strides=(1,) * len(strides), padding=tuple(pads),
            dilation=dilation, groups=groups, sizes=tuple(n for _, _, n in places[2:]),
        )  # fmt: skip
        part = place(part, shape, places, 0)
        total = part if total is None else add(total, part)
    return full(shape, 0, y.dtype) if total is None else total


conv_op: Op = declare(
    "conv",
    infer=_conv_infer,
    lowering=Anchor("conv"),
    jvp=_bilinear(lambda: conv_op),
    transpose=_conv_transpose,
    batch=_hidden(lambda: conv_op, (0, 0), (0, 1), (1, 0, 1)),
    family="convolution",
)
input_grad: Op = declare(
    "conv_input_grad",
    infer=_input_infer,
    lowering=Anchor("conv_input_grad", split=_by_residues),
    jvp=_bilinear(lambda: input_grad),
    transpose=_input_transpose,
    batch=_hidden(lambda: input_grad, (0, 0), (1, 1), (1, 0, 1)),
    family="convolution",
)
weight_grad: Op = declare(
    "conv_weight_grad",
    infer=_weight_infer,
    lowering=Anchor("conv_weight_grad"),
    jvp=_bilinear(lambda: weight_grad),
    transpose=_weight_transpose,
    batch=_hidden(lambda: weight_grad, (1, 1), (1, 0), (1, 1, 0)),
    family="convolution",
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


def _products(op: Op, a: Tensor, b: Tensor, **params: Any) -> Tensor:
    """The bilinear `op` for every inexact dtype."""
    dtype = a.dtype
    if dtype.is_complex:
        ar, ai, br, bi = real(a), imag(a), real(b), imag(b)
        re = subtract(apply(op, ar, br, **params), apply(op, ai, bi, **params))
        im = add(apply(op, ar, bi, **params), apply(op, ai, br, **params))
        result: Tensor = make_complex(re, im)
        return result
    if dtype.itemsize == 2:
        a, b = to_dtype(a, dt.float32), to_dtype(b, dt.float32)
        return to_dtype(apply(op, a, b, **params), dtype)
    return apply(op, a, b, **params)


def _operands(
    where: str, n: int, x: Any, weight: Any, bias: Any
) -> tuple[Tensor, Tensor, Tensor | None, bool]:
    """(x, weight, bias, whether x is a batch) in one dtype."""
    given = [x, weight] if bias is None else [x, weight, bias]
    x, weight, *rest = promoted(where, *given, accepts="fc")
    if weight.ndim != n + 2 or x.ndim not in (n + 1, n + 2):
        raise ShapeError(
            f"{where}: x {show(x.shape)} and weight {show(weight.shape)}; wanted are {n + 2} axes "
            f"of x (batch, channels, ...), or {n + 1}, and {n + 2} of the weight"
        )
    batched = x.ndim == n + 2
    if not batched:
        x = reshaped(x, (1, *x.shape))
    return x, weight, rest[0] if rest else None, batched


def _finished(where: str, y: Tensor, bias: Tensor | None, batched: bool) -> Tensor:
    if bias is not None:
        if bias.ndim != 1 or known_equal(bias.shape[0], y.shape[1]) is False:
            raise ShapeError(f"{where}: bias {show(bias.shape)} for {y.shape[1]!r} channels")
        y = add(y, reshaped(bias, (bias.shape[0], *(1,) * (y.ndim - 2))))
    return y if batched else reshaped(y, y.shape[1:])


def _conv(
    where: str, n: int, x: Any, weight: Any, bias: Any, stride: Any, padding: Any, dilation: Any,
    groups: int,
) -> Tensor:  # fmt: skip
    x, weight, bias, batched = _operands(where, n, x, weight, bias)
    strides = _each(stride, n, where, "stride", 1)
    steps = _each(dilation, n, where, "dilation", 1)
    _check_groups(where, x.shape[1], weight.shape[1] * groups, weight.shape[0], groups)
    pads: Pairs
    if isinstance(padding, str):
        pads = _named_padding(where, padding, strides, steps, weight.shape[2:])
    else:
        pads = tuple((p, p) for p in _each(padding, n, where, "padding", 0))
    for i, (pad, dil) in enumerate(zip(pads, steps, strict=True), 2):
        check_window(where, x.shape[i], weight.shape[i], sum(pad), dil)
    y = _products(conv_op, x, weight, strides=strides, padding=pads, dilation=steps, groups=groups)
    return _finished(where, y, bias, batched)


def _check_groups(where: str, channels: Dim, wanted: Dim, outputs: Dim, groups: Any) -> None:
    if not isinstance(groups, int) or groups < 1:
        raise ShapeError(f"{where}: groups={groups!r}; write an int of at least 1")
    if known_equal(channels, wanted) is False:
        raise ShapeError(
            f"{where}: x has {channels!r} channels, the weight with groups={groups} is for "
            f"{wanted!r}"
        )
    if isinstance(outputs, int) and outputs % groups:
        raise ShapeError(f"{where}: {outputs} channels do not divide into {groups} groups")


def _named_padding(
    where: str, name: str, strides: Ints, dilation: Ints, kernel: Sequence[Dim]
) -> Pairs:
    if name == "valid":
        return ((0, 0),) * len(kernel)
    if name != "same" or any(s != 1 for s in strides):
        raise ShapeError(
            f"{where}: padding={name!r} with stride {strides}; write 'valid', 'same' (for stride 1 "
            "only) or ints"
        )
    if not all(isinstance(k, int) for k in kernel):
        raise ShapeError(f"{where}: padding='same' needs a kernel of known size")
    totals = [d * (int(k) - 1) for d, k in zip(dilation, kernel, strict=True)]
    return tuple((t // 2, t - t // 2) for t in totals)


@composite
def conv1d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int | Ints = 1,
    padding: int | Ints | str = 0, dilation: int | Ints = 1, groups: int = 1,
) -> Tensor:  # fmt: skip
    """Convolution along the last axis of x (N, C, L); see `conv2d`.

    >>> ni.conv1d(ni.ones((1, 1, 5)), ni.ones((1, 1, 3)))
    tensor([[[3., 3., 3.]]])
    """
    return _conv("conv1d", 1, x, weight, bias, stride, padding, dilation, groups)


@composite
def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int | Ints = 1,
    padding: int | Ints | str = 0, dilation: int | Ints = 1, groups: int = 1,
) -> Tensor:  # fmt: skip
    """Convolution (correlation) over the last two axes.

    x: (N, C, H, W) or (C, H, W); weight: (O, C / groups, R, S); bias: (O,). The result has O
    channels and ⌊(H + 2·padding − dilation·(R − 1) − 1) / stride⌋ + 1 rows. padding may be "valid" (none)
    or "same" (the result is as large as x). With groups, channels fall into that many parts that do not mix.

    Raises `ShapeError` when channels do not fit or the kernel is larger than the padded input,
    `DTypeError` for integers and bools.

    >>> ni.conv2d(ni.ones((1, 3, 8, 8)), ni.ones((4, 3, 3, 3)), padding=1).shape
    (1, 4, 8, 8)
    """
    return _conv("conv2d", 2, x, weight, bias, stride, padding, dilation, groups)


@composite
def conv3d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int | Ints = 1,
    padding: int | Ints | str = 0, dilation: int | Ints = 1, groups: int = 1,
) -> Tensor:  # fmt: skip
    """Convolution over the last three axes of x (N, C, D, H, W); see `conv2d`.

    >>> ni.conv3d(ni.ones((1, 1, 4, 4, 4)), ni.ones((2, 1, 3, 3, 3))).shape
    (1, 2, 2, 2, 2)
    """
    return _conv("conv3d", 3, x, weight, bias, stride, padding, dilation, groups)


def _conv_transposed(
    where: str, n: int, x: Any, weight: Any, bias: Any, stride: Any, padding: Any,
    output_padding: Any, groups: int, dilation: Any,
) -> Tensor:  # fmt: skip
    x, weight, bias, batched = _operands(where, n, x, weight, bias)
    strides = _each(stride, n, where, "stride", 1)
    steps = _each(dilation, n, where, "dilation", 1)
    pads = _each(padding, n, where, "padding", 0)
    more = _each(output_padding, n, where, "output_padding", 0)
    _check_groups(where, x.shape[1], weight.shape[0], weight.shape[0], groups)
    for extra, s, d in zip(more, strides, steps, strict=True):
        if extra >= max(s, d):
            raise ShapeError(
                f"{where}: output_padding {extra} must be smaller than stride {s} or dilation {d}"
            )
    sizes = tuple(
        (size - 1) * s - 2 * p + d * (k - 1) + extra + 1
        for size, s, p, d, k, extra in zip(
            x.shape[2:], strides, pads, steps, weight.shape[2:], more, strict=True
        )
    )
    if any(isinstance(size, int) and size < 0 for size in sizes):
        raise ShapeError(f"{where}: the result would have sizes {show(sizes)}; pad less")
    y = _products(
        input_grad, x, weight, strides=strides, padding=tuple((p, p) for p in pads),
        dilation=steps, groups=groups, sizes=sizes,
    )  # fmt: skip
    return _finished(where, y, bias, batched)


@composite
def conv_transpose1d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int | Ints = 1,
    padding: int | Ints = 0, output_padding: int | Ints = 0, groups: int = 1,
    dilation: int | Ints = 1,
) -> Tensor:  # fmt: skip
    """Transposed convolution along the last axis; see `conv_transpose2d`.

    >>> ni.conv_transpose1d(ni.ones((1, 1, 3)), ni.ones((1, 1, 2)), stride=2)
    tensor([[[1., 1., 1., 1., 1., 1.]]])
    """
    return _conv_transposed("conv_transpose1d", 1, x, weight, bias, stride, padding,
                            output_padding, groups, dilation)  # fmt: skip


@composite
def conv_transpose2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int | Ints = 1,
    padding: int | Ints = 0, output_padding: int | Ints = 0, groups: int = 1,
    dilation: int | Ints = 1,
) -> Tensor:  # fmt: skip
    """The transpose of a convolution over the last two axes, as upsampling layers use it.

    x: (N, C, H, W) or (C, H, W); weight: (C, O / groups, R, S); bias: (O,). The result has
    (H − 1)·stride − 2·padding + dilation·(R − 1) + output_padding + 1 rows: the input that `conv2d`
    with these parameters would turn into H rows.

    Raises as `conv2d`.

    >>> ni.conv_transpose2d(ni.ones((1, 1, 3, 3)), ni.ones((1, 2, 2, 2)), stride=2).shape
    (1, 2, 6, 6)
    """
    return _conv_transposed("conv_transpose2d", 2, x, weight, bias, stride, padding,
                            output_padding, groups, dilation)  # fmt: skip


@composite
def conv_transpose3d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int | Ints = 1,
    padding: int | Ints = 0, output_padding: int | Ints = 0, groups: int = 1,
    dilation: int | Ints = 1,
) -> Tensor:  # fmt: skip
    """Transposed convolution over the last three axes; see `conv_transpose2d`.

    >>> ni.conv_transpose3d(ni.ones((1, 1, 2, 2, 2)), ni.ones((1, 1, 2, 2, 2)), stride=2).shape
    (1, 1, 4, 4, 4)
    """
    return _conv_transposed("conv_transpose3d", 3, x, weight, bias, stride, padding,
                            output_padding, groups, dilation)  # fmt: skip
