"""Normalisation: layers, groups, batches, unit length; and dropout, which needs random bits
given to it.

Statistics of half-width floats are computed in float32 and the result is rounded once. Each
function is ordinary code over sums, so a compiled program fuses it into the passes over memory
that it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import ShapeError
from ..base.shapes import Refusal, normalize_axis, show
from ..base.sizes import Dim
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.stage import check_equal, known_equal
from .arithmetic import maximum
from .elementary import rsqrt
from .families import Tensor, TensorLike, expand, half_to_float, promoted, to_dtype, unreduce
from .logic import where
from .reductions import average, spread, vector_norm
from .shaping import reshaped


def _operands(name: str, x: Any, *others: Any) -> tuple[Any, list[Array | None]]:
    """(dtype of the result, all operands wide enough to compute with; None stays)."""
    given = [v for v in (x, *others) if v is not None]
    arrays = iter(promoted(name, *given, accepts="f", floating=True))
    first = next(arrays)
    own = first.dtype
    rest = [None if v is None else half_to_float(next(arrays)) for v in others]
    return own, [half_to_float(first), *rest]


def _scaled(x: Array, weight: Array | None, bias: Array | None) -> Array:
    if weight is not None:
        x = x * expand(weight, x.shape)
    return x if bias is None else x + expand(bias, x.shape)


def _last_axes(name: str, x: Array, shape: int | Sequence[int]) -> tuple[int, ...]:
    sizes: tuple[Dim, ...] = (shape,) if isinstance(shape, int) else tuple(shape)
    words = (f"{name}: the last axes of ", tuple(x.shape), " must be normalized_shape, ", sizes)
    refusal = Refusal(ShapeError, words)
    if len(sizes) > x.ndim:
        raise refusal.error({})
    for a, b in zip(x.shape[x.ndim - len(sizes) :], sizes, strict=True):
        check_equal(a, b, name, refusal)
    return tuple(range(x.ndim - len(sizes), x.ndim))


def _centred(x: Any, axes: tuple[int, ...], eps: float) -> tuple[Any, Any]:
    """(x − mean, 1 / √(variance + eps)) over `axes`, both of x's shape."""
    centred = x - unreduce(average(x, axes), x.shape, axes)
    scale = rsqrt(average(centred * centred, axes) + eps)
    return centred, unreduce(scale, x.shape, axes)


def _standardized_tangent(
    primals: Any, tangents: Any, out: Any, *, axes: tuple[int, ...], eps: float
) -> Any:
    """The tangent less its mean and its part along the result, scaled: the result and the scale are
    all that is kept (formula of Ba, Kiros and Hinton 2016)."""
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    along = unreduce(average(out * t, axes), x.shape, axes)
    t = t - unreduce(average(t, axes), x.shape, axes) - out * along
    return t * _centred(x, axes, eps)[1]


@composite(jvp=_standardized_tangent)
def _standardized(x: Tensor, axes: tuple[int, ...], eps: float) -> Tensor:
    """(x − mean) / √(variance + eps) over `axes`."""
    centred, scale = _centred(x, axes, eps)
    return centred * scale  # type: ignore[no-any-return]


def _standardized_by_tangent(
    primals: Any, tangents: Any, out: Any, *, axes: tuple[int, ...], eps: float
) -> Any:
    """As above; the tangents of mean and variance are contained in it."""
    (x, _, variance), t = primals, tangents[0]
    if t is None:
        return None
    along = unreduce(average(out * t, axes), x.shape, axes)
    t = t - unreduce(average(t, axes), x.shape, axes) - out * along
    return t * unreduce(rsqrt(variance + eps), x.shape, axes)


@composite(jvp=_standardized_by_tangent)
def _standardized_by(
    x: Tensor, mean: Tensor, variance: Tensor, axes: tuple[int, ...], eps: float
) -> Tensor:
    """(x − mean) / √(variance + eps) with the mean and the variance of x over `axes`."""
    centred = x - unreduce(mean, x.shape, axes)
    return centred * unreduce(rsqrt(variance + eps), x.shape, axes)  # type: ignore[no-any-return]


@composite
def layer_norm(
    x: TensorLike,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    normalized_shape: int | Sequence[int] | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """(x − mean) / √(variance + eps) · weight + bias over the last axes (Ba, Kiros and Hinton
    2016).

    The axes are those of `normalized_shape`, else those of the weight, else the last one.

    >>> ni.layer_norm(ni.tensor([[1.0, 2.0, 3.0]]), 3)
    tensor([[0., 0., 0.]])
    """
    own, (a, w, b) = _operands("layer_norm", x, weight, bias)
    assert a is not None
    if normalized_shape is None:
        like = w if w is not None else b
        normalized_shape = a.shape[-1:] if like is None else like.shape  # type: ignore[assignment]
    axes = _last_axes("layer_norm", a, normalized_shape)  # type: ignore[arg-type]
    return to_dtype(_scaled(_standardized(a, axes, eps), w, b), own)


@composite
def rms_norm(
    x: TensorLike,
    weight: Tensor | None = None,
    normalized_shape: int | Sequence[int] | None = None,
    eps: float = 1e-6,
) -> Tensor:
    """x / √(mean of x² + eps) · weight over the last axes (Zhang and Sennrich 2019).

    >>> ni.rms_norm(ni.tensor([[1.0, 2.0, 3.0]]), 3)
    tensor([[3., 3., 3.]])
    """
    own, (a, w) = _operands("rms_norm", x, weight)
    assert a is not None
    if normalized_shape is None:
        normalized_shape = a.shape[-1:] if w is None else w.shape  # type: ignore[assignment]
    axes = _last_axes("rms_norm", a, normalized_shape)  # type: ignore[arg-type]
    scale = rsqrt(average(a * a, axes) + eps)
    return to_dtype(_scaled(a * unreduce(scale, a.shape, axes), w, None), own)


@composite
def group_norm(
    x: TensorLike,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    num_groups: int = 1,
    eps: float = 1e-5,
) -> Tensor:
    """Standardised over groups of the channels (axis 1) and all axes behind (Wu and He 2018).

    >>> ni.group_norm(ni.tensor([[1.0, 3.0, 2.0, 6.0]]), num_groups=2)
    tensor([[-1.,  1., -1.,  1.]])
    """
    own, (a, w, b) = _operands("group_norm", x, weight, bias)
    assert a is not None
    if a.ndim < 2:
        raise ShapeError(f"group_norm: x needs axes (batch, channels, …), got {show(a.shape)}")
    n, channels, *rest = a.shape
    if isinstance(channels, int) and channels % num_groups:
        raise ShapeError(f"group_norm: {channels} channels cannot be cut into {num_groups} groups")
    apart = reshaped(a, (n, num_groups, channels // num_groups, *rest))
    axes = tuple(range(2, apart.ndim))
    result = reshaped(_standardized(apart, axes, eps), a.shape)
    return to_dtype(_scaled(result, per_channel(w, a, 1), per_channel(b, a, 1)), own)


def per_channel(v: Array | None, x: Array, axis: int) -> Array | None:
    """A vector of one number per channel, shaped to broadcast with x."""
    if v is None:
        return None
    return reshaped(v, [v.shape[0] if i == axis else 1 for i in range(x.ndim)])


@composite
def batch_statistics(x: TensorLike, axis: int = 1) -> tuple[Tensor, Tensor]:
    """(mean, variance) of each channel: over all axes but `axis`, the variance divided by n.

    >>> ni.batch_statistics(ni.tensor([[1.0], [3.0]]))
    (tensor([2.]), tensor([1.]))
    """
    (x,) = promoted("batch_statistics", x, accepts="f", floating=True)
    a = normalize_axis(axis, x.ndim, "batch_statistics")
    axes = tuple(i for i in range(x.ndim) if i != a)
    wide = half_to_float(x)
    return average(wide, axes), spread(wide, axes, 0)


@composite
def batch_norm(
    x: TensorLike,
    mean: TensorLike,
    variance: TensorLike,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    axis: int = 1,
    eps: float = 1e-5,
    training: bool = False,
) -> Tensor:
    """(x − mean) / √(variance + eps) · weight + bias per channel (Ioffe and Szegedy 2015).

    With `training`, mean and variance must be those of x, as `batch_statistics(x)` gives them: derivatives by x
    go through them. Otherwise they are numbers of their own, such as running ones.

    >>> x = ni.tensor([[1.0], [3.0]])
    >>> ni.batch_norm(x, ni.tensor([2.0]), ni.tensor([1.0]))
    tensor([[-1.],
            [ 1.]])
    """
    own, (a, m, v, w, b) = _operands("batch_norm", x, mean, variance, weight, bias)
    assert a is not None and v is not None and m is not None
    k = normalize_axis(axis, a.ndim, "batch_norm")
    for name, given in (("mean", m), ("variance", v), ("weight", w), ("bias", b)):
        if given is not None and (
            given.ndim != 1 or known_equal(given.shape[0], a.shape[k]) is False
        ):
            raise ShapeError(
                f"batch_norm: {name} has shape {show(given.shape)}; one number per channel is wanted: "
                f"({a.shape[k]!r},)"
            )
    if training:
        axes = tuple(i for i in range(a.ndim) if i != k)
        normal = _standardized_by(a, m, v, axes, eps)
        return to_dtype(_scaled(normal, per_channel(w, a, k), per_channel(b, a, k)), own)
    scale = rsqrt(v + eps)
    if w is not None:
        scale = scale * w
    result = (a - per_channel(m, a, k)) * per_channel(scale, a, k)
    return to_dtype(_scaled(result, None, per_channel(b, a, k)), own)


@composite
def normalize(x: TensorLike, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Tensor:
    """x divided by its norm along `dim`, or by eps where that is larger.

    >>> ni.normalize(ni.tensor([[3.0, 4.0]]))
    tensor([[0.6, 0.8]])
    """
    (x,) = promoted("normalize", x, accepts="f", floating=True)
    axis = normalize_axis(dim, x.ndim, "normalize")
    wide = half_to_float(x)
    size = maximum(vector_norm(wide, axis, True, p), eps)
    return to_dtype(wide / size, x.dtype)


@composite
def cosine_similarity(x: TensorLike, y: TensorLike, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """Σxy / (‖x‖·‖y‖) along `dim`, norms below eps counting as eps.

    >>> ni.cosine_similarity(ni.tensor([[1.0, 0.0]]), ni.tensor([[1.0, 1.0]]))
    tensor([0.7071])
    """
    a, b = promoted("cosine_similarity", x, y, accepts="f", floating=True)
    own = a.dtype
    a, b = half_to_float(a), half_to_float(b)
    joint = a * b
    axis = normalize_axis(dim, joint.ndim, "cosine_similarity")
    a, b = expand(a, joint.shape), expand(b, joint.shape)
    low = [maximum(vector_norm(v, axis), eps) for v in (a, b)]
    return to_dtype(joint.sum(axis) / (low[0] * low[1]), own)


@composite
def dropout_with(x: TensorLike, keep: Tensor, rate: float = 0.5) -> Tensor:
    """x / (1 − rate) where the bool mask `keep` holds, else 0; `ni.random.dropout` makes the
    mask.
    """
    if not 0 <= rate <= 1:
        raise ShapeError(f"dropout: the rate must lie between 0 and 1, got {rate}")
    (x,) = promoted("dropout", x, accepts="fc", floating=True)
    if rate == 1:
        return where(expand(keep, x.shape), x * 0, 0)
    return where(expand(keep, x.shape), x * (1 / (1 - rate)), 0)
