"""Reading floats: every case that is hard to round, against Python's float and exact fractions."""

from __future__ import annotations

import random
import struct
from fractions import Fraction
from math import inf, isfinite, nextafter

import nitinol as ni

WRITTEN = """
0 -0 0.0 -0.00 1 +3 -1.5 .5 5. 1e22 1e23 1E-5 1e05 9007199254740993 9007199254740992.5 5e-324 1e-400 -1e-330
2.4703282292062327e-324 2.4703282292062328e-324 2.2250738585072011e-308 2.2250738585072014e-308 1e309 -1e400
1.7976931348623157e308 1.7976931348623158e308 1.7976931348623159e308 8.98846567431158e307 6.631236846766476e-316
123456789012345678901234567890 0.00000012345678901234567890 7.2057594037927933e+16 12345678901234567890
1.00000005960464477539062499999999999999 1.000000059604644775390625 1.00000005960464477539062500000000000001
1.4e-45 7.006492321624085e-46 7.1e-46 3.4028235677973366e38 3.4028235e38 16777217 16777219 16777217.00000000000001
1e99999999999999999999 0e99999999999999999999 inf -Infinity NaN 00000000000000000000000000000000001e-3
"""
EDGES = WRITTEN.split()


def bits(x: float) -> bytes:
    return b"nan" if x != x else struct.pack("d", x)


def drawn(draw: random.Random, count: int) -> list[str]:
    """Floats of any size, many digits, and what lies exactly half way between two floats, or just beside."""
    made = []
    for _ in range(count):
        made.append(repr(struct.unpack("d", struct.pack("Q", draw.getrandbits(64)))[0]))
        made.append(
            f"{draw.getrandbits(40)}.{draw.getrandbits(draw.randint(1, 70))}e{draw.randint(-340, 310)}"
        )
        made.append(
            f"{draw.uniform(-10, 10) * 10.0 ** draw.randint(-40, 40):.{draw.randint(0, 25)}e}"
        )
        mantissa, power = draw.getrandbits(53) | 1 << 53, draw.randint(0, 60)
        made += [str((2 * mantissa + 1) * 2**power + d) for d in (-1, 0, 1)]
        small = draw.getrandbits(23) | 1 << 23
        half = Fraction(2 * small + 1, 2 ** draw.randint(0, 60))
        made += [decimal(half), decimal(half) + ".1" * (half.denominator == 1)]
        made.append(decimal(half) + "1" * (half.denominator > 1))
    return made


def decimal(x: Fraction) -> str:
    """The digits of a fraction whose denominator is a power of two."""
    places = x.denominator.bit_length() - 1
    digits = str(x.numerator * 5**places).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def nearest_single(text: str) -> float:
    """The float32 nearest to a text, by exact comparison with its neighbours."""
    near = float(text)
    if near == 0 or not isfinite(near):
        return near
    first = struct.unpack("I", struct.pack("f", min(max(near, -3e38), 3e38)))[0]
    if abs(near) > 3e38:
        first = struct.unpack("I", struct.pack("f", 3.4028234e38 if near > 0 else -3.4028234e38))[0]

    def distance(word: int) -> tuple[Fraction, int]:
        value = struct.unpack("f", struct.pack("I", word))[0]
        exact = (
            Fraction(2) ** 128 * (1 if value > 0 else -1)
            if value in (inf, -inf)
            else Fraction(value)
        )
        return abs(exact - Fraction(text)), word % 2

    words = [w for w in (first - 1, first, first + 1) if w & 0x7FFFFFFF <= 0x7F800000 and w >= 0]
    return float(struct.unpack("f", struct.pack("I", min(words, key=distance)))[0])


def test_floats_of_64_bits_are_the_nearest() -> None:
    texts = EDGES + drawn(random.Random(3), 400)
    found = ni.strings.to_numbers(ni.tensor(texts), ni.float64).tolist()
    wrong = [t for t, x in zip(texts, found, strict=True) if bits(x) != bits(float(t))]
    assert not wrong


def test_floats_of_32_bits_are_the_nearest() -> None:
    texts = EDGES + drawn(random.Random(4), 100)
    found = ni.strings.to_numbers(ni.tensor(texts)).tolist()
    wrong = [t for t, x in zip(texts, found, strict=True) if bits(x) != bits(nearest_single(t))]
    assert not wrong


def test_texts_at_the_end_of_the_bytes_are_read_as_others_are() -> None:
    for text in ("7", "-1234567", "12345678", "123.4567", "1e5"):
        assert ni.strings.to_numbers(ni.tensor([text]), ni.float64).tolist() == [float(text)]
        assert ni.strings.to_numbers(ni.tensor(["1", text]), ni.float64)[1].item() == float(text)


def test_the_next_float_is_never_confused() -> None:
    values = [1.0, 0.1, 1e300, 5e-310]
    texts = [repr(y) for x in values for y in (x, nextafter(x, inf), nextafter(x, 0))]
    assert [repr(x) for x in ni.strings.to_numbers(ni.tensor(texts), ni.float64).tolist()] == texts
