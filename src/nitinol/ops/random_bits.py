"""Random bits as a pure function of a key and a counter: Threefry-2x32 with 20 rounds.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Key and
counter are two 32-bit words each; here both, and the result, are one uint64 whose low half is
word 0. It is an element-wise function, so random numbers are computed where they are read, in
any order, on any number of threads, with the same result. `random` makes keys, generators and
distributions of it.

Dropout is defined here, as attention drops weights where it computes them (`attending`): element n
of a tensor is kept when the upper 24 bits of word 0 of block n are at least the rate, times 2²⁴.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import Any, Final

from ..base import dtypes as dt
from ..base.sizes import Dim, product
from ..ir.op import Pointwise
from ..trace.array import Array
from ..trace.primitives import common_type
from .creation import iota
from .families import apply, declare, expand, no_tangent, to_dtype
from .shaping import reshaped

_ROTATIONS: Final = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY: Final = 0x1BD11BDA
KEEP_BITS: Final = 24


def key_words(k: Any, key: Any) -> tuple[Any, Any, Any]:
    """The words of a key, and the third that belongs to them; `k` is an emitter, a key a vector of uint64."""
    word = dt.uint32
    k0, k1 = k.cast(key, word), k.cast(k.shift_right(key, k.const(32, dt.uint64)), word)
    return k0, k1, k.bit_xor(k.bit_xor(k0, k1), k.const(_PARITY, word))


def block_words(k: Any, keys: tuple[Any, Any, Any], x0: Any, x1: Any) -> tuple[Any, Any]:
    """The two random words of a counter of two words."""
    word = dt.uint32
    x0, x1 = k.add(x0, keys[0]), k.add(x1, keys[1])
    for group in range(5):
        for distance in _ROTATIONS[group % 2]:
            x0 = k.add(x0, x1)
            x1 = k.bit_xor(k.intrinsic("fshl", x1, x1, k.const(distance, word)), x0)
        x0 = k.add(x0, keys[(group + 1) % 3])
        x1 = k.add(k.add(x1, keys[(group + 2) % 3]), k.const(group + 1, word))
    return x0, x1


def _emit(k: Any, key: Any, counter: Any) -> Any:
    word = dt.uint32
    half = k.const(32, dt.uint64)
    keys = key_words(k, key)
    x0, x1 = k.cast(counter, word), k.cast(k.shift_right(counter, half), word)
    x0, x1 = block_words(k, keys, x0, x1)
    return k.bit_or(k.cast(x0, dt.uint64), k.shift_left(k.cast(x1, dt.uint64), half))


threefry: Final = declare(
    "threefry2x32",
    infer=lambda key, counter: common_type("threefry2x32", key, counter),
    lowering=Pointwise(_emit, cost=60),
    jvp=no_tangent,
    family="random",
)


def hashed(key: Array, counter: Array) -> Array:
    """The block of random bits of each counter under one key (a 0-d tensor)."""
    return apply(threefry, expand(key, counter.shape), counter)


def bits64(key: Array, shape: Sequence[Dim], stream: int = 0) -> Array:
    """64 random bits for each element of `shape`; streams 0 and 1 are independent."""
    counter = iota((product(shape),), 0, dt.uint64)
    if stream:
        counter = counter + (stream << 62)
    return hashed(key, reshaped(counter, tuple(shape)))


def keep_bound(rate: float) -> int:
    """Of 2²⁴ equally likely numbers, how many drop an element; the rate counts in float32."""
    single: float = struct.unpack("f", struct.pack("f", rate))[0]
    return math.ceil(single * 2.0**KEEP_BITS)


def keeps(bits: Array, rate: float) -> Array:
    """Which elements stay, by the blocks of random bits that belong to them."""
    made: Array = (to_dtype(bits, dt.uint32) >> (32 - KEEP_BITS)) >= keep_bound(rate)
    return made


def keep_mask(key: Array, shape: Sequence[Dim], rate: float) -> Array:
    """Which elements of a tensor of this shape stay."""
    return keeps(bits64(key, shape), rate)
