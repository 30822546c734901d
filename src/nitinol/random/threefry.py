"""Keys: what random bits are a function of, besides a counter (`ops.random_bits`).

A key is a 0-d uint64 tensor. `fold_in(key, n)` and `split(key, n)` make new keys; they hash
under another key than random bits do, so a key may be both split and used.
"""

from __future__ import annotations

from typing import Any, Final

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import broadcast_shapes, show
from ..ops.creation import iota
from ..ops.families import (
    Tensor,
    TensorLike,
    apply,
    array,
    expand,
    to_dtype,
)
from ..ops.random_bits import hashed, threefry
from ..trace.array import Array
from ..trace.composite import composite

_DERIVE: Final = 0x6E6974696E6F6C21  # keys are derived under key ^ this


def check_key(where: str, given: Any) -> Array:
    """`given` as an array; raises unless it is a 0-d uint64 tensor."""
    key = array(given, where)
    if key.dtype is not dt.uint64 or key.ndim:
        raise DTypeError(
            f"{where}: a key is a 0-d uint64 tensor, got {key.dtype}{show(key.shape)}; "
            "write ni.random.key(seed)"
        )
    return key


@composite
def threefry2x32(key: TensorLike, counter: TensorLike) -> Tensor:
    """Threefry-2x32-20 of uint64 counters under uint64 keys (word 0 in the low half); they
    broadcast.

    >>> ni.random.threefry2x32(ni.random.key(0), ni.arange(2, dtype=ni.uint64)).dtype
    nitinol.uint64
    """
    k, c = (to_dtype(array(v, "threefry2x32"), dt.uint64) for v in (key, counter))
    shape = broadcast_shapes("threefry2x32", k.shape, c.shape)
    return apply(threefry, expand(k, shape), expand(c, shape))


@composite
def _key(low: TensorLike, high: TensorLike) -> Tensor:
    a, b = (to_dtype(array(v, "key"), dt.uint64) for v in (low, high))
    return a | (b << 32)  # type: ignore[no-any-return]


def key(seed: int) -> Tensor:
    """The key of a seed, an int of any size (it counts modulo 2⁶⁴).

    >>> ni.random.key(7)
    tensor(7, dtype=uint64)
    """
    if isinstance(seed, bool) or not hasattr(seed, "__index__"):
        raise TypeError(f"key: the seed is an int, got {seed!r}")
    number = seed.__index__() & (2**64 - 1)
    return _key(number & 0xFFFFFFFF, number >> 32)


def _derived(key: Array, number: Array) -> Array:
    return hashed(key ^ _DERIVE, to_dtype(number, dt.uint64))


@composite
def fold_in(key: Tensor, data: TensorLike) -> Tensor:
    """The key that belongs to `key` and an integer: another one for each integer.

    >>> ni.random.fold_in(ni.random.key(7), 1).shape
    ()
    """
    return _derived(check_key("fold_in", key), array(data, "fold_in"))


@composite
def split_key(key: Tensor, num: int = 2) -> Tensor:
    """`num` new keys, a vector: `a, b = ni.random.split(key)`. Do not use the old key again.

    >>> a, b = ni.random.split(ni.random.key(7))
    >>> bool(a == b)
    False
    """
    if num < 0:
        raise ShapeError(f"split: num must not be negative, got {num}")
    return _derived(check_key("split", key), iota((num,), 0, dt.uint64))


@composite
def advance(key: Tensor) -> tuple[Tensor, Tensor]:
    """(the next state of a generator, a key to use now)."""
    key = check_key("advance", key)
    return tuple([_derived(key, array(i, "advance")) for i in (0, 1)])  # type: ignore[return-value]
