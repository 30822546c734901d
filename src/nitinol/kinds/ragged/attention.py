"""Attention over sequences of different lengths.

The sequences are sorted by their lengths and cut into groups of neighbours. Each group is padded to its own longest
sequence, so little of the work is padding: with lengths spread evenly up to n, eight groups do 1.2 times what is needed
where one padded tensor does 3 times. How long a group is is measured by the run, so one compiled program serves all
lengths. Padding never takes part: keys are masked, and the outputs are gathered from where queries are.
"""

from __future__ import annotations

import math
from typing import Any, Final

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...ops import argsort, concatenate, measures, reshape, swapaxes, take, where
from ...ops.families import Tensor
from ...trace.composite import composite
from . import structure as st
from .padding import padded_places
from .products import same_rows
from .tensor import RaggedTensor, check_spans

GROUPS: Final = 8
_WORTH: Final = 8  # sequences that are worth a group


@RaggedTensor.rule("scaled_dot_product_attention")
def attention(
    name: str,
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any = None,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Any:
    """softmax(q·kᵀ · scale)·v within each sequence: shapes (sequences, None, width) or (sequences, None, heads, width).

    Keys and values have the same lengths; those of queries may differ.
    """
    for x in (query, key, value):
        if not isinstance(x, RaggedTensor) or x.axes != (None,) or x.values.ndim not in (2, 3):
            raise UnsupportedError(
                f"{name}: queries, keys and values of ragged sequences are all ragged, (sequences, None, width) or "
                "(sequences, None, heads, width)"
            )
    if attn_mask is not None or enable_gqa:
        raise UnsupportedError(f"{name}: ragged sequences have no attn_mask and no enable_gqa")
    same_rows(name, query, key)
    check_spans(key._offsets[0], value._offsets[0], name)
    rows = query._offsets[0].shape[0] - 1
    if not isinstance(rows, int):
        raise ShapeError(f"{name}: the number of sequences is open; it must be known while tracing")
    heads = query.values.ndim == 3
    q, k, v = (
        x.values if heads else reshape(x.values, (-1, 1, x.values.shape[-1]))
        for x in (query, key, value)
    )
    if scale is None:
        scale = 1 / math.sqrt(q.shape[-1])
    made = _grouped(q, k, v, query._offsets[0], key._offsets[0], rows, is_causal, scale)
    if not heads:
        made = reshape(made, (-1, made.shape[-1]))
    return query.with_values(made)


def _grouped(
    q: Any, k: Any, v: Any, of_q: Any, of_k: Any, rows: int, causal: bool, scale: float
) -> Any:
    count = max(1, min(GROUPS, rows // _WORTH))
    sizes = st.row_lengths(of_q), st.row_lengths(of_k)
    begins = st.row_starts(of_q), st.row_starts(of_k)
    order = argsort(sizes[0] + sizes[1] if of_q is not of_k else sizes[0])
    outputs, bases = [], []
    base: Any = 0
    for g in range(count):
        low, high = rows * g // count, rows * (g + 1) // count
        chosen = order[low:high]
        n, m = (take(s, chosen, 0) for s in sizes)
        like_q, like_k = (measures.measured(st.longest_row(st.row_span(x))) for x in (n, m))
        own = [take(b, chosen, 0) for b in begins]
        made = _one_group(q, k, v, own[0], own[1], n, m, like_q, like_k, causal, scale)
        width = made.shape[1]
        outputs.append(reshape(made, (-1, *tuple(made.shape)[2:])))
        bases.append(base + st.element_numbers(chosen) * width)
        base = base + (high - low) * width
    flat, first = concatenate(outputs, 0), concatenate(bases, 0)
    rank = take(first, argsort(order), 0)  # where each sequence's outputs begin
    place = st.row_places(of_q, q)
    return take(flat, st.spread_rows(rank, of_q, q) + place, 0)


@composite
def _one_group(
    q: Tensor, k: Tensor, v: Tensor, first_q: Tensor, first_k: Tensor, n: Tensor, m: Tensor, like_q: Tensor,
    like_k: Tensor, causal: bool, scale: float,
) -> Tensor:  # fmt: skip
    """(sequences, longest, heads, width): the outputs of one group of sequences, padded."""
    queries, _ = padded_places(first_q, n, like_q)
    keys, inside = padded_places(first_k, m, like_k)
    # A sequence without keys sees what nobody reads, so that no sum over nothing divides by 0.
    inside = ops.logical_or(inside, reshape(m == 0, (-1, 1)))
    qs, ks, vs = (
        swapaxes(take(x, ops.minimum(index, x.shape[0] - 1), 0), 1, 2)
        for x, index in ((q, queries), (k, keys), (v, keys))
    )
    scores = ops.matmul(qs * scale, swapaxes(ks, -1, -2))
    mask = reshape(inside, (inside.shape[0], 1, 1, inside.shape[1]))
    if causal:
        rows = reshape(st.element_numbers(like_q), (-1, 1))
        columns = reshape(st.element_numbers(like_k), (1, -1))
        mask = ops.logical_and(mask, columns <= rows)
    scores = where(mask, scores, float("-inf"))
    return swapaxes(ops.matmul(ops.softmax(scores, -1), vs), 1, 2)
