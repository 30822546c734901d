"""Convolutions of sparse images and volumes, and the softmax of stored entries.

A sparse image is COO of shape (batch, height, width, channels), with dense channels: `indices` (3, sites) and `values`
(sites, channels); a volume has one axis more. For each cell of the kernel, each site of the result looks up whether
the site that it would read is stored (a binary search among the keys); the channels found, zeros for the
others, form a row (sites, cells · channels), and one dense product with the weights does the rest. So the work follows
the number of sites, and derivatives are those of gathering and multiplying.

*Submanifold* convolutions (B. Graham and L. van der Maaten, "Submanifold Sparse Convolutional Networks", 2017) have the
sites of their operand, so that sparsity survives many layers; the others have a site wherever one is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import normalize_axis, show
from ...ops.segments import segment_softmax
from ...trace.composite import composite
from . import structure as st
from .arithmetic import operand
from .tensor import SparseTensor

Tensor = Any

Sizes = int | Sequence[int]


def conv2d(
    x: SparseTensor,
    weight: Any,
    bias: Any = None,
    stride: Sizes = 1,
    padding: Sizes | None = None,
    dilation: Sizes = 1,
    submanifold: bool = True,
) -> SparseTensor:
    """The convolution of a sparse image (batch, height, width, channels) with dense channels.

    * `weight`: (channels out, channels, height, width), as of `ni.conv2d`.
    * `bias`: (channels out,), added at the sites of the result only.
    * `submanifold`: the result has the sites of x; stride is 1 and the shape stays. Otherwise it has a site wherever
      the kernel reaches one, and the shape of `ni.conv2d`'s result.
    * `stride`, `padding` (default 0), `dilation`: as of `ni.conv2d`; not for submanifold ones, but for `dilation`.

    Raises `ShapeError` when the shapes do not fit.

    >>> x = ni.sparse.coo([[0], [1], [1]], [[2.0]], (1, 3, 3, 1))
    >>> y = ni.sparse.conv2d(x, ni.ones((4, 1, 3, 3)))
    >>> y.shape, y.values
    ((1, 3, 3, 4), tensor([[2., 2., 2., 2.]]))
    """
    return _convolved("conv2d", 2, x, weight, bias, stride, padding, dilation, submanifold)


def conv3d(
    x: SparseTensor,
    weight: Any,
    bias: Any = None,
    stride: Sizes = 1,
    padding: Sizes | None = None,
    dilation: Sizes = 1,
    submanifold: bool = True,
) -> SparseTensor:
    """The convolution of a sparse volume (batch, depth, height, width, channels); see `conv2d`.

    >>> x = ni.sparse.coo([[0], [1], [1], [1]], [[2.0]], (1, 3, 3, 3, 1))
    >>> ni.sparse.conv3d(x, ni.ones((4, 1, 3, 3, 3))).values
    tensor([[2., 2., 2., 2.]])
    """
    return _convolved("conv3d", 3, x, weight, bias, stride, padding, dilation, submanifold)


def _convolved(
    name: str,
    n: int,
    x: SparseTensor,
    weight: Any,
    bias: Any,
    stride: Sizes,
    padding: Sizes | None,
    dilation: Sizes,
    submanifold: bool,
) -> SparseTensor:
    weight = operand(weight)
    if not isinstance(x, SparseTensor) or x.sparse_ndim != n + 1 or x.dense_ndim != 1:
        raise ShapeError(
            f"{name}: a sparse tensor with {n + 1} sparse axes (batch and space) and one dense (channels) is wanted; "
            "make it with ni.sparse.coo(sites, features, shape)"
        )
    if weight.ndim != n + 2 or int(weight.shape[1]) != x.shape[-1]:
        raise ShapeError(
            f"{name}: weights of shape {show(tuple(weight.shape))} do not fit {x.shape[-1]} channels; wanted is "
            f"(channels out, channels, {n} sizes)"
        )
    kernel = [int(k) for k in weight.shape[2:]]
    step, pace = _sizes(name, n, stride), _sizes(name, n, dilation)
    x = x.coalesce()
    reach = [(k - 1) * d for k, d in zip(kernel, pace, strict=True)]
    space = list(x.shape[1:-1])
    if submanifold:
        if padding is not None or any(s != 1 for s in step) or any(k % 2 == 0 for k in kernel):
            raise ShapeError(
                f"{name}: a submanifold convolution has odd kernels, stride 1 and the padding that keeps the shape; "
                "write submanifold=False for others"
            )
        before, keys = [r // 2 for r in reach], x.keys()
        places, out = x.coordinates(), space
    else:
        before = _sizes(name, n, 0 if padding is None else padding)
        out = [
            (s + 2 * p - r - 1) // t + 1
            for s, p, r, t in zip(space, before, reach, step, strict=True)
        ]
        if min(out) < 1:
            raise ShapeError(
                f"{name}: the kernel is larger than the padded image {show(tuple(space))}"
            )
        keys = _reached(x, kernel, pace, step, before, out)
        places = st.coordinates_of(keys, (x.shape[0], *out))
    cells = list(product(*[range(k) for k in kernel]))
    columns = []
    for cell in cells:
        at = [places[0]]
        inside: Any = None
        for a in range(n):
            c = places[a + 1] * step[a] + (cell[a] * pace[a] - before[a])
            here = (c >= 0) & (c < space[a])
            inside = here if inside is None else inside & here
            at.append(ops.clip(c, 0, max(space[a] - 1, 0)))
        place, there = st.found_at(x.keys(), st.keys_of(at, x.grid))
        columns.append(st.picked(x.values, place, there & inside))
    gathered = ops.concat(columns, 1)
    # (out, in, cells) → (cells · in, out), in the order of the columns.
    flat = ops.reshape(weight, (weight.shape[0], weight.shape[1], -1))
    table = ops.reshape(ops.permute_dims(flat, (2, 1, 0)), (-1, weight.shape[0]))
    values = ops.matmul(gathered, table)
    if bias is not None:
        values = values + operand(bias)
    shape = (x.shape[0], *out, int(weight.shape[0]))
    return SparseTensor(values, st.stacked(st.coordinates_of(keys, shape[:-1])), None, "coo", shape)


def _reached(
    x: SparseTensor,
    kernel: Sequence[int],
    pace: Sequence[int],
    step: Sequence[int],
    before: Sequence[int],
    out: Sequence[int],
) -> Tensor:
    """The keys of all sites of the result that read a stored one."""
    batch, *places = x.coordinates()
    found = []
    for cell in product(*[range(k) for k in kernel]):
        at = [batch]
        inside: Any = None
        for a, c in enumerate(places):
            target = c + (before[a] - cell[a] * pace[a])
            goal = target // step[a]
            here = (target >= 0) & (goal * step[a] == target) & (goal < out[a])
            inside = here if inside is None else inside & here
            at.append(ops.clip(goal, 0, out[a] - 1))
        (kept,) = ops.nonzero(inside)
        found.append(ops.take(st.keys_of(at, (x.shape[0], *out)), kept))
    return st.numbered(ops.concat(found))[0]


def _sizes(name: str, n: int, given: Sizes) -> list[int]:
    sizes = [given] * n if isinstance(given, int) else [int(v) for v in given]
    if len(sizes) != n:
        raise ShapeError(f"{name}: one int or {n} are wanted, got {given!r}")
    return sizes


@composite
def _softmax(values: Tensor, offsets: Tensor) -> Tensor:
    return segment_softmax(values, offsets)


def softmax(x: SparseTensor, axis: int = -1) -> SparseTensor:
    """e^x over its sum along an axis, among the stored entries; those that are not stored count as −∞ and stay 0.

    So attention over the edges of a graph is `softmax(scores, 1) @ values`.

    >>> ni.sparse.softmax(ni.sparse.csr([0, 2, 3], [0, 1, 1], [0.0, 0.0, 5.0], (2, 2))).to_dense()
    tensor([[0.5, 0.5],
            [0. , 1. ]])
    """
    n = len(x.shape)
    a = normalize_axis(axis, n, "softmax")
    if x.dense_ndim or x.block is not None:
        raise UnsupportedError(
            "ni.sparse.softmax takes tensors of single entries; write x.to_layout('csr')"
        )
    x = x.coalesce()
    if n == 1:
        return x.with_values(ops.softmax(x.values, 0))
    wanted = {n - 1: ("csr", "coo"), n - 2: ("csc",)}.get(a, ())
    if x.layout in wanted and x.indptr is not None:
        return x.with_values(_softmax(x.values, x.indptr))
    # Entries by all other axes, then along this one; and back.
    places = x.coordinates()
    order = [b for b in range(n) if b != a]
    sizes = [x.shape[b] for b in order]
    key = st.keys_of([places[b] for b in order], sizes)
    ordered, where = ops.sort_with_indices(key)
    rows, number = st.numbered(ordered)
    offsets = st.offsets_of(number, st.room(rows.shape[0]))
    made = _softmax(ops.take(x.values, where), offsets)
    return x.with_values(_put_back(made, where))


@composite
def _put_back(values: Tensor, where: Tensor) -> Tensor:
    """The inverse of taking."""
    return ops.index_add(ops.zeros_like(values), where, values)
