"""`check_grads`: derivatives of a function against finite differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from ..base import trees
from ..ops.complexes import conj, real
from ..ops.reductions import sum as sum_of
from ..tensor.creation import tensor
from .forward import jvp
from .leaves import as_array, differentiable
from .reverse import vjp
from .steps import bare

Leaves = list[Any]


def check_grads(
    function: Callable[..., Any],
    args: Sequence[Any],
    order: int = 2,
    modes: Sequence[str] = ("fwd", "rev"),
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
    seed: int = 0,
) -> None:
    """Raise `AssertionError` unless derivatives of `function(*args)` agree with finite differences.

    * `order`: up to which order; each higher one is the same check of the derivative.
    * `modes`: "fwd" and "rev"; mixed ones too from order 2 on.
    * `atol`, `rtol`, `eps`: tolerances, and the step of the central differences; by default what the
      lowest precision among the arguments allows (float64: 1e-5, 1e-5 and 1e-4).
    * `seed`: of the random directions.

    All floating and complex tensors in `args`, any nests, are differentiated.

    >>> import nitinol as ni
    >>> ni.debug.check_grads(lambda x: ni.sin(x) * x, (ni.tensor([0.3, 2.0], dtype=ni.float64),))
    """
    for mode in modes:
        if mode not in ("fwd", "rev"):
            raise ValueError(f'check_grads: modes are "fwd" and "rev", got {mode!r}')
    leaves, treedef = trees.flatten(tuple(args))
    leaves = [as_array(x) for x in leaves]
    chosen = [i for i, x in enumerate(leaves) if differentiable(x)]
    if not chosen:
        raise TypeError("check_grads: there is no floating or complex tensor among the arguments")

    def flat(*xs: Any) -> Leaves:
        filled = list(leaves)
        for i, x in zip(chosen, xs, strict=True):
            filled[i] = x
        result = trees.leaves(function(*trees.unflatten(treedef, filled)))
        return [y for y in result if differentiable(y)]

    points = [bare(leaves[i]) for i in chosen]
    digits = 4 if all(x.dtype.name in ("float64", "complex128") for x in points) else 2
    check = _Check(
        Random(seed),
        tuple(modes),
        10.0 ** -(digits + 1) if atol is None else atol,
        10.0 ** -(digits + 1) if rtol is None else rtol,
        10.0**-digits if eps is None else eps,
    )
    check.run(flat, points, order, "")


class _Check:
    def __init__(
        self, random: Random, modes: tuple[str, ...], atol: float, rtol: float, eps: float
    ) -> None:
        self.random = random
        self.modes = modes
        self.atol = atol
        self.rtol = rtol
        self.eps = eps

    def run(self, flat: Callable[..., Leaves], points: Leaves, order: int, path: str) -> None:
        moves = [self._direction(x) for x in points]
        ahead = flat(*[x + self.eps * v for x, v in zip(points, moves, strict=True)])
        behind = flat(*[x - self.eps * v for x, v in zip(points, moves, strict=True)])
        slopes = [(a - b) * (0.5 / self.eps) for a, b in zip(ahead, behind, strict=True)]
        weights = [self._direction(s) for s in slopes]
        want = _inner(weights, slopes)
        for mode in self.modes:
            name = path + mode
            if mode == "fwd":
                found = jvp(lambda *xs: flat(*xs), points, moves)[1]
                got = _inner(weights, found)
                derived = _forward(flat, moves)
            else:
                pull = vjp(lambda *xs: flat(*xs), *points)[1]
                got = _inner(moves, pull(weights))
                derived = _reverse(flat, weights)
            size = max(abs(want), _inner(_sizes(weights), _sizes(slopes)))
            if not abs(got - want) <= self.atol + self.rtol * size:
                raise AssertionError(
                    f"the derivative of order {len(name.split('-'))} ({name}) disagrees with finite "
                    f"differences: along a random direction it is {got!r}, they give {want!r}"
                )
            if order > 1:
                self.run(derived, points, order - 1, name + "-")

    def _direction(self, like: Any) -> Any:
        """A random tensor of the type of another."""
        numbers = [self._number(like) for _ in range(like.size)]
        return tensor(numbers, dtype=like.dtype).reshape(tuple(like.shape))

    def _number(self, like: Any) -> Any:
        if like.dtype.is_complex:
            return complex(self.random.uniform(-1, 1), self.random.uniform(-1, 1))
        return self.random.uniform(-1, 1)


def _forward(flat: Callable[..., Leaves], moves: Leaves) -> Callable[..., Leaves]:
    return lambda *xs: list(jvp(lambda *ys: flat(*ys), xs, moves)[1])


def _reverse(flat: Callable[..., Leaves], weights: Leaves) -> Callable[..., Leaves]:
    return lambda *xs: list(vjp(lambda *ys: flat(*ys), *xs)[1](weights))


def _sizes(xs: Leaves) -> Leaves:
    return [abs(x) for x in xs]


def _inner(xs: Sequence[Any], ys: Sequence[Any]) -> float:
    """Re Σ conj(x)·y, in double precision."""
    total = 0.0
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            continue
        wide = "complex128" if x.dtype.is_complex or y.dtype.is_complex else "float64"
        part = sum_of(conj(x.astype(wide)) * y.astype(wide))
        total += float(real(part) if part.dtype.is_complex else part)
    return total
