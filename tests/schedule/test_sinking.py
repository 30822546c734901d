"""Point-wise work that follows its product through a reshape, where sizes are open."""

from __future__ import annotations

import nitinol as ni
from nitinol.base.sizes import Size, maximum
from nitinol.ir.graph import Builder
from nitinol.ir.op import Type
from nitinol.schedule.sinking import _as_rows
from nitinol.trace.primitives import reshape


def test_sizes_whose_relation_is_unknown_are_not_taken_for_equal() -> None:
    n = Size.symbol("n")
    other = maximum(n - 3, 0)
    builder = Builder()
    x = builder.input(Type(ni.float32, (other, 4)))
    (y,) = builder.apply(reshape, [x], {"shape": (1, other, 4)})
    made = _as_rows(builder, y, (n, 4), (1, other, 4), 1)
    assert made is None or made is not x  # no error: what cannot be decided is no equality


def test_a_node_is_found_again_for_operands_of_unknown_relation() -> None:
    n = Size.symbol("n")
    builder = Builder()
    x, y = (builder.input(Type(ni.float32, (d, 4))) for d in (n, maximum(n - 3, 0)))
    (made,) = builder.apply(reshape, [x], {"shape": (1, n, 4)})
    assert made.node is not None
    assert builder.again(made.node, (x,)) == (made,)
    (other,) = builder.again(made.node, (y,))
    assert other is not made
