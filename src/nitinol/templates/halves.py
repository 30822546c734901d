"""float16 and bfloat16 lanes: how they are rounded, and how float16 gets to and from its 16 bits.

In registers both are float32 lanes whose values happen to be representable (`vectors`). Where the
target converts float16 itself (F16C on x86, every AArch64 and NVIDIA processor) LLVM's
conversions are used. Elsewhere LLVM would call a library function, so the same is done with
integers and exact multiplications here.

Two roundings in a row may differ from one: float64 is therefore first cut to float32 "to odd"
(the last bit set if anything was lost), after which rounding to fewer bits gives what rounding
once would have (S. Boldo, G. Melquiond, IEEE Transactions on Computers 57, 2008).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..base import dtypes as dt
from .math.number import Num
from .vectors import Vec, vector_type

if TYPE_CHECKING:
    from ..llvm.target import Target
    from .emitter import Emitter

_SIGN = -(1 << 31)


def converts_float16(target: Target) -> bool:
    """Whether the target converts float16 in hardware."""
    return target.has("f16c") or target.architecture in ("aarch64", "nvptx64")


def round_float16(k: Emitter, x: Vec) -> Vec:
    """float32 lanes rounded to the nearest float16, ties to even."""
    if converts_float16(k.target):
        half = vector_type("half", x.lanes)
        h = k.f.let(f"fptrunc {x.type} {x.name} to {half}")
        return Vec(k.f.let(f"fpext {half} {h} to {x.type}"), x.dtype, x.lanes)
    value = Num(k, Vec(x.name, dt.float32, x.lanes))
    size = abs(value)
    # The last place of 0.5 is 2^-24, the least subnormal: adding it rounds to whole multiples.
    small = (size + 0.5) - 0.5
    bits = size.bits()
    large = ((bits + 0xFFF + ((bits >> 13) & 1)) & -0x2000).floating()
    large = (large >= 65536.0).pick(float("inf"), large)
    rounded = (size < 2.0**-14).pick(small, large).copysign(value)
    return Vec(value.is_nan().pick(value, rounded).v.name, x.dtype, x.lanes)


def round_bfloat16(k: Emitter, x: Vec) -> Vec:
    """float32 lanes rounded to the nearest bfloat16, ties to even: the upper 16 bits remain."""
    value = Num(k, Vec(x.name, dt.float32, x.lanes))
    bits = value.bits()
    up = bits + (((bits.logical_right(16)) & 1) + 0x7FFF)
    # NaN must not carry over into infinity or zero: its quiet bit stays.
    chosen = value.is_nan().pick(bits | 0x400000, up)
    return Vec((chosen & -0x10000).floating().v.name, x.dtype, x.lanes)


def from_float16(k: Emitter, name: str, lanes: int) -> str:
    """`half` lanes as float lanes."""
    half, wide = vector_type("half", lanes), vector_type("float", lanes)
    if converts_float16(k.target):
        return k.f.let(f"fpext {half} {name} to {wide}")
    raw, ints = vector_type("i16", lanes), vector_type("i32", lanes)
    name = k.f.let(f"zext {raw} {k.f.let(f'bitcast {half} {name} to {raw}')} to {ints}")
    bits = Num(k, Vec(name, dt.int32, lanes))
    size = bits & 0x7FFF
    # Moved into the places of a float32 the number is 2^112 times too small, subnormal ones as well.
    finite = ((size << 13).floating() * 2.0**112).bits()
    special = (size << 13) | 0x7F800000
    result = (size > 0x7BFF).pick(special, finite) | ((bits & 0x8000) << 16)
    return result.floating().v.name


def to_float16(k: Emitter, x: Vec) -> str:
    """Lanes that are rounded to float16 already, as `half` lanes."""
    lanes = x.lanes
    half = vector_type("half", lanes)
    if converts_float16(k.target):
        return k.f.let(f"fptrunc {x.type} {x.name} to {half}")
    value = Num(k, Vec(x.name, dt.float32, lanes))
    size = abs(value)
    bits = size.bits()
    subnormal = (size + 0.5).bits() - 0x3F000000  # the multiple of 2^-24
    normal = (bits >> 13) - (112 << 10)
    special = value.is_nan().pick(bits.const(0x7E00), 0x7C00)
    result = (size < 2.0**-14).pick(subnormal, normal)
    result = (bits >= 0x7F800000).pick(special, result)
    result = result | (value.bits().logical_right(16) & 0x8000)
    raw, ints = vector_type("i16", lanes), vector_type("i32", lanes)
    cut = k.f.let(f"trunc {ints} {result.v.name} to {raw}")
    return k.f.let(f"bitcast {raw} {cut} to {half}")


def cut_to_odd(k: Emitter, x: Vec) -> Vec:
    """float64 lanes as float32 lanes, the last bit set where bits were lost."""
    lanes = x.lanes
    single = vector_type("float", lanes)
    near = Num(k, Vec(k.f.let(f"fptrunc {x.type} {x.name} to {single}"), dt.float32, lanes))
    exact, back = Num(k, x), near.to(dt.float64)
    bits = near.bits()
    above = Num(k, k.cast((abs(back) > abs(exact)).v, dt.int32))
    odd = ((bits - above) | 1).floating()
    lost = back.ne(exact) & ~exact.is_nan()
    return lost.pick(odd, near).v
