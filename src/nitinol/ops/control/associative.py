"""`associative_scan`: all prefixes of an associative operation, in logarithmically many steps.

Neighbours are combined in pairs, the half as long sequence is scanned, and what lies between its
results is combined from them: about 2n combinations in 2·log2(n) whole-tensor steps (Blelloch,
"Prefix Sums and Their Applications", 1990). It is made of slices and joins, so every transform passes
through. Where the length is open in a compiled function, the number of steps is too, and a `scan`
goes through one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...base import trees
from ...base.errors import ShapeError, TracerError
from ...base.sizes import Dim
from ...trace.array import Array
from ...trace.stage import check_equal, known_equal
from ..joining import concatenate, stack
from ..shaping import expand_dims, squeeze
from .carries import leaves_of, names, strong
from .functions import scan

Elements = list[Array]


def associative_scan(
    fn: Callable[[Any, Any], Any], elems: Any, reverse: bool = False, axis: int = 0
) -> Any:
    """Element i of the result is elems[0] ∘ elems[1] ∘ … ∘ elems[i] along `axis`, where a ∘ b = fn(a, b).

    `fn` must be associative and work on stacks of elements: it is given nests like `elems`
    with any number of elements along `axis`. `elems` is a nest of tensors that have the same size along
    `axis`. With `reverse`, element i is elems[n−1] ∘ … ∘ elems[i]. The operation's order of
    rounding differs from that of a loop.

    Errors: `ShapeError` when the sizes differ, `TracerError` when fn returns another nest.

    >>> import nitinol as ni
    >>> def affine(f, g):  # x -> a·x + b, one after the other
    ...     return f[0] * g[0], g[0] * f[1] + g[1]
    >>> a, b = ni.tensor([1.0, 2.0, 3.0]), ni.tensor([1.0, 1.0, 1.0])
    >>> ni.associative_scan(affine, (a, b))
    (tensor([1., 2., 6.]), tensor([ 1.,  3., 10.]))
    """
    leaves, tree = leaves_of(elems, "associative_scan")
    if not leaves:
        return elems
    leaves = [strong(x) for x in leaves]
    at = [_axis(x, axis) for x in leaves]
    count = _count(leaves, at, names(tree, "elems"))

    def combine(a: Elements, b: Elements) -> Elements:
        result = fn(trees.unflatten(tree, a), trees.unflatten(tree, b))
        found, structure = leaves_of(result, "associative_scan")
        if structure != tree:
            raise TracerError(
                f"associative_scan: fn takes {tree!r} and returns {structure!r}; return the same nest"
            )
        return found

    if not isinstance(count, int):
        return trees.unflatten(tree, _one_by_one(combine, leaves, at, reverse))
    if reverse:
        leaves = [_sliced(x, a, slice(None, None, -1)) for x, a in zip(leaves, at, strict=True)]
    found = _prefixes(combine, leaves, at, count)
    if reverse:
        found = [_sliced(x, a, slice(None, None, -1)) for x, a in zip(found, at, strict=True)]
    return trees.unflatten(tree, found)


def _axis(x: Array, axis: int) -> int:
    if not -x.ndim <= axis < x.ndim:
        raise ShapeError(f"associative_scan: axis {axis} does not exist in shape {tuple(x.shape)}")
    return axis % x.ndim


def _count(leaves: Sequence[Array], at: Sequence[int], labels: Sequence[str]) -> Dim:
    count: Dim = leaves[0].shape[at[0]]
    for x, a, label in zip(leaves, at, labels, strict=True):
        if known_equal(x.shape[a], count) is False:
            raise ShapeError(
                f"associative_scan: {label} has {x.shape[a]!r} elements along its axis, "
                f"{labels[0]} has {count!r}; they must be equal"
            )
        count = check_equal(count, x.shape[a])
    return count


def _sliced(x: Array, axis: int, part: slice | int) -> Array:
    return x[(*[slice(None)] * axis, part)]  # type: ignore[no-any-return]


def _prefixes(
    combine: Callable[[Elements, Elements], Elements], xs: Elements, at: Sequence[int], count: int
) -> Elements:
    if count < 2:
        return xs

    def part(elements: Elements, which: slice) -> Elements:
        return [_sliced(x, a, which) for x, a in zip(elements, at, strict=True)]

    pairs = count // 2
    first = part(xs, slice(0, 2 * pairs, 2))
    odd = _prefixes(combine, combine(first, part(xs, slice(1, None, 2))), at, pairs)
    evens = (count - 1) // 2  # behind the first element
    even = part(xs, slice(0, 1))
    if evens:
        rest = combine(part(odd, slice(0, evens)), part(xs, slice(2, None, 2)))
        even = [concatenate([e, r], axis=a) for e, r, a in zip(even, rest, at, strict=True)]
    return [_woven(e, o, a, count) for e, o, a in zip(even, odd, at, strict=True)]


def _woven(even: Array, odd: Array, axis: int, count: int) -> Array:
    """Elements from both in turns."""
    pairs = count // 2
    both = stack([_sliced(even, axis, slice(0, pairs)), odd], axis=axis + 1)
    shape = (*both.shape[:axis], 2 * pairs, *both.shape[axis + 2 :])
    woven = both.reshape(shape)
    if count % 2:
        woven = concatenate([woven, _sliced(even, axis, slice(pairs, None))], axis=axis)
    return woven  # type: ignore[no-any-return]


def _one_by_one(
    combine: Callable[[Elements, Elements], Elements],
    xs: Elements,
    at: Sequence[int],
    reverse: bool,
) -> Elements:
    """One element after the other, for open lengths."""
    end = -1 if reverse else 0
    rest = slice(None, -1) if reverse else slice(1, None)
    first = [expand_dims(_sliced(x, a, end), a) for x, a in zip(xs, at, strict=True)]
    slices = [_to_front(_sliced(x, a, rest), a) for x, a in zip(xs, at, strict=True)]

    def step(carry: Elements, x: Elements) -> tuple[Elements, Elements]:
        given = [expand_dims(e, a) for e, a in zip(x, at, strict=True)]
        after = combine(carry, given)
        return after, [squeeze(y, a) for y, a in zip(after, at, strict=True)]

    _, found = scan(step, first, slices, reverse=reverse)
    stacks = [_from_front(y, a) for y, a in zip(found, at, strict=True)]
    pairs = [(s, f) if reverse else (f, s) for f, s in zip(first, stacks, strict=True)]
    return [concatenate(list(p), axis=a) for p, a in zip(pairs, at, strict=True)]


def _to_front(x: Array, axis: int) -> Array:
    return x.permute((axis, *[i for i in range(x.ndim) if i != axis]))  # type: ignore[no-any-return]


def _from_front(x: Array, axis: int) -> Array:
    return x.permute((*range(1, axis + 1), 0, *range(axis + 1, x.ndim)))  # type: ignore[no-any-return]


__all__ = ["associative_scan"]
