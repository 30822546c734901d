"""Functions of tensors that networks are made of, with PyTorch's names and order of arguments.

The operations themselves live in `ops`; here are those whose arguments PyTorch orders otherwise,
and those that need random numbers. Data are (batch, channels, *space).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from .. import ops, random
from ..base.errors import ShapeError
from ..ops import (
    arange,
    binary_cross_entropy,
    celu,
    cosine_similarity,
    elu,
    flatten,
    gelu,
    glu,
    hardsigmoid,
    hardswish,
    hardtanh,
    hinge_embedding_loss,
    huber_loss,
    kl_div,
    l1_loss,
    leaky_relu,
    linear,
    logsigmoid,
    mish,
    mse_loss,
    normalize,
    pad,
    prelu,
    relu,
    relu6,
    selu,
    sigmoid,
    silu,
    smooth_l1_loss,
    softmin,
    softplus,
    softsign,
    tanh,
    tanhshrink,
    threshold,
)
from ..ops.convolution import (
    conv1d,
    conv2d,
    conv3d,
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
)
from ..ops.pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
    avg_pool1d,
    avg_pool2d,
    avg_pool3d,
    max_pool1d,
    max_pool2d,
    max_pool3d,
)
from ..ops.unfolding import fold, unfold
from ..random.distributions import Source, key_of
from ..trace.composite import composite
from ..transforms import stop_gradient
from .module import set_state
from .sparse_gradients import sparse_embedding

__all__ = [
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool3d",
    "arange",
    "attention",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "batch_norm",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "celu",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "cosine_similarity",
    "cross_entropy",
    "dropout",
    "elu",
    "embedding",
    "flatten",
    "fold",
    "gelu",
    "glu",
    "group_norm",
    "hardsigmoid",
    "hardswish",
    "hardtanh",
    "hinge_embedding_loss",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "layer_norm",
    "leaky_relu",
    "linear",
    "log_softmax",
    "logsigmoid",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "mish",
    "mse_loss",
    "nll_loss",
    "normalize",
    "pad",
    "prelu",
    "relu",
    "relu6",
    "rms_norm",
    "scaled_dot_product_attention",
    "selu",
    "sigmoid",
    "silu",
    "smooth_l1_loss",
    "softmax",
    "softmin",
    "softplus",
    "softsign",
    "tanh",
    "tanhshrink",
    "threshold",
    "unfold",
]

Tensor = Any
REDUCTIONS: Final = ("mean", "sum", "none")


def check_reduction(reduction: str) -> None:
    """Raise ValueError unless `reduction` is one of the three."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction must be one of {', '.join(REDUCTIONS)}, got {reduction!r}")


def check_probability(p: float) -> None:
    """Raise ValueError unless p is in 0…1."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout needs a probability between 0 and 1, got {p!r}")


# --- softmax


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    """e^x / Σ e^x along `dim`.

    >>> ni.nn.functional.softmax(ni.tensor([[1.0, 2.0, 3.0]]), 1)
    tensor([[0.09  , 0.2447, 0.6652]])
    """
    return ops.softmax(x, dim)


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """The logarithm of `softmax`.

    >>> ni.nn.functional.log_softmax(ni.tensor([[1.0, 2.0, 3.0]]), 1)
    tensor([[-2.4076, -1.4076, -0.4076]])
    """
    return ops.log_softmax(x, dim)


# --- tables


def embedding(
    indices: Tensor, weight: Tensor, padding_idx: int | None = None, sparse: bool = False
) -> Tensor:
    """Rows of `weight` named by integers of any shape; the row `padding_idx` gets no gradient.

    `sparse`: `backward` gives `weight.grad` as a sparse tensor of the rows that were read, and optimizers step in
    these alone; for a parameter on the tape, also where `backward` is called in a function of `ni.jit`. Under `ni.grad`
    gradients are dense.

    >>> ni.nn.functional.embedding(ni.tensor([1, 0]), ni.tensor([[0.0, 1.0], [2.0, 3.0]]))
    tensor([[2., 3.],
            [0., 1.]])
    """
    find = sparse_embedding if sparse else ops.embedding
    return find(indices, weight, padding_idx)


# --- losses


def cross_entropy(
    logits: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """−log softmax(logits) at the target; see `ni.nn.CrossEntropyLoss`.

    >>> ni.nn.functional.cross_entropy(ni.tensor([[2.0, 0.0], [0.0, 2.0]]), ni.tensor([0, 0]))
    tensor(1.1269)
    """
    check_reduction(reduction)
    return ops.cross_entropy(logits, target, weight, ignore_index, reduction, label_smoothing)


def nll_loss(
    log_probabilities: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Tensor:
    """−log_probabilities at the target.

    >>> ni.nn.functional.nll_loss(ni.log(ni.tensor([[0.25, 0.75]])), ni.tensor([1]))
    tensor(0.2877)
    """
    check_reduction(reduction)
    return ops.nll_loss(log_probabilities, target, weight, ignore_index, reduction)


def binary_cross_entropy_with_logits(
    logits: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """Cross-entropy of sigmoid(logits) with targets between 0 and 1.

    >>> ni.nn.functional.binary_cross_entropy_with_logits(ni.tensor([2.0]), ni.tensor([1.0]))
    tensor(0.1269)
    """
    check_reduction(reduction)
    return ops.binary_cross_entropy_with_logits(logits, target, weight, pos_weight, reduction)


# --- normalisation


def layer_norm(
    x: Tensor,
    normalized_shape: int | Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """(x − mean) / √(variance + eps) · weight + bias over the last axes.

    >>> ni.nn.functional.layer_norm(ni.tensor([[1.0, 2.0, 3.0]]), 3)
    tensor([[-1.2247,  0.    ,  1.2247]])
    """
    return ops.layer_norm(x, weight, bias, _sizes(normalized_shape), eps)


def rms_norm(
    x: Tensor,
    normalized_shape: int | Sequence[int],
    weight: Tensor | None = None,
    eps: float = 1e-6,
) -> Tensor:
    """x / √(mean of x² + eps) · weight over the last axes.

    >>> ni.nn.functional.rms_norm(ni.tensor([[1.0, 2.0, 3.0]]), 3)
    tensor([[0.4629, 0.9258, 1.3887]])
    """
    return ops.rms_norm(x, weight, _sizes(normalized_shape), eps)


def _sizes(shape: int | Sequence[int]) -> int | tuple[int, ...]:
    return shape if isinstance(shape, int) else tuple(shape)  # static arguments are hashable


def group_norm(
    x: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Standardised over groups of channels and all space.

    >>> ni.nn.functional.group_norm(ni.tensor([[1.0, 3.0, 2.0, 6.0]]), 2)
    tensor([[-1.,  1., -1.,  1.]])
    """
    return ops.group_norm(x, weight, bias, num_groups, eps)


def batch_norm(
    x: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float | Tensor = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Standardised per channel (axis 1), over everything else.

    In training, or without running statistics, with those of x; in training the running ones, where
    given, move towards them by `momentum` in place. Otherwise with the running statistics.

    >>> import nitinol.nn.functional as F
    >>> x = ni.tensor([[1.0], [3.0]])
    >>> F.batch_norm(x, ni.tensor([2.0]), ni.tensor([1.0]))
    tensor([[-1.],
            [ 1.]])
    """
    if not training and running_mean is not None and running_var is not None:
        return ops.batch_norm(x, running_mean, running_var, weight, bias, 1, eps)
    count: Any = 1
    for axis, size in enumerate(x.shape):
        count = count if axis == 1 else count * size
    if training and isinstance(count, int) and count <= 1:
        raise ShapeError(
            f"batch_norm: one value per channel, in {tuple(x.shape)}, has no variance; "
            "give a larger batch, or call model.eval()"
        )
    mean, variance = ops.batch_statistics(x, 1)
    if training and running_mean is not None and running_var is not None:
        unbiased = count / (count - 1)
        new_mean, new_var = _moved(
            running_mean,
            running_var,
            stop_gradient(mean),
            stop_gradient(variance) * unbiased,
            momentum,
        )
        set_state(running_mean, new_mean)
        set_state(running_var, new_var)
    return ops.batch_norm(x, mean, variance, weight, bias, 1, eps, True)


@composite
def _moved(
    old_mean: Tensor, old_var: Tensor, mean: Tensor, var: Tensor, part: Tensor
) -> tuple[Tensor, Tensor]:
    """Running statistics moved towards new ones by `part`, in their own dtype."""
    own = old_mean.dtype
    mean = old_mean + (mean - old_mean) * part
    var = old_var + (var - old_var) * part
    return mean.astype(own), var.astype(own)


# --- random


def attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    dropout_key: Source = None,
) -> Tensor:
    """Scaled dot-product attention, dropout(softmax(query·keyᵀ · scale + mask)) · value over the last two axes.

    `query` is (…, queries, width), `key` (…, keys, width) and `value` (…, keys, width of values);
    what is in front broadcasts, and the result is (…, queries, width of values). Arguments are those
    of PyTorch's `scaled_dot_product_attention`, which is another name of this function. `attn_mask`
    broadcasts to (…, queries, keys): a bool mask says which keys take part, a floating one is added.
    `is_causal` lets query i see keys up to i only. `scale` is 1/√width by default. With `enable_gqa`
    axis −3, the heads, may be shorter in keys and values by a whole factor. A query that sees no key
    gives NaN.

    Each weight is dropped with probability `dropout_p`, and those that stay are divided by
    1 − dropout_p. Which ones depends on their places and a key alone: `dropout_key` is a key of
    `ni.random` or a generator; without it the default generator gives one. They are those that
    `ni.random.dropout` drops of the weights with the same key. There is no `training` here: pass
    a `dropout_p` of 0 outside of it.

    Scores are never stored as a matrix, nor is what is dropped: forward, gradients and forward mode
    need memory in proportion to the lengths. Raises `ShapeError` for shapes that do not fit,
    `ValueError` for a probability that is none.

    A. Vaswani et al., "Attention is all you need", 2017; M. Milakov and N. Gimelshein, "Online
    normalizer calculation for softmax", 2018; T. Dao et al., "FlashAttention: fast and
    memory-efficient exact attention with IO-awareness", 2022.

    >>> x = ni.tensor([[[1.0, 0.0], [0.0, 1.0]]])
    >>> ni.nn.functional.attention(x, x, x, is_causal=True)
    tensor([[[1.    , 0.    ],
             [0.3302, 0.6698]]])
    >>> ni.nn.functional.attention(x, x, x, dropout_p=0.5, dropout_key=ni.random.key(3)).shape
    (1, 2, 2)
    """
    check_probability(dropout_p)
    if not dropout_p:
        return ops.scaled_dot_product_attention(
            query, key, value, attn_mask, None, is_causal, scale, enable_gqa
        )
    drawn = key_of(dropout_key)
    return ops.scaled_dot_product_attention(
        query, key, value, attn_mask, drawn, is_causal, scale, enable_gqa, dropout_p
    )


scaled_dot_product_attention = attention


def dropout(x: Tensor, p: float = 0.5, training: bool = True) -> Tensor:
    """In training, 0 with probability p and x / (1 − p) otherwise; else x.

    >>> ni.nn.functional.dropout(ni.ones(3), 0.5, training=False)
    tensor([1., 1., 1.])
    """
    check_probability(p)
    if not training or p == 0.0:
        return x
    return random.dropout(x, p)
