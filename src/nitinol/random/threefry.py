"""Threefry-2x32 with 20 rounds: random bits as a pure function of a key and a counter.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Key and
counter are two 32-bit words each; here both, and the result, are one uint64 whose low half is
word 0. It is an element-wise function, so random numbers are computed where they are read, in
any order, on any number of threads, with the same result.

A key is a 0-d uint64 tensor. `fold_in(key, n)` and `split(key, n)` make new keys; they hash
under another key than random bits do, so a key may be both split and used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, product
from ..ir.op import Pointwise
from ..ops.creation import iota
from ..ops.families import (
    Tensor,
    TensorLike,
    apply,
    array,
    declare,
    expand,
    no_tangent,
    to_dtype,
)
from ..ops.shaping import reshaped
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.primitives import common_type

_ROTATIONS: Final = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY: Final = 0x1BD11BDA
_DERIVE: Final = 0x6E6974696E6F6C21  # keys are derived under key ^ this


def _emit(k: Any, key: Any, counter: Any) -> Any:
    word = dt.uint32
    half = k.const(32, dt.uint64)
    k0, k1 = k.cast(key, word), k.cast(k.shift_right(key, half), word)
    x0, x1 = k.cast(counter, word), k.cast(k.shift_right(counter, half), word)
    keys = (k0, k1, k.bit_xor(k.bit_xor(k0, k1), k.const(_PARITY, word)))
    x0, x1 = k.add(x0, keys[0]), k.add(x1, keys[1])
    for group in range(5):
        for distance in _ROTATIONS[group % 2]:
            x0 = k.add(x0, x1)
            x1 = k.bit_xor(k.intrinsic("fshl", x1, x1, k.const(distance, word)), x0)
        x0 = k.add(x0, keys[(group + 1) % 3])
        x1 = k.add(k.add(x1, keys[(group + 2) % 3]), k.const(group + 1, word))
    return k.bit_or(k.cast(x0, dt.uint64), k.shift_left(k.cast(x1, dt.uint64), half))


_threefry = declare(
    "threefry2x32",
    infer=lambda key, counter: common_type("threefry2x32", key, counter),
    lowering=Pointwise(_emit, cost=60),
    jvp=no_tangent,
    family="random",
)


def hashed(key: Array, counter: Array) -> Array:
    """The block of random bits of each counter under one key (a 0-d tensor)."""
    return apply(_threefry, expand(key, counter.shape), counter)


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
    k, c = (expand(k, c.shape), c) if not k.ndim else (k, expand(c, k.shape))
    return apply(_threefry, k, c)


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


def bits64(key: Array, shape: Sequence[Dim], stream: int = 0) -> Array:
    """64 random bits for each element of `shape`; streams 0 and 1 are independent."""
    counter = iota((product(shape),), 0, dt.uint64)
    if stream:
        counter = counter + (stream << 62)
    return hashed(key, reshaped(counter, tuple(shape)))
