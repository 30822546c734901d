"""Embeddings whose gradient is sparse: only the rows that were read have one.

On the tape, `sparse_embedding` reads the rows from a table without history and makes them a leaf of their own. When
their gradient is known, a hook adds it to the table's `grad` as a `SparseTensor`: COO with one sparse axis, the
indices as they were given and one value, a row, for each. So nothing of the size of the table is made, and an
optimizer steps in the rows that were read alone.

In a compiled function that calls `backward()` the way back stops at the rows (`staged_backward.collect`). The step is
part of the program, which writes the rows that changed into the table (`exec.written`). Under `ni.grad`, and where a
compiled function is differentiated from outside, the gradient is dense.
"""

from __future__ import annotations

from typing import Any

from ..base import dtypes as dt
from ..core import TensorBase, grad_enabled
from ..exec.staged_backward import collect
from ..ops import embedding, reshape, where
from ..trace.bind import active
from ..trace.stage import Stage
from ..transforms.hooks import register_hook

Tensor = Any


def sparse_embedding(indices: Tensor, weight: Tensor, padding_idx: int | None) -> Tensor:
    """`ni.embedding` whose gradient by `weight` is sparse, where `weight` is a parameter on the tape.

    Elsewhere (under `ni.grad`, in loops) it is the dense one, which is fused into what reads it.
    """
    stage = active.stage
    if not grad_enabled() or not (_is_leaf(weight) if stage is None else _is_staged(stage, weight)):
        return embedding(indices, weight, padding_idx)
    count = int(weight.shape[0])
    places = reshape(indices, (-1,)).astype(dt.int64)
    places = where(places < 0, places + count, places)
    if padding_idx is not None:
        padding_idx %= count

    def gather(gradient: Tensor) -> None:
        from ..kinds.sparse import SparseTensor, add_entries  # where gradients are sparse

        values = reshape(gradient, (-1, *weight.shape[1:]))
        if padding_idx is not None:
            values = where(reshape(places == padding_idx, (-1, 1)), 0, values)
        made = SparseTensor(
            values, reshape(places, (1, -1)), None, "coo", tuple(weight.shape), None, False
        )
        before = weight.grad
        weight.grad = made if before is None else add_entries(before, made)

    if isinstance(stage, Stage):
        found = embedding(indices, weight, padding_idx)
        collect(stage, found, gather)
        return found
    rows = embedding(indices, weight.detach()).requires_grad_()
    register_hook(rows, gather)
    return rows.clone()  # what is computed from a leaf may be written to


def _is_staged(stage: Any, weight: Tensor) -> bool:
    """Whether a table is a parameter of the function that is being compiled."""
    return (
        isinstance(stage, Stage)
        and stage.parted
        and (any(weight is x for x in stage.trainable) or _is_leaf(weight))
    )


def _is_leaf(weight: Tensor) -> bool:
    return isinstance(weight, TensorBase) and weight._node is not None and weight._node.rule is None
