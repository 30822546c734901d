"""Embeddings whose gradient is sparse: only the rows that were read have one.

On the tape, `sparse_embedding` reads the rows from a table without history and makes them a leaf of their own. When
their gradient is known, a hook adds it to the table's `grad` as a `SparseTensor`: COO with one sparse axis, the
indices as they were given and one value, a row, for each. So nothing of the size of the table is made, and an
optimizer steps in the rows that were read alone.
"""

from __future__ import annotations

from typing import Any

from ..base import dtypes as dt
from ..core import TensorBase, grad_enabled
from ..ops import embedding, reshape, where
from ..trace.bind import active
from ..transforms.hooks import register_hook

Tensor = Any


def sparse_embedding(indices: Tensor, weight: Tensor, padding_idx: int | None) -> Tensor:
    """`ni.embedding` whose gradient by `weight` is sparse, where `weight` is a parameter on the tape.

    Elsewhere (in compiled functions, under `ni.grad`) it is the dense one, which is fused into what reads it.
    """
    if active.stage is not None or not _is_leaf(weight) or not grad_enabled():
        return embedding(indices, weight, padding_idx)
    rows = embedding(indices, weight.detach()).requires_grad_()
    count = int(weight.shape[0])
    places = reshape(indices, (-1,)).astype(dt.int64)
    places = where(places < 0, places + count, places)
    if padding_idx is not None:
        padding_idx %= count

    def collect(gradient: Tensor) -> None:
        from ..kinds.sparse import SparseTensor, add_entries  # where gradients are sparse

        values = reshape(gradient, (-1, *weight.shape[1:]))
        if padding_idx is not None:
            values = where(reshape(places == padding_idx, (-1, 1)), 0, values)
        made = SparseTensor(
            values, reshape(places, (1, -1)), None, "coo", tuple(weight.shape), None, False
        )
        before = weight.grad
        weight.grad = made if before is None else add_entries(before, made)

    register_hook(rows, collect)
    return rows.clone()  # what is computed from a leaf may be written to


def _is_leaf(weight: Tensor) -> bool:
    return isinstance(weight, TensorBase) and weight._node is not None and weight._node.rule is None
