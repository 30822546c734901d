"""`Emitter`: arithmetic on vectors of lanes, as LLVM IR. This is the `k` of the operations' lowerings.

Each method takes `Vec`s, writes instructions into the current function and returns a `Vec`.
Operands of one lane are uniform and are spread when they meet vectors. Both operands have the
same dtype: promotion has happened before. Nothing here has an undefined result: division of
integers by zero gives 0, shifts by the width or more give 0 (or the sign), conversions out of
range saturate, NaN converts to 0.

Elementary functions are `k.math.exp(x)` and so on (`templates.math`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError
from ..llvm.target import Target
from ..llvm.text import Function, float_literal
from . import halves
from .math import Math
from .vectors import REGISTER, Vec, suffix, vector_type

_INT_COMPARE = {"eq": "eq", "ne": "ne", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge"}
_FLOAT_COMPARE = {"eq": "oeq", "ne": "une", "lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge"}


class Emitter:
    """Writes lane arithmetic into `function` for `target`."""

    def __init__(self, function: Function, target: Target, lanes: int) -> None:
        self.f = function
        self.target = target
        self.lanes = lanes
        self.flags = " contract" if target.contracts else ""  # of sums and products of floats
        self.math = Math(self)
        self._whole: dict[str, Vec] = {}  # floats by name, and the integers that they were

    # --- making and shaping vectors

    def const(self, value: complex, dtype: DType) -> Vec:
        """A uniform constant."""
        if dtype.is_complex:
            z = complex(value)
            element = REGISTER[dtype.name]
            return Vec(float_literal(z.real, element), dtype, 1, float_literal(z.imag, element))
        if isinstance(value, complex):
            value = value.real
        if dtype.is_bool:
            return Vec("true" if value else "false", dtype, 1)
        if dtype.is_integer:
            bits = dtype.bits
            number = int(value) & ((1 << bits) - 1)
            return Vec(str(number - (1 << bits) if number >> (bits - 1) else number), dtype, 1)
        if dtype.itemsize == 2:
            value = _round_to_half(float(value), dtype)
        return Vec(float_literal(float(value), REGISTER[dtype.name]), dtype, 1)

    def spread(self, x: Vec, lanes: int | None = None) -> Vec:
        """`x` in every lane."""
        lanes = self.lanes if lanes is None else lanes
        if x.lanes == lanes:
            return x
        if x.imag is not None:
            part = x.dtype.real
            re = self.spread(Vec(x.name, part, 1), lanes)
            im = self.spread(Vec(x.imag, part, 1), lanes)
            return Vec(re.name, x.dtype, lanes, im.name)
        return Vec(self.spread_raw(x.name, REGISTER[x.dtype.name], lanes), x.dtype, lanes)

    def spread_raw(self, name: str, element: str, lanes: int) -> str:
        """A scalar LLVM value in every lane; constants become constant vectors."""
        if lanes == 1:
            return name
        if not name.startswith("%"):
            return f"splat ({element} {name})"
        vector = vector_type(element, lanes)
        one = self.f.let(f"insertelement {vector} poison, {element} {name}, i64 0")
        return self.f.let(
            f"shufflevector {vector} {one}, {vector} poison, <{lanes} x i32> zeroinitializer"
        )

    def _match(self, *xs: Vec) -> tuple[Vec, ...]:
        lanes = max(x.lanes for x in xs)
        return tuple(self.spread(x, lanes) for x in xs)

    def real(self, x: Vec) -> Vec:
        """The real part."""
        return Vec(x.name, x.dtype.real, x.lanes) if x.imag is not None else x

    def imag(self, x: Vec) -> Vec:
        """The imaginary part."""
        if x.imag is None:
            return self.const(0, x.dtype)
        return Vec(x.imag, x.dtype.real, x.lanes)

    def complex(self, re: Vec, im: Vec) -> Vec:
        """re + i·im."""
        re, im = self._match(re, im)
        return Vec(re.name, re.dtype.complex, re.lanes, im.name)

    def bitcast(self, x: Vec, dtype: DType) -> Vec:
        """The same bits as another dtype of the same width in registers."""
        new = vector_type(REGISTER[dtype.name], x.lanes)
        return Vec(self.f.let(f"bitcast {x.type} {x.name} to {new}"), dtype, x.lanes)

    # --- helpers

    def _op(self, text: str, like: Vec) -> Vec:
        return self._rounded(Vec(self.f.let(text), like.dtype, like.lanes))

    def _rounded(self, x: Vec) -> Vec:
        """Half-width floats are rounded to their precision after each operation."""
        if x.dtype is dt.float16:
            return halves.round_float16(self, x)
        if x.dtype is dt.bfloat16:
            return halves.round_bfloat16(self, x)
        return x

    def intrinsic(self, name: str, *xs: Vec) -> Vec:
        """Call `llvm.<name>` on vectors of one type."""
        xs = self._match(*xs)
        x = xs[0]
        full = f"llvm.{name}.{suffix(REGISTER[x.dtype.name], x.lanes)}"
        at = self.f.module.intrinsic(full, x.type, *[x.type] * len(xs))
        args = ", ".join(f"{x.type} {v.name}" for v in xs)
        return self._op(f"call {x.type} {at}({args})", x)

    def _parts(self, function: Callable[..., Vec], *xs: Vec) -> Vec:
        """Apply a real operation to real and imaginary parts."""
        return self.complex(
            function(*[self.real(x) for x in xs]), function(*[self.imag(x) for x in xs])
        )

    def _arith(self, integer: str, floating: str, a: Vec, b: Vec) -> Vec:
        a, b = self._match(a, b)
        op = floating + self.flags if a.dtype.is_floating else integer
        return self._op(f"{op} {a.type} {a.name}, {b.name}", a)

    # --- arithmetic

    def add(self, a: Vec, b: Vec) -> Vec:
        if a.imag is not None:
            return self._parts(self.add, a, b)
        if a.dtype.is_bool:
            return self.logical_or(a, b)
        return self._arith("add", "fadd", a, b)

    def sub(self, a: Vec, b: Vec) -> Vec:
        if a.imag is not None:
            return self._parts(self.sub, a, b)
        return self._arith("sub", "fsub", a, b)

    def mul(self, a: Vec, b: Vec) -> Vec:
        if a.imag is not None:
            ar, ai, br, bi = self.real(a), self.imag(a), self.real(b), self.imag(b)
            re = self.sub(self.mul(ar, br), self.mul(ai, bi))
            return self.complex(re, self.add(self.mul(ar, bi), self.mul(ai, br)))
        if a.dtype.is_bool:
            return self.logical_and(a, b)
        return self._arith("mul", "fmul", a, b)

    def div(self, a: Vec, b: Vec) -> Vec:
        """True division of floating or complex numbers."""
        if a.imag is not None:
            return self._complex_div(a, b)
        return self._arith("sdiv", "fdiv", a, b)

    def _complex_div(self, a: Vec, b: Vec) -> Vec:
        # Smith's method (Communications of the ACM 5(8), 1962), both branches by selection.
        br, bi = self.real(b), self.imag(b)
        wide = self.compare("ge", self.abs(br), self.abs(bi))
        big, small = self.select(wide, br, bi), self.select(wide, bi, br)
        ratio = self.div(small, big)
        # 0/0 gives NaN there; with a zero divisor the plain quotient is what users expect.
        ratio = self.select(
            self.compare("eq", big, self.const(0, big.dtype)), self.abs(small), ratio
        )
        scale = self.add(big, self.mul(small, ratio))
        ar, ai = self.real(a), self.imag(a)
        x, y = self.select(wide, ar, ai), self.select(wide, ai, ar)
        re = self.div(self.add(x, self.mul(y, ratio)), scale)
        im = self.div(self.sub(y, self.mul(x, ratio)), scale)
        return self.complex(re, self.select(wide, im, self.neg(im)))

    def floor_div(self, a: Vec, b: Vec) -> Vec:
        """Quotient rounded down, as Python's `//`; 0 where an integer is divided by 0."""
        if a.dtype.is_floating:
            return self._float_floor_div(a, b)
        if a.dtype.is_bool:
            a, b = self.cast(a, dt.int8), self.cast(b, dt.int8)
        quotient, rest, b, zero = self._integer_division(a, b)
        if a.dtype.kind == "i":
            nothing = self.const(0, a.dtype)
            signs = self.compare("lt", self.bit_xor(rest, b), nothing)
            inexact = self.logical_and(self.compare("ne", rest, nothing), signs)
            quotient = self.sub(quotient, self.cast(inexact, a.dtype))
        return self.select(zero, self.const(0, a.dtype), quotient)

    def remainder(self, a: Vec, b: Vec) -> Vec:
        """Rest with the sign of the divisor, as Python's `%`; 0 where an integer is divided by 0."""
        if a.dtype.is_floating:
            rest = self._frem(a, b)
            nothing = self.const(0, a.dtype)
            signs = self.compare(
                "ne", self.compare("lt", rest, nothing), self.compare("lt", b, nothing)
            )
            wrong = self.logical_and(self.compare("ne", rest, nothing), signs)
            rest = self.select(wrong, self.add(rest, b), rest)
            return self.select(self.compare("eq", rest, nothing), self.copysign(nothing, b), rest)
        if a.dtype.is_bool:
            a, b = self.cast(a, dt.int8), self.cast(b, dt.int8)
        _, rest, b, zero = self._integer_division(a, b)
        if a.dtype.kind == "i":
            nothing = self.const(0, a.dtype)
            signs = self.compare("lt", self.bit_xor(rest, b), nothing)
            wrong = self.logical_and(self.compare("ne", rest, nothing), signs)
            rest = self.select(wrong, self.add(rest, b), rest)
        return self.select(zero, self.const(0, a.dtype), rest)

    def fmod(self, a: Vec, b: Vec) -> Vec:
        """Rest with the sign of the dividend, as C's `fmod` and `%`."""
        if a.dtype.is_floating:
            return self._frem(a, b)
        _, rest, _, zero = self._integer_division(a, b)
        return self.select(zero, self.const(0, a.dtype), rest)

    def _integer_division(self, a: Vec, b: Vec) -> tuple[Vec, Vec, Vec, Vec]:
        """(quotient towards zero, rest, divisor, where the divisor is 0); never traps."""
        a, b = self._match(a, b)
        signed = a.dtype.kind == "i"
        one, zero = self.const(1, a.dtype), self.compare("eq", b, self.const(0, a.dtype))
        safe = self.select(zero, one, b)
        if signed:  # the least number divided by -1 overflows
            minus = self.compare("eq", b, self.const(-1, a.dtype))
            safe = self.select(minus, one, safe)
        op = "sdiv" if signed else "udiv"
        quotient = self._op(f"{op} {a.type} {a.name}, {self.spread(safe, a.lanes).name}", a)
        if signed:
            quotient = self.select(minus, self.neg(a), quotient)
        return quotient, self.sub(a, self.mul(quotient, b)), b, zero

    def _float_floor_div(self, a: Vec, b: Vec) -> Vec:
        # As CPython: the rest is taken away before dividing, so that the quotient is nearly whole.
        rest = self._frem(a, b)
        nothing = self.const(0, a.dtype)
        plain, quotient = self.div(a, b), self.div(self.sub(a, rest), b)
        signs = self.compare(
            "ne", self.compare("lt", rest, nothing), self.compare("lt", b, nothing)
        )
        down = self.logical_and(self.compare("ne", rest, nothing), signs)
        one = self.const(1, a.dtype)
        whole = self.round(self.select(down, self.sub(quotient, one), quotient))
        empty = self.compare("eq", whole, nothing)
        whole = self.select(empty, self.copysign(nothing, plain), whole)
        return self.select(self.compare("eq", b, nothing), plain, whole)

    def _frem(self, a: Vec, b: Vec) -> Vec:
        """Exact rest of floats, by our own function: LLVM's `frem` would call the C library."""
        return self.math.fmod(a, b)

    def fma(self, a: Vec, b: Vec, c: Vec) -> Vec:
        """a·b + c rounded once. Only for code that asks for it: nothing is contracted by itself but in `fast`.

        Only where the target has the instruction (`math.number.has_fma`): LLVM calls the C
        library elsewhere.
        """
        return self.intrinsic("fma", a, b, c)

    def neg(self, a: Vec) -> Vec:
        if a.imag is not None:
            return self._parts(self.neg, a)
        if a.dtype.is_floating:
            return Vec(self.f.let(f"fneg {a.type} {a.name}"), a.dtype, a.lanes)
        return self.sub(self.const(0, a.dtype), a)

    def abs(self, a: Vec) -> Vec:
        """Magnitude (of complex numbers too, by `math.hypot`)."""
        if a.imag is not None:
            return self.math.hypot(self.real(a), self.imag(a))
        if a.dtype.is_floating:
            return self.intrinsic("fabs", a)
        if a.dtype.kind == "i":
            return self.select(self.compare("lt", a, self.const(0, a.dtype)), self.neg(a), a)
        return a

    def copysign(self, a: Vec, sign: Vec) -> Vec:
        return self.intrinsic("copysign", a, sign)

    def minimum(self, a: Vec, b: Vec) -> Vec:
        """The smaller; NaN if either is NaN."""
        return self._extreme("minimum", "lt", a, b)

    def maximum(self, a: Vec, b: Vec) -> Vec:
        """The larger; NaN if either is NaN."""
        return self._extreme("maximum", "gt", a, b)

    def _extreme(self, name: str, predicate: str, a: Vec, b: Vec) -> Vec:
        if a.dtype.is_floating:
            # One comparison and a selection each; -0 and +0 count as equal, as in NumPy.
            first = self.logical_or(self.compare(predicate, a, b), self.is_nan(a))
            return self.select(first, a, b)
        if a.dtype.is_complex:
            raise DTypeError(f"{name} has no meaning for complex numbers; compare abs(x)")
        return self.select(self.compare(predicate, a, b), a, b)

    def sqrt(self, a: Vec) -> Vec:
        """Square root of a real number (complex: `k.math.sqrt`)."""
        return self.intrinsic("sqrt", a)

    def floor(self, a: Vec) -> Vec:
        return self._to_whole("floor", a)

    def ceil(self, a: Vec) -> Vec:
        return self._to_whole("ceil", a)

    def trunc(self, a: Vec) -> Vec:
        return self._to_whole("trunc", a)

    def round(self, a: Vec) -> Vec:
        """To the nearest integer, ties to even."""
        return self._to_whole("rint", a)

    def _to_whole(self, name: str, a: Vec) -> Vec:
        if not a.dtype.is_floating:
            return a
        if self.target.architecture != "x86_64" or self.target.has("sse4.1"):
            return self.intrinsic(name, a)
        # Before SSE 4.1 LLVM would call the C library. Adding 2^23 (2^52) rounds to the nearest.
        wide = a.dtype is dt.float64
        x = a if wide else Vec(a.name, dt.float32, a.lanes)
        zero, one, magic = (self.const(c, x.dtype) for c in (0, 1, 2.0**52 if wide else 2.0**23))
        size = self.abs(x)
        whole = self.sub(self.add(size, magic), magic)
        whole = self.select(self.compare("lt", size, magic), whole, size)
        if name == "trunc":
            over = self.compare("gt", whole, size)
            whole = self.sub(whole, self.select(over, one, zero))
        whole = self.copysign(whole, x)
        if name == "floor":
            over = self.compare("gt", whole, x)
            whole = self.sub(whole, self.select(over, one, zero))
        if name == "ceil":
            under = self.compare("lt", whole, x)
            whole = self.add(whole, self.select(under, one, zero))
        whole = self.select(self.is_nan(x), x, self.copysign(whole, x))
        return Vec(whole.name, a.dtype, a.lanes)

    # --- bits and truth

    def bit_and(self, a: Vec, b: Vec) -> Vec:
        return self._bits("and", a, b)

    def bit_or(self, a: Vec, b: Vec) -> Vec:
        return self._bits("or", a, b)

    def bit_xor(self, a: Vec, b: Vec) -> Vec:
        return self._bits("xor", a, b)

    logical_and = bit_and
    logical_or = bit_or
    logical_xor = bit_xor

    def _bits(self, op: str, a: Vec, b: Vec) -> Vec:
        a, b = self._match(a, b)
        return Vec(self.f.let(f"{op} {a.type} {a.name}, {b.name}"), a.dtype, a.lanes)

    def bit_not(self, a: Vec) -> Vec:
        """All bits flipped; of bools, the opposite."""
        return self.bit_xor(a, self.const(True if a.dtype.is_bool else -1, a.dtype))

    logical_not = bit_not

    def shift_left(self, a: Vec, count: Vec) -> Vec:
        """0 where the count is the width or more (or negative)."""
        return self._shift("shl", a, count)

    def shift_right(self, a: Vec, count: Vec) -> Vec:
        """Arithmetic for signed dtypes, logical for unsigned ones."""
        return self._shift("ashr" if a.dtype.kind == "i" else "lshr", a, count)

    def _shift(self, op: str, a: Vec, count: Vec) -> Vec:
        a, count = self._match(a, count)
        top = self.const(a.dtype.bits - 1, a.dtype)
        over = self.f.let(f"icmp ugt {a.type} {count.name}, {self.spread(top, a.lanes).name}")
        far = Vec(over, dt.bool_, a.lanes)
        safe = self.select(far, top if op == "ashr" else self.const(0, a.dtype), count)
        safe = self.spread(safe, a.lanes)
        result = Vec(self.f.let(f"{op} {a.type} {a.name}, {safe.name}"), a.dtype, a.lanes)
        return result if op == "ashr" else self.select(far, self.const(0, a.dtype), result)

    def compare(self, predicate: str, a: Vec, b: Vec) -> Vec:
        """bool lanes; `predicate` is one of eq ne lt le gt ge. NaN is unequal to everything."""
        a, b = self._match(a, b)
        if a.imag is not None:
            if predicate not in ("eq", "ne"):
                raise DTypeError("complex numbers have no order; compare abs(x) or real(x)")
            parts = [
                self.compare(predicate, self.real(a), self.real(b)),
                self.compare(predicate, self.imag(a), self.imag(b)),
            ]
            return (self.logical_and if predicate == "eq" else self.logical_or)(*parts)
        if a.dtype.is_floating:
            text = f"fcmp {_FLOAT_COMPARE[predicate]} {a.type} {a.name}, {b.name}"
        else:
            name = _INT_COMPARE[predicate]
            if name not in ("eq", "ne"):
                name = ("s" if a.dtype.kind == "i" else "u") + name
            text = f"icmp {name} {a.type} {a.name}, {b.name}"
        return Vec(self.f.let(text), dt.bool_, a.lanes)

    def is_nan(self, a: Vec) -> Vec:
        if a.imag is not None:
            return self.logical_or(self.is_nan(self.real(a)), self.is_nan(self.imag(a)))
        if not a.dtype.is_floating:
            return self.const(False, dt.bool_)
        return Vec(self.f.let(f"fcmp uno {a.type} {a.name}, {a.name}"), dt.bool_, a.lanes)

    def select(self, condition: Vec, a: Vec, b: Vec) -> Vec:
        """`a` where the bool lanes hold, else `b`."""
        if a.imag is not None or b.imag is not None:
            return self._parts(lambda x, y: self.select(condition, x, y), a, b)
        condition, a, b = self._match(condition, a, b)
        mask = vector_type("i1", a.lanes)
        text = f"select {mask} {condition.name}, {a.type} {a.name}, {b.type} {b.name}"
        return Vec(self.f.let(text), a.dtype, a.lanes)

    # --- conversion

    def cast(self, x: Vec, dtype: DType) -> Vec:
        """Convert between any two dtypes; out of range saturates, NaN to integer gives 0."""
        source = x.dtype
        if source is dtype:
            return x
        if dtype.is_complex:
            part = dtype.real
            im = self.cast(self.imag(x), part) if x.imag is not None else self.const(0, part)
            return self.complex(self.cast(self.real(x), part), im)
        if dtype.is_bool:
            return self.compare("ne", x, self.const(0, source))
        if x.imag is not None:
            return self.cast(self.real(x), dtype)
        to = vector_type(REGISTER[dtype.name], x.lanes)
        if source.is_floating:
            whole = self._whole.get(x.name)
            if whole is not None and dtype.kind == "i" and dtype.itemsize >= whole.dtype.itemsize:
                return self.cast(whole, dtype)
            return self._cast_float(x, dtype, to)
        if dtype.is_floating:
            op = "sitofp" if source.kind == "i" else "uitofp"
            return self._rounded(Vec(self.f.let(f"{op} {x.type} {x.name} to {to}"), dtype, x.lanes))
        if source.is_bool or source.itemsize < dtype.itemsize:
            op = "sext" if source.kind == "i" else "zext"
        elif source.itemsize > dtype.itemsize:
            op = "trunc"
        else:
            return Vec(x.name, dtype, x.lanes)
        return Vec(self.f.let(f"{op} {x.type} {x.name} to {to}"), dtype, x.lanes)

    def exactly(self, x: Vec, dtype: DType) -> Vec:
        """`cast`, but if signed integers become floats that hold them exactly, the way back costs nothing."""
        made = self.cast(x, dtype)
        if x.dtype.kind == "i" and dtype.is_floating:
            self._whole[made.name] = x
        return made

    def _cast_float(self, x: Vec, dtype: DType, to: str) -> Vec:
        if dtype.is_floating:
            if x.dtype is dt.float64 and dtype.itemsize == 2:
                x = halves.cut_to_odd(self, x)
            name = x.name
            if REGISTER[dtype.name] != REGISTER[x.dtype.name]:
                op = "fpext" if dtype is dt.float64 else "fptrunc"
                name = self.f.let(f"{op} {x.type} {x.name} to {to}")
            return self._rounded(Vec(name, dtype, x.lanes))
        op = "fptosi" if dtype.kind == "i" else "fptoui"
        element = REGISTER[x.dtype.name]
        full = f"llvm.{op}.sat.{suffix(REGISTER[dtype.name], x.lanes)}.{suffix(element, x.lanes)}"
        at = self.f.module.intrinsic(full, to, x.type)
        return Vec(self.f.let(f"call {to} {at}({x.type} {x.name})"), dtype, x.lanes)


def _round_to_half(value: float, dtype: DType) -> float:
    """A Python float rounded as a float16 or bfloat16 constant."""
    if value != value or value in (float("inf"), float("-inf")):
        return value
    if dtype is dt.float16:
        try:
            return float(struct.unpack("<e", struct.pack("<e", value))[0])
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    try:
        bits = struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return float(struct.unpack("<f", struct.pack("<I", bits))[0])
