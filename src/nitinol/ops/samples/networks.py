"""Samples of activations, normalisation, losses and attention. References are their formulas in
NumPy.
"""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from ...base.dtypes import DType
from .table import T, case, floating, indices, t, unary

# --- windows as columns


def _unfold(np: Any, x: Any, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Any:
    (h, w), (i, j) = x.shape[2:], kernel_size
    places = [
        np.arange(k)[:, None] * d + np.arange((n + 2 * p - d * (k - 1) - 1) // s + 1) * s
        for n, k, d, p, s in zip((h, w), kernel_size, dilation, padding, stride, strict=True)
    ]
    x = np.pad(x, ((0, 0), (0, 0), *[(p, p) for p in padding]))
    x = np.moveaxis(x[:, :, places[0]][:, :, :, :, places[1]], 4, 3)
    return x.reshape(x.shape[0], x.shape[1] * i * j, -1)


def _fold(np: Any, x: Any, output_size: Any, **windows: Any) -> Any:
    channels = x.shape[1] // (windows["kernel_size"][0] * windows["kernel_size"][1])
    shape = (x.shape[0], channels, *output_size)
    count = shape[0] * shape[1] * shape[2] * shape[3]
    places = _unfold(np, np.arange(1.0, count + 1).reshape(shape), **windows)
    sums = np.zeros(count + 1, x.dtype)
    np.add.at(sums, places.astype(int), x)
    return sums[1:].reshape(shape)


_windows: dict[str, Any] = {
    "kernel_size": (2, 3),
    "dilation": (1, 2),
    "padding": (0, 1),
    "stride": (2, 1),
}
case("unfold", _unfold, t(2, 3, 5, 6), **_windows)
case("fold", _fold, t(2, 18, 8), output_size=(5, 6), **_windows, loose=4)

# --- activations


def _erf(x: Any) -> Any:
    from scipy.special import erf

    return erf(x)


unary("relu", lambda np, x: np.maximum(x, 0), floating)
case("relu", lambda np, x: np.maximum(x, 0), t(3, 5), dtypes=(dt.int32,), gradient=False)
unary("relu6", lambda np, x: np.clip(x, 0, 6), floating, high=9)
unary("leaky_relu", lambda np, x: np.where(x > 0, x, 0.01 * x), floating)
case("prelu", lambda np, x, w: np.where(x > 0, x, w * x), t(3, 5), t(5), dtypes=floating)
unary("elu", lambda np, x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))), floating)
unary(
    "celu",
    lambda np, x, alpha: np.maximum(x, 0) + np.minimum(0, alpha * np.expm1(x / alpha)),
    floating,
    alpha=1.5,
    special=False,
    loose=2,
)
unary(
    "selu",
    lambda np, x: (
        1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))
    ),
    floating,
    loose=2,
)
unary("gelu", lambda np, x: 0.5 * x * (1 + _erf(x / np.sqrt(2))), floating, loose=4, special=False)


def _gelu_tanh(np: Any, x: Any, approximate: str) -> Any:
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


case(
    "gelu",
    lambda np, x, approximate="none": (
        _gelu_tanh(np, x, approximate)
        if approximate == "tanh"
        else 0.5 * x * (1 + _erf(x / np.sqrt(2)))
    ),
    t(3, 5),
    dtypes=floating,
    loose=4,
)


def _sigmoid(np: Any, x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


unary("silu", lambda np, x: x * _sigmoid(np, x), floating, special=False, loose=2)
unary("mish", lambda np, x: x * np.tanh(np.logaddexp(x, 0)), floating, special=False, loose=2)
unary("hardtanh", lambda np, x: np.clip(x, -1, 1), floating)
unary("hardsigmoid", lambda np, x: np.clip(x / 6 + 0.5, 0, 1), floating, low=-5, high=5)
unary(
    "hardswish",
    lambda np, x: x * np.clip(x / 6 + 0.5, 0, 1),
    floating,
    low=-5,
    high=5,
    special=False,
    loose=2,
)
unary("softsign", lambda np, x: x / (1 + np.abs(x)), floating, special=False, loose=2)
unary("tanhshrink", lambda np, x: x - np.tanh(x), floating, special=False, loose=4)
case("threshold", lambda np, x, a, b: np.where(x > a, x, b), t(3, 5), 0.5, -2.0, dtypes=floating)


def _glu(np: Any, x: Any, dim: int = -1) -> Any:
    a, b = np.split(x, 2, dim)
    return a * _sigmoid(np, b)


case("glu", _glu, t(3, 8), dtypes=floating, loose=2)
case("glu", _glu, t(4, 3), 0, loose=2)


def _softmax(np: Any, x: Any, axis: int = -1) -> Any:
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def _log_softmax(np: Any, x: Any, axis: int = -1) -> Any:
    return np.log(_softmax(np, x, axis))


for _shape, _axis in (((3, 5), -1), ((4, 3, 19), 1), ((2, 70), 1)):
    case("softmax", _softmax, T(_shape), _axis, dtypes=floating, loose=4)
    case("log_softmax", _log_softmax, T(_shape), _axis, dtypes=floating, loose=4)
case("softmax", _softmax, t(2, 3, values=(1e4, 1e4, 0.0, float("-inf"), 1.0, 2.0)), gradient=False)
case("softmin", lambda np, x: _softmax(np, -x), t(3, 5), loose=4)

# --- normalisation


def _standardized(np: Any, x: Any, axes: Any, eps: float) -> Any:
    centred = x - x.mean(axes, keepdims=True)
    return centred / np.sqrt(x.var(axes, keepdims=True) + eps)


def _layer_norm(
    np: Any, x: Any, w: Any = None, b: Any = None, normalized_shape: Any = None, eps: float = 1e-5
) -> Any:
    width = len(normalized_shape) if normalized_shape else np.ndim(w) or 1
    y = _standardized(np, x, tuple(range(-width, 0)), eps)
    y = y if w is None else y * w
    return y if b is None else y + b


case("layer_norm", _layer_norm, t(4, 19), t(19), t(19), dtypes=floating, loose=8)
case("layer_norm", _layer_norm, t(4, 3, 6), normalized_shape=(3, 6), loose=8)


def _rms_norm(np: Any, x: Any, w: Any = None, eps: float = 1e-6) -> Any:
    y = x / np.sqrt((x * x).mean(-1, keepdims=True) + eps)
    return y if w is None else y * w


case("rms_norm", _rms_norm, t(4, 19), t(19), dtypes=floating, loose=8)


def _group_norm(np: Any, x: Any, w: Any, b: Any, num_groups: int, eps: float = 1e-5) -> Any:
    apart = x.reshape(x.shape[0], num_groups, -1)
    y = _standardized(np, apart, -1, eps).reshape(x.shape)
    shape = (-1,) + (1,) * (x.ndim - 2)
    return y * w.reshape(shape) + b.reshape(shape)


case("group_norm", _group_norm, t(2, 6, 5), t(6), t(6), num_groups=3, loose=8)
case(
    "batch_statistics",
    lambda np, x, axis=1: (x.mean((0, 2)), x.var((0, 2))),
    t(4, 3, 5),
    loose=8,
)


def _batch_norm(np: Any, x: Any, m: Any, v: Any, w: Any, b: Any) -> Any:
    m, v, w, b = (k[:, None] for k in (m, v, w, b))
    return (x - m) / np.sqrt(v + 1e-5) * w + b


case(
    "batch_norm",
    _batch_norm,
    t(4, 3, 5),
    t(3),
    t(3, low=0.5, high=2),
    t(3),
    t(3),
    dtypes=floating,
    loose=8,
)


def _normalize(np: Any, x: Any, p: float = 2.0, dim: int = 1) -> Any:
    return x / np.maximum(np.linalg.norm(x, p, dim, keepdims=True), 1e-12)


case("normalize", _normalize, t(3, 5), dtypes=floating, loose=4)
case("normalize", _normalize, t(3, 5), p=1.0, dim=0, loose=4)


def _cosine(np: Any, x: Any, y: Any) -> Any:
    n = [np.maximum(np.linalg.norm(v, axis=1), 1e-8) for v in (x, y)]
    return (x * y).sum(1) / (n[0] * n[1])


case("cosine_similarity", _cosine, t(3, 5), t(3, 5), dtypes=floating, loose=8)

# --- losses

_REDUCTIONS = ("mean", "sum", "none")


def _reduce(np: Any, values: Any, reduction: str) -> Any:
    return {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](values)


def _loss(
    name: str, formula: Any, *args: Any, dtypes: tuple[DType, ...] = floating, **kwargs: Any
) -> None:
    def reference(np: Any, *given: Any, reduction: str = "mean", **options: Any) -> Any:
        return _reduce(np, formula(np, *given, **options), reduction)

    for i, reduction in enumerate(_REDUCTIONS):
        kinds = dtypes if not i else dtypes[-1:]
        case(name, reference, *args, reduction=reduction, dtypes=kinds, loose=8, **kwargs)


_loss("mse_loss", lambda np, x, y: (x - y) ** 2, t(3, 5), t(3, 5))
_loss("l1_loss", lambda np, x, y: np.abs(x - y), t(3, 5), t(3, 5))


def _huber(np: Any, x: Any, y: Any, delta: float) -> Any:
    d = np.abs(x - y)
    return np.where(d <= delta, d * d / 2, delta * (d - delta / 2))


def _smooth(np: Any, x: Any, y: Any, beta: float) -> Any:
    d = np.abs(x - y)
    return np.where(d < beta, d * d / (2 * beta), d - beta / 2)


_loss("huber_loss", _huber, t(3, 5), t(3, 5), delta=1.5)
_loss("smooth_l1_loss", _smooth, t(3, 5), t(3, 5), beta=0.7)


def _nll(
    np: Any,
    scores: Any,
    target: Any,
    weight: Any = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    smoothing: float = 0.0,
) -> Any:
    classes = scores.shape[1]
    w = np.ones(classes) if weight is None else weight
    s = np.moveaxis(scores, 1, -1)
    counted = target != ignore_index
    safe = np.where(counted, target, 0)
    picked = -np.take_along_axis(s, safe[..., None], -1)[..., 0] * w[safe]
    values = picked * (1 - smoothing) + smoothing * -(s * w).sum(-1) / classes
    values = values * counted
    if reduction == "mean":
        return values.sum() / (w[safe] * counted).sum()
    return _reduce(np, values, reduction)


def _cross_entropy(
    np: Any, x: Any, y: Any, w: Any = None, label_smoothing: float = 0.0, **k: Any
) -> Any:
    scores = _log_softmax(np, x, 1)
    if y.dtype.kind == "i":
        return _nll(np, scores, y, w, smoothing=label_smoothing, **k)
    classes = x.shape[1]
    p = y * (1 - label_smoothing) + label_smoothing / classes
    values = -(scores * p).sum(1)
    return _reduce(np, values, k.get("reduction", "mean"))


_target = indices(6, below=5)
_spots = T((6,), values=(0, 4, 2, 2, 1, 3), dtype=dt.int64)
case("nll_loss", _nll, t(6, 5), _target, dtypes=floating, loose=8)
case("nll_loss", _nll, t(6, 5), _spots, t(5, low=0.5, high=2), ignore_index=2, loose=8)
for _reduction in _REDUCTIONS:
    case(
        "cross_entropy",
        _cross_entropy,
        t(6, 5),
        _target,
        reduction=_reduction,
        dtypes=floating,
        loose=8,
    )
case(
    "cross_entropy",
    _cross_entropy,
    t(6, 5),
    _spots,
    t(5, low=0.5, high=2, fixed=True),
    ignore_index=2,
    loose=8,
)
case("cross_entropy", _cross_entropy, t(6, 5), _spots, label_smoothing=0.1, ignore_index=4, loose=8)
case("cross_entropy", _cross_entropy, t(3, 5, 4), indices(3, 4, below=5), loose=8)
case(
    "cross_entropy", _cross_entropy, t(6, 5), t(6, 5, low=0.1, high=1), label_smoothing=0.2, loose=8
)


def _bce(np: Any, x: Any, y: Any) -> Any:
    return -(y * np.log(x) + (1 - y) * np.log(1 - x))


_loss("binary_cross_entropy", _bce, t(3, 5, low=0.05, high=0.95), t(3, 5, low=0, high=1))


def _bce_logits(np: Any, x: Any, y: Any, weight: Any = None, pos_weight: Any = None) -> Any:
    w = 1 if pos_weight is None else pos_weight
    values = w * y * np.logaddexp(0, -x) + (1 - y) * np.logaddexp(0, x)
    return values if weight is None else values * weight


_loss("binary_cross_entropy_with_logits", _bce_logits, t(3, 5), t(3, 5, low=0, high=1))
_loss(
    "binary_cross_entropy_with_logits",
    _bce_logits,
    t(3, 5),
    t(3, 5, low=0, high=1),
    t(5, low=0.5, high=2),
    t(5, low=0.5, high=2),
    dtypes=(dt.float64,),
)


def _kl(np: Any, x: Any, y: Any, log_target: bool = False) -> Any:
    return np.exp(y) * (y - x) if log_target else y * (np.log(y) - x)


_loss("kl_div", _kl, t(3, 5), t(3, 5, low=0.1, high=1))
_loss("kl_div", _kl, t(3, 5), t(3, 5), log_target=True, dtypes=(dt.float64,))


def _hinge(np: Any, x: Any, y: Any, margin: float) -> Any:
    return np.where(y == 1, x, np.maximum(0, margin - x))


_signs = T((4,), values=(1.0, -1.0, -1.0, 1.0), fixed=True)
_loss("hinge_embedding_loss", _hinge, T((4,), values=(0.3, 0.5, 2.5, -1.0)), _signs, margin=1.5)

# --- attention


def _attention(
    np: Any,
    q: Any,
    k: Any,
    v: Any,
    attn_mask: Any = None,
    is_causal: bool = False,
    scale: float | None = None,
) -> Any:
    scores = q @ np.swapaxes(k, -1, -2) * (scale or 1 / np.sqrt(q.shape[-1]))
    if is_causal:
        scores = np.where(np.tri(*scores.shape[-2:]) > 0, scores, -np.inf)
    if attn_mask is not None:
        hidden = (
            np.where(attn_mask, scores, -np.inf) if attn_mask.dtype == bool else scores + attn_mask
        )
        scores = hidden
    return _softmax(np, scores) @ v


_heads = (t(2, 3, 7, 4), t(2, 3, 9, 4), t(2, 3, 9, 5))
_name = "scaled_dot_product_attention"
case(_name, _attention, *_heads, loose=16)
case(_name, _attention, *_heads, is_causal=True, scale=0.7, loose=16)
case(_name, _attention, *_heads, t(7, 9), loose=16)


def _grouped(np: Any, q: Any, k: Any, v: Any, enable_gqa: bool) -> Any:
    return _attention(np, q, np.repeat(k, 2, 1), np.repeat(v, 2, 1))


case(_name, _grouped, t(2, 4, 7, 4), t(2, 2, 9, 4), t(2, 2, 9, 5), enable_gqa=True, loose=16)
_seen = T((2, 1, 1, 9), values=(True, True, False) * 6, dtype=dt.bool_)
case(_name, _attention, *_heads, _seen, loose=16)

case(
    "dropout_with",
    lambda np, x, keep, rate: np.where(keep, x / (1 - rate), 0),
    t(3, 5),
    T((5,), values=(True, False, True, True, False), dtype=dt.bool_),
    0.25,
    dtypes=floating,
)
