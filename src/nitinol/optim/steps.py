"""The arithmetic of optimizers: one function a method, each one fused kernel per parameter.

All are composites: in eager mode a call is one pass over memory (p, g, state → new p, new state);
inside `ni.jit` they inline, and the update may become part of the kernel that computes the gradient.

`p` is a parameter, `g` its gradient; what changes from step to step (the learning rate, corrections
that depend on the number of the step) comes in 0-d tensors of p's dtype, so that no
change ever compiles anything; what never changes is static.

Sources: I. Sutskever et al., "On the importance of initialization and momentum", 2013 (momentum and
Nesterov's form, in the variant where the learning rate stays outside of the momentum); D. Kingma and J. Ba,
"Adam", 2015; I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", 2019 (AdamW);
T. Tieleman and G. Hinton, "Lecture 6.5 - RMSProp", 2012.
"""

from __future__ import annotations

import math
from typing import Any

from ..ops import expm1, maximum, rsqrt, sqrt
from ..trace.composite import composite

Tensor = Any


@composite
def sgd_direction(g: Tensor, p: Tensor, weight_decay: float) -> Tensor:
    """The gradient with weight decay as an L2 penalty."""
    return g + weight_decay * p if weight_decay else g


@composite
def momentum_direction(
    g: Tensor, p: Tensor, b: Tensor, momentum: float, nesterov: bool, weight_decay: float
) -> tuple[Tensor, Tensor]:
    """(direction, new b): b is the decaying sum of gradients."""
    if weight_decay:
        g = g + weight_decay * p
    b = momentum * b + g
    return (g + momentum * b if nesterov else b), b


@composite
def adam_direction(
    g: Tensor,
    p: Tensor,
    m: Tensor,
    v: Tensor,
    fix_m: Tensor,
    fix_v: Tensor,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """(direction, new m, new v): means of the gradient and its square, corrected for their start.

    `fix_m` is 1 / (1 − β1^t), `fix_v` is 1 / √(1 − β2^t); see `adam_corrections`.
    """
    if weight_decay:
        g = g + weight_decay * p
    m = m + (1.0 - beta1) * (g - m)
    v = beta2 * v + (1.0 - beta2) * (g * g)
    return (m * fix_m) / (sqrt(v) * fix_v + eps), m, v


@composite
def rmsprop_direction(
    g: Tensor, p: Tensor, v: Tensor, alpha: float, eps: float, weight_decay: float
) -> tuple[Tensor, Tensor]:
    """(direction, new v): the gradient divided by the root of the mean of its square."""
    if weight_decay:
        g = g + weight_decay * p
    v = alpha * v + (1.0 - alpha) * (g * g)
    return g / (sqrt(v) + eps), v


# The same with the step applied: what the optimizer classes call. The composites inside inline.


@composite
def sgd_step(p: Tensor, g: Tensor, lr: Tensor, weight_decay: float) -> Tensor:
    """New p."""
    return p - lr * sgd_direction(g, p, weight_decay)


@composite
def momentum_step(
    p: Tensor,
    g: Tensor,
    b: Tensor,
    lr: Tensor,
    momentum: float,
    nesterov: bool,
    weight_decay: float,
) -> tuple[Tensor, Tensor]:
    """(new p, new b)."""
    direction, b = momentum_direction(g, p, b, momentum, nesterov, weight_decay)
    return p - lr * direction, b


@composite
def adam_step(
    p: Tensor,
    g: Tensor,
    m: Tensor,
    v: Tensor,
    lr: Tensor,
    fix_m: Tensor,
    fix_v: Tensor,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
    decoupled: bool,
) -> tuple[Tensor, Tensor, Tensor]:
    """(new p, new m, new v); `decoupled` makes weight decay AdamW's."""
    penalty = 0.0 if decoupled else weight_decay
    direction, m, v = adam_direction(g, p, m, v, fix_m, fix_v, beta1, beta2, eps, penalty)
    if decoupled and weight_decay:
        p = p - (lr * weight_decay) * p
    return p - lr * direction, m, v


@composite
def rmsprop_step(
    p: Tensor,
    g: Tensor,
    v: Tensor,
    b: Tensor,
    lr: Tensor,
    alpha: float,
    eps: float,
    momentum: float,
    weight_decay: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """(new p, new v, new b); b is the decaying sum of directions when there is momentum."""
    direction, v = rmsprop_direction(g, p, v, alpha, eps, weight_decay)
    if momentum:
        b = momentum * b + direction
        direction = b
    return p - lr * direction, v, b


# --- small numbers, once a step


@composite
def adam_corrections(count: Tensor, beta1: float, beta2: float) -> tuple[Tensor, Tensor]:
    """(1 / (1 − β1^t), 1 / √(1 − β2^t)) for t = `count`, a 0-d float64 tensor of at least 1.

    1 − β^t is −expm1(t·log β), which loses no digits where β^t is near 1.
    """
    return (
        1.0 / -expm1(count * math.log(beta1)) if beta1 else 1.0 / (count * 0.0 + 1.0),
        rsqrt(-expm1(count * math.log(beta2))) if beta2 else 1.0 / (count * 0.0 + 1.0),
    )


@composite
def square_sum(x: Tensor) -> Tensor:
    """The sum of squares of all elements, 0-d, in at least float32."""
    if x.dtype.itemsize < 4:
        x = x.astype("float32")
    return (x * x).sum()


@composite
def clip_factor(total: Tensor, max_norm: float) -> Tensor:
    """What gradients with this sum of squares are multiplied by: at most 1.

    max_norm / norm as in PyTorch's `clip_grad_norm_`, whose denominator has 1e-6 added.
    """
    return max_norm / maximum(sqrt(total) + 1e-6, max_norm)
