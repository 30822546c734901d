"""Sizes and conditions that depend on data.

`measured(count, like)` turns a number that was computed into a size: how many elements a mask selects, how many values
the rows of a ragged tensor have. It gives a vector of that many elements that takes no memory; functions
that are given it as an operand read the size off its shape, which is open for them. So one compiled kernel serves all
counts, in eager mode and in compiled functions: there the program is cut at this place (`exec.segments`).

`ensure(condition, …)` raises an error unless all of a condition holds: at once where the values are known, after
the part of the program that computes it in a compiled function.
"""

from __future__ import annotations

from ..base.errors import NitinolError, ShapeError
from ..core import TensorBase, layout, make
from .families import Tensor
from .reductions import all as all_of


def measured(count: Tensor, like: Tensor) -> Tensor:
    """A vector of `count` (a 0-d integer tensor) elements without memory of its own; `like` is any
    operand of what follows, whose memory it shares.
    """
    return carrier(int(count), like)


def carrier(count: int, of: Tensor) -> Tensor:
    """A vector of `count` elements that takes no memory, over that of a tensor."""
    assert isinstance(of, TensorBase)
    where = layout(of._layout.dtype, (count,), (0,))
    return make(of._storage, of._address, where)  # type: ignore[no-any-return]


def ensure(
    condition: Tensor, message: str, error: type[NitinolError | ValueError] = ShapeError
) -> None:
    """Raise `error(message)` unless `condition` holds for all elements."""
    if not bool(all_of(condition)):
        raise error(message)
