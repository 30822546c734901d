"""The primitive `print_values`: a program that is running shows values to Python.

    token = print_values(token, *values; text, depths)

The order of prints in a program, also inside of loops, is that of a *token*: an int64 scalar that each takes and
gives. `ni.debug.print` assigns it to a tensor of its own as other state is assigned, so that loops carry it along
and no pass removes or swaps what hangs on it.

The kernel calls `Word.PRINT` of its context with `text`, and an array of words: for each value its address, its
sizes and its strides in elements. `text` is JSON made by `ni.debug.print`, with what else must be known
(dtypes, ranks); so a program needs no table of the process, and may be cached. Where nobody listens nothing happens.

`depths` tells how many hidden axes each value has in front, one more for each `vmap`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...base.dtypes import int64
from ...base.sizes import Dim
from ...ir.op import Op, Region, Type
from ...trace.batching import Axes, put
from ...trace.bind import bind
from ...trace.primitives import reduce_sum
from ..families import no_tangent


def _infer(token: Type, *values: Type, text: str, depths: tuple[int, ...]) -> Type:
    return Type(int64, ())


def _batch(
    args: Sequence[Any], axes: Axes, size: Dim, *, text: str, depths: tuple[int, ...]
) -> tuple[Any, int | None]:
    token, *values = args
    if axes[0] is not None:  # a branch that only some elements take
        token = bind(reduce_sum, token, axes=(axes[0],))
    moved = [x if a is None else put(x, a, 0, size) for x, a in zip(values, axes[1:], strict=True)]
    deeper = tuple([d + (a is not None) for d, a in zip(depths, axes[1:], strict=True)])
    return bind(print_values, token, *moved, text=text, depths=deeper), None


print_values: Final[Op] = Op(
    "print_values",
    infer=_infer,
    lowering=Region("print"),
    jvp=no_tangent,
    batch=_batch,
    family="control",
)
