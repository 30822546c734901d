"""`check_grads`: derivatives of a function against finite differences, or against those in float64.

Everything that is not the function itself (directions, differences, inner products) is computed with
Python numbers, so that a check compiles the kernels of the function and of its derivatives alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from ..base import trees
from ..base.dtypes import DType, complex128, float64
from ..base.sizes import product
from ..tensor.creation import tensor
from .forward import jvp
from .leaves import as_array, differentiable
from .reverse import vjp
from .steps import bare

Leaves = list[Any]
Flat = Callable[..., Leaves]

AGAINST = ("differences", "float64")
# What rounding leaves of a second derivative of a few steps.
ROUNDING = {"bfloat16": 0.1, "float16": 0.02, "float32": 1e-4, "complex64": 1e-4}


def check_grads(
    function: Callable[..., Any],
    args: Sequence[Any],
    order: int = 2,
    modes: Sequence[str] = ("fwd", "rev"),
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
    seed: int = 0,
    against: str = "differences",
) -> None:
    """Raise `AssertionError` unless the derivatives of `function(*args)` are right.

    * `order`: up to which order; each higher one is the same check of the derivative.
    * `modes`: "fwd" and "rev"; mixed ones too from order 2 on.
    * `atol`, `rtol`, `eps`: tolerances, and the step of the central differences; by default what the
      lowest precision among the arguments allows (float64: 1e-5, 1e-5 and 1e-4).
    * `seed`: of the random directions.
    * `against`: "differences" compares with central differences along random directions. "float64"
      compares with the derivatives that the same function has when all its floating arguments are
      float64 (complex128); use it for narrower dtypes, in which differences say little.

    All floating and complex tensors in `args`, any nests, are differentiated. Directions in complex
    tensors are complex: the derivative is checked as a linear map over the real numbers, so the
    function need not be holomorphic.

    >>> import nitinol as ni
    >>> ni.debug.check_grads(lambda x: ni.sin(x) * x, (ni.tensor([0.3, 2.0], dtype=ni.float64),))
    >>> ni.debug.check_grads(ni.tanh, (ni.tensor([0.3, 2.0]),), against="float64")
    """
    for mode in modes:
        if mode not in ("fwd", "rev"):
            raise ValueError(f'check_grads: modes are "fwd" and "rev", got {mode!r}')
    if against not in AGAINST:
        raise ValueError(
            f'check_grads: against must be "differences" or "float64", got {against!r}'
        )
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
    narrow = max(ROUNDING.get(x.dtype.name, 0.0) for x in points)
    if against == "float64":
        _Narrow(
            Random(seed),
            tuple(modes),
            narrow or 1e-10 if atol is None else atol,
            narrow or 1e-10 if rtol is None else rtol,
        ).run(flat, points, flat, [_wide(x) for x in points], order, "")
        return
    digits = 2 if narrow else 4
    _Differences(
        Random(seed),
        tuple(modes),
        10.0 ** -(digits + 1) if atol is None else atol,
        10.0 ** -(digits + 1) if rtol is None else rtol,
        10.0**-digits if eps is None else eps,
    ).run(flat, points, order, "")


class _Differences:
    """Derivatives along random directions against central differences."""

    def __init__(
        self, random: Random, modes: tuple[str, ...], atol: float, rtol: float, eps: float
    ) -> None:
        self.random = random
        self.modes = modes
        self.atol = atol
        self.rtol = rtol
        self.eps = eps

    def run(self, flat: Flat, points: Leaves, order: int, path: str) -> None:
        moves = [_direction(self.random, x) for x in points]
        ahead = flat(*[_moved(x, v, self.eps) for x, v in zip(points, moves, strict=True)])
        behind = flat(*[_moved(x, v, -self.eps) for x, v in zip(points, moves, strict=True)])
        slopes = [
            [(a - b) * (0.5 / self.eps) for a, b in zip(_numbers(y), _numbers(z), strict=True)]
            for y, z in zip(ahead, behind, strict=True)
        ]
        weights = [_direction(self.random, y) for y in ahead]
        want = _inner(_all(weights), slopes)
        scale = _inner(_sizes(_all(weights)), _sizes(slopes))
        for mode in self.modes:
            name = path + mode
            if mode == "fwd":
                derived = _forward(flat, moves)
                got = _inner(_all(weights), _all(derived(*points)))
            else:
                derived = _reverse(flat, weights)
                got = _inner(_all(moves), _all(derived(*points)))
            if not abs(got - want) <= self.atol + self.rtol * max(abs(want), scale):
                raise AssertionError(
                    f"the derivative of order {len(name.split('-'))} ({name}) disagrees with finite "
                    f"differences: along a random direction it is {got!r}, they give {want!r}"
                )
            if order > 1:
                self.run(derived, points, order - 1, name + "-")


class _Narrow:
    """Derivatives along random directions against those of the function in float64."""

    def __init__(self, random: Random, modes: tuple[str, ...], atol: float, rtol: float) -> None:
        self.random = random
        self.modes = modes
        self.atol = atol
        self.rtol = rtol

    def run(
        self, flat: Flat, points: Leaves, wide: Flat, places: Leaves, order: int, path: str
    ) -> None:
        moves = [_direction(self.random, x) for x in points]
        results = [flat(*points), wide(*places)] if "rev" in self.modes else [[], []]
        weights = [_direction(self.random, y) for y in results[0]]
        for mode in self.modes:
            name = path + mode
            if mode == "fwd":
                derived = _forward(flat, moves)
                expected = _forward(wide, [_wide(v) for v in moves])
            else:
                derived = _reverse(flat, weights)
                matched = [
                    _make(_numbers(w), y.dtype, tuple(y.shape))
                    for w, y in zip(weights, results[1], strict=True)
                ]
                expected = _reverse(wide, matched)
            for got, want in zip(_all(derived(*points)), _all(expected(*places)), strict=True):
                self.compare(name, got, want)
            if order > 1:
                self.run(derived, points, expected, places, order - 1, name + "-")

    def compare(self, name: str, got: list[Any], want: list[Any]) -> None:
        scale = max((abs(b) for b in want), default=0.0)
        limit = self.atol * min(1.0, scale or 1.0) + self.rtol * scale
        for a, b in zip(got, want, strict=True):
            if not abs(a - b) <= limit:
                raise AssertionError(
                    f"the derivative of order {len(name.split('-'))} ({name}) disagrees with that in "
                    f"float64: an element is {a!r}, there it is {b!r} (the largest is {scale:.3g})"
                )


# --- derivatives as functions again


def _forward(flat: Flat, moves: Leaves) -> Flat:
    return lambda *xs: list(jvp(lambda *ys: flat(*ys), xs, moves)[1])


def _reverse(flat: Flat, weights: Leaves) -> Flat:
    return lambda *xs: list(vjp(lambda *ys: flat(*ys), *xs)[1](weights))


# --- tensors and Python numbers


def _direction(random: Random, like: Any) -> Any:
    """A random tensor of the type of another."""

    def number() -> Any:
        part = random.uniform(-1, 1)
        return complex(part, random.uniform(-1, 1)) if like.dtype.is_complex else part

    shape = tuple(like.shape)
    return _make([number() for _ in range(product(shape))], like.dtype, shape)


def _wide(x: Any) -> Any:
    """x in double precision."""
    return _make(_numbers(x), complex128 if x.dtype.is_complex else float64, tuple(x.shape))


def _moved(x: Any, v: Any, step: float) -> Any:
    numbers = [a + step * b for a, b in zip(_numbers(x), _numbers(v), strict=True)]
    return _make(numbers, x.dtype, tuple(x.shape))


def _make(numbers: list[Any], dtype: DType, shape: tuple[int, ...]) -> Any:
    if not numbers:
        return tensor([], dtype=dtype).reshape(shape)
    nested: list[Any] = numbers
    for n in reversed(shape):
        nested = [nested[i : i + n] for i in range(0, len(nested), n)]
    return tensor(nested[0], dtype=dtype)


def _numbers(x: Any) -> list[Any]:
    """The elements of a tensor, in order."""
    return list(_flattened(x.tolist()))


def _flattened(nested: Any) -> Iterator[Any]:
    if isinstance(nested, list):
        for part in nested:
            yield from _flattened(part)
    else:
        yield nested


def _all(xs: Leaves) -> list[list[Any]]:
    return [_numbers(x) for x in xs]


def _sizes(xs: list[list[Any]]) -> list[list[float]]:
    return [[abs(a) for a in x] for x in xs]


def _inner(xs: Sequence[list[Any]], ys: Sequence[list[Any]]) -> float:
    """Re Σ conj(x)·y."""
    total = 0.0
    for x, y in zip(xs, ys, strict=True):
        for a, b in zip(x, y, strict=True):
            total += a.real * b.real + a.imag * b.imag
    return total
