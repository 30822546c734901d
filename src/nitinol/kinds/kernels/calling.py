"""Calling a kernel with tensors."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Final

from ...base.dtypes import DType
from ...base.errors import TracerError
from ...core import Recipe, TensorBase, layout, run
from ...native import Module
from ...tensor.creation import fresh

_libraries: Final[dict[int, Any]] = {}
LONG: Final = 1 << 14  # elements or bytes from which other Python threads shall run meanwhile


def call(
    module: Module,
    kernel: Any,
    operands: Sequence[Any],
    dims: Sequence[int],
    outputs: Sequence[tuple[DType, Sequence[int]]],
) -> Any:
    """The results of a kernel of `module` on dense tensors, as a tuple.

    Raises `TracerError` for tensors without values.
    """
    known = []
    for x in operands:
        if not isinstance(x, TensorBase):
            raise TracerError(
                "this function reads values, which tensors do not have while a function is being traced; "
                "call it before, and hand its result to the function"
            )
        known.append(x if x._layout.contiguous else fresh(x))
    library = _libraries.get(id(module))
    if library is None:
        library = _libraries[id(module)] = module.build()
    recipe = Recipe(
        library.address(kernel.symbol),
        struct.pack(f"{len(dims)}q", *dims),
        [layout(dtype, tuple(shape)) for dtype, shape in outputs],
        release_gil=any(x._layout.size > LONG for x in known),
        single=False,
        owner=library,
    )
    return run(recipe, known)
