"""How a tensor's elements lie in memory: dtype, shape and strides, as one immutable object.

Layouts are interned: `layout(...)` usually returns the same object for the same value, so the
dispatch caches compare layouts by identity. The table of interned layouts is bounded and simply
cleared when it is full; two equal layouts may therefore be two objects. Equality and hashing are
by value, and identity is only a shortcut: a cache keyed by identity keeps its layouts alive and
misses at worst.
"""

from __future__ import annotations

from ..base.dtypes import DType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final, NoReturn

_LIMIT: Final = 8192
_interned: Final[dict[tuple[DType, tuple[int, ...], tuple[int, ...] | None], Layout]] = {}


class Layout:
    """Dtype, shape and strides of a tensor; made by `layout`, never changed."""

    __slots__ = (
        "__weakref__",
        "_hash",
        "contiguous",
        "device",
        "dtype",
        "nbytes",
        "ndim",
        "shape",
        "size",
        "strides",
    )

    dtype: DType
    shape: tuple[int, ...]
    strides: tuple[int, ...]  # in elements; 0 if broadcast, negative if flipped
    size: int  # number of elements
    nbytes: int  # bytes of a dense buffer with these elements
    ndim: int
    contiguous: bool  # row by row without gaps (axes of size 1 may have any stride)
    device: str

    def __init__(self, dtype: DType, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
        size = 1
        for n in shape:
            size *= n
        dense = True
        if size:
            step = 1
            for n, stride in zip(reversed(shape), reversed(strides), strict=True):
                if n != 1 and stride != step:
                    dense = False
                    break
                step *= n
        put = object.__setattr__
        put(self, "dtype", dtype)
        put(self, "shape", shape)
        put(self, "strides", strides)
        put(self, "size", size)
        put(self, "nbytes", size * dtype.itemsize)
        put(self, "ndim", len(shape))
        put(self, "contiguous", dense)
        put(self, "device", "cpu")
        put(self, "_hash", hash((dtype, shape, strides)))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Layout never changes; make one with layout(dtype, shape, strides)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Layout never changes")

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Layout)
            and self.dtype is other.dtype
            and self.shape == other.shape
            and self.strides == other.strides
        )

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]

    def __reduce__(self) -> tuple[Any, ...]:
        return layout, (self.dtype, self.shape, None if self.contiguous else self.strides)

    def __repr__(self) -> str:
        strides = "" if self.contiguous else f", strides {self.strides}"
        return f"<{self.dtype} {self.shape}{strides}>"


def layout(dtype: DType, shape: Sequence[int], strides: Sequence[int] | None = None) -> Layout:
    """The layout with this dtype, shape and strides (in elements; None: row by row without gaps).

    >>> from nitinol.base.dtypes import float32
    >>> layout(float32, (2, 3)).strides
    (3, 1)
    """
    shape = tuple(shape)
    if strides is not None:
        strides = tuple(strides)
    key = (dtype, shape, strides)
    found = _interned.get(key)
    if found is not None:
        return found
    if strides is None:
        steps: list[int] = []
        step = 1
        for n in reversed(shape):
            steps.append(step)
            step *= n
        # Through the full key, so that given and computed strides meet in one object.
        made = layout(dtype, shape, tuple(reversed(steps)))
    else:
        if len(strides) != len(shape):
            raise ValueError(f"shape {shape} and strides {strides} differ in length")
        made = Layout(dtype, shape, strides)
    if len(_interned) >= _LIMIT:
        _interned.clear()
    _interned[key] = made
    return made
