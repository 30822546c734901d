"""Rules about shapes: axes, broadcasting, strides. Sizes may be open (`base.sizes`)."""

from __future__ import annotations

from .errors import NitinolError, ShapeError
from .record import record
from .sizes import Atom, Dim, Shape, evaluate, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def show(shape: Sequence[Dim]) -> str:
    """A shape as users write it: `(2, 3)`."""
    inner = ", ".join(map(repr, shape))
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


@record(frozen=True)
class Refusal:
    """What to raise when sizes do not fit, found at once or only by the run.

    `words` are strings, and sizes and shapes that are written as numbers once these are known.

    >>> Refusal(ShapeError, ("max: shape ", (0, 3), " is empty")).error({})
    ShapeError('max: shape (0, 3) is empty')
    """

    kind: type[NitinolError]
    words: tuple[str | Dim | Shape, ...]

    def error(self, env: Mapping[Atom, int]) -> NitinolError:
        """The exception, where open sizes have the values in `env`."""

        def text(x: str | Dim | Shape) -> str:
            if isinstance(x, tuple):
                return show([known(n) for n in x])
            return x if isinstance(x, str) else repr(known(x))

        def known(n: Dim) -> Dim:
            return evaluate(n, env) if env else n

        return self.kind("".join(map(text, self.words)))


def normalize_axis(axis: Any, ndim: int, where: str) -> int:
    """`axis` counted from the front; raises `ShapeError` naming `where` when there is none such."""
    if isinstance(axis, bool) or not hasattr(axis, "__index__"):
        raise ShapeError(f"{where}: axis must be an int, got {axis!r}")
    number: int = axis.__index__()
    if not -ndim <= number < ndim:
        raise ShapeError(
            f"{where}: axis {number} does not exist in a tensor of {ndim} dimensions; "
            + (f"write an axis from {-ndim} to {ndim - 1}" if ndim else "it has no axes")
        )
    return number % ndim


def normalize_axes(axis: int | Sequence[int] | None, ndim: int, where: str) -> tuple[int, ...]:
    """Several axes counted from the front, sorted; None means all."""
    if axis is None:
        return tuple(range(ndim))
    given = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
    axes = sorted(normalize_axis(a, ndim, where) for a in given)
    if len(set(axes)) != len(axes):
        raise ShapeError(f"{where}: an axis is named twice in {given}")
    return tuple(axes)


def same_shape(a: Shape, b: Shape) -> bool:
    """Whether two shapes are known to be equal."""
    return len(a) == len(b) and all(x is y or same(x, y) is True for x, y in zip(a, b, strict=True))


def broadcast_dims(a: Dim, b: Dim) -> Dim | None:
    """The size in which two axes meet, or None when they cannot.

    Two open sizes of unknown relation meet in the first: the caller records a run-time check.
    """
    if a is b:
        return a
    if isinstance(a, int) and a == 1:
        return b
    if isinstance(b, int) and b == 1:
        return a
    equal = same(a, b)
    if equal is False:
        return None
    return b if isinstance(b, int) else a


def broadcast_shapes(where: str, *shapes: Shape) -> Shape:
    """The shape in which `shapes` meet (NumPy's broadcasting rules).

    >>> broadcast_shapes("add", (3, 1), (4,))
    (3, 4)
    """
    ndim = max((len(s) for s in shapes), default=0)
    result: list[Dim] = []
    for i in range(-ndim, 0):
        size: Dim = 1
        for shape in shapes:
            if len(shape) >= -i:
                met = broadcast_dims(size, shape[i])
                if met is None:
                    raise ShapeError(
                        f"{where}: shapes {' and '.join(map(show, shapes))} do not broadcast: "
                        f"sizes {size!r} and {shape[i]!r} meet at axis {i}; "
                        "they must be equal or one of them 1"
                    )
                size = met
        result.append(size)
    return tuple(result)


def contiguous_strides(shape: Sequence[Dim]) -> tuple[Dim, ...]:
    """Strides in elements of a C-contiguous tensor.

    >>> contiguous_strides((2, 3, 4))
    (12, 4, 1)
    """
    strides: list[Dim] = []
    step: Dim = 1
    for size in reversed(shape):
        strides.append(step)
        step = step * size
    return tuple(reversed(strides))
