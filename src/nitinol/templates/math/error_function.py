"""erf, erfc and the inverse of erf, of real lanes (float32 and float64).

erf x = x·P(x²) for |x| < 1. Beyond, erfc x = e^{−x²}·g(t)/(1 + 2x) with t = (x − K)/(x + K): erfc(x)·e^{x²}·(1 + 2x)
is so smooth in t that one polynomial serves all x (the substitution of M. M. Shepherd and J. G.
Laframboise, Mathematics of Computation 36, 1981). x² is taken as an exact sum of two floats,
since the exponential magnifies its error. In float32 erf x = 1 − e^{−Q(x)} instead, whose error
shrinks with the exponential.

erfinv x = x·P(w), w = −log(1 − x²), for |x| < 0.97 (the substitution of M. Giles, "Approximating the erfinv
function", GPU Computing Gems, 2011), and R(√−log(1 − |x|)) beyond, for float64 with a step of Newton's method.

Minimax polynomials; relative errors float32 / float64: erf 2^-29 / 2^-63, g 2^-29 / 2^-56,
erfinv 2^-31 / 2^-59 and 2^-28 / 2^-35; Q 2^-30 of erf.
"""

from __future__ import annotations

from .doubles import two_prod
from .exponential import exp_negative, exp_plain, exp_times, log
from .number import Num, at_most, fma, poly

# erf x / x − 1 in x²
_ERF_32 = (
    0.128379166, -0.37612626, 0.112835854, -0.026853811, 0.00518832635, -0.000801018265,
    7.85382435e-05,
)  # fmt: skip
_ERF_64 = (
    0.1283791670955126, -0.3761263890318375, 0.11283791670954857, -0.026866170645072893,
    0.005223977624780851, -0.0008548326978741285, 0.0001205533103686444, -1.4925593505986751e-05,
    1.6460972801425547e-06, -1.6350025044598678e-07, 1.4657878557110335e-08,
    -1.1365660658838072e-09, 5.945252228147369e-11,
)  # fmt: skip
_ERF_LARGE_32 = (
    -0.000120051023, 1.12925756, 0.633850396, 0.107750997, -0.0247973651, 0.00405763462,
    -0.000413075497, 1.9430172e-05,
)  # fmt: skip
_ERFC_32 = (
    1.27697837, -0.0927638039, -0.166030169, 0.164049953, -0.0542256236, -0.00801002886,
    0.00876236148, 0.0010985604, -0.0015046004,
)  # fmt: skip
_ERFC_64 = (
    1.2530080582697296, -0.1356211061245817, -0.047562294353445736, 0.1296451587028351,
    -0.11927366341568824, 0.0683080273409366, -0.0237705149071294, 0.0025293918714909187,
    0.0018886901772820167, -0.0007798328037720299, -0.00010515812735133342,
    0.00012510220480112352, 4.940100155108212e-06, -2.0108944334743437e-05,
    -6.990975448273769e-07, 3.4834830281381253e-06, 2.897934390295679e-07, -6.147746257232683e-07,
    -6.463699949161888e-08, 8.237552529767902e-08,
)  # fmt: skip
# in w − center and √(−log(1 − |x|)) − center
_ERFINV_32 = (
    1.24033022, 0.250266105, 0.0011763199, -0.00212513935, 0.000172020271, 2.48332017e-05,
    -5.32489048e-06, -1.35113467e-07, 1.09775584e-07,
)  # fmt: skip
_ERFINV_64 = (
    1.2403302503903677, 0.25026610257188925, 0.0011763162731216394, -0.0021251181689865097,
    0.00017203434417422045, 2.4795574689256075e-05, -5.3441190764616935e-06,
    -1.0976093576966271e-07, 1.2054993680674095e-07, -6.249503719562397e-09,
    -2.1723226110080784e-09, 2.8847285666743687e-10, 2.7897817577306748e-11,
    -8.33225133096904e-12, -6.190530142001295e-14, 1.890894414984164e-13, -7.921123173732987e-15,
    -3.1168861030513735e-15,
)  # fmt: skip
_TAIL_32 = (
    2.68220091, 1.0420928, -0.00544677302, 2.31940594e-05, 0.000395193172, -0.000221628608,
    8.57638879e-05, -2.96290364e-05, 1.52006833e-05, -5.33596403e-06,
)  # fmt: skip
_TAIL_64 = (
    3.702981778731917, 1.0322574854488669, -0.004348000095132566, 0.0004797722174415935,
    -1.0081371682804947e-05, -1.8090333288166757e-05, 8.41666240802127e-06,
    -2.8242662634240487e-06, 8.097154897875788e-07, -2.150895467703183e-07, 6.492306850811611e-08,
    -1.7672313550745572e-08, 1.763221663099074e-09, -2.1650725256822611e-10,
    4.0214220337954415e-10, -9.714025574382706e-11,
)  # fmt: skip

_CENTER = 1.453125
_TAIL_CENTER_32, _TAIL_CENTER_64 = 2.96875, 3.953125
_TWO_OVER_ROOT_PI = 1.1283791670955126


def erf(x: Num) -> Num:
    a = at_most(abs(x), 6.0 if x.wide else 3.95)
    small = _small(a)
    if x.wide:
        large = 1.0 - _complement(a)
    else:
        large = 1.0 - exp_plain(-poly(a, _ERF_LARGE_32))
    return (a < 1.0).pick(small, large).copysign(x)


def erfc(x: Num) -> Num:
    a = at_most(abs(x), 27.5 if x.wide else 10.3)
    far = _complement(a)
    near = 1.0 - _small(a).copysign(x)
    return (a < 0.8).pick(near, (x < 0.0).pick(2.0 - far, far))


def _small(a: Num) -> Num:
    """erf a, |a| ≤ 1."""
    coefficients = _ERF_64 if a.wide else _ERF_32
    # The sum ends with a itself, so that the rounding of the coefficient 1.128… does no harm.
    return fma(a, poly(a * a, coefficients), a)


def _complement(a: Num) -> Num:
    """erfc a, a ≥ 0.8."""
    middle, coefficients = (3.0, _ERFC_64) if a.wide else (2.0, _ERFC_32)
    t = (a - middle) / (a + middle)
    square, lost = two_prod(a, a)
    factor = poly(t, coefficients) / fma(a, 2.0, 1.0)
    return exp_times(-square, -lost, factor)


def erfinv(x: Num) -> Num:
    a = abs(x)
    rest = 1.0 - a
    inner = a < 0.97
    w = -log(inner.pick(rest * (a + 1.0), rest))
    near = a * poly(w - _CENTER, _ERFINV_64 if x.wide else _ERFINV_32)
    u = inner.pick(5.0, w).sqrt()
    if x.wide:
        far = poly(u - _TAIL_CENTER_64, _TAIL_64)
        # One step of Newton's method: the polynomial alone has an error of 3e-11.
        slope = exp_negative(-far * far) * _TWO_OVER_ROOT_PI
        far = far + (_complement(far) - rest) / slope
    else:
        far = poly(u - _TAIL_CENTER_32, _TAIL_32)
    special = a.eq(1.0).pick(x.const(float("inf")), float("nan"))
    return (a < 1.0).pick(inner.pick(near, far), special).copysign(x)
