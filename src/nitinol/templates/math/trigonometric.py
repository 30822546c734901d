"""sin, cos and tan of real lanes (float32 and float64).

x = n·π/2 + r, |r| ≤ π/4. Two ways to find n mod 4 and r:

- Cody and Waite's: r = x − n·P1 − n·P2 − n·P3, π/2 in parts. With fused multiply-adds the parts
  have all bits of the type and |x| may reach 1e5 (float32) or 1e9 (float64). Without them the
  first parts have 33 bits, so that products with n < 2^20 are exact; float32 is then reduced in
  float64.
- Payne and Hanek's (SIGNUM Newsletter 18, 1983) beyond: 2/π in 32-bit words, of which seven are
  multiplied by the integer mantissa; a scalar function called only for lanes that need it, in a
  branch taken only when some lane does.

Then minimax polynomials on |r| ≤ 0.788 in r²: sin r = r + r³·S, cos r = 1 − r²/2 + r⁴·C, and for float32
tan r = r + r³·T; relative errors 2^-28, 2^-33, 2^-29 (float32), 2^-58, 2^-64 (float64).
"""

from __future__ import annotations

from ...base import dtypes as dt
from ...llvm.text import Function, Module, float_literal
from ..vectors import Vec, vector_type
from .number import Num, any_lane, fma, poly

_SIN_32 = (-0.166666552, 0.00833216403, -0.000195153742)
_SIN_64 = (
    -0.1666666666666663, 0.008333333333322096, -0.0001984126982954082, 2.755731359554233e-06,
    -2.5050742482877298e-08, 1.5895860264005188e-10,
)  # fmt: skip
_COS_32 = (0.0416666456, -0.00138873491, 2.44362727e-05)
_COS_64 = (
    0.041666666666666595, -0.0013888888888873689, 2.4801587289198093e-05,
    -2.755731426690131e-07, 2.0875711235414415e-09, -1.1359003918189545e-11,
)  # fmt: skip
_TAN_32 = (
    0.333333522, 0.13332577, 0.0540692657, 0.0212354418, 0.010953798, -5.67309762e-05,
    0.00444707647,
)  # fmt: skip

_TWO_OVER_PI = 0.6366197723675814
# π/2 in parts of all bits, and in parts of 33 bits
_FULL_32 = (1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15)
_FULL_64 = (1.5707963267948966, 6.123233995736766e-17, -1.497384905065873e-33)
_SHORT = (
    1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.478427660348229e-32,
)  # fmt: skip

# The bits of 2/π after the point, 32 a word, after two words of zeros.
_WORDS = (
    0x00000000, 0x00000000, 0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599,
    0x3C439041, 0xFE5163AB, 0xDEBBC561, 0xB7246E3A, 0x424DD2E0, 0x06492EEA, 0x09D1921C,
    0xFE1DEB1C, 0xB129A73E, 0xE88235F5, 0x2EBB4484, 0xE99C7026, 0xB45F7E41, 0x3991D639,
    0x835339F4, 0x9C845F8B, 0xBDF9283B, 0x1FF897FF, 0xDE05980F, 0xEF2F118B, 0x5A0A6D1F,
    0x6D367ECF, 0x27CB09B7, 0x4F463F66, 0x9E5FEA2D, 0x7527BAC7, 0xEBE5F17B, 0x3D0739F7,
    0x8A5292EA, 0x6BFB5FB1, 0x1F8D5D08, 0x56033046, 0xFC7B6BAB,
)  # fmt: skip
_REDUCE = "nitinol_reduce_angle"


def sin(x: Num) -> Num:
    r, quadrant = reduced(x)
    return x.eq(0.0).pick(x, _wave(r, quadrant))


def cos(x: Num) -> Num:
    r, quadrant = reduced(x)
    return _wave(r, quadrant + 1)


def sin_cos(x: Num) -> tuple[Num, Num]:
    """Both for one reduction."""
    r, quadrant = reduced(x)
    s, c = kernels(r)
    odd = (quadrant & 1).ne(0)
    sine = _signed(odd.pick(c, s), quadrant)
    return x.eq(0.0).pick(x, sine), _signed(odd.pick(s, c), quadrant + 1)


def tan(x: Num) -> Num:
    r, quadrant = reduced(x)
    odd = (quadrant & 1).ne(0)
    if x.wide:
        s, c = kernels(r)
        result = odd.pick(-c, s) / odd.pick(s, c)
    else:
        z = r * r
        t = fma(r * z, poly(z, _TAN_32), r)
        result = odd.pick(-1.0 / t, t)
    return x.eq(0.0).pick(x, result)


def kernels(r: Num) -> tuple[Num, Num]:
    """sin r and cos r for |r| ≤ π/4."""
    z = r * r
    s = fma(r * z, poly(z, _SIN_64 if r.wide else _SIN_32), r)
    if not r.wide:
        return s, fma(z, fma(z, poly(z, _COS_32), -0.5), 1.0)
    half = z * 0.5
    first = 1.0 - half
    # what 1 − z/2 lost by rounding is given back
    return s, first + fma(z * z, poly(z, _COS_64), (1.0 - first) - half)


def _wave(r: Num, quadrant: Num) -> Num:
    s, c = kernels(r)
    return _signed((quadrant & 1).ne(0).pick(c, s), quadrant)


def _signed(value: Num, quadrant: Num) -> Num:
    """Negated in the quadrants 2 and 3."""
    flip = (quadrant & 2) << (62 if value.wide else 30)
    return (value.bits() ^ flip).floating()


# --- reduction


def reduced(x: Num) -> tuple[Num, Num]:
    """(r, n) with x = n·π/2 + r; n as integers of the lanes' width, right in the last two bits."""
    if x.fused:
        parts, limit = (_FULL_64, 1e9) if x.wide else (_FULL_32, 1e5)
        r, n = _cody_waite(x, parts)
    elif x.wide:
        limit = 1e6
        r, n = _cody_waite(x, _SHORT)
    else:
        limit = 1e6
        wide, n64 = _cody_waite(x.to(dt.float64), _SHORT)
        r, n = wide.to(dt.float32), n64.to(dt.int32)
    return _far(x, abs(x) > limit, r, n)


def _cody_waite(x: Num, parts: tuple[float, ...]) -> tuple[Num, Num]:
    magic = 1.5 * 2.0 ** (52 if x.wide else 23)
    sum_ = fma(x, _TWO_OVER_PI, magic)
    n = sum_ - magic
    r = x
    for part in parts:
        r = fma(n, -part, r)
    return r, sum_.bits()


def _far(x: Num, far: Num, r: Num, n: Num) -> tuple[Num, Num]:
    """(r, n) with the lanes in `far` reduced by Payne and Hanek's method."""
    k, f, lanes = x.k, x.k.f, x.v.lanes
    _define_reduction(f.module)
    near, slow, end = f.block, f.label(), f.label()
    f.branch(any_lane(far), slow, end)
    f.place(slow)
    element, integer = ("double", "i64") if x.wide else ("float", "i32")
    align = lanes * (8 if x.wide else 4)
    xs, rs, ns = (f.alloca(t, lanes, align) for t in (element, element, integer))
    for value, at in ((x, xs), (r, rs), (n, ns)):
        f.store(value.v.type, value.v.name, at, align)
    with f.loop(0, lanes) as loop:
        size = 8 if x.wide else 4
        one = f.load(element, f.element(xs, loop.index, element), size)
        lane = Num(k, Vec(one, x.dtype, 1))
        limit = 1e6 if not x.fused else 1e9 if x.wide else 1e5
        needed = (abs(lane) > limit) & lane.is_finite()
        with f.when(needed.v.name):
            argument = lane.to(dt.float64).v.name
            both = f.let(f"call {{ double, i64 }} @{_REDUCE}(double {argument})")
            angle = Num(k, Vec(f.let(f"extractvalue {{ double, i64 }} {both}, 0"), dt.float64, 1))
            count = f.let(f"extractvalue {{ double, i64 }} {both}, 1")
            if not x.wide:
                count = f.let(f"trunc i64 {count} to i32")
            f.store(element, angle.to(x.dtype).v.name, f.element(rs, loop.index, element), size)
            f.store(integer, count, f.element(ns, loop.index, integer), size)
    slow_r = f.load(vector_type(element, lanes), rs, align)
    slow_n = f.load(vector_type(integer, lanes), ns, align)
    last = f.block
    f.jump(end)
    f.place(end)
    chosen_r = f.let(f"phi {r.v.type} [ {r.v.name}, %{near} ], [ {slow_r}, %{last} ]")
    chosen_n = f.let(f"phi {n.v.type} [ {n.v.name}, %{near} ], [ {slow_n}, %{last} ]")
    return Num(k, Vec(chosen_r, x.dtype, lanes)), Num(k, Vec(chosen_n, n.dtype, lanes))


def _define_reduction(module: Module) -> None:
    """Write the scalar function {r, n}(x) for 2^19 < |x| < ∞ into the module, once."""
    if module.defines(_REDUCE):
        return
    f = module.function(
        _REDUCE, [("double", "x")], "{ double, i64 }", internal=True, attributes="noinline"
    )
    words = ", ".join(f"i32 {w - (1 << 32) if w >> 31 else w}" for w in _WORDS)
    table = module.constant("nitinol_two_over_pi", f"[{len(_WORDS)} x i32]", f"[{words}]")
    op = f.let
    bits = op("bitcast double %x to i64")
    mantissa = op(f"or i64 {op(f'and i64 {bits}, {(1 << 52) - 1}')}, {1 << 52}")
    exponent = op(f"and i64 {op(f'lshr i64 {bits}, 52')}, 2047")
    # |x| = mantissa·2^e. Words whose products are multiples of 4 are skipped.
    e2 = op(f"sub i64 {exponent}, 1077")
    first = op(f"add i64 {op(f'ashr i64 {e2}, 5')}, 2")
    shift = op(f"and i64 {e2}, 31")
    low = op(f"and i64 {mantissa}, 4294967295")
    high = op(f"lshr i64 {mantissa}, 32")
    taken = []
    for n in range(6, -1, -1):
        at = f.element(table, op(f"add i64 {first}, {n}"), "i32")
        taken.append(op(f"zext i32 {f.load('i32', at, 4)} to i64"))
    product = _long_product(f, taken, low, high)
    top, middle, bottom = (
        op(f"or i64 {op(f'shl i64 {product[n]}, 32')}, {product[n - 1]}") for n in (6, 4, 2)
    )
    back = op(f"sub i64 63, {shift}")

    def joined(left: str, right: str) -> str:
        spill = op(f"lshr i64 {op(f'lshr i64 {right}, 1')}, {back}")
        return op(f"or i64 {op(f'shl i64 {left}, {shift}')}, {spill}")

    top, middle = joined(top, middle), joined(middle, bottom)
    # Now the point lies after the two highest bits of `top`; the rest is a signed fraction.
    whole = op(f"lshr i64 {top}, 62")
    fraction = op(f"or i64 {op(f'shl i64 {top}, 2')}, {op(f'lshr i64 {middle}, 62')}")
    beyond = op(f"shl i64 {middle}, 2")
    turns = op(f"add i64 {whole}, {op(f'lshr i64 {fraction}, 63')}")
    coarse = op(f"sitofp i64 {fraction} to double")
    # `beyond` matters only where much of the fraction cancelled; 63 bits of it suffice.
    fine = op(f"sitofp i64 {op(f'lshr i64 {beyond}, 1')} to double")
    fine = op(f"fmul double {fine}, {_hex(2.0**-63)}")
    angle = op(f"fmul double {op(f'fadd double {coarse}, {fine}')}, {_hex(_PI_2_SCALED)}")
    negative = op(f"icmp slt i64 {bits}, 0")
    angle = op(f"select i1 {negative}, double {op(f'fneg double {angle}')}, double {angle}")
    turns = op(f"select i1 {negative}, i64 {op(f'sub i64 0, {turns}')}, i64 {turns}")
    both = op(f"insertvalue {{ double, i64 }} poison, double {angle}, 0")
    both = op(f"insertvalue {{ double, i64 }} {both}, i64 {turns}, 1")
    f.ret("{ double, i64 }", both)


def _long_product(f: Function, words: list[str], low: str, high: str) -> list[str]:
    """(low + 2^32·high)·words, the words of the product up to as many as there are factors."""
    result = []
    carry = "0"
    for word in words:
        total = f.let(f"add i64 {f.let(f'mul i64 {word}, {low}')}, {carry}")
        result.append(f.let(f"and i64 {total}, 4294967295"))
        carry = f.let(f"lshr i64 {total}, 32")
    carry = "0"
    for n in range(1, len(words)):
        total = f.let(f"add i64 {f.let(f'mul i64 {words[n - 1]}, {high}')}, {carry}")
        total = f.let(f"add i64 {total}, {result[n]}")
        result[n] = f.let(f"and i64 {total}, 4294967295")
        carry = f.let(f"lshr i64 {total}, 32")
    return result


_PI_2_SCALED = 1.5707963267948966 * 2.0**-64


def _hex(value: float) -> str:
    return float_literal(value, "double")
