"""Sizes and conditions that depend on data.

`measured(count)` turns a number that was computed into a size: how many elements a mask selects, how many values the
rows of a ragged tensor have. It gives a vector of that many elements that takes no memory; functions that are
given it as an operand read the size off its shape, which is open for them. So one compiled kernel serves all counts, in
eager mode and in compiled functions: there the program is cut at this place (`exec.parts`).

`ensure(condition, …)` raises an error unless all of a condition holds: at once where the values are known, after
the part of the program that computes it in a compiled function.

Inside of a branch or a loop of a compiled program, and under `vmap`, sizes are the same for all rounds and elements;
there both raise `TracerError`, `ensure` only if its condition depends on what the body computes.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import NitinolError, ShapeError, TracerError
from ..base.lean import scope
from ..base.sizes import Size
from ..core import layout, make
from ..ir.op import Between, Op, Type
from ..trace.array import Array
from ..trace.bind import active, bind, innermost
from ..trace.stage import Stage, StageTracer, check_same_shape
from .families import Tensor, apply, no_tangent, to_dtype
from .logic import equal
from .reductions import all as all_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Final


def measured(count: Tensor) -> Tensor:
    """A vector of `count` (a 0-d integer tensor) elements, without memory of its own.

    Raises `TracerError` where a program has one size only: in loops, branches and under `vmap`.
    """
    with _where_known(count):
        if active.stage is None:
            return carrier(count)
        return apply(measure, to_dtype(count, dt.int64), size=Size.symbol("count"))


def carrier(count: Any) -> Tensor:
    """A vector of as many elements as a concrete 0-d tensor says, over its memory."""
    number = int(count)  # raises where it differs between elements
    count = innermost(count)
    where = layout(count._layout.dtype, (number,), (0,))
    return make(count._storage, count._address, where)  # type: ignore[no-any-return]


def ensure(
    condition: Tensor, message: str, error: type[NitinolError | ValueError] = ShapeError
) -> None:
    """Raise `error(message)` unless `condition` holds for all elements."""
    with _where_known(condition):
        if active.stage is not None:
            bind(ensured, all_of(condition), message=message, error=error)
        elif not bool(all_of(innermost(condition))):
            raise error(message)


def ensure_equal(
    a: Tensor, b: Tensor, message: str, error: type[NitinolError | ValueError] = ShapeError
) -> None:
    """Raise `error(message)` unless two tensors of one shape have the same values."""
    if a is b:
        return
    with _where_known(a, b):
        check_same_shape(message, tuple(a.shape), tuple(b.shape))
        ensure(equal(a, b), message, error)


@scope
def _where_known(*operands: Tensor) -> Iterator[None]:
    """Compute in the outermost program that knows the operands: what a loop captures is looked at once,
    before the loop.
    """
    before = stage = active.stage
    homes = {id(x.interpreter) for x in map(innermost, operands) if isinstance(x, StageTracer)}
    while isinstance(stage, Stage) and not stage.parted and id(stage) not in homes:
        stage = stage.outer
    active.stage = stage
    try:
        yield
    finally:
        active.stage = before


def _measure_batched(args: Any, axes: Any, rows: Any, /, **params: Any) -> Any:
    raise TracerError(
        "a size that depends on data differs between the elements of vmap; use a mask: "
        "ni.where(condition, x, 0), or a ragged tensor"
    )


def _ensure_batched(
    args: Sequence[Array], axes: Sequence[int | None], size: Any, **params: Any
) -> tuple[Array, None]:
    return apply(ensured, all_of(args[0]), **params), None


measure: Final = Op(
    "measure",
    infer=lambda count, size: Type(count.dtype, (size,)),
    lowering=Between(
        "measure",
        "a size that depends on data is not known inside of a loop, a branch or a checkpoint; compute it outside "
        "and pass it in, or use a mask: ni.where(condition, x, 0)",
    ),
    jvp=no_tangent,
    batch=_measure_batched,
    family="between",
)

ensured: Final = Op(
    "ensured",
    infer=lambda condition, message, error: condition,
    lowering=Between(
        "ensure",
        "a condition that is computed inside of a loop, a branch or a checkpoint cannot raise an error there; check "
        "it outside",
    ),
    jvp=no_tangent,
    batch=_ensure_batched,
    family="between",
)
