"""Contractions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ..base.errors import DTypeError, ShapeError
from ..base.shapes import show
from ..base.sizes import Dim
from ..ir.op import Anchor, Linear, Op, Type
from ..trace.array import Array
from ..trace.bind import bind
from ..trace.primitives import accumulate, permute
from ..trace.stage import check_equal, known_equal


def _dot_infer(a: Type, b: Type) -> Type:
    if a.dtype is not b.dtype:
        raise DTypeError(f"dot: dtypes {a.dtype} and {b.dtype} must be equal")
    if a.ndim < 2 or a.ndim != b.ndim:
        raise ShapeError(
            f"dot: {show(a.shape)} and {show(b.shape)} need equally many axes, two or more"
        )
    pairs = [*zip(a.shape[:-2], b.shape[:-2], strict=True), (a.shape[-1], b.shape[-2])]
    met: list[Dim] = []
    for x, y in pairs:
        if known_equal(x, y) is False:
            raise ShapeError(f"dot: {show(a.shape)} and {show(b.shape)}: {x!r} meets {y!r}")
        met.append(check_equal(x, y))
    return Type(a.dtype, (*met[:-1], a.shape[-2], b.shape[-1]))


def transposed(x: Array) -> Array:
    """The last two axes exchanged."""
    n = x.ndim
    return bind(permute, x, perm=(*range(n - 2), n - 1, n - 2))  # type: ignore[no-any-return]


dot: Final = Op("dot", infer=_dot_infer, lowering=Anchor("matmul"), family="contraction")
