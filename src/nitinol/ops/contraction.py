"""Contractions: sums of products over shared axes.

One primitive does the work: `dot`, batch[..., M, K] · batch[..., K, N], whose operands may lie in
memory in any order of axes, so that a transposed matrix is only a view. Everything else arranges axes around it:

| function | sums over |
|---|---|
| `matmul`, `linear`, `mm`, `bmm`, `mv` | the last axis of the first and the last but one of the second operand |
| `tensordot`, `inner`, `dot` | given axes, the last axes, NumPy's rule |
| `vecdot` | one axis of both: a fold, not a matrix product |
| `einsum` | the indices that the output lacks, pair by pair, the cheapest pair first |

Integer products wrap around; products of bools are joined by "or"; half-width floats are summed in float32.
`matmul` takes the `dtype` of the sums.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import broadcast_shapes, normalize_axis, show
from ..base.sizes import Dim, Shape, product
from ..ir.op import Anchor, Linear, Op, Type
from ..trace import primitives as core
from ..trace.array import operators
from ..trace.batching import put, without
from ..trace.bind import type_of
from ..trace.composite import composite
from ..trace.kind import dispatching
from ..trace.primitives import accumulate, one
from ..trace.stage import check_equal, known_equal
from .arithmetic import add, multiply, subtract
from .complexes import complex as make_complex
from .complexes import conj, imag, real
from .creation import DTypeLike
from .families import (
    Tensor,
    apply,
    array,
    common_dtype,
    declare,
    expand,
    promoted,
    to_dtype,
)
from .movement import diagonal
from .shaping import permuted, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# --- the primitive


def _meet(where: str, a: Type, b: Type, x: Dim, y: Dim) -> Dim:
    if known_equal(x, y) is False:
        raise ShapeError(
            f"{where}: shapes {show(a.shape)} and {show(b.shape)} do not fit: "
            f"{x!r} and {y!r} must be equal; transpose or reshape one of them"
        )
    return check_equal(x, y)


def _dot_infer(a: Type, b: Type) -> Type:
    narrow = a.dtype.is_floating and a.dtype.itemsize == 2
    if a.dtype is not b.dtype or narrow or a.dtype.is_complex:
        raise DTypeError(
            f"dot: {a.dtype} and {b.dtype} must be one of bool, integers, float32 and float64"
        )
    if a.ndim < 2 or a.ndim != b.ndim:
        raise ShapeError(
            f"dot: {show(a.shape)} and {show(b.shape)} need equally many axes, at least two"
        )
    batch = [_meet("dot", a, b, x, y) for x, y in zip(a.shape[:-2], b.shape[:-2], strict=True)]
    _meet("dot", a, b, a.shape[-1], b.shape[-2])
    return Type(a.dtype, (*batch, a.shape[-2], b.shape[-1]))


def _dot_jvp(primals: Sequence[Tensor], tangents: Sequence[Any], out: Tensor) -> Any:
    (a, b), (da, db) = primals, tangents
    return accumulate(
        None if da is None else apply(dot_op, da, b), None if db is None else apply(dot_op, a, db)
    )


def _dot_transpose(c: Tensor, a: Any, b: Any) -> tuple[Any, Any]:
    if isinstance(a, Linear):
        return apply(dot_op, c, _turned(b)), None
    return None, apply(dot_op, _turned(a), c)


def _transposed(node: Any, perm: tuple[int, ...]) -> Any:
    """(A·B)ᵀ = Bᵀ·Aᵀ, for each matrix of a batch whose axes may be permuted too."""
    n = len(perm)
    batch, last = perm[:-2], perm[-2:]
    if sorted(batch) != list(range(n - 2)):
        return None
    if last == (n - 1, n - 2):
        moved = (*batch, n - 1, n - 2)
        return [(1, moved), (0, moved)], {}
    return [(0, perm), (1, perm)], {}


def _dot_batch(args: Any, axes: Any, size: Dim) -> tuple[Tensor, int]:
    (a, b), (at_a, at_b) = args, axes
    inner = (type_of(a) if at_a is None else without(type_of(a), at_a)).shape[-1]
    outer_product = one(inner) and not a.dtype.is_bool  # nothing to sum
    if outer_product or (at_a is not None and at_b is not None):
        a, b = put(a, at_a, 0, size), put(b, at_b, 0, size)
        if not outer_product:
            return apply(dot_op, a, b), 0
        shape = (*a.shape[:-1], b.shape[-1])
        return _times(expand(a, shape), expand(b, shape)), 0
    if at_b is None:
        # The rows of all elements are rows of one matrix.
        n = a.ndim - 3
        a = put(a, at_a, n, size)
        *batch, _, m, k = a.shape
        rows = apply(dot_op, reshaped(a, (*batch, size * m, k)), b)
        return reshaped(rows, (*batch, size, m, b.shape[-1])), n
    if one(without(type_of(b), at_b).shape[-1]):
        # So are columns, when each element has one: they lie one behind the other anyway.
        n = a.ndim
        columns = put(b, at_b, n, size)
        result = apply(dot_op, a, reshaped(columns, (*columns.shape[:-2], size)))
        return reshaped(result, (*result.shape, 1)), n - 1
    return apply(dot_op, put(a, None, 0, size), put(b, at_b, 0, size)), 0


dot_op: Op = declare(
    "dot",
    infer=_dot_infer,
    lowering=Anchor("matmul", permuted=_transposed),
    jvp=_dot_jvp,
    transpose=_dot_transpose,
    batch=_dot_batch,
    family="contraction",
)


def _turned(x: Tensor) -> Tensor:
    """The last two axes exchanged."""
    n = x.ndim
    return permuted(x, (*range(n - 2), n - 1, n - 2))


def _times(x: Tensor, y: Tensor) -> Tensor:
    result: Tensor = multiply(x, y)
    return result


def _product(x: Tensor, y: Tensor, dtype: DType | None = None) -> Tensor:
    """`dot` of every dtype: complex products are made of real ones, half floats are summed wide, and so are bytes.

    Operands are of one dtype unless `dtype`, that of the result, is given.
    """
    if dtype is not None:
        if all(_is_byte(v.dtype) for v in (x, y)) and dtype.is_integer and dtype.itemsize > 2:
            return _product_of_bytes(x, y, dtype)
        x, y = to_dtype(x, dtype), to_dtype(y, dtype)
    dtype = x.dtype
    if _is_byte(dtype):
        # Sums wrap around at 16 bits and then at 8, which is the same.
        return to_dtype(apply(dot_op, to_dtype(x, dt.int16), to_dtype(y, dt.int16)), dtype)
    if dtype.is_complex:
        xr, xi, yr, yi = real(x), imag(x), real(y), imag(y)
        re = subtract(apply(dot_op, xr, yr), apply(dot_op, xi, yi))
        im = add(apply(dot_op, xr, yi), apply(dot_op, xi, yr))
        result: Tensor = make_complex(re, im)
        return result
    if dtype.is_floating and dtype.itemsize == 2:
        wide = apply(dot_op, to_dtype(x, dt.float32), to_dtype(y, dt.float32))
        return to_dtype(wide, dtype)
    return apply(dot_op, x, y)


def _is_byte(dtype: DType) -> bool:
    return dtype.is_integer and dtype.itemsize == 1


def _product_of_bytes(x: Tensor, y: Tensor, dtype: DType) -> Tensor:
    """Exact sums of products of integers of one byte, as integers of four bytes or more.

    Floats multiply fastest on most machines, and are exact as long as no sum exceeds their precision: float32 for
    short sums, else float64. Of open length, integers that may wrap around are as fast as float64. Processors that
    multiply bytes do so in either case (`templates.matmul_groups`).
    """
    most = 1
    for v in (x, y):
        most *= 128 if v.dtype is dt.int8 else 255
    terms = x.shape[-1]
    if not isinstance(terms, int) and dtype.itemsize == 4:
        return apply(dot_op, to_dtype(x, dtype), to_dtype(y, dtype))
    short = isinstance(terms, int) and terms * most <= 1 << 24
    wide = dt.float32 if short else dt.float64
    found = apply(dot_op, to_dtype(x, wide), to_dtype(y, wide))
    if not (isinstance(terms, int) and terms * most < 1 << 31):
        found = to_dtype(found, dt.int64)  # it may wrap around
    return to_dtype(found, dtype)


# --- products of matrices


def _matmul(where: str, x: Tensor, y: Tensor, dtype: DType | None = None) -> Tensor:
    """NumPy's rules for operands of one dtype, or of several where `dtype` is that of the result."""
    if x.ndim == 0 or y.ndim == 0:
        raise ShapeError(
            f"{where}: a 0-d operand in shapes {show(x.shape)} and {show(y.shape)}; "
            "multiply with * instead"
        )
    _meet(where, type_of(x), type_of(y), x.shape[-1], y.shape[-2 if y.ndim > 1 else 0])
    if x.ndim == 1 and y.ndim == 1:
        if dtype is not None:
            x, y = to_dtype(x, dtype), to_dtype(y, dtype)
        return _fold(x, y)
    if x.ndim == 1:
        result = _matmul(where, reshaped(x, (1, *x.shape)), y, dtype)
        return reshaped(result, (*result.shape[:-2], result.shape[-1]))
    if y.ndim == 1:
        result = _matmul(where, x, reshaped(y, (*y.shape, 1)), dtype)
        return reshaped(result, result.shape[:-1])
    if y.ndim == 2:
        # All rows of all matrices of x are rows of one matrix.
        rows = _product(reshaped(x, (product(x.shape[:-1]), x.shape[-1])), y, dtype)
        return reshaped(rows, (*x.shape[:-1], y.shape[-1]))
    batch = broadcast_shapes(where, x.shape[:-2], y.shape[:-2])
    left, right = expand(x, (*batch, *x.shape[-2:])), expand(y, (*batch, *y.shape[-2:]))
    return _product(left, right, dtype)


def _fold(x: Tensor, y: Tensor) -> Tensor:
    """The sum of x·y along the last axis."""
    return apply(core.reduce_sum, _times(x, y), axes=(x.ndim - 1,))


@composite
def matmul(x1: Tensor, x2: Tensor, /, *, dtype: DTypeLike = None) -> Tensor:
    """The matrix product x1 @ x2.

    Shapes (..., M, K) and (..., K, N) give (..., M, N); the axes before are a batch and broadcast. A 1-d
    operand is a row on the left and a column on the right, and its axis is missing in the result.

    Sums of integers wrap around in their dtype; those of half-width floats are made in float32 and rounded once.
    `dtype`, as wide as that of the operands or wider, is that of the sums and of the result, as if the operands were
    converted first: int8 matrices give exact int32 sums, bfloat16 ones float32 sums that are not rounded.

    Raises `ShapeError` when the inner sizes differ or an operand is 0-d, `DTypeError` when `dtype` does not hold
    the operands'.

    >>> ni.matmul(ni.tensor([[1, 2], [3, 4]]), ni.tensor([1, 1]))
    tensor([3, 7])
    >>> ni.matmul(ni.full((2, 300), 100, dtype=ni.int8), ni.full(300, 100, dtype=ni.int8), dtype=ni.int32)
    tensor([3000000, 3000000], dtype=int32)
    """
    if dtype is None:
        x1, x2 = promoted("matmul", x1, x2)
        return _matmul("matmul", x1, x2)
    wanted = dt.dtype(dtype)
    x1, x2 = array(x1, "matmul"), array(x2, "matmul")
    common = common_dtype(x1, x2)
    if dt.promote(common, wanted) is not wanted:
        raise DTypeError(
            f"matmul: operands of {x1.dtype} and {x2.dtype} do not fit into {wanted}; convert them with "
            ".astype(...) first"
        )
    return _matmul("matmul", x1, x2, wanted)


@composite
def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x @ weight.T + bias: what `nn.Linear` computes.

    x: (..., inputs); weight: (outputs, inputs); bias: (outputs,). The result is (..., outputs).

    >>> ni.linear(ni.tensor([[1.0, 2.0]]), ni.tensor([[3.0, 4.0]]), ni.tensor([1.0]))
    tensor([[12.]])
    """
    given = [x, weight] if bias is None else [x, weight, bias]
    x, weight, *rest = promoted("linear", *given)
    if weight.ndim != 2 or x.ndim == 0:
        raise ShapeError(
            f"linear: x {show(x.shape)} and weight {show(weight.shape)}; wanted are (..., inputs) "
            "and (outputs, inputs)"
        )
    result = _matmul("linear", x, _turned(weight))
    return add(result, rest[0]) if rest else result


def _sized(where: str, x: Tensor, ndim: int) -> None:
    if x.ndim != ndim:
        raise ShapeError(f"{where}: expected {ndim} axes, got shape {show(x.shape)}; use ni.matmul")


@composite
def mm(x1: Tensor, x2: Tensor, /) -> Tensor:
    """The product of two matrices, (M, K) and (K, N); nothing broadcasts.

    >>> ni.mm(ni.ones((2, 3)), ni.ones((3, 4))).shape
    (2, 4)
    """
    x1, x2 = promoted("mm", x1, x2)
    _sized("mm", x1, 2)
    _sized("mm", x2, 2)
    return _matmul("mm", x1, x2)


@composite
def mv(x: Tensor, vector: Tensor, /) -> Tensor:
    """The product of a matrix (M, K) and a vector (K,).

    >>> ni.mv(ni.tensor([[1.0, 2.0], [3.0, 4.0]]), ni.tensor([1.0, 1.0]))
    tensor([3., 7.])
    """
    x, vector = promoted("mv", x, vector)
    _sized("mv", x, 2)
    _sized("mv", vector, 1)
    return _matmul("mv", x, vector)


@composite
def bmm(x1: Tensor, x2: Tensor, /) -> Tensor:
    """Products of equally many matrices, (B, M, K) and (B, K, N).

    >>> ni.bmm(ni.ones((5, 2, 3)), ni.ones((5, 3, 4))).shape
    (5, 2, 4)
    """
    x1, x2 = promoted("bmm", x1, x2)
    _sized("bmm", x1, 3)
    _sized("bmm", x2, 3)
    return _product(x1, x2)


# --- vectors


@composite
def vecdot(x1: Tensor, x2: Tensor, /, axis: int = -1) -> Tensor:
    """The sum of conj(x1)·x2 along an axis that both have; the others broadcast.

    `axis` is negative: it counts from the end of both.

    >>> ni.vecdot(ni.tensor([1.0, 2.0]), ni.tensor([3.0, 4.0]))
    tensor(11.)
    """
    x1, x2 = promoted("vecdot", x1, x2)
    if x1.ndim == 0 or x2.ndim == 0:
        raise ShapeError("vecdot: a 0-d operand has no axis to sum over; multiply with * instead")
    a = normalize_axis(axis, min(x1.ndim, x2.ndim), "vecdot") - min(x1.ndim, x2.ndim)
    _meet("vecdot", type_of(x1), type_of(x2), x1.shape[a], x2.shape[a])
    both = _times(conj(x1), x2)
    return apply(core.reduce_sum, both, axes=(both.ndim + a,))


@composite
def outer(x1: Tensor, x2: Tensor, /) -> Tensor:
    """All products of an element of x1 and one of x2, shape (M, N); operands are flattened.

    >>> ni.outer(ni.tensor([1, 2]), ni.tensor([3, 4]))
    tensor([[3, 4],
            [6, 8]])
    """
    x1, x2 = promoted("outer", x1, x2)
    column = reshaped(x1, (product(x1.shape), 1))
    return _times(column, reshaped(x2, (1, product(x2.shape))))


# --- contractions by labels

Labels = tuple[int, ...]


@composite
def contract(operands: Sequence[Tensor], terms: tuple[Labels, ...], output: Labels) -> Tensor:
    """`einsum` with numbers for letters: axis i of operand n is labelled `terms[n][i]`."""
    return _contract("contract", promoted("contract", *operands), terms, output)


def _contract(
    where: str, operands: Sequence[Tensor], terms: Sequence[Labels], output: Labels
) -> Tensor:
    sizes = _label_sizes(where, operands, terms)
    parts = [_simplified(x, t, sizes) for x, t in zip(operands, terms, strict=True)]
    while len(parts) > 1:
        i, j = _cheapest(parts, output, sizes)
        b, a = parts.pop(j), parts.pop(i)
        needed = {*output, *(label for _, t in parts for label in t)}
        parts.append(_pair(a, b, needed, sizes))
    x, labels = _summed(parts[0], set(output))
    kept = tuple(label for label in output if label in labels)
    x = _arranged((x, labels), kept)
    shape = tuple(sizes[label] for label in output)
    if kept != output:  # labels whose every axis has size 1
        x = reshaped(x, shape)
    return x


Part = tuple["Tensor", Labels]


def _label_sizes(where: str, operands: Sequence[Tensor], terms: Sequence[Labels]) -> dict[int, Dim]:
    sizes: dict[int, Dim] = {}
    for x, labels in zip(operands, terms, strict=True):
        for size, label in zip(x.shape, labels, strict=True):
            have = sizes.get(label)
            if have is None or one(have):
                sizes[label] = size
            elif not one(size):
                if known_equal(have, size) is False:
                    raise ShapeError(
                        f"{where}: an index has size {have!r} and size {size!r}; operands of shapes "
                        f"{', '.join(show(o.shape) for o in operands)}"
                    )
                sizes[label] = check_equal(have, size)
    return sizes


def _simplified(x: Tensor, labels: Labels, sizes: dict[int, Dim]) -> Part:
    """Without repeated labels, and without axes of size 1 that stand for larger ones."""
    kept = [i for i, s in enumerate(x.shape) if not (one(s) and not one(sizes[labels[i]]))]
    x = reshaped(x, [x.shape[i] for i in kept])
    names = [labels[i] for i in kept]
    while len(set(names)) < len(names):
        second = next(i for i, n in enumerate(names) if n in names[:i])
        first = names.index(names[second])
        rest = [i for i in range(len(names)) if i not in (first, second)]
        x = permuted(x, (*rest, first, second))
        x = diagonal(x, 0, -2, -1)
        names = [names[i] for i in rest] + [names[first]]
    return x, tuple(names)


def _summed(part: Part, needed: set[int]) -> Part:
    """Summed over axes that nobody else needs."""
    x, labels = part
    axes = tuple(i for i, label in enumerate(labels) if label not in needed)
    if axes:
        x = apply(core.reduce_sum, x, axes=axes)
    return x, tuple(label for label in labels if label in needed)


def _arranged(part: Part, order: Labels) -> Tensor:
    x, labels = part
    perm = tuple(labels.index(label) for label in order)
    return permuted(x, perm)


def _pair(a: Part, b: Part, needed: set[int], sizes: dict[int, Dim]) -> Part:
    """Two operands contracted over the labels that nobody else needs."""
    a = _summed(a, needed | set(b[1]))
    b = _summed(b, needed | set(a[1]))
    shared = [label for label in a[1] if label in b[1]]
    batch = tuple(label for label in shared if label in needed)
    inner = tuple(label for label in shared if label not in needed)
    rows = tuple(label for label in a[1] if label not in shared)
    columns = tuple(label for label in b[1] if label not in shared)

    def shape(labels: Labels) -> Shape:
        return tuple(sizes[label] for label in labels)

    if not inner or not (rows or columns):
        # Nothing to sum, or one number for each element of the batch: a fold of products.
        ones_a, ones_b = (1,) * len(rows), (1,) * len(columns)
        x = reshaped(
            _arranged(a, (*batch, *rows, *inner)), (*shape(batch + rows), *ones_b, *shape(inner))
        )
        y = reshaped(
            _arranged(b, (*batch, *columns, *inner)),
            (*shape(batch), *ones_a, *shape(columns + inner)),
        )
        both = _times(x, y)
        if inner:
            axes = tuple(range(both.ndim - len(inner), both.ndim))
            both = apply(core.reduce_sum, both, axes=axes)
        return both, (*batch, *rows, *columns)
    m, k, n = (product(shape(labels)) for labels in (rows, inner, columns))
    x = reshaped(_arranged(a, (*batch, *rows, *inner)), (*shape(batch), m, k))
    y = reshaped(_arranged(b, (*batch, *inner, *columns)), (*shape(batch), k, n))
    result = _product(x, y)
    return reshaped(result, shape(batch + rows + columns)), (*batch, *rows, *columns)


def _weight(labels: Sequence[int], sizes: dict[int, Dim]) -> int:
    total = 1
    for label in labels:
        size = sizes[label]
        total *= size if isinstance(size, int) else 64  # an open size: some middling number
    return total


def _cheapest(parts: Sequence[Part], output: Labels, sizes: dict[int, Dim]) -> tuple[int, int]:
    """The pair whose contraction makes memory grow least, then the one with least work."""
    best: tuple[tuple[int, int], tuple[int, int]] | None = None
    for i in range(len(parts)):
        for j in range(i + 1, len(parts)):
            others = {label for n, (_, t) in enumerate(parts) if n not in (i, j) for label in t}
            a, b = parts[i][1], parts[j][1]
            union = tuple(dict.fromkeys(a + b))
            left = [label for label in union if label in others or label in output]
            growth = _weight(left, sizes) - _weight(a, sizes) - _weight(b, sizes)
            key = (growth, _weight(union, sizes))
            if best is None or key < best[0]:
                best = (key, (i, j))
    assert best is not None
    return best[1]


def tensordot(
    x1: Tensor, x2: Tensor, axes: int | tuple[Sequence[int], Sequence[int]] = 2
) -> Tensor:
    """The sum of products over pairs of axes.

    axes: how many last axes of x1 meet as many first axes of x2, or the two lists of axes that meet. The
    result has the other axes of x1, then those of x2.

    Raises `ShapeError` when sizes of axes that meet differ.
    """
    x1, x2 = array(x1, "tensordot"), array(x2, "tensordot")
    if isinstance(axes, int):
        if not 0 <= axes <= min(x1.ndim, x2.ndim):
            raise ShapeError(
                f"tensordot: axes={axes} with shapes {show(x1.shape)} and {show(x2.shape)}; "
                f"write a number from 0 to {min(x1.ndim, x2.ndim)}"
            )
        first = tuple(range(x1.ndim - axes, x1.ndim))
        second = tuple(range(axes))
    else:
        lists = [(a,) if isinstance(a, int) else tuple(a) for a in axes]
        if len(lists) != 2 or len(lists[0]) != len(lists[1]):
            raise ShapeError(f"tensordot: axes={axes!r} must be two lists of equal length")
        first = tuple(normalize_axis(a, x1.ndim, "tensordot") for a in lists[0])
        second = tuple(normalize_axis(a, x2.ndim, "tensordot") for a in lists[1])
    for a, b in zip(first, second, strict=True):
        _meet("tensordot", type_of(x1), type_of(x2), x1.shape[a], x2.shape[b])
    left = tuple(range(x1.ndim))
    names = {b: a for a, b in zip(first, second, strict=True)}
    right = tuple(names.get(i, x1.ndim + i) for i in range(x2.ndim))
    output = (*(i for i in left if i not in first), *(n for n in right if n >= x1.ndim))
    return contract([x1, x2], (left, right), output)


def inner(x1: Tensor, x2: Tensor, /) -> Tensor:
    """The sum of products over the last axes of both; with a 0-d operand, the product."""
    x1, x2 = array(x1, "inner"), array(x2, "inner")
    if x1.ndim == 0 or x2.ndim == 0:
        return _times(x1, x2)
    return tensordot(x1, x2, ((-1,), (-1,)))


def dot(x1: Tensor, x2: Tensor, /) -> Tensor:
    """NumPy's `dot`: the last axis of x1 meets the last but one of x2 (the only one of a vector).

    Vectors give a number, matrices their product, 0-d operands multiply.
    """
    x1, x2 = array(x1, "dot"), array(x2, "dot")
    if x1.ndim == 0 or x2.ndim == 0:
        return _times(x1, x2)
    if x1.ndim <= 2 and x2.ndim <= 2:
        return matmul(x1, x2)
    return tensordot(x1, x2, ((-1,), (-2 if x2.ndim > 1 else -1,)))


# --- einsum


@dispatching
def einsum(subscripts: str, *operands: Tensor) -> Tensor:
    """Einstein's summation: `einsum("bij,bjk->bik", x, y)`.

    Each letter names an axis; letters that the part after `->` lacks are summed over. A letter that occurs
    twice in one operand takes its diagonal. `...` stands for axes that broadcast. Without `->` the output has
    the letters that occur once, in alphabetical order.

    Raises `ShapeError` for subscripts that do not fit the operands.

    >>> ni.einsum("ii->i", ni.tensor([[1, 2], [3, 4]]))
    tensor([1, 4])
    """
    xs = [array(x, "einsum") for x in operands]
    terms, output = parse_subscripts(subscripts, [x.ndim for x in xs])
    return contract(xs, terms, output)


def parse_subscripts(subscripts: str, ndims: Sequence[int]) -> tuple[tuple[Labels, ...], Labels]:
    """Labels of each operand's axes and of the output's.

    >>> parse_subscripts("ij,jk", [2, 2])
    (((105, 106), (106, 107)), (105, 107))
    """

    def fail(what: str) -> ShapeError:
        return ShapeError(
            f"einsum: {what} in {subscripts!r} for operands of {', '.join(map(str, ndims))} axes; "
            'write for example "ij,jk->ik"'
        )

    text = subscripts.replace(" ", "")
    left, arrow, right = text.partition("->")
    words = left.split(",")
    if len(words) != len(ndims) or not ndims:
        raise fail(f"{len(words)} operands are named")
    widths: list[int] = []
    for word, ndim in zip(words, ndims, strict=True):
        letters = word.replace("...", "", 1)
        if not all(c.isascii() and c.isalpha() for c in letters):
            raise fail(f"{word!r} is not made of letters")
        width = ndim - len(letters)
        if width < 0 or (width and "..." not in word):
            raise fail(f"{word!r} names {len(letters)} axes")
        widths.append(width)
    most = max(widths)

    def labels(word: str, width: int) -> Labels:
        # Axes of `...` are numbered from the back, as broadcasting aligns them.
        before, dots, after = word.partition("...")
        middle = range(-width, 0) if dots else range(0)
        return (*map(ord, before), *middle, *map(ord, after))

    terms = tuple(labels(w, n) for w, n in zip(words, widths, strict=True))
    every = [label for t in terms for label in t]
    if arrow:
        letters = right.replace("...", "", 1)
        if not all(c.isascii() and c.isalpha() for c in letters):
            raise fail(f"the output {right!r} is not made of letters")
        output = labels(right, most)
        if len(set(output)) < len(output) or not {ord(c) for c in letters} <= set(every):
            raise fail(f"the output {right!r} repeats a letter or has one that no operand has")
    else:
        once = sorted(label for label in set(every) if label > 0 and every.count(label) == 1)
        output = (*range(-most, 0), *once)
    return terms, output


operators["matmul"] = matmul
