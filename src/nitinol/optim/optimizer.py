"""Optimizers as objects, in PyTorch's style: `loss.backward(); opt.step(); opt.zero_grad()`.

An optimizer holds the parameters themselves, not copies. All that changes is in tensors: the
parameters, their state (m, v, …), the number of steps and the learning rate. They are made once, when
the optimizer is, and change through `tensor._assign(value)` alone. An optimizer is a pytree
whose leaves are these tensors, so `ni.jit` finds and writes back what a compiled step changes,
as it does for modules. Each parameter is updated by one fused kernel (see `steps`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ..base import trees
from ..base.dtypes import DType, float64
from ..ops import full, take, zeros, zeros_like
from ..trace.array import Array
from ..transforms import no_grad
from . import steps
from .schedule import Schedule
from .together import together
from .transform import global_square_sum

Tensor = Any
Params = Iterable[Any]  # tensors, or dicts {"params": tensors, "lr": …, …}


class Group:
    """Parameters with the same settings: options (static), learning rate (a 0-d tensor or a
    schedule), and a list of state tensors a parameter.
    """

    __slots__ = ("options", "params", "rate", "schedule", "state")

    def __init__(self, params: list[Tensor], lr: Schedule | float, options: dict[str, Any]) -> None:
        self.params = params
        self.schedule: Schedule | None = lr if callable(lr) else None
        self.rate: Tensor = full((), 0.0 if callable(lr) else float(lr), float64)
        self.options = options
        self.state: list[list[Tensor]] = []


class Optimizer:
    """Base of all optimizers. Subclasses say how one parameter is updated.

    `params` is what `model.parameters()` gives, or a list of dicts such as
    `{"params": [...], "lr": 1e-4}`, in which settings of the class may be given anew. `lr` is
    a number or a schedule (see `schedule`). Parameters without gradient are left alone; of a parameter
    with a sparse gradient (`nn.Embedding(sparse=True)`), so are the rows without one, and their state.

    >>> w = ni.nn.Parameter(ni.tensor([1.0]))
    >>> opt = ni.optim.SGD([w], lr=0.25)
    >>> (w * w).sum().backward()
    >>> opt.step()
    >>> w.detach()
    tensor([0.5])
    """

    slots: int = 0  # state tensors a parameter
    pointwise: bool = False  # whether `_update` works element by element, and depends on nothing but what it is given

    def __init_subclass__(cls) -> None:
        # What a user's class does in Python may differ from step to step.
        if "_update" in cls.__dict__ and "pointwise" not in cls.__dict__:
            cls.pointwise = False

    def __init__(self, params: Params, lr: Schedule | float, **options: Any) -> None:
        self.count: Tensor = zeros((), float64)
        self.groups: list[Group] = []
        given = [params] if isinstance(params, Mapping) else list(params)
        if not given:
            raise ValueError("there are no parameters to optimize; give model.parameters()")
        if not any(isinstance(g, Mapping) for g in given):
            given = [{"params": given}]
        seen: set[int] = set()
        for number, group in enumerate(given):
            if not isinstance(group, Mapping) or "params" not in group:
                raise TypeError(
                    "params must be tensors, or dicts that all have the key 'params'; "
                    f"number {number} is a {type(group).__name__}"
                )
            self._add_group(dict(group), lr, options, seen)

    def _add_group(
        self, group: dict[str, Any], lr: Schedule | float, options: dict[str, Any], seen: set[int]
    ) -> None:
        members = group.pop("params")
        members = [members] if isinstance(members, Array) else list(members)
        rate = group.pop("lr", lr)
        unknown = set(group) - set(options)
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no settings {sorted(unknown)}; "
                f"there are lr, {', '.join(options)}"
            )
        settings = {**options, **group}
        self._check(rate, settings)
        for p in members:
            if not isinstance(p, Array):
                raise TypeError(f"a parameter must be a tensor, got {type(p).__name__}")
            if not p.dtype.is_inexact:
                raise TypeError(f"a parameter of dtype {p.dtype} has no gradient")
            if id(p) in seen:
                raise ValueError("a parameter is given twice; each may be in one group only")
            seen.add(id(p))
        made = Group(members, rate, settings)
        made.state = [[zeros_like(p.detach()) for _ in range(self.slots)] for p in members]
        self.groups.append(made)

    def _check(self, lr: Schedule | float, options: Mapping[str, Any]) -> None:
        if not callable(lr) and not (lr >= 0 and math.isfinite(lr)):
            raise ValueError(f"lr must be a number of at least 0 or a schedule, got {lr!r}")
        for name, value in options.items():
            low = name.startswith("beta") or name in ("momentum", "alpha")
            if low and not 0.0 <= value < 1.0:
                raise ValueError(f"{name} must be in [0, 1), got {value!r}")
            if name in ("eps", "weight_decay") and not value >= 0.0:
                raise ValueError(f"{name} must be at least 0, got {value!r}")

    # --- the learning rate

    @property
    def lr(self) -> float:
        """The learning rate of the next step (of the first group); assign to change all.

        >>> w = ni.nn.Parameter(ni.tensor([1.0]))
        >>> ni.optim.SGD([w], lr=0.25).lr
        0.25
        """
        group = self.groups[0]
        rate = group.rate if group.schedule is None else group.schedule(self.count)
        return float(rate.item())

    @lr.setter
    def lr(self, value: float) -> None:
        for group in self.groups:
            if group.schedule is not None:
                raise ValueError(
                    "the learning rate follows a schedule; make the optimizer with lr=<number> "
                    "to set it by hand"
                )
            group.rate._assign(full((), float(value), float64))

    # --- steps

    def step(self) -> None:
        """Update every parameter that has a gradient.

        >>> w = ni.nn.Parameter(ni.tensor([1.0]))
        >>> opt = ni.optim.SGD([w], lr=0.25)
        >>> (w * w).sum().backward()
        >>> opt.step()
        >>> w.detach()
        tensor([0.5])
        """
        with no_grad():
            after = self.count + 1.0
            for group in self.groups:
                rate = group.rate if group.schedule is None else group.schedule(self.count)
                shared: dict[DType, tuple[Tensor, ...]] = {}
                gradients = [p.grad for p in group.params]
                numbers = (rate, *self._numbers(after, group.options))
                for dtype in dict.fromkeys([p.dtype for p in group.params]):
                    shared[dtype] = tuple(n.astype(dtype) for n in numbers)
                done = together(self, group, gradients, shared) if self.pointwise else ()
                for i, (p, state) in enumerate(zip(group.params, group.state, strict=True)):
                    gradient = gradients[i]
                    if gradient is None or i in done:
                        continue
                    if gradient.compound:
                        self._update_rows(p, gradient, state, shared[p.dtype], group.options)
                        continue
                    made = self._update(p, gradient, state, shared[p.dtype], group.options)
                    for old, new in zip((p, *state), made, strict=True):
                        old._assign(new)
            self.count._assign(after)

    def _numbers(self, count: Tensor, options: Mapping[str, Any]) -> tuple[Tensor, ...]:
        """0-d tensors, besides the learning rate, that all parameters share in this step."""
        return ()

    def _update(
        self,
        p: Tensor,
        g: Tensor,
        state: list[Tensor],
        numbers: tuple[Tensor, ...],
        options: Mapping[str, Any],
    ) -> tuple[Tensor, ...]:
        """(new p, *new state)."""
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it

    def _update_rows(
        self,
        p: Tensor,
        gradient: Any,
        state: list[Tensor],
        numbers: tuple[Tensor, ...],
        options: Mapping[str, Any],
    ) -> None:
        """The step of a parameter whose gradient is sparse: of the rows that have one, in place.

        The other rows and their state stay as they are: momentum does not decay, weights do not either.
        """
        g = gradient.coalesce()
        if g.layout != "coo" or g.sparse_ndim != 1:
            made = self._update(p, g.to_dense(), state, numbers, options)
            for old, new in zip((p, *state), made, strict=True):
                old._assign(new)
            return
        places = g.indices[0]
        rows = [take(t.detach(), places, 0) for t in (p, *state)]
        made = self._update(rows[0], g.values, rows[1:], numbers, options)
        del rows
        for old, new in zip((p, *state), made, strict=True):
            old[places] = new

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters.

        >>> w = ni.nn.Parameter(ni.tensor([1.0]))
        >>> opt = ni.optim.SGD([w], lr=0.25)
        >>> (w * w).sum().backward()
        >>> opt.zero_grad()
        >>> w.grad
        """
        for group in self.groups:
            for p in group.params:
                p.grad = None

    # --- saving

    def state_dict(self) -> dict[str, Any]:
        """All that steps change besides the parameters: a nest for `ni.save`.

        >>> w = ni.nn.Parameter(ni.tensor([1.0]))
        >>> sorted(ni.optim.SGD([w], lr=0.25).state_dict())
        ['count', 'rates', 'state']
        """
        return {
            "count": self.count.detach(),
            "rates": [group.rate.detach() for group in self.groups],
            "state": [[[t.detach() for t in s] for s in group.state] for group in self.groups],
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state_dict` gave; raises `ValueError` when it does not fit.

        >>> w = ni.nn.Parameter(ni.tensor([1.0]))
        >>> a, b = ni.optim.SGD([w], lr=0.25), ni.optim.SGD([w], lr=0.25)
        >>> b.load_state_dict(a.state_dict())
        """
        own = self.state_dict()
        leaves, treedef = trees.flatten(dict(state))
        mine, wanted = trees.flatten(own)
        fits = treedef == wanted and all(
            tuple(a.shape) == tuple(b.shape) and a.dtype is b.dtype
            for a, b in zip(leaves, mine, strict=True)
        )
        if not fits:
            raise ValueError(
                "the saved state does not fit this optimizer; make one of the same class for "
                "the same parameters in the same order"
            )
        for old, new in zip(self._state_tensors(), leaves, strict=True):
            old._assign(new)

    def _state_tensors(self) -> list[Tensor]:
        rates = [group.rate for group in self.groups]
        states = [t for group in self.groups for s in group.state for t in s]
        return [self.count, *rates, *states]

    def __repr__(self) -> str:
        lines = []
        for group in self.groups:
            rate = f"{group.rate.item():g}" if group.schedule is None else repr(group.schedule)
            options = "".join(f", {name}={value!r}" for name, value in group.options.items())
            lines.append(f"{len(group.params)} parameters, lr={rate}{options}")
        return f"{type(self).__name__}({'; '.join(lines)})"


# --- as a pytree


def _flatten(optimizer: Optimizer) -> tuple[list[Any], tuple[Any, ...]]:
    groups = [(g.params, g.rate, g.state) for g in optimizer.groups]
    static = tuple((g.schedule, tuple(g.options.items())) for g in optimizer.groups)
    return [optimizer.count, groups], (type(optimizer), static)


def _unflatten(aux: tuple[Any, ...], children: Iterable[Any]) -> Optimizer:
    cls, static = aux
    made: Optimizer = object.__new__(cls)
    made.count, groups = children
    made.groups = []
    for (params, rate, state), (schedule, options) in zip(groups, static, strict=True):
        group = Group.__new__(Group)
        group.params, group.rate, group.state = params, rate, state
        group.schedule, group.options = schedule, dict(options)
        made.groups.append(group)
    return made


trees.register(Optimizer, _flatten, _unflatten)


# --- the methods


class SGD(Optimizer):
    """Stochastic gradient descent: p ← p − lr·g, with momentum b ← momentum·b + g in place of g.

    `nesterov` looks one step ahead (g + momentum·b); `weight_decay` adds weight_decay·p to g.

    >>> w = ni.nn.Parameter(ni.tensor([1.0]))
    >>> opt = ni.optim.SGD([w], lr=0.25)
    >>> (w * w).sum().backward()
    >>> opt.step()
    >>> w.detach()
    tensor([0.5])
    """

    pointwise = True

    def __init__(
        self,
        params: Params,
        lr: Schedule | float,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        if nesterov and not momentum:
            raise ValueError("SGD: nesterov=True needs momentum > 0")
        self.slots = 1 if momentum else 0
        super().__init__(
            params, lr, momentum=momentum, nesterov=nesterov, weight_decay=weight_decay
        )

    def _check(self, lr: Schedule | float, options: Mapping[str, Any]) -> None:
        super()._check(lr, options)
        if bool(options["momentum"]) != bool(self.slots):
            raise ValueError("SGD: give momentum to all groups or to none")

    def _update(
        self,
        p: Tensor,
        g: Tensor,
        state: list[Tensor],
        numbers: tuple[Tensor, ...],
        options: Mapping[str, Any],
    ) -> tuple[Tensor, ...]:
        (rate,) = numbers
        decay = options["weight_decay"]
        if not state:
            return (steps.sgd_step(p, g, rate, decay),)
        made: tuple[Tensor, ...] = steps.momentum_step(
            p, g, state[0], rate, options["momentum"], options["nesterov"], decay
        )
        return made


class Adam(Optimizer):
    """Adam: steps of about lr, the mean gradient over the root of the mean squared gradient.

    `weight_decay` adds weight_decay·p to the gradient; for the decoupled form use `AdamW`.

    >>> import nitinol as ni
    >>> w = ni.nn.Parameter(ni.tensor([1.0]))
    >>> optimizer = Adam([w], lr=0.1)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> round(w.item(), 4)
    0.9
    """

    slots = 2
    decoupled = False

    pointwise = True

    def __init__(
        self,
        params: Params,
        lr: Schedule | float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        beta1, beta2 = betas
        super().__init__(params, lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay)

    def _numbers(self, count: Tensor, options: Mapping[str, Any]) -> tuple[Tensor, ...]:
        made: tuple[Tensor, ...] = steps.adam_corrections(count, options["beta1"], options["beta2"])
        return made

    def _update(
        self,
        p: Tensor,
        g: Tensor,
        state: list[Tensor],
        numbers: tuple[Tensor, ...],
        options: Mapping[str, Any],
    ) -> tuple[Tensor, ...]:
        m, v = state
        rate, fix_m, fix_v = numbers
        made: tuple[Tensor, ...] = steps.adam_step(
            p,
            g,
            m,
            v,
            rate,
            fix_m,
            fix_v,
            options["beta1"],
            options["beta2"],
            options["eps"],
            options["weight_decay"],
            self.decoupled,
        )
        return made


class AdamW(Adam):
    """Adam with decoupled weight decay: p also shrinks by lr·weight_decay·p in every step.

    >>> w = ni.nn.Parameter(ni.tensor([1.0]))
    >>> opt = ni.optim.AdamW([w], lr=0.25)
    >>> (w * w).sum().backward()
    >>> opt.step()
    >>> w.detach()
    tensor([0.7475])
    """

    decoupled = True

    def __init__(
        self,
        params: Params,
        lr: Schedule | float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay)


class RMSprop(Optimizer):
    """The gradient over the root of the decaying mean of its square, with momentum if wanted.

    >>> w = ni.nn.Parameter(ni.tensor([1.0]))
    >>> opt = ni.optim.RMSprop([w], lr=0.25)
    >>> (w * w).sum().backward()
    >>> opt.step()
    >>> w.detach()
    tensor([-1.5])
    """

    slots = 2

    pointwise = True

    def __init__(
        self,
        params: Params,
        lr: Schedule | float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
    ) -> None:
        super().__init__(
            params, lr, alpha=alpha, eps=eps, momentum=momentum, weight_decay=weight_decay
        )

    def _update(
        self,
        p: Tensor,
        g: Tensor,
        state: list[Tensor],
        numbers: tuple[Tensor, ...],
        options: Mapping[str, Any],
    ) -> tuple[Tensor, ...]:
        v, b = state
        (rate,) = numbers
        made: tuple[Tensor, ...] = steps.rmsprop_step(
            p,
            g,
            v,
            b,
            rate,
            options["alpha"],
            options["eps"],
            options["momentum"],
            options["weight_decay"],
        )
        return made


def clip_grad_norm_(params: Iterable[Tensor], max_norm: float) -> Tensor:
    """Scale the gradients of `params` so that their common norm is at most `max_norm`.

    Returns the norm that they had (0-d). Parameters without gradient count as zero.

    >>> w = ni.nn.Parameter(ni.tensor([1.0]))
    >>> (3 * w).sum().backward()
    >>> ni.optim.clip_grad_norm_([w], 1.0)
    tensor(3.)
    >>> w.grad
    tensor([1.])
    """
    having = [p for p in params if p.grad is not None]
    with no_grad():
        if not having:
            return zeros(())
        total = global_square_sum([p.grad for p in having])
        factor = steps.clip_factor(total, max_norm)
        for p in having:
            p.grad = p.grad * factor.astype(p.dtype)
        return total.sqrt()
