"""Functions that Python computes: at once on tensors with values, between two parts of a compiled program.

    @hosted(lambda values, offsets, sizes: (Type(uint8, sizes), …), open=1)
    def squeezed(values, offsets): …

`open` says how many sizes of the results depend on data; they come as `sizes`. In a compiled function such a call is an
operation that ends a part of the program (`exec.parts`), runs when that part has run, and hands its results to the
next; so data of other lengths need no other program. Texts are read so, and the places of sparse tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ..base.errors import TracerError
from ..base.sizes import Size
from ..core import TensorBase
from ..ir.op import Between, Op
from ..trace.bind import active, bind
from ..trace.stage import Stage

INSIDE: Final = (
    "this is computed by Python between the parts of a compiled program, and there is no such place inside of a loop, "
    "a branch or a checkpoint; compute it before, and pass the result in"
)


class Hosted:
    """A function made by `hosted`."""

    __slots__ = ("function", "live", "name", "op", "open")

    def __init__(
        self, function: Callable[..., Any], infer: Callable[..., Any], open: int, live: bool
    ) -> None:
        self.function, self.open, self.live = function, open, live
        self.name = function.__name__
        self.op = Op(
            f"hosted.{self.name}",
            infer=infer,
            lowering=Between("call", INSIDE, self.run),
            jvp=_no_tangents,
            batch=_refuse,
            multiple=True,
            family="between",
        )

    def run(self, *operands: Any, sizes: Any = (), **params: Any) -> Any:
        """The results for tensors that have values, also while a function is being compiled."""
        before, active.stage = active.stage, None
        try:
            return self.function(*operands, **params)
        finally:
            active.stage = before

    def __call__(self, *operands: Any, **params: Any) -> Any:
        stage = active.stage
        staged = self.live and isinstance(stage, Stage) and stage.parted
        if not staged and all(isinstance(x, TensorBase) for x in operands):
            return self.run(*operands, **params)
        sizes = tuple([Size.symbol("count") for _ in range(self.open)])
        return bind(self.op, *operands, sizes=sizes, **params)


def hosted(
    infer: Callable[..., Any], open: int = 0, live: bool = False
) -> Callable[[Callable[..., Any]], Hosted]:
    """Make a function of dense tensors with values, which gives a tuple of them, one for tracers too.

    * `infer(*types, sizes=…, **params)`: the types of its results.
    * `open`: how many sizes of them depend on data.
    * `live`: whether a compiled function calls it each time for tensors that it captures, too, not once.
    """
    return lambda function: Hosted(function, infer, open, live)


def _no_tangents(primals: Any, tangents: Any, out: Sequence[Any], **params: Any) -> list[None]:
    return [None] * len(out)


def _refuse(*args: Any, **params: Any) -> Any:
    raise TracerError(
        "functions of texts, and of the places of sparse tensors, take them as a whole, not the elements of one under "
        "vmap; call them without vmap"
    )
