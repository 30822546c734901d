"""Optimizers as pairs of pure functions that chain.

A `Transformation` is (init, update):

    state = init(params)
    updates, state = update(gradients, state, params)
    params = apply_updates(params, updates)

`params` and `gradients` are pytrees of one structure, modules included; a gradient that is None (a
leaf without derivative) stays None and its parameter is left alone. `chain(a, b)` feeds the updates
of a into b. All functions may be used inside `ni.jit`, `ni.grad` and the rest, since nothing is
changed in place.

>>> import nitinol as ni
>>> optimizer = chain(clip_by_global_norm(1.0), adam(1e-2))
>>> params = {"w": ni.tensor([1.0, 2.0])}
>>> state = optimizer.init(params)
>>> updates, state = optimizer.update({"w": ni.tensor([3.0, 4.0])}, state, params)
>>> apply_updates(params, updates)["w"].shape
(2,)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple

from ..base import trees
from ..base.dtypes import float64
from ..base.errors import ShapeError
from ..ops import zeros, zeros_like
from . import steps
from .schedule import Schedule, as_schedule

Tensor = Any
Tree = Any


class Transformation(NamedTuple):
    """`init(params) -> state` and `update(gradients, state, params) -> (updates, state)`.

    >>> scale = ni.optim.Transformation(
    ...     lambda params: None, lambda grads, state, params: ({'w': -grads['w']}, state)
    ... )
    >>> scale.update({'w': ni.tensor([3.0])}, None, None)[0]['w']
    tensor([-3.])
    """

    init: Callable[[Tree], Tree]
    update: Callable[[Tree, Tree, Tree], tuple[Tree, Tree]]


def _is_none(x: Any) -> bool:
    return x is None


def _differentiable(x: Any) -> bool:
    return x is not None and getattr(x, "dtype", None) is not None and x.dtype.is_inexact


def _map(function: Callable[..., Any], first: Tree, *rest: Tree, results: int = 1) -> Any:
    """`function` on the leaves of `first` that are not None, and on those of `rest` beside them.

    With several `results` a tuple of trees.
    """
    leaves, treedef = trees.flatten(first, is_leaf=_is_none)
    columns = [leaves]
    for tree in rest:
        column = trees.flatten(tree, is_leaf=_is_none)[0]
        if len(column) != len(leaves):
            raise ShapeError(
                f"gradients have {len(leaves)} leaves, parameters or state {len(column)}; "
                "make the state with init(params) from the same parameters"
            )
        columns.append(column)
    rows = [
        (None,) * results if row[0] is None else function(*row)
        for row in zip(*columns, strict=True)
    ]
    if results == 1:
        made = [row[0] if isinstance(row, tuple) else row for row in rows]
        return trees.unflatten(treedef, made)
    return tuple(trees.unflatten(treedef, [row[i] for row in rows]) for i in range(results))


def _zeros(params: Tree) -> Tree:
    """Zeros like every leaf that has derivatives, None for the others."""
    return _map(lambda p: zeros_like(p) if _differentiable(p) else None, params)


def _nothing(params: Tree) -> tuple[()]:
    return ()


def apply_updates(params: Tree, updates: Tree) -> Tree:
    """params + updates; a parameter whose update is None stays.

    >>> ni.optim.apply_updates({'w': ni.tensor([1.0])}, {'w': ni.tensor([-0.5])})
    {'w': tensor([0.5])}
    """
    leaves, treedef = trees.flatten(params, is_leaf=_is_none)
    added = trees.flatten(updates, is_leaf=_is_none)[0]
    if len(leaves) != len(added):
        raise ShapeError(f"{len(added)} updates were given for {len(leaves)} parameters")
    both = zip(leaves, added, strict=True)
    return trees.unflatten(treedef, [p if u is None else p + u for p, u in both])


def chain(*parts: Transformation) -> Transformation:
    """The updates of each part go into the next.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.chain(ni.optim.clip_by_global_norm(1.0), ni.optim.scale(-0.5))
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-0.3, -0.4])
    """

    def init(params: Tree) -> Tree:
        return tuple(part.init(params) for part in parts)

    def update(updates: Tree, state: Tree, params: Tree) -> tuple[Tree, Tree]:
        after = []
        for part, before in zip(parts, state, strict=True):
            updates, new = part.update(updates, before, params)
            after.append(new)
        return updates, tuple(after)

    return Transformation(init, update)


def scale(factor: float) -> Transformation:
    """Multiply updates by a number.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.scale(-0.5)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-1.5, -2. ])
    """
    return Transformation(
        _nothing, lambda updates, state, params: (_map(lambda u: u * factor, updates), state)
    )


def scale_by_learning_rate(lr: Schedule | float) -> Transformation:
    """Multiply by −lr, which may be a schedule: updates then go downhill.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.scale_by_learning_rate(0.5)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-1.5, -2. ])
    """
    schedule = as_schedule(lr)

    def update(updates: Tree, count: Tensor, params: Tree) -> tuple[Tree, Tree]:
        rate = schedule(count)
        return _map(lambda u: u * -rate.astype(u.dtype), updates), count + 1.0

    return Transformation(lambda params: zeros((), float64), update)


def clip_by_global_norm(max_norm: float) -> Transformation:
    """Scale all gradients by one number so that their common norm is at most `max_norm`.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.clip_by_global_norm(1.0)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([0.6, 0.8])
    """

    def update(updates: Tree, state: Tree, params: Tree) -> tuple[Tree, Tree]:
        present = [u for u in trees.leaves(updates) if u is not None]
        if not present:
            return updates, state
        factor = steps.clip_factor(global_square_sum(present), max_norm)
        return _map(lambda u: u * factor.astype(u.dtype), updates), state

    return Transformation(_nothing, update)


def global_square_sum(gradients: list[Tensor]) -> Tensor:
    """The sum of the squares of all elements of all tensors."""
    whole = [g.coalesce().values if g.compound else g for g in gradients]
    return reduce(lambda a, b: a + b, [steps.square_sum(g) for g in whole])


def add_decayed_weights(weight_decay: float) -> Transformation:
    """Add weight_decay · p to updates (before a learning rate: decoupled weight decay).

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.add_decayed_weights(0.1)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([3.1, 4.2])
    """

    def update(updates: Tree, state: Tree, params: Tree) -> tuple[Tree, Tree]:
        return _map(lambda u, p: steps.sgd_direction(u, p, weight_decay), updates, params), state

    return Transformation(_nothing, update)


def momentum(decay: float, nesterov: bool = False) -> Transformation:
    """The decaying sum of gradients, or Nesterov's form of it.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.momentum(0.9)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([3., 4.])
    """

    def update(updates: Tree, state: Tree, params: Tree) -> tuple[Tree, Tree]:
        def one(u: Tensor, p: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
            moved: tuple[Tensor, Tensor] = steps.momentum_direction(u, p, b, decay, nesterov, 0.0)
            return moved

        return _map(one, updates, params, state, results=2)  # type: ignore[no-any-return]

    return Transformation(_zeros, update)


def scale_by_adam(beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Transformation:
    """Adam's direction, uphill: the mean of gradients over the root of the mean of their squares.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.scale_by_adam()
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([1., 1.])
    """

    def init(params: Tree) -> Tree:
        return zeros((), float64), _zeros(params), _zeros(params)

    def update(updates: Tree, state: Tree, params: Tree) -> tuple[Tree, Tree]:
        count, m, v = state
        count = count + 1.0
        fix_m, fix_v = steps.adam_corrections(count, beta1, beta2)

        def one(u: Tensor, p: Tensor, m: Tensor, v: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            made: tuple[Tensor, Tensor, Tensor] = steps.adam_direction(
                u, p, m, v, fix_m.astype(u.dtype), fix_v.astype(u.dtype), beta1, beta2, eps, 0.0
            )
            return made

        moved, m, v = _map(one, updates, params, m, v, results=3)
        return moved, (count, m, v)

    return Transformation(init, update)


def scale_by_rms(alpha: float = 0.99, eps: float = 1e-8) -> Transformation:
    """Gradients over the root of the decaying mean of their squares.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.scale_by_rms()
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([10., 10.])
    """

    def update(updates: Tree, state: Tree, params: Tree) -> tuple[Tree, Tree]:
        def one(u: Tensor, p: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
            made: tuple[Tensor, Tensor] = steps.rmsprop_direction(u, p, v, alpha, eps, 0.0)
            return made

        return _map(one, updates, params, state, results=2)  # type: ignore[no-any-return]

    return Transformation(_zeros, update)


# --- the usual ones, ready made


def sgd(
    lr: Schedule | float,
    momentum: float = 0.0,
    nesterov: bool = False,
    weight_decay: float = 0.0,
) -> Transformation:
    """Stochastic gradient descent; weight decay is an L2 penalty, as in PyTorch.

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.sgd(0.25)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-0.75, -1.  ])
    """
    parts = [add_decayed_weights(weight_decay)] if weight_decay else []
    if momentum:
        parts.append(_momentum(momentum, nesterov))
    return chain(*parts, scale_by_learning_rate(lr))


_momentum = momentum  # `sgd` has a parameter of the same name


def adam(
    lr: Schedule | float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> Transformation:
    """Adam (D. Kingma and J. Ba 2015).

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.adam(0.25)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-0.25, -0.25])
    """
    return chain(scale_by_adam(beta1, beta2, eps), scale_by_learning_rate(lr))


def adamw(
    lr: Schedule | float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> Transformation:
    """Adam with decoupled weight decay (I. Loshchilov and F. Hutter 2019).

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.adamw(0.25)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-0.2525, -0.255 ])
    """
    return chain(
        scale_by_adam(beta1, beta2, eps),
        add_decayed_weights(weight_decay),
        scale_by_learning_rate(lr),
    )


def rmsprop(lr: Schedule | float = 1e-2, alpha: float = 0.99, eps: float = 1e-8) -> Transformation:
    """RMSProp (T. Tieleman and G. Hinton 2012).

    >>> params, grads = {'w': ni.tensor([1.0, 2.0])}, {'w': ni.tensor([3.0, 4.0])}
    >>> t = ni.optim.rmsprop(0.25)
    >>> updates, state = t.update(grads, t.init(params), params)
    >>> updates['w']
    tensor([-2.5, -2.5])
    """
    return chain(scale_by_rms(alpha, eps), scale_by_learning_rate(lr))
