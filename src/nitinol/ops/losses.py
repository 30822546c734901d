"""Loss functions. `reduction` is `mean`, `sum` or `none`; operands come first, and targets get
no special treatment.

Logarithms of probabilities come from `log_softmax` and `softplus`, never from log(softmax(x)),
so no finite input gives an infinite loss.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import Refusal, show
from ..ir.op import Op, Pointwise
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.stage import check_equal
from .activations import log_softmax
from .arithmetic import abs, clip
from .creation import iota, number_of
from .elementary import exp, log
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    broadcast,
    declare,
    expand,
    half_to_float,
    no_tangent,
    promoted,
    to_dtype,
    unreduce,
)
from .indexing import gather_at, take_axis
from .logic import where
from .reductions import add_up, average, finite_or_zero, highest
from .shaping import reshaped
from .special import softplus, xlogy


def _reduced(name: str, values: Array, reduction: str) -> Array:
    axes = tuple(range(values.ndim))
    if reduction == "mean":
        return average(values, axes)
    if reduction == "sum":
        return add_up(values, axes)
    if reduction == "none":
        return values
    raise ShapeError(f"{name}: reduction {reduction!r} is not known; write 'mean', 'sum' or 'none'")


def _pair(name: str, x: Any, y: Any) -> tuple[Any, Array, Array]:
    """(dtype of the result, both operands broadcast and wide enough to compute with)."""
    a, b = promoted(name, x, y, accepts="f", floating=True)
    own = a.dtype
    a, b = broadcast(name, half_to_float(a), half_to_float(b))
    return own, a, b


@composite
def mse_loss(x: TensorLike, target: TensorLike, reduction: str = "mean") -> Tensor:
    """(x − target)².

    >>> ni.mse_loss(ni.tensor([0.5, 3.0]), ni.tensor([0.0, 0.0]))
    tensor(4.625)
    """
    own, a, b = _pair("mse_loss", x, target)
    gap = a - b
    return to_dtype(_reduced("mse_loss", gap * gap, reduction), own)


@composite
def l1_loss(x: TensorLike, target: TensorLike, reduction: str = "mean") -> Tensor:
    """|x − target|; its derivative where they are equal is 0.

    >>> ni.l1_loss(ni.tensor([0.5, 3.0]), ni.tensor([0.0, 0.0]))
    tensor(1.75)
    """
    own, a, b = _pair("l1_loss", x, target)
    return to_dtype(_reduced("l1_loss", abs(a - b), reduction), own)


@composite
def huber_loss(
    x: TensorLike, target: TensorLike, delta: float = 1.0, reduction: str = "mean"
) -> Tensor:
    """d²/2 for |d| ≤ δ, else δ·(|d| − δ/2), where d = x − target (Huber 1964).

    >>> ni.huber_loss(ni.tensor([0.5, 3.0]), ni.tensor([0.0, 0.0]))
    tensor(1.3125)
    """
    own, a, b = _pair("huber_loss", x, target)
    gap = a - b
    size = abs(gap)
    values = where(size <= delta, 0.5 * (gap * gap), delta * (size - 0.5 * delta))
    return to_dtype(_reduced("huber_loss", values, reduction), own)


@composite
def smooth_l1_loss(
    x: TensorLike, target: TensorLike, beta: float = 1.0, reduction: str = "mean"
) -> Tensor:
    """d²/2β for |d| < β, else |d| − β/2, where d = x − target; β = 0 gives `l1_loss`.

    >>> ni.smooth_l1_loss(ni.tensor([0.5, 3.0]), ni.tensor([0.0, 0.0]))
    tensor(1.3125)
    """
    if beta == 0:
        return l1_loss(x, target, reduction)
    own, a, b = _pair("smooth_l1_loss", x, target)
    gap = a - b
    size = abs(gap)
    values = where(size < beta, gap * gap * (0.5 / beta), size - 0.5 * beta)
    return to_dtype(_reduced("smooth_l1_loss", values, reduction), own)


# --- classes


def _pick_tangent(primals: Any, tangents: Any, out: Any, *, axis: int) -> Any:
    # Written as a masked sum, whose transpose is a mask again and needs no scatter.
    (x, index), t = primals, tangents[0]
    if t is None:
        return None
    return add_up(where(_here(x, index, axis), t, 0), (axis,))


def _here(x: Array, index: Array, axis: int) -> Array:
    """Where along the axis `index` points."""
    count = x.shape[axis]
    # Narrow numbers, of which as many are compared at a time as there are floats; both sides wrap alike.
    number = dt.int64 if isinstance(count, int) and count >= 1 << 31 else dt.int32
    spread = reshaped(to_dtype(index, number), [*index.shape[:axis], 1, *index.shape[axis:]])
    return expand(spread, x.shape) == iota(x.shape, axis, number)  # type: ignore[no-any-return]


@composite(jvp=_pick_tangent)
def _pick(x: Tensor, index: Tensor, axis: int) -> Tensor:
    """x[…, index[…], …] along a positive axis, for non-negative indices, which are checked."""
    ndim = x.ndim
    spec = [-1 if i == axis else i if i < axis else i - 1 for i in range(ndim)]
    return gather_at(x, [index], spec, range(ndim - 1))


def _surprise_tangent(primals: Any, tangents: Any, out: Any, *, axis: int) -> Any:
    (x, index), t = primals, tangents[0]
    if t is None:
        return None
    share = exp(log_softmax(x, axis)) * t
    return add_up(where(_here(x, index, axis), t, 0) - share, (axis,))


@composite(jvp=_surprise_tangent)
def _log_softmax_at(x: Tensor, index: Tensor, axis: int) -> Tensor:
    """log_softmax(x)[…, index[…], …]: two passes over a row, which store nothing; else as `_pick`."""
    gap = x - unreduce(finite_or_zero(highest(x, (axis,))), x.shape, (axis,))
    total = add_up(exp(gap), (axis,))
    chosen = add_up(where(_here(x, index, axis), gap, 0), (axis,))
    return chosen - log(total)  # type: ignore[no-any-return]


# Classes do not count from the end, as other indices do: a negative one is refused by its name.
_class_number: Op = declare(
    "class_number",
    infer=lambda index, *, count: index,
    lowering=Pointwise(lambda k, index, *, count: k.within(index, count), 2),
    jvp=no_tangent,
    family="indexing",
)


def _classes(name: str, x: Array, target: Array) -> int:
    """The axis of the classes: 1, or 0 for a single sample."""
    axis = 1 if x.ndim > 1 else 0
    shape = tuple([n for i, n in enumerate(x.shape) if i != axis])
    words = (
        f"{name}: scores of shape ",
        tuple(x.shape),
        " (batch, classes, …) want class numbers of shape ",
        shape,
    )
    refusal = Refusal(ShapeError, (*words, ", got ", tuple(target.shape)))
    if len(shape) != target.ndim:
        raise refusal.error({})
    for a, b in zip(shape, target.shape, strict=True):
        check_equal(a, b, name, refusal)
    return axis


def _log_likelihood(
    scores: Array,
    target: Array,
    weight: Array | None,
    name: str,
    ignore_index: int,
    reduction: str,
    smoothing: float = 0.0,
    pick: Callable[..., Array] = _pick,
) -> Array:
    """−log p of the classes that `target` names, from log-probabilities, or what `pick` takes them from."""
    axis = _classes(name, scores, target)
    index = to_dtype(target, dt.int64)
    counted = index != ignore_index
    safe = apply(_class_number, where(counted, index, 0), count=scores.shape[axis])
    values = -pick(scores, safe, axis)
    weights = to_dtype(counted, scores.dtype)
    if weight is not None:
        weights = weights * take_axis(weight, safe, 0)
    if smoothing:
        values = values * weights * (1 - smoothing)
        part = scores
        if weight is not None:
            column = [weight.shape[0] if i == axis else 1 for i in range(scores.ndim)]
            part = scores * expand(reshaped(weight, column), scores.shape)
        even = -add_up(part, (axis,)) / number_of(scores.shape[axis], scores.dtype)
        values = values + where(counted, even, 0) * smoothing
    else:
        values = where(counted, values, 0) * weights
    if reduction != "mean":
        return _reduced(name, values, reduction)
    axes = tuple(range(values.ndim))
    return add_up(values, axes) / add_up(weights, axes)  # type: ignore[no-any-return]


@composite
def nll_loss(
    x: TensorLike,
    target: TensorLike,
    weight: Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Tensor:
    """−x of the class that `target` names: x holds log-probabilities, (batch, classes, …) or
    (classes,).

    The mean is weighted by `weight` (one number per class); targets equal to `ignore_index` do
    not count.

    >>> ni.nll_loss(ni.log(ni.tensor([[0.25, 0.75]])), ni.tensor([1]))
    tensor(0.2877)
    """
    (x,) = promoted("nll_loss", x, accepts="f", floating=True)
    own, wide = x.dtype, half_to_float(x)
    w = None if weight is None else to_dtype(array(weight, "nll_loss"), wide.dtype)
    y = array(target, "nll_loss")
    if not y.dtype.is_integer:
        raise DTypeError(f"nll_loss: targets are class numbers, integers; got {y.dtype}")
    return to_dtype(_log_likelihood(wide, y, w, "nll_loss", ignore_index, reduction), own)


@composite
def cross_entropy(
    x: TensorLike,
    target: TensorLike,
    weight: Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """−log softmax(x) at the target: x holds scores, (batch, classes, …) or (classes,).

    `target` holds class numbers of shape (batch, …), or probabilities of the shape of x. With
    `label_smoothing` ε the target is (1 − ε) · target + ε / classes (Szegedy et al. 2015). For
    class numbers the mean is weighted by `weight`, and those equal to `ignore_index` do not
    count.

    >>> ni.cross_entropy(ni.tensor([[2.0, 0.0], [0.0, 2.0]]), ni.tensor([0, 0]))
    tensor(1.1269)
    """
    if not 0 <= label_smoothing <= 1:
        raise ShapeError(
            f"cross_entropy: label_smoothing must lie between 0 and 1, got {label_smoothing}"
        )
    (x,) = promoted("cross_entropy", x, accepts="f", floating=True)
    own, wide = x.dtype, half_to_float(x)
    axis = 1 if x.ndim > 1 else 0
    y = array(target, "cross_entropy")
    w = None if weight is None else to_dtype(array(weight, "cross_entropy"), wide.dtype)
    how = ("cross_entropy", ignore_index, reduction)
    if y.dtype.is_integer and not label_smoothing:
        return to_dtype(_log_likelihood(wide, y, w, *how, pick=_log_softmax_at), own)
    scores = log_softmax(wide, axis)
    if y.dtype.is_integer:
        return to_dtype(_log_likelihood(scores, y, w, *how, label_smoothing), own)
    if y.ndim != x.ndim:
        raise ShapeError(
            f"cross_entropy: probabilities must have the shape of the scores, {show(x.shape)}, "
            f"got {show(y.shape)}; class numbers must be integers"
        )
    p = to_dtype(y, wide.dtype)
    if label_smoothing:
        p = p * (1 - label_smoothing) + label_smoothing / number_of(x.shape[axis], wide.dtype)
    values = scores * p
    if w is not None:
        values = values * expand(
            reshaped(w, [w.shape[0] if i == axis else 1 for i in range(x.ndim)]), values.shape
        )
    losses = -add_up(values, (axis,))
    return to_dtype(_reduced("cross_entropy", losses, reduction), own)


@composite
def binary_cross_entropy(
    x: TensorLike,
    target: TensorLike,
    weight: Tensor | None = None,
    reduction: str = "mean",
) -> Tensor:
    """−(y·log x + (1 − y)·log(1 − x)) for probabilities x; logarithms are cut off at −100.

    >>> ni.binary_cross_entropy(ni.tensor([0.9, 0.2]), ni.tensor([1.0, 0.0]))
    tensor(0.1643)
    """
    own, a, y = _pair("binary_cross_entropy", x, target)
    values = -(y * _cut_log(a) + (1 - y) * _cut_log(1 - a))
    if weight is not None:
        values = values * to_dtype(array(weight, "binary_cross_entropy"), values.dtype)
    return to_dtype(_reduced("binary_cross_entropy", values, reduction), own)


def _cut_log(x: Array) -> Array:
    # Chosen before the logarithm, so that no derivative meets 1/0.
    fine = x > math.exp(-100.0)
    return where(fine, log(where(fine, x, 1)), where(x == x, -100.0, x))


@composite
def binary_cross_entropy_with_logits(
    x: TensorLike,
    target: TensorLike,
    weight: Tensor | None = None,
    pos_weight: Tensor | None = None,
    reduction: str = "mean",
) -> Tensor:
    """`binary_cross_entropy` of sigmoid(x), computed from x without overflow.

    `pos_weight` multiplies the part of the positive class.

    >>> ni.binary_cross_entropy_with_logits(ni.tensor([2.0, -1.0]), ni.tensor([1.0, 0.0]))
    tensor(0.2201)
    """
    name = "binary_cross_entropy_with_logits"
    own, a, y = _pair(name, x, target)
    if pos_weight is None:
        values = softplus(a) - a * y
    else:
        w = expand(to_dtype(array(pos_weight, name), a.dtype), a.shape)
        values = (1 - y) * a + (1 + (w - 1) * y) * softplus(-a)
    if weight is not None:
        values = values * to_dtype(array(weight, name), values.dtype)
    return to_dtype(_reduced(name, values, reduction), own)


@composite
def kl_div(
    x: TensorLike, target: TensorLike, reduction: str = "mean", log_target: bool = False
) -> Tensor:
    """target · (log target − x), where x holds log-probabilities and so does, if `log_target`,
    the target.

    `reduction="batchmean"` divides the sum by the size of axis 0: the divergence as mathematics
    defines it.

    >>> ni.kl_div(ni.log(ni.tensor([0.5, 0.5])), ni.tensor([0.25, 0.75]), reduction='sum')
    tensor(0.1308)
    """
    own, a, y = _pair("kl_div", x, target)
    values = exp(y) * (y - a) if log_target else xlogy(y, y) - y * a
    if reduction == "batchmean":
        total = add_up(values, tuple(range(values.ndim)))
        return to_dtype(total / number_of(values.shape[0], values.dtype), own)
    return to_dtype(_reduced("kl_div", values, reduction), own)


@composite
def hinge_embedding_loss(
    x: TensorLike, target: TensorLike, margin: float = 1.0, reduction: str = "mean"
) -> Tensor:
    """x where the target is 1, max(0, margin − x) where it is −1.

    >>> ni.hinge_embedding_loss(ni.tensor([0.5, 0.2]), ni.tensor([1, -1]))
    tensor(0.65)
    """
    own, a, y = _pair("hinge_embedding_loss", x, target)
    values = where(y == 1, a, clip(margin - a, 0, None))
    return to_dtype(_reduced("hinge_embedding_loss", values, reduction), own)
