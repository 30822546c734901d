"""Other names of the same functions: NumPy's and PyTorch's, where the array-API standard has one
of its own.
"""

from . import arithmetic, complexes, elementary, logic

# NumPy
absolute = arithmetic.abs
arccos = elementary.acos
arccosh = elementary.acosh
arcsin = elementary.asin
arcsinh = elementary.asinh
arctan = elementary.atan
arctan2 = elementary.atan2
arctanh = elementary.atanh
conjugate = complexes.conj
bitwise_not = logic.bitwise_invert
invert = logic.bitwise_invert
left_shift = logic.bitwise_left_shift
right_shift = logic.bitwise_right_shift
mod = arithmetic.remainder
power = arithmetic.pow
true_divide = arithmetic.divide
degrees = elementary.rad2deg
radians = elementary.deg2rad

# PyTorch
clamp = arithmetic.clip
div = arithmetic.divide
eq = logic.equal
ge = logic.greater_equal
gt = logic.greater
le = logic.less_equal
lt = logic.less
mul = arithmetic.multiply
ne = logic.not_equal
neg = arithmetic.negative
sub = arithmetic.subtract
