"""`einsum` and `outer` with sparse operands, by products that there are.

Labels name axes, as in `ops.contraction`. Operands are taken two at a time, a sparse one first, and each pair becomes

| labels of the pair | is |
|---|---|
| some are summed over | `matmul` of matrices, or of batches of them, whose axes are groups of labels |
| all of one occur in the other | `multiply` |
| none are shared | the product of a column and a row, both sparse |

Two dense operands beside a sparse matrix that has their outer labels, "ik,kj,ij->ij", are `sampled_matmul`: only the
places that are stored are computed. What is left over at the end is summed and moved to its place. So no operand
becomes dense, and neither does a result that is not dense by its kind (sparse times dense).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import show
from ...ops.contraction import contract as dense_contract
from ...ops.contraction import parse_subscripts
from . import structure as st
from .arithmetic import operand
from .making import from_dense
from .products import sampled_matmul
from .tensor import SparseTensor

Tensor = Any
Labels = tuple[int, ...]
Part = tuple[Any, Labels]


@SparseTensor.rule("einsum")
def einsum(name: str, subscripts: str, *operands: Any) -> Any:
    """Einstein's summation; see the module's docstring."""
    xs = [operand(x) for x in operands]
    terms, output = parse_subscripts(subscripts, [len(x.shape) for x in xs])
    return contract(name, xs, terms, output)


@SparseTensor.rule("contract")
def contract(name: str, operands: Sequence[Any], terms: Sequence[Labels], output: Labels) -> Any:
    """`einsum` with numbers for letters."""
    sizes = _sizes(name, operands, terms)
    parts = [_without_repeats(name, x, t) for x, t in zip(operands, terms, strict=True)]
    whole = _sampled(parts)
    if whole is None:
        first = next(n for n, (x, _) in enumerate(parts) if isinstance(x, SparseTensor))
        whole = parts.pop(first)
        while parts:
            # One that shares labels before those that share none.
            n = next((n for n, (_, t) in enumerate(parts) if set(t) & set(whole[1])), 0)
            other = parts.pop(n)
            needed = {*output, *(label for _, t in parts for label in t)}
            both = (whole, other) if n >= first else (other, whole)
            whole = _pair(name, *both, needed, sizes)
    x, labels = _summed(whole, set(output))
    return _arranged((x, labels), output)


def _sizes(name: str, operands: Sequence[Any], terms: Sequence[Labels]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for x, labels in zip(operands, terms, strict=True):
        if isinstance(x, SparseTensor) and x.dense_ndim:
            raise ShapeError(
                f"{name}: a sparse tensor of shape {show(x.shape)} with dense axes; write x.to_dense()"
            )
        for size, label in zip(x.shape, labels, strict=True):
            if sizes.setdefault(label, int(size)) != int(size):
                raise ShapeError(
                    f"{name}: an index has size {sizes[label]} and size {int(size)}; operands of shapes "
                    f"{', '.join(show(tuple(o.shape)) for o in operands)} (sparse ones are not broadcast)"
                )
    return sizes


def _without_repeats(name: str, x: Any, labels: Labels) -> Part:
    if len(set(labels)) == len(labels):
        return x, labels
    if isinstance(x, SparseTensor) and len(labels) > 2:
        raise UnsupportedError(
            f"{name}: a letter occurs twice in a sparse operand of {len(labels)} axes; that is there for matrices, "
            "as ni.diagonal(x)"
        )
    if not isinstance(x, SparseTensor):
        names = tuple(dict.fromkeys(labels))
        return dense_contract([x], (labels,), names), names
    return ops.diagonal(x), labels[:1]


def _summed(part: Part, needed: set[int]) -> Part:
    """Summed over labels that nobody else needs."""
    x, labels = part
    axes = tuple(i for i, label in enumerate(labels) if label not in needed)
    if not axes:
        return part
    return ops.sum(x, axes), tuple(label for label in labels if label in needed)


def _arranged(part: Part, order: Labels) -> Any:
    x, labels = part
    if labels == order:
        return x
    return ops.permute_dims(x, tuple(labels.index(label) for label in order))


def _sampled(parts: Sequence[Part]) -> Part | None:
    """The product of two dense matrices at the places of a third, which is sparse."""
    sparse = [p for p in parts if isinstance(p[0], SparseTensor)]
    dense = [p for p in parts if not isinstance(p[0], SparseTensor)]
    if len(sparse) != 1 or len(dense) != 2 or any(len(t) != 2 for _, t in parts):
        return None
    (s, (i, j)), (_, a), (_, b) = sparse[0], *dense
    inner = set(a) & set(b)
    if len(inner) != 1 or inner & {i, j} or {*a, *b} != {i, j, *inner}:
        return None
    (k,) = inner
    left, right = dense if i in a else dense[::-1]
    products = sampled_matmul(_arranged(left, (i, k)), _arranged(right, (k, j)), s)
    return ops.multiply(products, s), (i, j)


def _pair(name: str, a: Part, b: Part, needed: set[int], sizes: dict[int, int]) -> Part:
    """Two operands, of which one at least is sparse, as one."""
    a, b = _summed(a, needed | set(b[1])), _summed(b, needed | set(a[1]))
    if not any(isinstance(x, SparseTensor) for x, _ in (a, b)):
        labels = tuple(label for label in dict.fromkeys(a[1] + b[1]) if label in needed)
        return dense_contract([a[0], b[0]], (a[1], b[1]), labels), labels
    batch = tuple(label for label in a[1] if label in b[1] and label in needed)
    inner = tuple(label for label in a[1] if label in b[1] and label not in needed)
    rows = tuple(label for label in a[1] if label not in b[1])
    columns = tuple(label for label in b[1] if label not in a[1])
    if not inner and batch:
        return _scaled(name, a, b, rows, columns, sizes)
    x = _grouped(a, (batch, rows, inner), sizes)
    y = _grouped(b, (batch, inner, columns), sizes)
    if not inner:
        x, y = (v if isinstance(v, SparseTensor) else from_dense(v) for v in (x, y))
    if not rows and not batch and not isinstance(x, SparseTensor):
        x = ops.reshape(x, (-1,))  # a vector
    if not columns and not batch and not isinstance(y, SparseTensor):
        y = ops.reshape(y, (-1,))
    labels = batch + rows + columns
    return ops.reshape(ops.matmul(x, y), tuple(sizes[label] for label in labels)), labels


def _grouped(part: Part, groups: Sequence[Labels], sizes: dict[int, int]) -> Any:
    """A matrix, or a batch of them, with one axis for each group; no axis for a batch of no labels."""
    x = _arranged(part, tuple(label for group in groups for label in group))
    shape = tuple(st.product([sizes[label] for label in group]) for group in groups)
    shape = shape if groups[0] else shape[1:]
    return x if tuple(x.shape) == shape else ops.reshape(x, shape)


def _scaled(
    name: str, a: Part, b: Part, rows: Labels, columns: Labels, sizes: dict[int, int]
) -> Part:
    """The products of elements, where all labels of one operand occur in the other, which is sparse."""
    if columns and not rows:
        a, b, rows, columns = b, a, columns, rows
    (x, labels), (y, fewer) = a, b
    if columns or not isinstance(x, SparseTensor) or (rows and isinstance(y, SparseTensor)):
        raise UnsupportedError(
            f"{name}: a sparse operand would be broadcast along an axis that it does not have; write it with @, "
            "multiply and ni.sum, with ni.sparse.kron, or with x.to_dense()"
        )
    y = _arranged((y, fewer), tuple(label for label in labels if label in fewer))
    if rows:
        y = ops.reshape(y, tuple(sizes[n] if n in fewer else 1 for n in labels))
    return ops.multiply(x, y), labels


@SparseTensor.rule("outer")
def outer(name: str, x1: Any, x2: Any) -> Any:
    """All products of an element of x1 and one of x2; operands are flattened."""
    a, b = (ops.reshape(operand(x), (-1,)) for x in (x1, x2))
    return contract(name, [a, b], ((0,), (1,)), (0, 1))
